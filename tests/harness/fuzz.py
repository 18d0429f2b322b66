"""Whatever is read from outside, spoilt at random: flows, conditions, answers, codes, catalogs, texts on cards, the store bit by bit.

Only the errors that a reader names come out of it, in bounded time and memory; nothing altered is ever delivered. One run
is a round of all readers, each as often as it is quick; the figures say how many inputs each had.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

from tests.harness import Report, control
from tests.harness.children import Child, Tell
from tests.harness.fuzz_answers import a_code, a_condition, an_answer, fresh_codes
from tests.harness.fuzz_flows import a_catalog, a_flow
from tests.harness.fuzz_screens import a_card
from tests.harness.fuzz_store import a_store
from tests.harness.sandbox import warm

SHORT, LONG = 5, 1_000
BROKEN = 4
_MEMORY = 2 * 2**30
_SLOW = 5.0
_ROUNDS_OF_A_CHILD = 1_000

Piece = Callable[[random.Random], Callable[[], str]]
"""Given its chance, what tries one more input: "" when all was well, else what was wrong, without the input."""
PIECES: dict[str, tuple[Piece, int]] = {
    "flows": (a_flow, 20), "conditions": (a_condition, 2000), "answers": (an_answer, 300), "codes typed": (a_code, 1000),
    "thousands of codes made": (fresh_codes, 1), "catalogs": (a_catalog, 20),
    "cards": (a_card, 60), "stores": (a_store, 1),
}


def run(runs: int, seed: int, broken: bool) -> Report:
    """Each piece in processes of its own: one that dies is a failure, and no more than that."""
    warm()
    report = Report("fuzz", runs, seed)
    if broken:
        builds = {build.__name__: lambda build=build, what=what: _piece(Report("fuzz", what[1], seed), what[0], build) for build, what in BUILDS.items()}
        return control(report, builds)
    report.failures = [failure for name in PIECES for failure in _piece(report, name, lambda: None)]
    return report


def _piece(report: Report, name: str, build: Callable[[], None]) -> list[str]:
    begun, failures, tried, slowest = time.monotonic(), [], 0, 0.0
    for batch in range(0, report.runs, _ROUNDS_OF_A_CHILD):
        rounds = min(_ROUNDS_OF_A_CHILD, report.runs - batch)
        text, status = Child(_trying(name, f"{report.seed}/{name}/{batch}", rounds, build)).ended()
        failures += [f"{name}: {line[2:]}" for line in text.splitlines() if line.startswith(("! ", "# "))]
        done = [line.split()[1:] for line in text.splitlines() if line.startswith("done ")]
        if not done:
            failures.append(f"{name}: the process ended with {status} in batch {batch}")
        tried += sum(int(one[0]) for one in done)
        slowest = max([slowest, *(float(one[1]) for one in done)])
    bound = f", fewer than {3 / tried:.1g} fail" if tried and not failures else ""
    report.figures[name] = f"{tried} inputs in {time.monotonic() - begun:.1f} s, the slowest {slowest * 1e3:.0f} ms{bound}"
    return failures


def _trying(name: str, seed: str, rounds: int, build: Callable[[], None]) -> Callable[[Tell], None]:
    piece, often = PIECES[name]

    def act(tell: Tell) -> None:
        build()
        # beyond what the process that forked this one has: where even its stack cannot grow, everything ends in a crash
        most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + _MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        once, times, slowest = piece(random.Random(seed)), rounds * often, 0.0
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


BUILDS = {
    a_reader_that_trips: ("flows", 5), one_wrong_entry_in_the_table: ("codes typed", 1), an_answer_lost_when_stored: ("answers", 8),
    the_digest_is_not_looked_at: ("stores", 30),
}
