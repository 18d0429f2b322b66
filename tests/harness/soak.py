"""One visitor after the other through the real supervisor, for as long as a desk stands: it grows by nothing.

Most visits are as short as a visit can be, by a door that only this harness has; some go as far as the consent, some are
killed. `runs` counts the visits.
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
MOST = 1 << 20
_WARM = 3
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
_BUILDS = {"something kept of each visit": (_KEEPS, BROKEN), "a file left open": (_OPENS, 2)}
"""Each with the visits after which it is found out, at most."""


def run(runs: int, seed: int, broken: bool) -> Report:
    """So many visits; what the supervisor has before and after them."""
    if os.geteuid() != 0:
        raise CannotRunHere("what the supervisor has can only be looked at by root")
    report = Report("soak", runs, seed)
    if broken:
        return control(report, {name: lambda build=build, most=most: _soak(Report("soak", min(runs, most), seed), build)
                                for name, (build, most) in _BUILDS.items()})
    report.failures = _soak(report, "")
    return report


def _soak(report: Report, build: str) -> list[str]:
    chance, ways, times, failures = random.Random(report.seed), Counter(), [], []
    with tempfile.TemporaryDirectory() as place, kiosk(Path(place), run=program(_SHORT_CUT + build)) as terminal:
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
    failures += _grown(before, after)
    cuts = statistics.quantiles([*times, times[-1]], n=100, method="inclusive")
    report.figures |= {
        "ways": dict(ways), "memory of the supervisor": f"{before['memory'] >> 10} kB, then {after['memory'] >> 10} kB",
        "open files": f"{before['files']}, then {after['files']}",
        "from the last key to the next first card, p50 / p99 / slowest": f"{cuts[49] * 1e3:.0f} / {cuts[98] * 1e3:.0f} / {max(times) * 1e3:.0f} ms",
    }
    return failures


def _grown(before: dict[str, int], after: dict[str, int]) -> list[str]:
    found = [f"{after['memory'] - before['memory']} bytes more in memory"] if after["memory"] - before["memory"] > MOST else []
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
