"""Where something that was typed may have stayed: in the memory of processes, on the disk, in a terminal and its history."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyte
from pypdf import PdfReader

from kiosk.i18n import visual

_PIECE, _PAGE, _RIM = 1 << 24, 4096, 128
_PRIVATE = re.compile(rb"\x1b\[[<>=?][\d;]*[a-zA-Z$]+|\x1b\[8[hl]|\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


@dataclass(frozen=True)
class Canaries:
    """Texts whose first eight signs are the same, so that one search finds any of them, whole or cut off.

    `others` are the first signs of texts in other scripts, and numbers: what else must be nowhere.
    """

    mark: str
    texts: tuple[str, ...]
    others: tuple[str, ...] = ()

    def forms(self) -> dict[bytes, str]:
        """The first signs as they may lie somewhere, with the name of the encoding; without zero bytes, as `in_bytes` looks.

        They are letters without marks: in UTF-8 they are the same in NFC and NFD, and those of the alphabet in Latin-1. In memory Python
        keeps a text by its widest sign: in Latin-1, as UTF-16 or as UTF-32.
        """
        return _forms((self.mark, *self.others))

    def told(self, around: bytes) -> str:
        """Which of them stands there: its number, or only that it is one of them."""
        plain = unicodedata.normalize("NFC", around.decode("utf-8", "replace")).lower()
        return next((f"canary {number}" for number, text in enumerate(self.texts) if text.lower() in plain), "a part of one")


@lru_cache(8)
def _forms(marks: tuple[str, ...]) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for mark in marks:
        script = unicodedata.name(mark[0]).split()[0].lower()
        for text in dict.fromkeys((mark, mark.upper())):
            found |= {form: f"{name}, {script}" for form, name in (*_encoded(text), *_raw(text))}
        for text in _painted(mark):
            found |= {form: f"{name}, {script} as it stands on a screen" for form, name in _raw(text)}
    return found


def _painted(mark: str) -> tuple[str, ...]:
    """Where a screen or a paper changes it: joined to a letter after it, from the left and as it is read; and unjoined from the left."""
    screen = visual(mark + mark[0])
    return () if screen == mark + mark[0] else (screen[1:], screen[:0:-1], mark[::-1])


def _raw(text: str) -> Iterator[tuple[bytes, str]]:
    yield _dense(text.encode("utf-16le")), "utf-16 or utf-32"
    yield text.encode(), "utf-8" if not text.isascii() else "utf-8, utf-16 or utf-32"


def _dense(held: bytes) -> bytes:
    """Without its zero bytes: so UTF-32 is like UTF-16, and either of plain letters like UTF-8."""
    return held.translate(None, b"\0")


def _encoded(text: str) -> Iterator[tuple[bytes, str]]:
    yield json.dumps(text)[1:-1].encode(), "json"
    yield text.encode().hex().encode(), "hex"
    yield text.encode().hex().upper().encode(), "hex"
    for shift in range(3):
        yield _in_base64(text.encode(), shift), "base64"


def _in_base64(text: bytes, shift: int) -> bytes:
    """The signs that do not hang on what stands before or after the text in the same stream."""
    whole = base64.b64encode(b"\0" * shift + text)
    return whole[-(-shift * 8 // 6) : (shift + len(text)) * 8 // 6]


def in_bytes(held: bytes, canaries: Canaries) -> Iterator[str]:
    """What of them is there, in whatever form."""
    held = _dense(held)
    for form, name in canaries.forms().items():
        at = held.find(form)
        if at >= 0:
            yield f"{canaries.told(held[at : at + 64])} as {name}"


def unlike(copy: bytes, seen: set[int]) -> bytes:
    """The pages of a copy whose content was not met before, each with the beginning of the one after it: forks share most of theirs."""
    pages = []
    for at in range(0, len(copy), _PAGE):
        page = copy[at : at + _PAGE + _RIM]
        if hash(page) not in seen:
            seen.add(hash(page))
            pages.append(page)
    return b"\xff".join(pages)


def memory(pid: int) -> list[bytes]:
    """A copy of everything that a process has written to; of a process that has ended, nothing. PermissionError without the right."""
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as held:
            return [piece for first, last in _written(pid) for piece in _pieces(held.fileno(), first, last)]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _written(pid: int) -> Iterator[tuple[int, int]]:
    """First and last address of every run of pages that may be written and are there, in memory or put aside on the disk."""
    parts = [line.split(maxsplit=2) for line in Path(f"/proc/{pid}/maps").read_text().splitlines()]
    with open(f"/proc/{pid}/pagemap", "rb", buffering=0) as pages:
        for part in parts:
            first, last = (int(end, 16) for end in part[0].split("-"))
            if "w" in part[1]:
                entries = memoryview(os.pread(pages.fileno(), (last - first) // _PAGE * 8, first // _PAGE * 8)).cast("Q")
                yield from ((first + begin * _PAGE, first + end * _PAGE) for begin, end in _runs(entries))


def _runs(entries: memoryview) -> Iterator[tuple[int, int]]:
    begin = None
    for number, entry in enumerate([*entries, 0]):
        there = entry >> 62
        if there and begin is None:
            begin = number
        elif not there and begin is not None:
            yield begin, number
            begin = None


def _pieces(held: int, first: int, last: int) -> Iterator[bytes]:
    for at in range(first, last, _PIECE):
        try:
            yield os.pread(held, min(_PIECE + _RIM, last - at), at)
        except OSError:
            # a page that cannot be read by anybody
            continue


def on_disk(folder: Path, canaries: Canaries) -> list[str]:
    """In any file below a folder, its name included; of a PDF also in what can be read on it, but for Arabic, which comes out of it in pieces."""
    found = []
    for path in folder.rglob("*"):
        try:
            held = str(path.name).encode() + (_content(path) if path.is_file() else b"")
        except FileNotFoundError:
            continue
        found += [f"{path.relative_to(folder)}: {trace}" for trace in in_bytes(held, canaries)]
    return found


def _content(path: Path) -> bytes:
    held = path.read_bytes()
    if not held.startswith(b"%PDF"):
        return held
    return held + "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(held)).pages).encode("utf-8", "replace")


class Scrollback:
    """A plain terminal with a long memory and one screen only: nothing that was ever in view is lost by a change of screens."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=2000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)

    def feed(self, written: bytes) -> None:
        self.stream.feed(_PRIVATE.sub(b"", written))

    @property
    def text(self) -> str:
        """Everything that can be scrolled back to, and what is in view."""
        lines = [*self.screen.history.top, *self.screen.history.bottom]
        held = ["".join(line[x].data for x in sorted(line)) for line in lines]
        return "\n".join([*held, *self.screen.display])
