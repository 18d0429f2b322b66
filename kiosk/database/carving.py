"""The rows of a damaged SQLite file, page by page, without SQLite: what is whole is found even if nothing leads to it.

A row is recognised by the shape of its table (the kinds and lengths of its columns); nothing here says that it is right.
The committed pages of the write-ahead log stand in place of those in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import waljournal
from kiosk.database.schema import tables
from kiosk.database.waljournal import PAGE

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

_LEAF, _FIRST_HEADER = 0x0D, 100
_MOST, _MOST_PAGES = 64 * 2**20, 2**20
_AT_FIRST = {"envelope": 6, "draft": 5}
_WHOLE = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def rows(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """(table, values by column) of every row that is whole; a column that its row does not have yet is left out."""
    pages = _pages(path)
    shapes = [(table, list(table.c)) for table in tables().tables.values() if table.name != "schema_version"]
    for number, page in enumerate(pages, 1):
        for key, record in _cells(page, _FIRST_HEADER if number == 1 else 0, pages):
            named = next((found for table, columns in shapes if (found := _as(table, columns, key, record))), None)
            if named:
                yield named


def _pages(path: Path) -> list[bytes]:
    content = _read(path)
    found = [content[at:at + PAGE] for at in range(0, len(content) - PAGE + 1, PAGE)]
    for number, page in _logged(_read(path.with_name(f"{path.name}-wal"))):
        found.extend([b""] * (number - len(found)))
        found[number - 1] = page
    return found


def _read(path: Path) -> bytes:
    """What can be read of a file; zeros for the pages that the disk does not give any more."""
    if not path.exists():
        return b""
    found = bytearray()
    with path.open("rb", buffering=0) as file:
        size = file.seek(0, 2)
        for at in range(0, size, PAGE):
            file.seek(at)
            try:
                found += file.read(min(PAGE, size - at))
            except OSError:
                found += bytes(min(PAGE, size - at))
    return bytes(found)


def _logged(log: bytes) -> Iterator[tuple[int, bytes]]:
    """The pages of the transactions that came to their end, oldest first."""
    waiting = []
    for number, page, ends in waljournal.frames(log):
        if 0 < number <= _MOST_PAGES:
            waiting.append((number, page))
        if ends:
            yield from waiting
            waiting = []


def _cells(page: bytes, header: int, pages: list[bytes]) -> Iterator[tuple[int, list]]:
    """(key, values) of each cell of a page that is a leaf of a table."""
    if len(page) < PAGE or page[header] != _LEAF:
        return
    many = int.from_bytes(page[header + 3:header + 5], "big")
    for place in range(header + 8, min(header + 8 + 2 * many, PAGE - 1), 2):
        try:
            yield _cell(page, int.from_bytes(page[place:place + 2], "big"), pages)
        except (IndexError, ValueError, struct.error):
            continue


def _cell(page: bytes, at: int, pages: list[bytes]) -> tuple[int, list]:
    size, at = _varint(page, at)
    key, at = _varint(page, at)
    return key, _record(_payload(page, at, size, pages))


def _payload(page: bytes, at: int, size: int, pages: list[bytes]) -> bytes:
    if size > _MOST:
        raise ValueError(size)
    if size <= PAGE - 35:
        return page[at:at + size]
    # the file format: so much of a large one stays on its leaf, the rest goes from page to page
    least = (PAGE - 12) * 32 // 255 - 23
    here = least + (size - least) % (PAGE - 4)
    here = here if here <= PAGE - 35 else least
    found, following = bytearray(page[at:at + here]), int.from_bytes(page[at + here:at + here + 4], "big")
    while len(found) < size:
        further = pages[following - 1] if following else b""
        found += further[4:4 + min(PAGE - 4, size - len(found))]
        if len(further) < PAGE:
            raise ValueError(following)
        following = int.from_bytes(further[:4], "big")
    return bytes(found)


def _record(payload: bytes) -> list:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(kind, payload, at)
        values.append(value)
    if at != len(payload):
        raise ValueError(at)
    return values


def _value(kind: int, payload: bytes, at: int) -> tuple[object, int]:
    if kind in (0, 8, 9):
        return (None, 0, 1)[0 if kind == 0 else kind - 7], at
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    size = _WHOLE[kind] if kind in _WHOLE else (kind - 12) // 2
    if kind in (10, 11) or at + size > len(payload):
        raise ValueError(kind)
    content = payload[at:at + size]
    if kind in _WHOLE:
        return int.from_bytes(content, "big", signed=True), at + size
    return content if kind % 2 == 0 else content.decode(), at + size


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(9):
        byte = content[at + number]
        if number == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    raise ValueError(at)


def _as(table: Table, columns: list[Column], key: int, record: list) -> tuple[str, dict[str, object]] | None:
    """The record as a row of this table, if it has its shape: only columns that were added later may be missing."""
    from sqlalchemy import Float

    if not _AT_FIRST.get(table.name, len(columns)) <= len(record) <= len(columns):
        return None
    values = {column.name: value for column, value in zip(columns, record, strict=False)}
    for column in columns[:len(record)]:
        if values[column.name] is None and column.primary_key:
            values[column.name] = key
        elif not _fits(column, values[column.name]):
            return None
        elif isinstance(column.type, Float):
            # a whole number is kept as one, to save room
            values[column.name] = float(values[column.name])
    return table.name, values


def _fits(column: Column, value: object) -> bool:
    from sqlalchemy import Float, Integer, LargeBinary, String

    if isinstance(column.type, String):
        return isinstance(value, str) and len(value) <= column.type.length
    kinds = {Integer: int, Float: (int, float), LargeBinary: bytes}
    return isinstance(value, kinds[type(column.type)])
