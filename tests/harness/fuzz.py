"""Whatever is read from outside, spoilt at random: flows, conditions, answers, codes, catalogs, replies, texts on cards, the store bit by bit.

Only the errors that a reader names come out of it, in bounded time and memory; nothing altered is ever delivered. One run
is a round of all readers, each as often as it is quick, until it has had all that is promised of it; the figures say how
many inputs each had. One of them by itself: `--only cards`.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.harness import Report, control
from tests.harness.children import Act, Child, Tell
from tests.harness.fuzz_answers import a_code, a_condition, an_answer, fresh_codes
from tests.harness.fuzz_flows import a_catalog, a_flow
from tests.harness.fuzz_replies import a_reply
from tests.harness.fuzz_screens import a_card
from tests.harness.fuzz_store import a_store
from tests.harness.hostile_server import FAULTS
from tests.harness.sandbox import warm

SHORT, LONG = 5, 50_000
BROKEN = 4
_MEMORY = 2 * 2**30
_SLOW = 5.0


@dataclass(frozen=True)
class Piece:
    """One reader. `make` is given its chance, and gives what tries one more input: "" when all was well, else what was wrong, without the input.

    A round has `often` inputs, a process of its own `rounds` rounds, and the long form `promised` inputs in all.
    """

    make: Callable[[random.Random], Callable[[], str]]
    often: int
    promised: int
    rounds: int = 100


PIECES = {
    "flows": Piece(a_flow, 20, 1_000_000), "conditions": Piece(a_condition, 2000, 1_000_000), "answers": Piece(an_answer, 300, 1_000_000),
    # whether a code was there before is seen by one process, which therefore makes them all
    "codes typed": Piece(a_code, 1000, 1_000_000), "thousands of codes made": Piece(fresh_codes, 1, 1000, 1000),
    "catalogs": Piece(a_catalog, 20, 100_000), "cards": Piece(a_card, 60, 1_000_000), "replies": Piece(a_reply, 20, 100_000),
    "stores": Piece(a_store, 1, 1000),
}


def run(runs: int, seed: int, broken: bool, only: str = "") -> Report:
    """Each piece, or `only` one, in processes of its own: one that dies is a failure, and no more than that."""
    warm()
    report = Report("fuzz", runs, seed)
    if broken:
        builds = {build.__name__: lambda build=build, what=what: _piece(Report("fuzz", what[1], seed), what[0], build) for build, what in BUILDS.items()}
        return control(report, builds)
    names = [only] if only else list(PIECES)
    report.failures = [failure for name in names for failure in _piece(report, name, lambda: None)]
    # what a piece had at the least: of no other number is the bound true
    report.runs = min(_inputs(PIECES[name], runs) for name in names)
    return report


def _inputs(piece: Piece, runs: int) -> int:
    return min(runs * piece.often, piece.promised)


def _piece(report: Report, name: str, build: Callable[[], None]) -> list[str]:
    piece, begun, tried, slowest = PIECES[name], time.monotonic(), 0, 0.0
    own = Report(f"fuzz, {name}", _inputs(piece, report.runs), report.seed)
    most = piece.often * piece.rounds
    batches = range(0, own.runs, most)
    acts = (_trying(name, f"{report.seed}/{name}/{batch}", min(most, own.runs - batch), build) for batch in batches)
    for batch, (text, status) in zip(batches, _ended(acts)):
        own.failures += [f"{name}: {line[2:]}" for line in text.splitlines() if line.startswith(("! ", "# "))]
        done = [line.split()[1:] for line in text.splitlines() if line.startswith("done ")]
        if not done:
            own.failures.append(f"{name}: the process ended with {status} in batch {batch}")
        tried += sum(int(one[0]) for one in done)
        slowest = max([slowest, *(float(one[1]) for one in done)])
        own.so_far(tried, len(own.failures))
    took = time.monotonic() - begun
    bound = f", fewer than {own.bound} fail" if own.bound else ""
    report.figures[name] = f"{tried} inputs in {took:.1f} s, {tried / took:.0f} a second, the slowest {slowest * 1e3:.0f} ms{bound}"
    return own.failures


def _ended(acts: Iterable[Act]) -> Iterator[tuple[str, int]]:
    """What each told, and its status: one after the other, as many at once as there are cores to run on."""
    waiting, running = iter(acts), deque()
    running.extend(Child(act) for act in islice(waiting, len(os.sched_getaffinity(0))))
    while running:
        yield running.popleft().ended()
        running.extend(Child(act) for act in islice(waiting, 1))


def _trying(name: str, seed: str, times: int, build: Callable[[], None]) -> Act:
    def act(tell: Tell) -> None:
        build()
        # beyond what the process that forked this one has: where even its stack cannot grow, everything ends in a crash
        most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + _MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        once, slowest = PIECES[name].make(random.Random(seed)), 0.0
        for number in range(times):
            begun = time.process_time()
            try:
                wrong = once()
            except Exception as error:
                wrong = f"{type(error).__name__} came out"
            took = time.process_time() - begun
            slowest = max(slowest, took)
            if took > _SLOW:
                wrong = wrong or f"took {took:.1f} s"
            if wrong:
                tell(f"! input {number} of {seed}: {wrong}")
        tell(f"done {times} {slowest}")
    return act


# builds broken on purpose, each with the piece that finds it out

def a_reader_that_trips() -> None:
    """A key that nobody knows raises what nobody expects."""
    from kiosk.authoring import source

    add = source.Problems.add

    def trips(self, code, place, /, **params):
        if code == "F013":
            raise KeyError(code)
        add(self, code, place, **params)

    source.Problems.add = trips


def a_condition_that_trips() -> None:
    """What is not allowed raises what nobody expects."""
    from kiosk.forms import conditions

    def trips(self, code, message, node):
        raise KeyError(code)

    conditions._Compiler.wrong = trips


def a_catalog_that_trips() -> None:
    """A file that is no catalog raises what nobody expects."""
    from kiosk.i18n import po

    read = po.read

    def trips(path):
        try:
            return read(path)
        except po.PoIsBroken:
            raise KeyError(path) from None

    po.read = trips


def a_gate_left_open() -> None:
    """What is drawn goes to the terminal as it is."""
    from kiosk.screens.lockdown import SignFilter

    SignFilter.apply = lambda self, segments, background: segments


def one_wrong_entry_in_the_table() -> None:
    """The check digit is computed with one digit of the Damm table written wrong."""
    from kiosk.dispatch import codes

    rows = list(codes._DAMM)
    rows[3] = rows[3].replace("1", "7", 1)
    codes._DAMM = tuple(rows)


def an_answer_lost_when_stored() -> None:
    """A type of field whose value does not come back from the store."""
    from kiosk.forms.fields import TYPES

    TYPES["surname"].dump = lambda self, value: value.lower()


def the_digest_is_not_looked_at() -> None:
    """What the disk gives back is sent as it is."""
    from kiosk.dispatch import outbox

    outbox.is_whole = lambda row: True


def any_page_is_a_receipt() -> None:
    """What answers 200 is believed, whatever it says."""
    FAULTS["any 200 is success"]()


BUILDS = {
    a_reader_that_trips: ("flows", 5), a_condition_that_trips: ("conditions", 1), a_catalog_that_trips: ("catalogs", 5), a_gate_left_open: ("cards", 5),
    one_wrong_entry_in_the_table: ("codes typed", 1), an_answer_lost_when_stored: ("answers", 8),
    the_digest_is_not_looked_at: ("stores", 30), any_page_is_a_receipt: ("replies", 10),
}
