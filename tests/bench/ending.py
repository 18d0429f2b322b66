"""The two waits at the end of a form: from Enter on its last card to the receipt, from a paper code to the question where it stopped.

Through a real terminal, on the real service `did` and a desk with a printer, where the most papers are drawn: each visit comes back
with a code, answers what is left and sends. The key of a code takes long on purpose: that is said apart.

What Enter waits for is then split: a process for each visit, forked warm as the kiosk does it, but no screen. A bare commit of as many
bytes on the same disk, in turns with them, is the floor.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import wraps
from pathlib import Path
from time import perf_counter, sleep

from kiosk import config
from kiosk.desk import finishing
from kiosk.desk.desk import Desk
from kiosk.desk.keeping import Keeping
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes, envelopes, sealing
from tests.bench import start
from tests.bench.timed import row
from tests.harness.children import Child
from tests.people import Guest, finisher
from tests.practice import ROOT, PracticeDesk
from tests.terminal import Terminal

VISITS, SPLIT, KEYS = 60, 60, 15
SERVICE, FOUND, QUESTION = "did", "Abbiamo trovato le tue risposte", "Devi seguire orari o luoghi decisi da un giudice?"
REST = (("1", "Hai SPID, o la carta elettronica con il PIN?"), ("1", "Controlla le tue risposte"))
RECEIPT = "Fatto. Grazie."
RESUMED, SUBMITTED = "a code typed, until the question where it stopped", "Enter on the last card, until the receipt"
PARTS = {"drawn": (finishing, "_paper"), "sealed": (envelopes, "seal"), "stored": (finishing, "_keep"), "saved": (Keeping, "save")}
_CALM = 0.35


def rows(visits: int = VISITS, split: int = SPLIT) -> Iterator[dict]:
    """A row for coming back, the key of a code and what is left without it; one for sending, its parts and their floor."""
    with tempfile.TemporaryDirectory() as folder:
        place = start.desk(Path(folder) / "desk", ROOT / "flows")
        with open(place, "a", encoding="utf-8") as written:
            written.write('[printer]\nname = "prova"\n')
        left = _apart(lambda: _left(place, visits))
        key = [_timed(lambda: sealing.derive(codes.make(codes.DRAFT), bytes(32), 48)) for _ in range(KEYS)]
        resumed, sent = _seen(place, left)
        yield row(RESUMED, resumed)
        yield row("of it, the key of the code, slow on purpose", key)
        yield row(SUBMITTED, sent)
        yield from _split(Path(folder), split)


def _left(place: str, visits: int) -> list[str]:
    """The codes under which the same form rests, with its last questions left."""
    desk, answers = Desk(config.load(place)), finisher(SERVICE).answers
    guest = Guest(Visit(desk), SERVICE, answers)
    guest.goes_to("review")
    last = guest.met[-1]
    guest.visit.leave()
    guest = Guest(Visit(desk), SERVICE, answers)
    guest.goes_to(last)
    session, found = guest.visit.session, []
    guest.visit.leave()
    for _ in range(visits):
        found.append(desk.make_code())
        desk.save(found[-1], session)
        desk.release(found[-1], session)
    return found


def _seen(place: str, left: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each visit at the kiosk: of coming back, and of sending."""
    with Terminal([sys.executable, "-m", "kiosk", "--config", place], cwd=ROOT) as terminal:
        # the processes of the first visits load what the later ones find loaded
        terminal.expect(start.CARD, 30)
        terminal.read_for(3)
        times = [(_comes_back(terminal, code), _sends(terminal)) for code in left]
    return [resumed for resumed, _ in times], [sent for _, sent in times]


def _comes_back(terminal: Terminal, code: str) -> float:
    """The two waits of it together; nobody waits while the card between them is read."""
    for title, digit in ((start.CARD, "1"), ("Come vuoi iniziare?", "3")):
        terminal.expect(title)
        _gives(terminal, digit)
    terminal.expect("Scrivi il tuo codice")
    found = _gives(terminal, code, FOUND)
    return found + _gives(terminal, "1", QUESTION)


def _sends(terminal: Terminal) -> float:
    for digit, then in REST:
        _gives(terminal, digit, then)
    sent = _gives(terminal, "+", RECEIPT)
    _gives(terminal, "3", start.CARD)
    return sent


def _gives(terminal: Terminal, typed: str, then: str = "") -> float:
    """What is typed on a card, at the pace of a person, then Enter: seconds until what comes then is painted."""
    terminal.read_for(_CALM)
    terminal.send(typed)
    terminal.settle(0.1)
    return terminal.time_to("\r", lambda: terminal.shows(then))


def _split(folder: Path, visits: int) -> Iterator[dict]:
    desk = PracticeDesk(folder / "parts", [codes.make(codes.DRAFT)], practice=False, printer=config.Printer("prova"), recipients=(sealing.make_key()[1],))
    desk.open()
    desk.warm(0)
    desk.drafts.key(desk.codes[0])
    told, floor = [], []
    with closing(_bare(folder / "bare.db")) as bare:
        for _ in range(visits):
            told.append(_apart(lambda: _submitted(desk)))
            floor.append(_timed(lambda: bare.execute("INSERT INTO kept VALUES (?)", (bytes(told[-1]["bytes"]),))))
    yield row("the same without a screen", [one["all"] for one in told])
    for name in PARTS:
        yield row(f"of it, {name}", [one[name] for one in told])
    yield row(f"a bare commit of {told[-1]['bytes']} bytes", floor)


def _apart(act: Callable[[], object]) -> object:
    """In a process of its own: one that has drawn papers itself forks none that can."""
    text, status = Child(lambda tell: tell(json.dumps(act()))).ended()
    if status:
        raise RuntimeError(text)
    return json.loads(text)


def _submitted(desk: PracticeDesk) -> dict[str, float]:
    """Seconds of each part of one Enter, and the bytes of what it left."""
    guest = Guest(Visit(desk), SERVICE, finisher(SERVICE).answers)
    guest.goes_to("review")
    # somebody reads it for longer than its papers take
    sleep(_CALM)
    times = dict.fromkeys(PARTS, 0.0)
    for name, (owner, called) in PARTS.items():
        _watch(owner, called, lambda taken, name=name: times.update({name: times[name] + taken}))
    times["all"] = _timed(guest.does)
    if not guest.visit.receipt:
        raise RuntimeError(f"no receipt on {guest.visit.card.name}")
    with desk.database.write() as store:
        kept = store.rows("envelope", "sealed", reference=guest.visit.receipt.reference)
    return times | {"bytes": len(kept[0]["sealed"])}


def _watch(owner: object, called: str, hear: Callable[[float], object]) -> None:
    """Every call of it is done as before, and its seconds are told."""
    does = getattr(owner, called)

    @wraps(does)
    def heard(*given: object) -> object:
        begun = perf_counter()
        try:
            return does(*given)
        finally:
            hear(perf_counter() - begun)

    setattr(owner, called, heard)


def _bare(path: Path) -> sqlite3.Connection:
    """A file with the same promise as the store, and nothing else in it."""
    bare = sqlite3.connect(path, isolation_level=None)
    for said in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=FULL", "CREATE TABLE kept (sealed BLOB)"):
        bare.execute(said)
    return bare


def _timed(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun
