"""Zip files of one exact form: entries stored as they are, one after another, all of the same day, and nothing else.

Any program opens them. We read only what `pack` would have written, byte for byte: so a file has one content for
everybody who looks at it, nothing can stand before, between or after the entries, and no entry can be larger than the
file it is in.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping

from kiosk.errors import Rejected

LARGEST, MOST_FILES = 64 * 2**20, 64
PADDING = "padding"
BLOCK = 4096
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}(\.[a-z0-9]{1,8})?")
_LOCAL, _CENTRAL, _END = (struct.Struct(form) for form in ("<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"))
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _MADE_BY, _DAY = 20, 3 << 8 | 20, 1 << 5 | 1
_OWNERS_FILE = 0o100600 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files in this order."""
    entries, directory, size = [], [], 0
    for name, content in files.items():
        named = name.encode()
        entry = _header(content, len(named))
        directory.append(_CENTRAL.pack(_CENTRAL_SIGN, _MADE_BY, *entry, 0, 0, 0, _OWNERS_FILE, size) + named)
        entries.append(_LOCAL.pack(_LOCAL_SIGN, *entry) + named + content)
        size += len(entries[-1])
    listed = b"".join(directory)
    return b"".join((*entries, listed, _END.pack(_END_SIGN, 0, 0, len(files), len(files), len(listed), size, 0)))


def _header(content: bytes, named: int) -> tuple[int, ...]:
    return _VERSION, 0, 0, 0, _DAY, zlib.crc32(content), len(content), len(content), named, 0


def unpack(packed: bytes) -> dict[str, bytes]:
    """The files of a zip by name; Rejected unless `pack` would make exactly these bytes of them."""
    if len(packed) > LARGEST:
        raise Rejected("La busta è troppo grande.")
    files, at = {}, 0
    try:
        while packed[at:at + 4] == _LOCAL_SIGN:
            *_, size, _same, named, _extra = _LOCAL.unpack_from(packed, at)
            start = at + _LOCAL.size + named
            name = packed[at + _LOCAL.size:start].decode("ascii")
            files[name] = packed[start:start + size]
            at = start + size
    except (struct.error, UnicodeDecodeError):
        raise _strange() from None
    if len(files) > MOST_FILES:
        raise _strange()
    if not all(map(_NAME.fullmatch, files)):
        raise Rejected("Nella busta c'è un nome di file che non si può scrivere.")
    if pack(files) != packed:
        raise _strange()
    return files


def pack_padded(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files and of as many zeros as make its size 4 KiB times a power of two."""
    bare, size = len(pack({**files, PADDING: b""})), BLOCK
    while size < bare:
        size *= 2
    return pack({**files, PADDING: bytes(size - bare)})


def unpack_padded(packed: bytes) -> dict[str, bytes]:
    """The files that `pack_padded` was given; Rejected for anything else."""
    files = unpack(packed)
    files.pop(PADDING, None)
    if pack_padded(files) != packed:
        raise _strange()
    return files


def _strange() -> Rejected:
    return Rejected("Questa busta è rovinata, o non viene da uno sportello.")
