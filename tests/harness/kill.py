"""`kill -9` at any moment, and before every single system call that writes, while visitors save, submit and envelopes are sent.

Whatever a visitor was told before holds afterwards: nothing is lost, nothing is twice, nothing is ruined. Where the office
is a server, the sender is struck at each call of the line too: also after the yes of the office, before that is marked.
`runs` counts the random kills; of the system calls the short form takes some of each way, the long form all.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from inspect import signature
from itertools import count
from pathlib import Path

from kiosk.errors import KioskError
from tests.harness import Report, control
from tests.harness.children import WRITES, Act, Child, Tell, calls, copied, killed_after, need_strace, remarks, struck
from tests.harness.hostile_server import FAULTS
from tests.harness.over_https import LINE, served
from tests.harness.promises import Promises, undelivered, unkept
from tests.harness.sandbox import Sandbox, Stuck, Visitor, close, send, warm

SHORT, LONG = 20, 10_000
BROKEN = 20
_KILLS_OF_ONE_DESK, _VISITS = 10, 2.0
_CALLS_IN_SHORT, _CALLS_IN_BROKEN = 7, 40
_AT_THE_LINE_IN_SHORT, _MARKS_IN_SHORT = 5, 3


Build = Callable[[], None]
Most = Callable[["Way"], int | None]


def run(runs: int, seed: int, broken: bool) -> Report:
    """Random kills, then every call; each broken build must be found out by itself."""
    need_strace()
    warm()
    report = Report("kill", runs, seed)
    if broken:
        builds = {build.__name__: lambda build=build, what=what: _found(report, build, what, lambda _: _CALLS_IN_BROKEN) for build, what in BUILDS.items()}
        return control(report, builds)
    report.failures = _found(report, lambda: None, (runs, WAYS), lambda way: way.in_short if runs == SHORT else None)
    return report


def _found(report: Report, build: Build, what: tuple[int, tuple[Way, ...]], most: Most) -> list[str]:
    kills, ways = what
    with tempfile.TemporaryDirectory() as place:
        failures = _at_any_moment(Path(place), report, build, kills) if kills else []
        for way in ways:
            failures += _every_call_of(way, Path(place) / way.name.replace(" ", "-"), report, build, most(way))
        return failures


# at any moment

def _at_any_moment(place: Path, report: Report, build: Build, runs: int) -> list[str]:
    chance, failures, pace = random.Random(report.seed), [], seconds_of_a_visit(place / "pace")
    told = {"promises told": 0, "visits": 0, "receipts": 0}
    for number in range(0, runs, _KILLS_OF_ONE_DESK):
        kills = min(_KILLS_OF_ONE_DESK, runs - number)
        promises, found = _life(Sandbox(place / str(number)).make(), [chance.uniform(0, _VISITS * pace) for _ in range(kills)], build)
        failures += [f"desk {number // _KILLS_OF_ONE_DESK}: {failure}" for failure in found]
        report.so_far(number + kills, len(failures))
        told["promises told"] += promises.heard
        told["visits"] += len(promises.of)
        told["receipts"] += sum(bool(promise.reference) for promise in promises.of.values())
    report.figures |= told
    return failures


def seconds_of_a_visit(place: Path) -> float:
    """On this machine, as busy as it is: the measure of how long to let it work."""
    sandbox, begun = Sandbox(place).make(), time.monotonic()
    Child(lambda tell: Visitor(sandbox.desk(), "anna", tell).goes_to("end")).ended()
    return time.monotonic() - begun


def _life(sandbox: Sandbox, delays: list[float], build: Build) -> tuple[Promises, list[str]]:
    """One desk, killed again and again; what it owes is looked at after each kill, and the whole at the end."""
    promises, failures = Promises(), []
    close(sandbox.desk())
    for number, delay in enumerate(delays):
        before = set(promises.of)
        parked = [(word, promise.code) for word, promise in promises.of.items() if promise.code and not promise.reference]
        acts = visits(sandbox, f"k{number}", parked[-1:], build), sending(sandbox, build)
        for text in killed_after(delay, *acts):
            failures += remarks(text)
            promises.hear(text)
        failures += looked_at(sandbox, promises, set(promises.of) - before | {word for word, _ in parked[-1:]})
    return promises, failures + looked_at(sandbox, promises, None)


def looked_at(sandbox: Sandbox, promises: Promises, words: set[str] | None) -> list[str]:
    """By a desk that starts anew; with no words in particular, everything, and after the rest was sent."""
    desk = sandbox.desk()
    try:
        found = unkept(desk, promises, words)
        return found + undelivered(desk, promises) if words is None else found
    except (KioskError, OSError) as failure:
        return [f"a desk that starts cannot look: {type(failure).__name__} {failure}"]
    finally:
        close(desk)


def visits(sandbox: Sandbox, word: str, parked: list[tuple[str, str]], build: Build) -> Act:
    """A visitor after the other, until the end; the first ones come back to what a kill left of their visit."""
    def act(tell: Tell) -> None:
        build()
        desk = sandbox.desk()
        for whose, code in parked:
            with suppress(Stuck):
                # what was not told may have happened: the visit may be at its end already
                Visitor(desk, whose, tell).comes_back(code).goes_to("end")
        for number in count():
            Visitor(desk, f"{word}v{number}", tell).goes_to("end")
    return act


def sending(sandbox: Sandbox, build: Build) -> Act:
    """The sender, in a process of its own beside the desk."""
    def act(tell: Tell) -> None:
        build()
        config = sandbox.desk().config
        while True:
            send(config)
    return act


# at every call

@dataclass(frozen=True)
class Way:
    """Something that is done in one go: what is there before it, what is done, at which calls it is struck, and who is the office."""

    name: str
    before: Callable[[Sandbox, Tell], None]
    act: Callable[[Sandbox, Promises, Tell], None]
    calls: tuple[str, ...] = WRITES
    in_short: int = _CALLS_IN_SHORT
    office: Callable[[Sandbox, dict], AbstractContextManager] = lambda sandbox, figures: nullcontext()


def _starts(sandbox: Sandbox, _: Promises, tell: Tell) -> None:
    Visitor(sandbox.desk(), "anna", tell).goes_to("p0")


def _saved_to(page: str) -> Callable[[Sandbox, Tell], None]:
    def before(sandbox: Sandbox, tell: Tell) -> None:
        desk = sandbox.desk()
        Visitor(desk, "anna", tell).goes_to(page)
        close(desk)
    return before


def _two_have_sent(sandbox: Sandbox, tell: Tell) -> None:
    desk = sandbox.desk()
    for word in ("anna", "bruno"):
        Visitor(desk, word, tell).goes_to("end")
    close(desk)


def _goes_on_to(page: str) -> Callable[[Sandbox, Promises, Tell], None]:
    def act(sandbox: Sandbox, promises: Promises, tell: Tell) -> None:
        Visitor(sandbox.desk(), "anna", tell).comes_back(promises.of["anna"].code).goes_to(page)
    return act


def _sends(sandbox: Sandbox, _: Promises, tell: Tell) -> None:
    send(sandbox.desk().config)


_AT_THE_LINE = Way("send https", _two_have_sent, _sends, LINE, _AT_THE_LINE_IN_SHORT, served)
WAYS = (
    Way("first start", lambda sandbox, tell: None, _starts),
    Way("save", _saved_to("p1"), _goes_on_to("p3")),
    Way("submit", _saved_to("review"), _goes_on_to("end")),
    Way("send", _saved_to("end"), _sends),
    _AT_THE_LINE,
    replace(_AT_THE_LINE, name="mark as sent", calls=tuple(call for call in WRITES if call not in LINE), in_short=_MARKS_IN_SHORT),
)


def _every_call_of(way: Way, place: Path, report: Report, build: Build, most: int | None) -> list[str]:
    sandbox, told, failures = Sandbox(place / "now").make(), [], []
    close(sandbox.desk())
    with way.office(sandbox, report.figures):
        way.before(sandbox, told.append)
        heard = "".join(f"{line}\n" for line in told)
        before = copied(place / "now", place / "before")

        def act(tell: Tell) -> None:
            build()
            way.act(sandbox, Promises().hear(heard), tell)

        points = every_point(act, random.Random(report.seed), most, way.calls)
        report.figures[f"calls struck, {way.name}"] = len(points)
        for call, nth in points:
            copied(before, place / "now")
            text, _ = struck(act, call, nth, "signal=SIGKILL")
            found = remarks(text) + looked_at(sandbox, Promises().hear(heard + text), None)
            failures += [f"{way.name}, killed before {call} {nth}: {failure}" for failure in found]
    return failures


def every_point(act: Act, chance: random.Random, most: int | None, names: tuple[str, ...] = WRITES) -> list[tuple[str, int]]:
    """(call, n) for each system call that `act` writes with, or for so many of them, evenly spread."""
    points = [(call, nth) for call, times in calls(act, names).items() for nth in range(1, times + 1)]
    if most is None or most >= len(points):
        return points
    step, begin = len(points) / most, chance.random()
    return [points[int((begin + number) * step)] for number in range(most)]


# builds broken on purpose

def told_before_it_is_kept() -> None:
    """The kiosk says "saved" at once, and saves when the next key is pressed."""
    from kiosk.desk.visit import Visit

    save, give = Visit.save, Visit.give

    def later(self):
        self.code = self.code or self.desk.make_code()
        self.saved = self.due = True

    def given(self, typed):
        if getattr(self, "due", False):
            self.due = False
            save(self)
        give(self, typed)

    Visit.save, Visit.give = later, given


def draft_removed_by_itself() -> None:
    """The envelope is kept in one transaction, and its draft goes in another."""
    from kiosk.dispatch.outbox import Outbox

    accept = Outbox.accept

    def in_two(self, *given, **named):
        bound = signature(accept).bind(self, *given, **named)
        draft = bound.arguments.pop("draft", None)
        made = accept(*bound.args, **bound.kwargs)
        with self._database.write() as store:
            store.delete("draft", locator=draft)
        return made

    Outbox.accept = in_two


def emptied_before_it_is_delivered() -> None:
    """An envelope is noted as sent when the sender takes it into its hands."""
    from kiosk.dispatch.outbox import SENT, Outbox, Outcome

    claim = Outbox.claim

    def claimed(self, *given, **named):
        parcels = claim(self, *given, **named)
        for parcel in parcels:
            self.record(parcel, Outcome(SENT, "taken"))
        return parcels

    Outbox.claim = claimed


def another_key_each_time() -> None:
    """An envelope that is sent again is another one to the office."""
    FAULTS["another key at each attempt"]()


# each with what finds it out: so many random kills, or every call of a way
BUILDS = {
    told_before_it_is_kept: (0, WAYS[1:2]), draft_removed_by_itself: (0, WAYS[2:3]), emptied_before_it_is_delivered: (0, WAYS[3:4]),
    # the line of the log comes between the answer of the office and the mark
    another_key_each_time: (0, (replace(_AT_THE_LINE, calls=("write",)),)),
}
