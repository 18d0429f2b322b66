"""Room on the disk: without enough of it no new form is begun, and one that was begun can always be sent off.

A file of 32 MB keeps some back. When the disk is full it is given up, for the envelopes of those who are at their end.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

RESERVE, LEAST = 32 * 2**20, 200 * 2**20
_PLENTY = 2**62


class Room:
    """The disk on which this folder lies; sizes in bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._reserve = folder, folder / "reserve"

    @property
    def left(self) -> int:
        """What may still be written, not counting the reserve; plenty where the system does not say."""
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return _PLENTY
        return found.f_bavail * found.f_frsize

    @property
    def is_enough(self) -> bool:
        """May a new form be begun?"""
        return self.left >= LEAST

    def keep(self) -> None:
        """Set the reserve aside, if there is room for it and it is not there yet."""
        if self._reserve.exists() or self.left < LEAST + RESERVE:
            return
        try:
            opened = os.open(self._reserve, os.O_CREAT | os.O_WRONLY, 0o600)
            try:
                # blocks that are truly taken: a file with holes would keep nothing back
                os.posix_fallocate(opened, 0, RESERVE)
            finally:
                os.close(opened)
        except OSError:
            self._drop()

    def give_up(self) -> bool:
        """The disk is full: let go of the reserve. False when there is room, or no reserve any more."""
        return self.left < RESERVE and self._reserve.exists() and self._drop()

    def _drop(self) -> bool:
        with suppress(OSError):
            self._reserve.unlink()
            return True
        return False
