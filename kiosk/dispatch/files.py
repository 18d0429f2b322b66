"""A file written whole or not at all: under another name first, and on the disk before it is called by its own."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp


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


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
