"""Visits put aside, each under a key that only the paper code in the visitor's hand can make again.

The store holds nothing readable and nothing that tells a good code from a bad one without the pepper, a file
beside it. A code is 15 random digits and a check digit.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.database import Database
from kiosk.dispatch import codes, office, sealing
from kiosk.errors import Refused

PEPPER = "pepper"
_MAGIC, _EPOCH, _FIRST = b"sportello/draft/1", 0, 1
_LOCATOR, _KEY, _PAGE = 16, 32, 4096


@dataclass(frozen=True, slots=True)
class DraftKey:
    """What a code opens; made once a visit, because making it takes half a second."""

    locator: bytes = field(repr=False)
    secret: bytes = field(repr=False)


def pepper(folder: Path) -> bytes:
    """The secret that is not in the store; made when there is none yet."""
    place = folder / PEPPER
    if not place.exists():
        office.keep_secret(place, secrets.token_hex(32))
    return bytes.fromhex(place.read_text("ascii").strip())


class Drafts:
    """The drafts of one store. A code may be given as it was typed; its key is made once and then remembered."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._pepper = database, pepper(folder)
        self._keys: dict[str, DraftKey] = {}

    def make_code(self) -> str:
        """A code with its key ready; slow, so not on the thread that draws the screen."""
        code = codes.make(codes.DRAFT)
        self.key(code)
        return code

    def key(self, typed: str) -> DraftKey:
        """The key of a code; Refused when the digits cannot be one."""
        code = codes.read(typed, codes.DRAFT)
        if code not in self._keys:
            made = sealing.derive(code, self._pepper, _LOCATOR + _KEY)
            self._keys[code] = DraftKey(made[:_LOCATOR], made[_LOCATOR:])
        return self._keys[code]

    def save(self, typed: str, content: dict, until: date) -> None:
        """Puts the content aside in place of what was there; on the disk when this returns."""
        key = self.key(typed)
        with self._database.write() as store:
            kept = store.rows("draft", "revision", locator=key.locator)
            revision = kept[0]["revision"] + 1 if kept else _FIRST
            changed = {
                "revision": revision,
                "locked": sealing.lock(_padded(json.dumps(content).encode()), key.secret, _bound(key, revision)),
                "expires_on": until.isoformat(),
            }
            if kept:
                store.update("draft", {"locator": key.locator}, **changed)
            else:
                store.insert("draft", locator=key.locator, epoch=_EPOCH, **changed)

    def load(self, typed: str, today: date) -> dict:
        """What was put aside; Refused "code.none" when nothing was, it is too old, or it was tampered with."""
        key = self.key(typed)
        with self._database.write() as store:
            kept = store.rows("draft", "revision", "locked", "expires_on", locator=key.locator)
        if not kept or kept[0]["expires_on"] < today.isoformat():
            raise Refused("code.none")
        padded = sealing.unlock(bytes(kept[0]["locked"]), key.secret, _bound(key, kept[0]["revision"]))
        if padded is None:
            raise Refused("code.none")
        return json.loads(_unpadded(padded))

    def forget(self, typed: str) -> bool:
        """Deletes the draft, in the log of the store too; False when there was none."""
        key = self.key(typed)
        with self._database.write() as store:
            gone = store.delete("draft", locator=key.locator)
        self._database.sweep()
        return bool(gone)

    def forget_expired(self, today: date) -> int:
        """Deletes the drafts whose last day has passed; how many."""
        with self._database.write() as store:
            gone = store.delete_before("draft", "expires_on", today.isoformat())
        if gone:
            self._database.sweep()
        return gone


def _bound(key: DraftKey, revision: int) -> bytes:
    return b"|".join((_MAGIC, key.locator, str(_EPOCH).encode(), str(revision).encode()))


def _padded(content: bytes) -> bytes:
    """Whole pages, so that the size tells little of how much was answered."""
    marked = len(content).to_bytes(8, "big") + content
    return marked + bytes(-len(marked) % _PAGE)


def _unpadded(padded: bytes) -> bytes:
    return padded[8:8 + int.from_bytes(padded[:8], "big")]
