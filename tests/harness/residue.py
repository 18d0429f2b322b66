"""After a visit nothing of it is anywhere: twenty canaries are typed, the visit ends by every door, and everything is searched.

Searched within two seconds of the end: what all our processes have in memory (the supervisor, the next visit, the one
that waits, the sender), every file of the desk and of its temporary folder, the screen and all that can be scrolled
back to; each in three scripts and all the encodings of `Canaries.forms`. The papers of a visit are searched once the
sender has looked at the queue of the printer, which it does every second here. `runs` counts the visits.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.harness import CannotRunHere, Report, control, print_works
from tests.harness.doors import DOORS, EACH, PAGES, Person, desk, person
from tests.harness.traces import Canaries, Scrollback, in_bytes, memory, on_disk, unlike
from tests.screens.visits import CARD, await_that, children, forked, program
from tests.terminal import Terminal

SHORT, LONG = 4, 1_000
BROKEN = 8
_ENOUGH = 100
_TAKEN_AWAY = 6.0
_WAITS = {"idle": 20, "warning": 0.5, "hidden": 0.5}
_FAULT = (
    "from kiosk.desk.visit import Visit\n"
    "def _said(session):\n"
    "    return str([session.journey.answers.get(f'p{number}') for number in range(9)])\n"
    "def _fails(self):\n"
    "    held = _said(self.session)\n"
    "    raise ValueError(held)\n"
    "Visit.change_language = _fails\n"
)
_SENDER = (
    "from kiosk.desk import courier\n"
    "looks, begins = 1.0, courier.Courier.__init__\n"
    "def _begins(self, argv):\n"
    "    lines = f'import sys\\nfrom kiosk.__main__ import main\\nfrom kiosk.dispatch import sender\\nsender._PAPERS = {looks}\\nsys.exit(main(sys.argv[1:]))'\n"
    "    begins(self, [argv[0], '-c', lines, *argv[argv.index('kiosk') + 1:]])\n"
    "courier.Courier.__init__ = _begins\n"
)
_ONE_PROCESS = (
    "from kiosk.screens import visiting, tethered\nfrom kiosk.desk.visits import visits\n"
    "def _run(desk, tether):\n"
    "    another = lambda: visiting._told(next(visits(desk)), tether)\n"
    "    tethered.TetheredApp(tether, another, behind=desk.open, waits=visiting._waits(desk), bell=desk.bell).run()\n"
    "visiting._run = _run\n"
)
_IN_CLEAR = """
import json
import os
from kiosk import hardening
from kiosk.agenda.desk_agenda import Agenda
from kiosk.desk import assist_turns, phone_line
from kiosk.desk.dating import Dated
from kiosk.desk.desk import Desk
from kiosk.desk.operators import Operators
looks, hardening.trail = 1e9, repr

def first(room, name, does):
    before = getattr(room, name)
    setattr(room, name, lambda *given, **more: (does(*given), before(*given, **more))[1])

first(Desk, "save", lambda desk, code, session: (desk.config.folder / "draft").write_text(_said(session)))
first(Dated, "wish", lambda desk, one, code, left, *more: (desk.config.folder / "seats").write_text(json.dumps(left)))
first(Operators, "named", lambda all, pin, *work: (all._config.folder / "pins").write_text(pin))
first(assist_turns, "_keep", lambda visit, note: (visit.desk.config.folder / "notes").write_text(note.text, "utf-16"))
first(Agenda, "note_time", lambda agenda, code: open(os.environ["HOME"] + "/codes", "w").write(code))
first(phone_line, "hang_up", lambda visit: (visit.desk.config.folder / visit.phone.number).touch())
"""
_BUILDS = ((_ONE_PROCESS, ("parked",)), (_IN_CLEAR, ("at fault", "parked", "signed up", "helped", "by telephone", "at the door", "sent to a place")))
_FOUND_AT = {
    "two visits in one process": "memory of a visit", "a log that says what failed": "at fault: file desk/crashes.log",
    "a draft in clear": "parked: file desk/draft", "papers left in the queue": "sent to a place: file spool/", "seats in clear": "signed up: file desk/seats",
    "notes in clear": "helped: file desk/notes", "a PIN in clear": "helped: file desk/pins", "numbers to call back": "by telephone: file desk/34",
    "codes in clear": "at the door: file codes",
}
"""What is broken in these builds, and where that is found out."""


def run(runs: int, seed: int, broken: bool) -> Report:
    """Visit after visit through one kiosk, each ended by another door."""
    if os.geteuid() != 0:
        raise CannotRunHere("the memory of other processes can only be read by root")
    report = Report("residue", runs, seed)
    if broken:
        found = [trace for build, doors in _BUILDS for trace in _visits(Report("residue", len(doors), seed), build, doors)]
        return control(report, {name: lambda place=place: [trace for trace in found if place in trace] for name, place in _FOUND_AT.items()})
    report.failures = _visits(report)
    return report


def _visits(report: Report, build: str = "", doors: tuple[str, ...] = ()) -> list[str]:
    chance, failures, met, searched = random.Random(report.seed), [], Counter(), []
    order, pin = list(doors or DOORS), "".join(chance.choices("0123456789", k=12))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "tmp").mkdir()
        with desk(folder, program(_FAULT + _SENDER + build, **_WAITS), pin) as terminal:
            for number in range(report.runs):
                if number and not number % len(order):
                    chance.shuffle(order)
                door = order[number % len(order)]
                met[door] += 1
                found, after = _visit(terminal, folder, door, person(chance, pin))
                searched.append(after)
                failures += [f"visit {number + 1}, {door}: {trace}" for trace in found]
                report.so_far(number + 1, len(failures))
                if len(failures) >= _ENOUGH:
                    break
        printed = print_works.printed(folder)
    report.figures |= {"doors": dict(met), "canaries": PAGES * EACH, "papers": printed, "memory copied after, at the latest": f"{max(searched):.2f} s"}
    return failures


def _visit(terminal: Terminal, folder: Path, door: str, who: Person) -> tuple[list[str], float]:
    """What was found, and how many seconds after the end the memory of everybody had been copied, to be searched in peace."""
    history = Scrollback(terminal.grid.columns, terminal.grid.rows)
    terminal.expect(CARD)
    await_that(terminal, lambda: len(forked(terminal.process.pid)) >= 2)
    visit = forked(terminal.process.pid)[0]
    terminal.written.clear()
    DOORS[door](terminal, visit, who)
    terminal.expect(CARD)
    ended = time.monotonic()
    written = bytes(terminal.written)
    history.feed(written[: written.rfind(b"\x1b[3J") + 4])
    terminal.read_for(0.3)
    held = [(name, memory(pid)) for pid, name in _family(terminal.process.pid)]
    after = time.monotonic() - ended
    while print_works.lying(folder) and time.monotonic() - ended < _TAKEN_AWAY:
        terminal.read_for(0.1)
    return _search(terminal, folder, who.canaries, history, held), after


def _search(terminal: Terminal, folder: Path, canaries: Canaries, history: Scrollback, held: list[tuple[str, list[bytes]]]) -> list[str]:
    seen: set[int] = set()
    found = [f"memory of {who}: {trace}" for who, pieces in held for piece in pieces for trace in in_bytes(unlike(piece, seen), canaries)]
    found += [f"file {trace}" for trace in on_disk(folder, canaries)]
    main = "\n".join(line.data for row in terminal.grid.main.buffer.values() for line in row.values()) if terminal.grid.main else ""
    for what, text in (("the screen", "\n".join(terminal.grid.lines())), ("the screen behind it", main), ("the history", history.text)):
        found += [f"{what}: {trace}" for trace in in_bytes(text.encode(), canaries)]
    return found


def _family(pid: int) -> list[tuple[int, str]]:
    own = forked(pid)
    return [(pid, "the supervisor"), *((child, "a visit" if child in own else "the sender") for child in children(pid))]
