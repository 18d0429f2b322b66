"""Harnesses: one attack each, repeated until its absence means something, and a way to turn it red.

    python -m tests.harness                     the names
    python -m tests.harness kill                the short form, as the test command runs it
    python -m tests.harness kill --long         the figure that is promised
    python -m tests.harness kill --broken       against a build broken on purpose: must fail

A harness is a module of this folder with `SHORT` and `LONG` (runs) and `run(runs, seed, broken) -> Report`. It may name
`BROKEN`, the runs after which its broken build is found out, and `PIECES` that can be run by themselves, with `only`.
"""

from __future__ import annotations

import importlib
import platform
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

_HERE = Path(__file__).parent
_SAID_EVERY = 60.0
_SURE = 3  # "rule of three": 0 failures in N is fewer than 3/N, with 95 % confidence


class CannotRunHere(Exception):
    """This machine lacks what the harness needs; the message says what."""


@dataclass
class Report:
    """What a harness found; `figures` are its measurements by name, as a person reads them."""

    name: str
    runs: int
    seed: int
    failures: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    _said_at: float = field(default_factory=time.monotonic, repr=False)

    def so_far(self, done: int, failures: int) -> None:
        """Once a minute, on the error stream: how far a long run is."""
        if time.monotonic() - self._said_at >= _SAID_EVERY:
            self._said_at = time.monotonic()
            print(f"{time.strftime('%H:%M')} {self.name}: {done} of {self.runs}, {failures} failures", file=sys.stderr, flush=True)

    @property
    def bound(self) -> str:
        """How rare a failure must be that was not met, with 95 % confidence; "" when one was met."""
        return f"{_SURE / self.runs:.2g}" if self.runs and not self.failures else ""

    def told(self, most: int = 20) -> str:
        """The whole report, a line each."""
        failed = f"{len(self.failures)} failures" + (f", fewer than {self.bound} a run (95 %)" if self.bound else "")
        lines = [f"{self.name}: {failed} in {self.runs} runs, seed {self.seed}, {self.seconds:.1f} s"]
        lines += [f"  {name}: {figure}" for name, figure in self.figures.items()]
        lines += [f"  ! {failure}" for failure in self.failures[:most]]
        lines += [f"  ! ... and {len(self.failures) - most} more"] if len(self.failures) > most else []
        return "\n".join([*lines, f"  {versions()}"])


def versions() -> str:
    """What it was run with."""
    import sqlite3

    named = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version, "Textual": version("textual"),
             "kernel": platform.release()}
    return ", ".join(f"{name} {number}" for name, number in named.items())


def names() -> list[str]:
    """The harnesses there are, as they are called on the command line."""
    return [path.stem.replace("_", "-") for path in sorted(_HERE.glob("*.py")) if re.search(r"^SHORT\b", path.read_text("utf-8"), re.M)]


def harness(name: str) -> ModuleType:
    """The module of a harness; LookupError when there is none of this name."""
    if name not in names():
        raise LookupError(f"{name}: there is {', '.join(names())}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def control(report: Report, builds: Mapping[str, Callable[[], list[str]]]) -> Report:
    """Every build that is broken on purpose, by name; failures only if each of them was found out."""
    found = {name: build() for name, build in builds.items()}
    report.figures |= {name.replace("_", " "): f"{len(failures)} failures" for name, failures in found.items()}
    report.failures = [f"{name}: {failure}" for name, failures in found.items() for failure in failures] if all(found.values()) else []
    return report


def run(name: str, runs: int | None = None, seed: int = 1, broken: bool = False, only: str = "") -> Report:
    """One harness, or `only` one of its pieces, timed; CannotRunHere when this machine lacks something."""
    module, begun = harness(name), time.monotonic()
    if only and only not in getattr(module, "PIECES", ()):
        raise LookupError(f"{name}, {only}: there is {', '.join(getattr(module, 'PIECES', ())) or 'no piece by itself'}")
    if runs is None:
        runs = getattr(module, "BROKEN", module.SHORT) if broken else module.SHORT
    report = module.run(runs, seed, broken, **({"only": only} if only else {}))
    report.seconds = time.monotonic() - begun
    return report
