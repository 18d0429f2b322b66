"""One fault at a time in a copy of the house, and the tests that are meant to find it.

Each trial is a process forked warm, with its own modules and a time limit. What others work in is never written to: the
copy lies in a temporary folder, and the programs that a test starts are of the copy too.
"""

from __future__ import annotations

import gc
import importlib
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path

from tests.mutants.faults import Fault, faults, plain

_LEFT_OUT = shutil.ignore_patterns(".*", "bench")
_WARM = ("hypothesis.strategies", "nacl.pwhash", "psycopg", "pyrage", "pytest", "sqlalchemy", "yaml")
_PASSED, _NOTHING_THERE = 0, 5
_SHORTEST = 10.0


class NotWhole(Exception):
    """The tests do not hold for the module as it is: nothing they say of a fault means anything."""


@dataclass
class Score:
    """What became of the faults of one module."""

    module: str
    tried: int = 0
    found: int = 0
    too_long: int = 0
    survived: list[Fault] = field(default_factory=list)

    @property
    def percent(self) -> float:
        return 100.0 * (self.found + self.too_long) / self.tried if self.tried else 0.0

    def told(self) -> str:
        """A line for each fault that nobody noticed, and one for all of them."""
        lines = [f"  {self.module}:{fault.line}  {fault}" for fault in self.survived]
        return "\n".join([*lines, f"{self.module}: {self.percent:.1f} % of {self.tried} found ({self.too_long} by the time limit)"])


def warm() -> None:
    """Loads what every trial needs and no fault is in."""
    for name in _WARM:
        with suppress(ImportError):
            importlib.import_module(name)
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    # what is loaded now is no rubbish, and no trial needs to look whether it is
    gc.freeze()


def measured(root: Path, module: str, tests: Collection[str], sample: int | None = None, seed: int = 1) -> Score:
    """How many of the faults of `module` its tests find; NotWhole when they fail without one."""
    source = (root / module).read_text("utf-8")
    wrong, score = faults(source), Score(module)
    if sample is not None and sample < len(wrong):
        wrong = sorted(random.Random(seed).sample(wrong, sample), key=lambda fault: fault.line)
    with _copy(root, module) as place:
        begun = time.monotonic()
        if _trial(place / module, plain(source), tests, None) not in (_PASSED, _NOTHING_THERE):
            raise NotWhole(f"{module}: {', '.join(tests)} fail without any fault")
        limit = _SHORTEST + 3 * (time.monotonic() - begun)
        for fault in wrong:
            _count(score, fault, _trial(place / module, fault.source, tests, limit))
    return score


def _count(score: Score, fault: Fault, status: int | None) -> None:
    score.tried += 1
    if status is None:
        score.too_long += 1
    elif status in (_PASSED, _NOTHING_THERE):
        score.survived.append(fault)
    else:
        score.found += 1


@contextmanager
def _copy(root: Path, module: str) -> Iterator[Path]:
    """The house in a folder that is gone afterwards, with nothing compiled of the module."""
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "house"
        shutil.copytree(root, place, ignore=_LEFT_OUT, symlinks=True)
        for compiled in (place / module).parent.glob(f"__pycache__/{Path(module).stem}.*"):
            compiled.unlink()
        yield place


def _trial(module: Path, source: str, tests: Collection[str], limit: float | None) -> int | None:
    """What the tests end with over this text of the module; None when they take longer than `limit` seconds."""
    module.write_text(source, "utf-8")
    house = next(folder for folder in module.parents if folder.name == "house")
    child = os.fork()
    if child == 0:
        _test(house, tests)
    watched = os.pidfd_open(child)
    try:
        ended = bool(select.select([watched], [], [], limit)[0])
    finally:
        os.close(watched)
        # whatever it started goes with it
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if ended else None


def _test(house: Path, tests: Collection[str]) -> None:
    """The whole life of a child: the tests of the copy, without a word."""
    import pytest

    status = -1
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        os.chdir(house)
        rooms = {one.stem for one in house.iterdir()}
        for name in [name for name in sys.modules if name.partition(".")[0] in rooms]:
            del sys.modules[name]
        sys.path.insert(0, str(house))
        # nothing compiled of one fault may serve the next
        sys.dont_write_bytecode = True
        os.environ |= {"PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"}
        options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", f"--basetemp={house.parent / 'made'}"]
        status = pytest.main([*options, *tests]) if tests else _NOTHING_THERE
    finally:
        os._exit(status)
