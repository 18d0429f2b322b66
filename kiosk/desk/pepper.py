"""What opens a draft beside its code, and is in no store: a secret of the desks, and a key for every week.

A week's key is made from that of the week before, and never back. The file holds only the oldest week that a
draft may still be of: what was last saved before it opens for nobody any more, not with its code and not from
an old copy of the store. A copy of the two files would undo that: they belong in no backup.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import date, timedelta
from pathlib import Path

from kiosk.dispatch import sealing
from kiosk.dispatch.files import alone, sync_folder
from kiosk.errors import ConfigIsWrong

PEPPER, WEEK = "pepper", "week"
SIZE = 32
LONGEST = 30
"""Days: the most that a desk may keep a draft."""
_FURTHEST = 6000
_SECRET, _KEPT = re.compile(r"[0-9a-f]{64}"), re.compile(r"([0-9]{1,6}) ([0-9a-f]{64})")


def week_of(day: date) -> int:
    """Weeks from Monday to Sunday, counted from the first one of the calendar."""
    return (day.toordinal() - 1) // 7


class Pepper:
    """The secrets of one folder, made when there are none yet; `today` says which week is the oldest needed then."""

    def __init__(self, folder: Path, today: date) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(folder):
            for name, content in ((PEPPER, secrets.token_hex(SIZE)), (WEEK, f"{_oldest(today)} {secrets.token_hex(SIZE)}")):
                if not (folder / name).exists():
                    replace(folder / name, content)
        self.secret, self.week, self._key = read(folder)

    def current(self, today: date) -> int:
        """The week to save under: never one that is forgotten already."""
        return max(week_of(today), self.week)

    def key(self, week: int) -> bytes | None:
        """The key of a week; None when it is forgotten, or so far ahead that nobody saved in it."""
        if not self.week <= week <= self.week + _FURTHEST:
            return None
        return _later(self._key, week - self.week)

    def forget_before(self, today: date) -> int:
        """Forgets, for ever, the weeks that no draft can be of any more; how many."""
        with alone(self._folder):
            self.secret, self.week, self._key = read(self._folder)
            _clear(self._folder / WEEK)
            gone = _oldest(today) - self.week
            if gone > 0:
                self.week, self._key = self.week + gone, _later(self._key, gone)
                replace(self._folder / WEEK, f"{self.week} {self._key.hex()}")
        return max(gone, 0)


def read(folder: Path) -> tuple[bytes, int, bytes]:
    """(secret, oldest week, its key); ConfigIsWrong when a file is not as it was written."""
    secret = _SECRET.fullmatch(_text(folder / PEPPER))
    kept = _KEPT.fullmatch(_text(folder / WEEK))
    if not secret or not kept:
        raise ConfigIsWrong(f"Il file {folder / (WEEK if secret else PEPPER)} è rovinato: i codici di prima non aprono. Chiama chi cura il computer.")
    return bytes.fromhex(secret[0]), int(kept[1]), bytes.fromhex(kept[2])


def keep(folder: Path, secret: bytes, week: int, key: bytes) -> None:
    """Puts these secrets in the place of whatever was there."""
    with alone(folder):
        replace(folder / PEPPER, secret.hex())
        replace(folder / WEEK, f"{week} {key.hex()}")


def replace(place: Path, content: str) -> None:
    """Whole or not at all, readable by its owner only; what was there before is written over and gone."""
    _clear(place)
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        before = os.open(place, os.O_WRONLY) if place.exists() else None
        os.rename(fresh, place)
        sync_folder(place.parent)
        if before is not None:
            _blank(before)
    except OSError as failure:
        fresh.unlink(missing_ok=True)
        raise ConfigIsWrong(f"Non posso scrivere {place}: {failure.strerror}.") from None


def _clear(place: Path) -> None:
    """What somebody who was killed was writing holds a key too: it may not outlive its week."""
    for left in place.parent.glob(f".{place.name}.*"):
        left.unlink(missing_ok=True)


def _blank(opened: int) -> None:
    try:
        os.write(opened, bytes(os.fstat(opened).st_size))
        os.fsync(opened)
    finally:
        os.close(opened)


def _text(place: Path) -> str:
    try:
        return place.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _oldest(today: date) -> int:
    return week_of(today - timedelta(days=LONGEST))


def _later(key: bytes, weeks: int) -> bytes:
    for _ in range(weeks):
        key = sealing.expand(b"next week", key)
    return key
