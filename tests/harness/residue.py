"""After a visit nothing of it is anywhere: twenty canaries are typed, the visit ends by every door, and everything is searched.

Searched within two seconds of the end: what all our processes have in memory (the supervisor, the next visit, the one
that waits, the sender), every file of the desk and of its temporary folder, the screen and all that can be scrolled
back to; each in eleven encodings. `runs` counts the visits.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.harness import CannotRunHere, Report, control
from tests.harness.traces import Canaries, Scrollback, in_bytes, memory, on_disk
from tests.screens.visits import CARD, await_that, children, chooses, forked, is_gone, kiosk, program, stops, walks_in
from tests.terminal import Terminal

SHORT, LONG = 2, 1_000
BROKEN = 1
PAGES, EACH = 4, 5
_CALM = 0.35
_WAITS = {"idle": 10, "warning": 0.5, "hidden": 0.5}
_FAULT = (
    "from kiosk.desk.visit import Visit\n"
    "def _said(session):\n"
    "    return str([session.journey.answers.get(f'p{number}') for number in range(9)])\n"
    "def _fails(self):\n"
    "    held = _said(self.session)\n"
    "    raise ValueError(held)\n"
    "Visit.change_language = _fails\n"
)
_BUILDS = {
    "two visits in one process": (
        "from kiosk.screens import visiting, tethered\nfrom kiosk.desk.visits import visits\n"
        "def _run(desk, tether):\n"
        "    another = lambda: visiting._told(next(visits(desk)), tether)\n"
        "    tethered.TetheredApp(tether, another, behind=desk.open, waits=visiting._waits(desk), bell=desk.bell).run()\n"
        "visiting._run = _run\n"
    ),
    "a draft in clear": (
        "from kiosk.desk.desk import Desk\n"
        "before = Desk.save\n"
        "def save(self, code, session):\n"
        "    before(self, code, session)\n"
        "    (self.config.folder / 'draft').write_text(_said(session))\n"
        "Desk.save = save\n"
    ),
    "a log that says what failed": (
        "from kiosk import hardening\n"
        "hardening.trail = repr\n"
    ),
}


def run(runs: int, seed: int, broken: bool) -> Report:
    """Visit after visit through one kiosk, each ended by another door."""
    if os.geteuid() != 0:
        raise CannotRunHere("the memory of other processes can only be read by root")
    report = Report("residue", runs, seed)
    if broken:
        builds = {name: lambda build=build, name=name: _visits(Report("residue", runs, seed), build, _FOUND_BY[name]) for name, build in _BUILDS.items()}
        return control(report, builds)
    report.failures = _visits(report, "", ())
    return report


def _visits(report: Report, build: str, doors: tuple[str, ...]) -> list[str]:
    chance, failures, met, searched = random.Random(report.seed), [], Counter(), []
    order = list(doors or DOORS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "tmp").mkdir()
        with _desk(folder, build) as terminal:
            for number in range(report.runs):
                if number and not number % len(order):
                    chance.shuffle(order)
                door = order[number % len(order)]
                met[door] += 1
                found, after = _visit(terminal, folder, door, chance)
                searched.append(after)
                failures += [f"visit {number + 1}, {door}: {trace}" for trace in found]
                report.so_far(number + 1, len(failures))
                if len(failures) >= 20:
                    break
    report.figures |= {"doors": dict(met), "canaries": PAGES * EACH, "memory copied after, at the latest": f"{max(searched):.2f} s"}
    return failures


def _desk(folder: Path, build: str) -> Terminal:
    sends = f'[destinations.ufficio]\nurl = "file:{folder / "office"}"\n'
    (folder / "office").mkdir()
    return kiosk(folder, run=program(_FAULT + build, **_WAITS), more=sends, pages=PAGES, TMPDIR=str(folder / "tmp"), HOME=str(folder))


def _visit(terminal: Terminal, folder: Path, door: str, chance: random.Random) -> tuple[list[str], float]:
    """What was found, and how many seconds after the end the memory of everybody had been copied, to be searched in peace."""
    canaries = _canaries(chance)
    history = Scrollback(terminal.grid.columns, terminal.grid.rows)
    walks_in(terminal)
    await_that(terminal, lambda: len(forked(terminal.process.pid)) >= 2)
    visit = forked(terminal.process.pid)[0]
    terminal.written.clear()
    for page in range(1 if door == "refused" else PAGES):
        texts = canaries.texts[page * EACH : (page + 1) * EACH]
        terminal.expect(f"Pagina {page}?")
        terminal.send(" ".join(texts))
        terminal.expect(texts[-1])
        if page < PAGES - 1 and door != "refused":
            terminal.send("\r")
    DOORS[door](terminal, visit)
    terminal.expect(CARD)
    ended = time.monotonic()
    written = bytes(terminal.written)
    history.feed(written[: written.rfind(b"\x1b[3J") + 4])
    terminal.read_for(0.3)
    held = [(who, memory(pid)) for pid, who in _family(terminal.process.pid)]
    after = time.monotonic() - ended
    return _search(terminal, folder, canaries, history, held), after


def _search(terminal: Terminal, folder: Path, canaries: Canaries, history: Scrollback, held: list[tuple[str, list[bytes]]]) -> list[str]:
    found = [f"memory of {who}: {trace}" for who, pieces in held for piece in pieces for trace in in_bytes(piece, canaries)]
    found += [f"file {trace}" for trace in on_disk(folder, canaries)]
    main = "\n".join(line.data for row in terminal.grid.main.buffer.values() for line in row.values()) if terminal.grid.main else ""
    for what, text in (("the screen", "\n".join(terminal.grid.lines())), ("the screen behind it", main), ("the history", history.text)):
        found += [f"{what}: {trace}" for trace in in_bytes(text.encode(), canaries)]
    return found


def _family(pid: int) -> list[tuple[int, str]]:
    own = forked(pid)
    return [(pid, "the supervisor"), *((child, "a visit" if child in own else "the sender") for child in children(pid))]


def _canaries(chance: random.Random) -> Canaries:
    letters = "bcdfghjklmnpqrstvwxz"
    mark = "".join(chance.choices(letters, k=8))
    tails = ["".join(chance.choices(letters, k=4)) for _ in range(PAGES * EACH)]
    return Canaries(mark, tuple(f"{mark}{tail}àñ" for tail in tails))


# the doors: from the last page to the end of the visit


def _finished(terminal: Terminal, _: int) -> None:
    chooses(terminal, "", "Controlla le tue risposte")
    terminal.read_for(_CALM)
    chooses(terminal, "+", "Fatto. Grazie.")
    terminal.send("2\r")


def _parked(terminal: Terminal, _: int) -> None:
    stops(terminal)
    terminal.send("1\r")


def _erased(terminal: Terminal, _: int) -> None:
    stops(terminal)
    chooses(terminal, "2", "Vuoi cancellare tutto?")
    terminal.send("2\r")


def _refused(terminal: Terminal, _: int) -> None:
    for then in ("Questo è il tuo codice", "Va bene per te?"):
        terminal.read_for(_CALM)
        terminal.press("escape")
        terminal.expect(then)
    chooses(terminal, "2", "Non salviamo niente")
    terminal.send("3\r")


def _idle(terminal: Terminal, _: int) -> None:
    terminal.expect("Ci sei ancora?")


def _hidden(terminal: Terminal, _: int) -> None:
    terminal.press("f10")
    terminal.expect("Premi Invio")


def _at_fault(terminal: Terminal, _: int) -> None:
    terminal.press("f2")
    terminal.expect("Il problema è nostro")
    _hidden(terminal, _)


def _ends(number: int) -> Callable[[Terminal, int], None]:
    def end(terminal: Terminal, visit: int) -> None:
        os.kill(visit, number)
        await_that(terminal, lambda: is_gone(visit))
        terminal.read_for(0.1)

    return end


DOORS: dict[str, Callable[[Terminal, int], None]] = {
    "at fault": _at_fault, "finished": _finished, "parked": _parked, "erased": _erased, "refused": _refused, "gone without a word": _idle,
    "hidden and not back": _hidden, "crashed": _ends(signal.SIGSEGV), "killed": _ends(signal.SIGKILL),
}
_FOUND_BY = {"two visits in one process": ("parked",), "a draft in clear": ("parked",), "a log that says what failed": ("at fault",)}
