"""Into a folder that the office collects, or a stick that somebody carries.

The file appears whole and under its last name only when it is on the disk. A folder is never made: where a stick is
missing, its place on this machine's own disk would look like it.
"""

from __future__ import annotations

import errno
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kiosk.config import Destination
from kiosk.dispatch import files
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel

_CODES = {
    errno.ENOSPC: "folder full", errno.EDQUOT: "folder full", errno.EROFS: "folder read-only",
    errno.EACCES: "folder read-only", errno.EPERM: "folder read-only",
}


class Folder:
    """One folder; a relative path begins at the desk's own."""

    def __init__(self, destination: Destination, folder: Path) -> None:
        self._folder = folder / unquote(urlsplit(destination.url).path)

    def deliver(self, parcel: Parcel) -> Outcome:
        """Sent when the file is on the disk; the same file there from an attempt before is as good."""
        if not self._folder.is_dir():
            return Outcome(LATER, "folder missing")
        try:
            files.write_whole(self._folder, parcel.file_name, parcel.content)
        except FileExistsError:
            return Outcome(PERSON, "folder other file")
        except OSError as failure:
            return Outcome(LATER, _CODES.get(failure.errno or 0, "folder missing"))
        return Outcome(SENT, "folder")

    def close(self) -> None:
        """Nothing is open."""

    def longest(self, size: int) -> float:
        """A slow stick writes 100 kB a second."""
        return 30 + size / 100_000
