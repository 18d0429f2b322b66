"""SQLite's write-ahead log, read without SQLite, which drops whatever follows a damaged frame and tells nobody.

A frame counts when the checksums up to it are right. After a power cut the last transaction may be torn; but if two came
to their end behind a frame that is wrong, at least one of them was on the disk, and the log was damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PAGE = 4096
_HEADER, _FRAME = 32, 24 + PAGE
_MAGIC = 0x377F0682


def frames(log: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """(page number, page, whether a transaction ends with it) of every frame of this log, right or wrong."""
    salt = _salt(log)
    for at in range(_HEADER, len(log) - _FRAME + 1, _FRAME):
        number, size = struct.unpack_from(">II", log, at)
        if log[at + 8:at + 16] == salt:
            yield number, log[at + 24:at + _FRAME], size != 0


def is_cut(log: bytes) -> bool:
    """Would SQLite leave out what was told to be kept?"""
    good = _good(log)
    return sum(ends for number, (_, _, ends) in enumerate(frames(log)) if number >= good) > 1


def _salt(log: bytes) -> bytes:
    """What marks the frames of this log: as its first frame says when the header cannot be believed."""
    return log[16:24] if _header_sums(log) else log[_HEADER + 8:_HEADER + 16]


def _good(log: bytes) -> int:
    """How many frames SQLite believes."""
    sums, many = _header_sums(log), 0
    if sums is None:
        return 0
    for at in range(_HEADER, len(log) - _FRAME + 1, _FRAME):
        if log[at + 8:at + 16] != log[16:24]:
            break
        sums = _sums(log, log[at:at + 8] + log[at + 24:at + _FRAME], sums)
        if sums != struct.unpack_from(">II", log, at + 16):
            break
        many += 1
    return many


def _header_sums(log: bytes) -> tuple[int, int] | None:
    """The checksums of the header, None when it is wrong."""
    if len(log) < _HEADER or struct.unpack_from(">I", log)[0] & ~1 != _MAGIC:
        return None
    sums = _sums(log, log[:24], (0, 0))
    return sums if sums == struct.unpack_from(">II", log, 24) else None


def _sums(log: bytes, content: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    order = ">" if log[3] & 1 else "<"
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = first + even + second & 0xFFFFFFFF
        second = second + odd + first & 0xFFFFFFFF
    return first, second
