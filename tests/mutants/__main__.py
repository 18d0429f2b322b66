"""The command: the score of each module named, the faults that nobody noticed, and 1 when a score is too low."""

from __future__ import annotations

import argparse
import random
import re
import sys

from tests import stores
from tests.mutants import GOAL, TARGETS, named
from tests.mutants.trials import NotWhole, measured, warm
from tests.practice import ROOT

_STORE = re.compile(r"\b(store_url|shared_url|stores)\b")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 every score is high enough, 1 one is not, 2 nothing could be measured."""
    given = _parser().parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    low = False
    try:
        modules = named(given.modules)
        warm()
        if any(_STORE.search((ROOT / test).read_text("utf-8")) for module in modules for test in TARGETS[module]):
            # started here and once: a trial that is ended takes with it whatever it started
            stores.server()
        for module in modules:
            score = measured(ROOT, module, TARGETS[module], given.sample, seed)
            print(score.told() + (f", seed {seed}" if given.sample else ""), flush=True)
            low |= score.percent < GOAL
    except (LookupError, NotWhole) as reason:
        print(reason, file=sys.stderr)
        return 2
    return int(low)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="the end of a path, such as dispatch/codes; without one, the whole table")
    parser.add_argument("--sample", type=int, help="so many faults of each module instead of all")
    parser.add_argument("--seed", type=int, help="of an earlier sample, to have the same faults again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
