"""The command: one harness by name, its report on the screen, and 1 when something failed."""

from __future__ import annotations

import argparse
import random
import sys

from tests.harness import CannotRunHere, harness, names, run


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 nothing failed, 1 something did, 2 it cannot be run here."""
    given = _parser().parse_args(arguments)
    if given.name is None:
        print(*names(), sep="\n")
        return 0
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    try:
        runs = given.runs or (harness(given.name).LONG if given.long else None)
        print(f"{given.name}: seed {seed}", file=sys.stderr, flush=True)
        report = run(given.name, runs, seed, given.broken, given.only)
    except (CannotRunHere, LookupError) as reason:
        print(reason, file=sys.stderr)
        return 2
    print(report.told())
    return 1 if report.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.harness", description=__doc__)
    parser.add_argument("name", nargs="?", help="which one; without it, all names")
    parser.add_argument("--long", action="store_true", help="as many runs as the promise asks for")
    parser.add_argument("--seed", type=int, help="of an earlier report, to have the same run again")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--only", default="", help="one piece of a harness that has several")
    parser.add_argument("--broken", action="store_true", help="against a build broken on purpose: it must fail")
    return parser


if __name__ == "__main__":
    sys.exit(main())
