"""Three desks and one paper code: whatever they do in whatever order, nothing is written over that its writer did not know.

A run is one order of twenty acts: to save, to take the draft over, to leave it, to erase it. Each desk has a connection of
its own to the store. At the end two desks, each a process, write into one draft as fast as they can.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from kiosk.desk.drafts import Drafts
from kiosk.errors import Refused
from tests.harness import Report, control
from tests.harness.children import Act, Child, Tell, remarks
from tests.harness.one_draft import TODAY, check_race, in_any_order, race
from tests.harness.promises import memory
from tests.harness.sandbox import cheap_keys

SHORT, LONG, BROKEN = 30, 10_000, 20
_AT_ONCE, _LEAST_SAVES, _RUNS_OF_A_SAVE = 250, 30, 20

Build = Callable[[], None]


def run(runs: int, seed: int, broken: bool) -> Report:
    """All the orders, and the race; a broken build must be found out by the orders alone."""
    report = Report("takeover", runs, seed)
    if broken:
        return control(report, {build.__name__: lambda build=build: _orders(report, build) for build in BUILDS})
    report.failures = _orders(report, lambda: None) + _told(report, _racing(max(_LEAST_SAVES, runs // _RUNS_OF_A_SAVE)))
    return report


def _orders(report: Report, build: Build) -> list[str]:
    failures: list[str] = []
    for done in range(0, report.runs, _AT_ONCE):
        many = min(_AT_ONCE, report.runs - done)
        failures += _told(report, _playing(many, f"{report.seed} {done}", build))
        report.so_far(done + many, len(failures))
    return failures


def _told(report: Report, act: Act) -> list[str]:
    """What a process of its own found; what is broken on purpose, and what is cheap, stays in it."""
    text, _ = Child(act).ended()
    failures = remarks(text)
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "!":
            failures.append(rest)
        elif word == "counted":
            times, _, name = rest.partition(" ")
            report.figures[name] = report.figures.get(name, 0) + int(times)
    return failures


def _playing(many: int, seed: str, build: Build) -> Act:
    def act(tell: Tell) -> None:
        cheap_keys()
        build()
        counted, wrong = in_any_order(many, random.Random(seed))
        for name, times in counted.items():
            tell(f"counted {times} {name}")
        if wrong:
            tell(f"! {wrong}")
    return act


def _racing(saves: int) -> Act:
    def act(tell: Tell) -> None:
        cheap_keys()
        with tempfile.TemporaryDirectory(dir=memory()) as place:
            rests, told = race(f"sqlite:///{Path(place) / 'sportello.db'}", (Path(place), Path(place)), saves)
        try:
            check_race(rests, told)
        except AssertionError:
            tell("! two desks that wrote at once: what was told as saved is not what rests")
        tell(f"counted {len(told)} saved in the race")
    return act


# builds broken on purpose

def the_holder_is_not_asked() -> None:
    """Whoever saves is believed to hold the draft."""
    save = Drafts.save

    def believed(self, typed, content, until, held=""):
        with self._database.write() as store:
            store.update("draft", {"locator": self.key(typed).locator}, holder=held)
        return save(self, typed, content, until, held)

    Drafts.save = believed


def taken_back_unasked() -> None:
    """A desk that lost the draft takes it over again by itself, and saves what it knows."""
    save = Drafts.save

    def insists(self, typed, content, until, held=""):
        try:
            return save(self, typed, content, until, held)
        except Refused as refusal:
            if refusal.code != "code.elsewhere" or not held:
                raise
            return save(self, typed, content, until, self.load(typed, TODAY)[0])

    Drafts.save = insists


BUILDS = (the_holder_is_not_asked, taken_back_unasked)
