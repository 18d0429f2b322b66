"""A file written whole or not at all: under another name first, and on the disk before it is called by its own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, mkstemp

from kiosk.errors import ConfigIsWrong


def write_whole(folder: Path, name: str, content: bytes) -> Path:
    """The file, on the disk when this returns; FileExistsError when another content has its name, else OSError.

    Its owner writes it and the group of the folder reads it: what is handed over must be readable by who collects it.
    """
    place = folder / name
    if place.is_file() and place.read_bytes() == content:
        return place
    opened, temporary = mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        if place.exists():
            raise FileExistsError(name)
        os.rename(temporary, place)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return place


def keep_secret(place: Path, content: str) -> None:
    """Writes a file that only its owner reads (0600); one that is there already stays as it is."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # written whole under another name first: two desks that start at once both read the same secret
        with NamedTemporaryFile("w", dir=place.parent, prefix=".", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, place)
        sync_folder(place.parent)
    except OSError as failure:
        raise ConfigIsWrong(f"Non posso scrivere {place}: {failure.strerror}.") from None


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def alone(folder: Path, name: str = "") -> Iterator[None]:
    """No other process does meanwhile what is done under this lock: that of the folder, or a file of this `name` in it."""
    opened = os.open(folder / name, os.O_CREAT | os.O_RDWR if name else os.O_RDONLY | os.O_DIRECTORY, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
