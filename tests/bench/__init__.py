"""Speed, measured beside a peer or a floor in one run: `python -m tests.bench NAME [--json] [--judge]`."""
