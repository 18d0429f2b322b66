"""Visits put aside, each under a key that only the paper code in the visitor's hand can make again.

The store holds nothing readable and nothing that tells a good code from a bad one without the pepper, which is kept
outside it. One visit at a time holds a draft: who takes it over changes its revision, and what the other one
still wants to save is refused, never written over what is there.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from kiosk.database import Database
from kiosk.desk.pepper import LONGEST, PEPPER, Pepper
from kiosk.dispatch import codes, sealing
from kiosk.errors import Refused

__all__ = ["PEPPER", "DraftKey", "Drafts", "Kept"]

_MAGIC = b"sportello/draft/2"
_LOCATOR, _KEY, _RANDOM, _PAGE, _TAG = 16, 32, 32, 4096, 40
_FLOOR = 1.0


@dataclass(frozen=True, slots=True)
class DraftKey:
    """What a code opens; made once a visit, because making it takes half a second."""

    locator: bytes = field(repr=False)
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it rests; `holder` is the token of the visit that has it open, "" for none."""

    content: dict = field(repr=False)
    expires_on: date
    holder: str = field(repr=False)
    revision: int


class Drafts:
    """The drafts of one store. A code may be given as it was typed; its key is made once and then remembered.

    A refused code is told after `floor` seconds and not before, whatever was wrong with it. `mark` is (desk, five minutes):
    where and when a draft is saved, kept only until that day is over.
    """

    def __init__(self, database: Database, folder: Path, today: Callable[[], date] = date.today,
                 mark: Callable[[], tuple[str, str]] = lambda: ("", "")) -> None:
        self._database, self._today, self._mark = database, today, mark
        self._pepper = Pepper(folder, today())
        self._keys: dict[str, DraftKey] = {}
        self.floor = _FLOOR

    def make_code(self) -> str:
        """A code with its key ready; slow, so not on the thread that draws the screen."""
        code = codes.make(codes.DRAFT)
        self.key(code)
        return code

    def key(self, typed: str) -> DraftKey:
        """The key of a code; Refused when the digits cannot be one."""
        code = codes.read(typed, codes.DRAFT)
        if code not in self._keys:
            made = sealing.derive(code, self._pepper.secret, _LOCATOR + _KEY)
            self._keys[code] = DraftKey(made[:_LOCATOR], made[_LOCATOR:])
        return self._keys[code]

    def save(self, typed: str, content: dict, until: date, held: str = "") -> str:
        """Puts the content aside, on the disk when this returns: the token of the hold on it. Without one, for the first time.

        Refused, with nothing changed: "code.elsewhere" when another visit took the draft over or the code is
        somebody else's, "code.gone" when it was finished or erased meanwhile.
        """
        key = self.key(typed)
        with self._database.write() as store:
            if not held:
                held = secrets.token_hex(16)
                row = self._locked(key, content, held, 1) | {"expires_on": until.isoformat()}
                if not store.insert_once("draft", locator=key.locator, **row):
                    raise Refused("code.elsewhere")
                return held
            before = store.locked("draft", "revision", "holder", locator=key.locator)
            if before is None or before["holder"] != held:
                raise Refused("code.elsewhere" if before else "code.gone")
            row = self._locked(key, content, held, before["revision"] + 1) | {"expires_on": until.isoformat()}
            store.update("draft", {"locator": key.locator}, **row)
        return held

    def look(self, typed: str, today: date) -> Kept:
        """What rests under a code, left as it is; Refused "code.none" when nothing does.

        Nothing, too old and tampered with are one thing, in what is done as in what is said.
        """
        started_at = time.monotonic()
        key, nothing = self.key(typed), self._nothing()
        with self._database.write() as store:
            row = (*store.rows("draft", locator=key.locator), nothing)[0]
        try:
            return self._opened(key, row, today)
        except Refused:
            time.sleep(max(0.0, self.floor - (time.monotonic() - started_at)))
            raise

    def load(self, typed: str, today: date) -> tuple[str, Kept]:
        """Takes the draft over, from whoever has it open: the token of the hold, and what was saved. Refused as in `look`."""
        key = self.key(typed)
        with self._database.write() as store:
            kept = self._opened(key, store.locked("draft", locator=key.locator) or self._nothing(), today)
            held = secrets.token_hex(16)
            store.update("draft", {"locator": key.locator}, **self._locked(key, kept.content, held, kept.revision + 1))
        return held, kept

    def release(self, typed: str, held: str) -> None:
        """The visit leaves the draft; a draft that another one took over meanwhile stays theirs."""
        with self._database.write() as store:
            store.update("draft", {"locator": self.key(typed).locator, "holder": held}, holder="")

    def forget(self, typed: str) -> bool:
        """Deletes the draft, in the log of the store too; False when there was none."""
        key = self.key(typed)
        with self._database.write() as store:
            gone = store.delete("draft", locator=key.locator)
        self._database.sweep()
        return bool(gone)

    def forget_expired(self, today: date) -> int:
        """Deletes the drafts whose last day has passed, and forgets the weeks that none is of any more; how many drafts."""
        longest = (today + timedelta(days=LONGEST)).isoformat()
        with self._database.write() as store:
            gone = store.delete_before("draft", "expires_on", today.isoformat())
            for row in store.rows("draft", "locator", "expires_on", "saved_at"):
                if row["saved_at"] and row["saved_at"] < today.isoformat():
                    store.update("draft", {"locator": row["locator"]}, desk="", saved_at="")
                # the clock was ahead when this was saved: it may not rest for years
                if row["expires_on"] > longest:
                    store.update("draft", {"locator": row["locator"]}, expires_on=longest)
        self._pepper.forget_before(today)
        if gone:
            self._database.sweep()
        return gone

    def _nothing(self) -> dict[str, object]:
        """What is tried when there is no draft: a wrong code does all that a good one does."""
        empty = bytes(_RANDOM + _TAG + _PAGE)
        return {"epoch": self._pepper.current(self._today()), "revision": 0, "locked": empty, "expires_on": "", "holder": ""}

    def _locked(self, key: DraftKey, content: dict, held: str, revision: int) -> dict[str, object]:
        """The columns that change with every save: always under the key of this week."""
        epoch, random = self._pepper.current(self._today()), secrets.token_bytes(_RANDOM)
        desk, saved_at = self._mark()
        bound = _bound(key, epoch, revision)
        locked = sealing.lock(_padded(json.dumps(content).encode()), self._row_key(key, epoch, random), bound)
        return {"epoch": epoch, "revision": revision, "locked": random + locked, "holder": held, "desk": desk, "saved_at": saved_at}

    def _opened(self, key: DraftKey, row: Mapping, today: date) -> Kept:
        locked = bytes(row["locked"])
        row_key = self._row_key(key, row["epoch"], locked[:_RANDOM])
        padded = sealing.unlock(locked[_RANDOM:], row_key, _bound(key, row["epoch"], row["revision"]))
        if padded is None or row["expires_on"] < today.isoformat():
            raise Refused("code.none")
        return Kept(json.loads(_unpadded(padded)), date.fromisoformat(row["expires_on"]), row["holder"], row["revision"])

    def _row_key(self, key: DraftKey, epoch: int, random: bytes) -> bytes:
        return sealing.expand(key.secret + random, self._pepper.key(epoch) or bytes(_KEY))


def of_today(database: Database, desk: str, today: date) -> tuple[tuple[str, str, bool], ...]:
    """(short name, time, is it open now?) of what was saved at a desk today, the earliest first.

    The short name opens nothing; it only tells one from the other on a list.
    """
    with database.write() as store:
        rows = store.rows("draft", "locator", "saved_at", "holder", desk=desk, order="saved_at")
    day = f"{today.isoformat()}T"
    found = [row for row in rows if row["saved_at"].startswith(day)]
    return tuple((sealing.short_name(bytes(row["locator"])), row["saved_at"].removeprefix(day), bool(row["holder"])) for row in found)


def _bound(key: DraftKey, epoch: int, revision: int) -> bytes:
    return b"|".join((_MAGIC, key.locator, str(epoch).encode(), str(revision).encode()))


def _padded(content: bytes) -> bytes:
    """1, 2, 4, 8... whole pages, so that the size tells little of how much was answered."""
    marked = len(content).to_bytes(8, "big") + content
    pages = -(-len(marked) // _PAGE)
    return marked.ljust(_PAGE << (pages - 1).bit_length(), b"\0")


def _unpadded(padded: bytes) -> bytes:
    return padded[8:8 + int.from_bytes(padded[:8], "big")]
