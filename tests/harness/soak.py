"""One visitor after the other through the real supervisor, for as long as a desk stands: it grows by nothing.

Most visits are as short as a visit can be, by a door that only this harness has; some go as far as the consent, some are
killed. `runs` counts the visits. After them comes one who goes forth and back for as many cards, 2,000 at most: that visit
does not grow either. `--only visits` and `--only cards` are the two halves.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.harness import CannotRunHere, Report, control
from tests.screens.visits import CARD, await_that, children, chooses, forked, is_gone, kiosk, program, walks_in
from tests.terminal import Terminal

SHORT, LONG = 8, 10_000
BROKEN = 12
PIECES = ("visits", "cards")
MOST, MOST_OF_A_VISIT = 1 << 20, 5 << 20
_WARM = 3
_CARDS, _WARM_CARDS = (40, 2_000), 200
_P99, _MANY = 0.3, 100
_SHORT_CUT = "from kiosk.desk.visit import Visit\nVisit.help = Visit.leave\n"
_KEEPS = (
    "from kiosk.screens.succession import Succession\nbefore, kept = Succession._between, []\n"
    "def between(self):\n"
    "    kept.append(b'x' * 400_000)\n"
    "    before(self)\n"
    "Succession._between = between\n"
)
_OPENS = (
    "from kiosk.screens.succession import Succession\nfork, kept = Succession._fork, []\n"
    "def forks(self):\n"
    "    kept.append(open('/dev/null'))\n"
    "    return fork(self)\n"
    "Succession._fork = forks\n"
)
_KEEPS_CARDS = (
    "from kiosk.desk.visit import Visit\ngives, kept = Visit.give, []\n"
    "def give(self, typed):\n"
    "    kept.append(b'x' * 600_000)\n"
    "    gives(self, typed)\n"
    "Visit.give = give\n"
)
_BUILDS = {"something kept of each visit": (_KEEPS, BROKEN, "visits"), "a file left open": (_OPENS, 2, "visits"), "something kept of each card": (_KEEPS_CARDS, 1, "cards")}
"""Each with the visits after which it is found out, at most, and by what."""


def run(runs: int, seed: int, broken: bool, only: str = "") -> Report:
    """So many visits; what the supervisor has before and after them, and then what a long one has."""
    if os.geteuid() != 0:
        raise CannotRunHere("what the supervisor has can only be looked at by root")
    report = Report("soak", runs, seed)
    if broken:
        return control(report, {name: lambda build=build, most=most, piece=piece: _soak(Report("soak", min(runs, most), seed), build, piece)
                                for name, (build, most, piece) in _BUILDS.items() if only in ("", piece)})
    report.failures = _soak(report, "", only)
    return report


def _soak(report: Report, build: str, only: str) -> list[str]:
    with tempfile.TemporaryDirectory() as place, kiosk(Path(place), run=program(_SHORT_CUT + build)) as terminal:
        return [failure for name, piece in (("visits", _visits), ("cards", _cards)) if only in ("", name) for failure in piece(report, terminal)]


def _visits(report: Report, terminal: Terminal) -> list[str]:
    chance, ways, times, failures = random.Random(report.seed), Counter(), [], []
    terminal.expect(CARD)
    for _ in range(_WARM):
        _visit(terminal, _at_once)
    supervisor = terminal.process.pid
    before = _held(supervisor)
    for number in range(report.runs):
        way = chance.choices((_at_once, _to_the_consent, _killed), (40, 2, 1))[0]
        ways[way.__name__.strip("_").replace("_", " ")] += 1
        times.append(_visit(terminal, way))
        failures += [f"visit {number + 1}: {zombie} has ended and is still in the list" for zombie in _zombies(supervisor)]
        report.so_far(number + 1, len(failures))
    after = _held(supervisor)
    report.figures |= {
        "ways": dict(ways), "memory of the supervisor": f"{before['memory'] >> 10} kB, then {after['memory'] >> 10} kB",
        "open files": f"{before['files']}, then {after['files']}", **_paces(times),
    }
    return failures + _grown(before, after)


def _paces(times: list[float]) -> dict[str, str]:
    """How fast the next visit is there; judged, not asserted, once there are enough of them for a hundredth."""
    cuts = statistics.quantiles([*times, times[-1]], n=100, method="inclusive")
    p99 = f"{cuts[98] * 1e3:.0f}"
    told = {"from the last key to the next first card, p50 / p99 / slowest": f"{cuts[49] * 1e3:.0f} / {p99} / {max(times) * 1e3:.0f} ms"}
    judged = {f"p99 of at most {_P99 * 1e3:.0f} ms": f"{p99} ms: {'kept' if cuts[98] <= _P99 else 'missed'}"}
    return told | (judged if len(times) >= _MANY else {})


def _cards(report: Report, terminal: Terminal) -> list[str]:
    """One visit that answers, goes back, and answers otherwise, again and again; what its own process has once it is warm, and at the end."""
    cards = min(max(report.runs, _CARDS[0]), _CARDS[1])
    warm, held = min(_WARM_CARDS, cards // 4), []
    walks_in(terminal)
    await_that(terminal, lambda: len(forked(terminal.process.pid)) >= 2)
    visit = forked(terminal.process.pid)[0]
    for number in range(2, cards + 2, 2):
        chooses(terminal, f"\x7f{'xy'[number // 2 % 2]}", "Pagina 1?")
        terminal.press("escape")
        terminal.expect("Pagina 0?")
        if number >= warm:
            held.append(_held(visit))
    report.figures["memory of a visit"] = f"{held[0]['memory'] >> 10} kB at card {warm}, {held[-1]['memory'] >> 10} kB at card {cards}"
    return _grown(held[0], held[-1], MOST_OF_A_VISIT)


def _grown(before: dict[str, int], after: dict[str, int], most: int = MOST) -> list[str]:
    found = [f"{after['memory'] - before['memory']} bytes more in memory"] if after["memory"] - before["memory"] > most else []
    return found + ([f"{after['files']} open files instead of {before['files']}"] if after["files"] > before["files"] else [])


def _held(pid: int) -> dict[str, int]:
    told = dict(line.split(":") for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {"memory": int(told["Rss"].split()[0]) << 10, "files": len(os.listdir(f"/proc/{pid}/fd"))}


def _zombies(pid: int) -> list[int]:
    return [child for child in children(pid) if Path(f"/proc/{child}").exists() and is_gone(child)]


def _visit(terminal: Terminal, way) -> float:
    """One visit; seconds from what ended it until the next first card. A person is never faster than the next process is ready."""
    terminal.expect(CARD)
    await_that(terminal, lambda: len(forked(terminal.process.pid)) >= 2)
    visit = forked(terminal.process.pid)[0]
    way(terminal)
    terminal.lines, begun = [], time.perf_counter()
    _LAST[way](terminal, visit)
    terminal.wait(lambda: is_gone(visit) and terminal.shows(CARD))
    return terminal.painted_at - begun


def _at_once(terminal: Terminal) -> None:
    chooses(terminal, "1", "Come vuoi iniziare?")


def _to_the_consent(terminal: Terminal) -> None:
    walks_in(terminal, "Va bene per te?")
    chooses(terminal, "2", "Non salviamo niente")


def _killed(terminal: Terminal) -> None:
    walks_in(terminal, "Di che cosa hai bisogno?")


_LAST = {
    _at_once: lambda terminal, _: terminal.press("f1"),
    _to_the_consent: lambda terminal, _: terminal.send("3\r"),
    _killed: lambda _, visit: os.kill(visit, signal.SIGKILL),
}
