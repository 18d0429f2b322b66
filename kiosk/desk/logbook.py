"""What the people who work here did at a desk: who, which act, when to five minutes. Nothing of a visitor is in it.

Each row names the one before by its digest, and the last one is noted outside the store too: a row changed, put in or taken
out is seen. Where the two do not agree the house writes a row of its own before the next act, and that one stays. A store
that is away loses the row; nobody is kept from helping by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.desk.days import counted
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.config import Config
    from kiosk.database import Database, Store
    from kiosk.desk.desk import Desk

ACTS = frozenset({"assist", "voice", "phone yes", "handover", "halt", "day", "join", *(f"override {reason}" for reason in ("document", "unavailable", "foreign", "system", "other"))})
"""Opened the assist, let an answer pass and why, confirmed by voice, heard a yes by telephone, handed over, halted the kiosk, said that the day is right, joined a visit."""
HEAD, FIRST, GAP, HOUSE = "logbook", "", "gap", "sportello"
TOLD = 30
"""Days for which those who work here are told of a gap that was found; it is in the log for ever."""
_Place = tuple[int, str]
"""Number and digest of a row: where a log ends."""
_NOWHERE: _Place = (0, FIRST)


def note(desk: Desk, name: str | None, act: str) -> bool:
    """One row more for the person of this name; False when it was not kept. ValueError for an act that is none of `ACTS`."""
    if act not in ACTS:
        raise ValueError("no such act")
    if not name or desk.config.practice:
        return False
    from kiosk.dispatch.files import alone
    try:
        with alone(desk.config.folder, f"{HEAD}.lock"):
            _keep(desk, who(desk.config, name), act)
    except (KioskError, OSError):
        return False
    return True


def who(config: Config, name: str) -> str:
    """First name and number: the place among the operators of the configuration."""
    number = next((place for place, person in enumerate(config.operators, 1) if person.name == name), 0)
    return f"{(name.split() or ['?'])[0][:30]} {number}"


def rows(database: Database, desk: str) -> list[Mapping]:
    """The log of one desk, the oldest first."""
    with database.write() as store:
        return store.rows("log", order="seq", desk=desk[:32])


def troubles(log: Sequence[Mapping], noted: str | None = None) -> list[int]:
    """The numbers of the rows that are not as they were written, or before which one is missing; [] when all is well.

    A row of the house says for ever that something was missing there. `noted` is what stands in the file `logbook` of the
    desk's folder: the row that it names must be the last.
    """
    return sorted({*_broken(log, noted), *(row["seq"] for row in log if row["act"] == GAP)})


def _broken(log: Sequence[Mapping], noted: str | None) -> set[int]:
    wrong, seq, prev = set(), 0, FIRST
    for row in log:
        seq += 1
        if (row["seq"], row["prev"], row["head"]) != (seq, prev, _digest(row)):
            wrong.add(row["seq"])
        seq, prev = row["seq"], row["head"]
    if noted is not None and (seq, prev) not in _ends(noted):
        wrong.add(max(seq, *(last for last, _ in _ends(noted))))
    return wrong


def check(desk: Desk) -> list[int]:
    """`troubles` of this desk's own log; DatabaseFailed when the store is away."""
    return troubles(*_seen(desk.database, desk.config))


def faults(database: Database, config: Config, today: date) -> tuple[list[int], list[int]]:
    """(what is to be told now, what everybody was told of long ago) of `troubles`: only a gap of the house's own grows old."""
    log, noted = _seen(database, config)
    since, broken = (today - timedelta(days=TOLD)).isoformat(), _broken(log, noted)
    long_ago = [row["seq"] for row in log if row["act"] == GAP and row["at"] < since and row["seq"] not in broken]
    return [number for number in troubles(log, noted) if number not in long_ago], long_ago


def staff_lines(desk: Desk) -> list[str]:
    """That the log is not whole; nothing where the store is away, which is told already."""
    if desk.config.practice:
        return []
    try:
        found, _ = faults(desk.database, desk.config, desk.today())
    except (KioskError, OSError):
        return []
    return [desk.italian.say("staff.logbook", row=found[0])] if found else []


def _seen(database: Database, config: Config) -> tuple[list[Mapping], str]:
    """The log and what is noted of it, as both were at one moment."""
    log, noted = [], None
    while noted != (now := _noted(config.folder)):
        noted, log = now, rows(database, config.desk.id)
    return log, noted


def _keep(desk: Desk, person: str, act: str) -> None:
    """The place is noted before the row is certain and after: who is stopped in between leaves both, and no gap."""
    from kiosk.desk import pepper
    place, row = desk.config.folder / HEAD, {"desk": desk.config.desk.id[:32], "at": counted(desk.clock())}
    with desk.database.write() as store:
        before = end = _end(store, row["desk"])
        if before not in _ends(_noted(desk.config.folder)):
            end = _add(store, end, row | {"who": HOUSE, "act": GAP})
        end = _add(store, end, row | {"who": person, "act": act})
        pepper.replace(place, _written(end, before))
    pepper.replace(place, _written(end))


def _end(store: Store, desk: str) -> _Place:
    found = store.rows("log", "seq", "head", order="seq", desk=desk)
    return (found[-1]["seq"], found[-1]["head"]) if found else _NOWHERE


def _add(store: Store, end: _Place, row: Mapping) -> _Place:
    whole = row | {"seq": end[0] + 1, "prev": end[1]}
    head = _digest(whole)
    store.insert("log", **whole, head=head)
    return whole["seq"], head


def _noted(folder: Path) -> str:
    place = folder / HEAD
    return place.read_text("ascii", "replace") if place.exists() else ""


def _ends(noted: str) -> list[_Place]:
    """Where the log may end; at its beginning where nothing is noted."""
    lines = (line.partition(" ") for line in noted.splitlines())
    return [(int(seq), head) for seq, _, head in lines if seq.isdecimal()] or [_NOWHERE]


def _written(*ends: _Place) -> str:
    return "".join(f"{seq} {head}\n" for seq, head in ends)


def _digest(row: Mapping) -> str:
    return sha256("\0".join(str(row[name]) for name in ("desk", "seq", "at", "who", "act", "prev")).encode()).hexdigest()
