"""Where something that was typed may have stayed: in the memory of processes, on the disk, in a terminal and its history."""

from __future__ import annotations

import base64
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyte

_PIECE, _PAGE = 1 << 24, 4096
_PRIVATE = re.compile(rb"\x1b\[[<>=?][\d;]*[a-zA-Z$]+|\x1b\[8[hl]|\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


@dataclass(frozen=True)
class Canaries:
    """Texts whose first eight signs are the same, so that one search finds any of them, whole or cut off."""

    mark: str
    texts: tuple[str, ...]

    def forms(self) -> dict[bytes, str]:
        """The first eight signs as they may lie somewhere, with the name of the encoding.

        They are letters of the alphabet: in UTF-8 they are the same in Latin-1, NFC and NFD.
        """
        found: dict[bytes, str] = {}
        for case, text in (("lower", self.mark), ("upper", self.mark.upper())):
            found |= {text.encode(name): f"{name} {case}" for name in ("utf-8", "utf-16le", "utf-32le")}
            found |= {text.encode().hex().encode(): f"hex {case}", text.encode().hex().upper().encode(): f"hex {case}"}
            found |= {_in_base64(text.encode(), shift): f"base64 {case}" for shift in range(3)}
        return found

    def told(self, around: bytes) -> str:
        """Which of them stands there: its number, or only that it is one of them."""
        plain = unicodedata.normalize("NFC", around.decode("utf-8", "replace")).lower()
        return next((f"canary {number}" for number, text in enumerate(self.texts) if text.lower() in plain), "a part of one")


def _in_base64(text: bytes, shift: int) -> bytes:
    """The signs that do not hang on what stands before or after the text in the same stream."""
    whole = base64.b64encode(b"\0" * shift + text)
    return whole[-(-shift * 8 // 6) : (shift + len(text)) * 8 // 6]


def in_bytes(held: bytes, canaries: Canaries) -> Iterator[str]:
    for form, name in canaries.forms().items():
        at = held.find(form)
        if at >= 0:
            yield f"{canaries.told(held[at : at + 64])} as {name}"


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
            yield os.pread(held, min(_PIECE + 64, last - at), at)
        except OSError:
            # a page that cannot be read by anybody
            continue


def on_disk(folder: Path, canaries: Canaries) -> list[str]:
    """In any file below a folder, its name included."""
    found = []
    for path in folder.rglob("*"):
        try:
            held = str(path.name).encode() + (path.read_bytes() if path.is_file() else b"")
        except FileNotFoundError:
            continue
        found += [f"{path.relative_to(folder)}: {trace}" for trace in in_bytes(held, canaries)]
    return found


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
