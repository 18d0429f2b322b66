"""`python -m tests.bench NAME [--json]`: one row a line, as JSON or for the eye."""

from __future__ import annotations

import argparse
import importlib
import json

BENCHES = ("engine", "start", "keys", "handover", "language", "places", "desk")


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--assist", action="store_true", help="keys: with two languages on the screen and a service of 200 questions")
    given = parser.parse_args()
    more = {"pages": 200, "bursts": 0, "assist": True} if given.assist and given.name == "keys" else {}
    for row in importlib.import_module(f"tests.bench.{given.name}").rows(**more):
        print(json.dumps(row) if given.json else "  ".join(f"{key} {_shown(value)}" for key, value in row.items()), flush=True)


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
