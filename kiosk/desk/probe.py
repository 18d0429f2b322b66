"""Asks the terminal what it really does: how many cells it gives to each script, and who it is.

Everything is asked at once, and the last question is one that every terminal answers; one that says nothing in time is
taken as plain. An answer is never a key: what comes too late is taken out of what is typed (`Answers`).
"""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from kiosk.i18n.scripts import SAMPLES

PATIENCE = 0.1
"""Seconds for all the answers together."""
_REST = 0.3
_WHERE, _WHO, _WHO_OLD, _LAST = "\x1b[6n", "\x1b[>0q", "\x1b[>c", "\x1b[c"
_PLAIN, _UNSEEN, _SEEN = "\x1b[8l", "\x1b[8m", "\x1b[28m\x1b[2K"
_GROUND = "\x1b[38;2;11;31;51;48;2;11;31;51m"
_COLUMN = re.compile(rb"\x1b\[\d+;(\d+)R")
_NAME = re.compile(rb"\x1bP>\|([^\x1b\x07]*)\x1b\\")
_OLD_NAME = re.compile(rb"\x1b\[>(\d+)[\d;]*c")
_END = re.compile(rb"\x1b\[\?[\d;]*c")
_ANSWER = re.compile("\x1b\\[\\d+;\\d+R|\x1b\\[[?>=][\\d;]*c|\x1bP>\\|[^\x1b\x07]*\x1b\\\\")
_HALF = re.compile("\x1b(?:\\[[?>=]?[\\d;]*|P(?:>(?:\\|[^\x1b\x07]*\x1b?)?)?)?\\Z")
_OLD_NAMES = {b"24": "mlterm", b"65": "VTE", b"77": "mintty", b"83": "screen", b"85": "rxvt"}
_WITHOUT_SCREEN = ("", "dumb", "unknown", "vt52", "vt100", "vt102", "vt220", "ansi", "linux")
_ESCAPE, _LONGEST, _LATEST = "\x1b", 200, 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a terminal said: its name ("" for none), and the cells it gave to each sample; no cells from a silent one."""

    term: str = ""
    name: str = ""
    cells: tuple[tuple[str, int], ...] = ()

    @property
    def is_console(self) -> bool:
        """Is it one that has few letters, and would print a question instead of answering it?"""
        return self.term in _WITHOUT_SCREEN


def ask(keys: int = 0, screen: int = 1, row: int = 0, term: str | None = None) -> Answer:
    """The answers of the terminal between these two descriptors; the text is measured unseen in this row, 0 for where the cursor is."""
    silent = Answer(os.environ.get("TERM", "") if term is None else term)
    if silent.is_console or not (os.isatty(keys) and os.isatty(screen)):
        return silent
    with suppress(OSError, termios.error), _waiting_for_nothing(keys):
        os.write(screen, _questions(row).encode())
        return _understood(silent.term, _heard(keys))
    return silent


def ask_own(row: int) -> Answer:
    """Those of the kiosk's own terminal; nothing is asked where something else stands in for it."""
    if all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return ask(row=row)
    return Answer(os.environ.get("TERM", ""))


def _questions(row: int) -> str:
    start = (f"\x1b[{row};1H" if row else "\r") + _UNSEEN
    sizes = "".join(f"{start}{_GROUND if row else ''}{sample.text}{_WHERE}" for sample in SAMPLES.values())
    return f"{_PLAIN}{sizes}{start}{_SEEN}{_WHO}{_WHO_OLD}{_LAST}"


@contextmanager
def _waiting_for_nothing(keys: int):
    """No echo of the answers, and no line to be ended before they can be read."""
    found = termios.tcgetattr(keys)
    modes = [*found]
    modes[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(keys, termios.TCSANOW, modes)
    try:
        yield
    finally:
        termios.tcsetattr(keys, termios.TCSANOW, found)


def _heard(keys: int) -> bytes:
    """Up to the answer to the last question, or as long as there is patience; one that has begun is heard to its end."""
    heard, end = b"", time.monotonic() + PATIENCE
    last = end + _REST
    while not _END.search(heard):
        half = _HALF.search(heard.decode("latin-1"))
        left = (last if half else end) - time.monotonic()
        if left <= 0 or not select.select([keys], [], [], left)[0]:
            break
        read = os.read(keys, 4096)
        if not read:
            break
        heard += read
    return heard


def _understood(term: str, heard: bytes) -> Answer:
    columns = [int(found[1]) - 1 for found in _COLUMN.finditer(heard)]
    cells = tuple(zip(SAMPLES, columns)) if len(columns) == len(SAMPLES) else ()
    named, old = _NAME.search(heard), _OLD_NAME.search(heard)
    name = named[1].decode("ascii", "ignore") if named else _OLD_NAMES.get(old[1], "") if old else ""
    return Answer(term, "".join(sign for sign in name if sign.isprintable()), cells)


class Answers:
    """Takes answers out of what is typed, also one that comes in pieces; of an unfinished one nothing becomes a key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.half, self.since, self.begun = clock, "", 0.0, clock()

    def taken_out(self, text: str) -> str:
        """The rest of what was read, "" for nothing, without the beginning of what may be an answer."""
        if not text:
            return self._given_up() if self.half else ""
        text, self.half = _ANSWER.sub("", self.half + text), ""
        found = _HALF.search(text)
        if found and len(found[0]) < _LONGEST and (found[0] != _ESCAPE or self.clock() - self.begun < _LATEST):
            text, self.half, self.since = text[: found.start()], found[0], self.clock()
        return text

    def _given_up(self) -> str:
        """The key Escape is one as soon as nothing follows."""
        half = self.half
        if half == _ESCAPE or self.clock() - self.since > _LATEST:
            self.half = ""
        return half if half == _ESCAPE else ""
