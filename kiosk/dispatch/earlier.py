"""Envelopes sealed before there were heads and parts: one age file, with a zip of answers.json and the papers in it.

A store that was brought to this version may still keep some: they open, and no more are made.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from kiosk.dispatch import archive, sealing
from kiosk.errors import Rejected

_AGE = b"age-encryption.org/v1\n"
_ANSWERS = "answers.json"
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}(\.[a-z0-9]{1,8})?")


def is_one(sealed: bytes) -> bool:
    return sealed.startswith(_AGE)


def open_whole(sealed: bytes, secret: str) -> dict[str, bytes]:
    """The files by name; Rejected when they are not what an earlier desk put in."""
    try:
        with zipfile.ZipFile(io.BytesIO(sealing.unseal(sealed, secret))) as packed:
            entries = packed.infolist()
            _check(entries)
            return {entry.filename: packed.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise Rejected("Nella busta non c'è quello che ci si aspetta.") from None


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if _ANSWERS not in names or len(set(names)) != len(names):
        raise Rejected(f"Nella busta manca {_ANSWERS}, o un nome c'è due volte.")
    if any(not _SAFE_NAME.fullmatch(name) for name in names):
        raise Rejected("Nella busta c'è un nome di file che non si può scrivere.")
    if sum(entry.file_size for entry in entries) > archive.LARGEST:
        raise Rejected("La busta è troppo grande.")
