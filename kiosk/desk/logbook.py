"""What the people who work here did at a desk: who, which act, when to five minutes. Nothing of a visitor is in it.

Each row names the one before by its digest, and the last one is noted outside the store too: a row changed, put in or taken
out is seen. A store that is away loses the row; nobody is kept from helping by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
HEAD, FIRST, _TRIES = "logbook", "", 3


def note(desk: Desk, name: str | None, act: str) -> bool:
    """One row more for the person of this name; False when it was not kept. ValueError for an act that is none of `ACTS`."""
    if act not in ACTS:
        raise ValueError("no such act")
    if not name or desk.config.practice:
        return False
    from kiosk.desk import pepper
    try:
        seq, head = _kept(desk, who(desk.config, name), act)
        pepper.replace(desk.config.folder / HEAD, f"{seq} {head}\n")
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


def troubles(log: Sequence[Mapping], noted: str = "") -> list[int]:
    """The numbers of the rows that are not as they were written, or before which one is missing; [] when all is well.

    `noted` is what stands in the file `logbook` of the desk's folder: a row that it names and that is gone is one too.
    """
    wrong, seq, prev = [], 0, FIRST
    for row in log:
        seq += 1
        if (row["seq"], row["prev"], row["head"]) != (seq, prev, _digest(row)):
            wrong.append(row["seq"])
        seq, prev = row["seq"], row["head"]
    last, _, head = noted.strip().partition(" ")
    if last.isdecimal() and head not in {row["head"] for row in log if row["seq"] == int(last)}:
        wrong.append(int(last))
    return sorted(set(wrong))


def check(desk: Desk) -> list[int]:
    """`troubles` of this desk's own log; DatabaseFailed when the store is away."""
    place = Path(desk.config.folder) / HEAD
    noted = place.read_text("ascii", "replace") if place.exists() else ""
    return troubles(rows(desk.database, desk.config.desk.id), noted)


def _kept(desk: Desk, person: str, act: str) -> tuple[int, str]:
    row = {"desk": desk.config.desk.id[:32], "at": counted(desk.clock()), "who": person, "act": act}
    with desk.database.write() as store:
        # another terminal of this desk may write the same number at this moment
        found = next((made for _ in range(_TRIES) if (made := _added(store, row))), None)
    if found is None:
        raise OSError("no room in the log")
    return found


def _added(store: Store, row: dict[str, object]) -> tuple[int, str] | None:
    before = store.rows("log", "seq", "head", order="seq", desk=row["desk"])
    last = before[-1] if before else {"seq": 0, "head": FIRST}
    whole = row | {"seq": last["seq"] + 1, "prev": last["head"]}
    head = _digest(whole)
    return (whole["seq"], head) if store.insert_once("log", **whole, head=head) else None


def _digest(row: Mapping) -> str:
    return sha256("\0".join(str(row[name]) for name in ("desk", "seq", "at", "who", "act", "prev")).encode()).hexdigest()
