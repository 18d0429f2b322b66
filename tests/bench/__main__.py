"""`python -m tests.bench NAME [--json] [--judge]`: one row a line, as JSON or for the eye; judged, it exits 1 where a figure is over its budget."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.bench import judge

BENCHES = ("engine", "start", "keys", "ending", "hiding", "handover", "language", "places", "desk")


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--judge", action="store_true", help="each figure beside what was promised of it")
    parser.add_argument("--budgets", type=Path, default=judge.BUDGETS, help="another file of promises")
    parser.add_argument("--assist", action="store_true", help="keys: with two languages on the screen and a service of 200 questions")
    given = parser.parse_args()
    assist = given.assist and given.name == "keys"
    promised = judge.budgets(f"{given.name} --assist" if assist else given.name, given.budgets)
    if given.judge and not promised:
        parser.error(f"nothing is promised of {given.name}")
    more, rows = {"pages": 200, "bursts": 0, "assist": True} if assist else {}, []
    for row in importlib.import_module(f"tests.bench.{given.name}").rows(**more):
        rows.append(row)
        print(json.dumps(row) if given.json else "  ".join(f"{key} {_shown(value)}" for key, value in row.items()), flush=True)
    return _judged(judge.judged(rows, promised), given.json) if given.judge else 0


def _judged(verdicts: list[judge.Verdict], as_json: bool) -> int:
    for verdict in verdicts:
        print(json.dumps(verdict.as_row) if as_json else verdict.told)
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
