"""What stands on the screen of a terminal: a grid of cells, fed with what a program writes.

It answers what a program asks of it, so that frames are marked and only whole ones are looked at. It mends what pyte
0.8.2 gets wrong: the alternate screen, marks of no width, colours with sub-parameters, and the kitty keyboard's codes.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable

import pyte
from pyte import modes

from kiosk.i18n import width

_SPECIAL = re.compile(
    r"\x1b\[\?(?P<mode>[\d;]+)(?P<on>[hl])|\x1b\[\?(?P<asked>\d+)\$p|\x1b\[(?P<kitty>[<>=?][\d;]*u)|\x1b\[(?P<who>[>=]?0?c)"
    r"|\x1b\[(?P<where>\??[56]n)|\x1b\[(?P<window>[\d;]+t)|\x1b\[(?P<other>>[\d;]*[a-zA-Z])|\x1b\[(?P<colour>[\d;:]*:[\d;:]*)m"
    r"|\x1b\[(?P<bidi>8)[hl]|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)|\x1b[P_^X](?P<dcs>[^\x1b]*)\x1b\\"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[\d;:<>=?$ ]*|[\]P_^X][^\x07\x1b]*(?:\x1b)?)?\Z")
_ALTERNATE = ("1049", "1047", "47")
FRAME = "2026"


class Cells(pyte.Screen):
    """pyte's screen, with the widths that terminals have."""

    def draw(self, data: str) -> None:
        for sign in data:
            if width(sign):
                self._put(sign, width(sign))
            elif unicodedata.category(sign) != "Cc":
                self._join(sign)

    def _join(self, mark: str) -> None:
        """A mark goes into the cell before it."""
        at, line = self.cursor.x - 1, self.buffer[self.cursor.y]
        if at > 0 and not line[at].data:
            at -= 1
        if at >= 0:
            line[at] = line[at]._replace(data=line[at].data + mark)

    def _put(self, sign: str, cells: int) -> None:
        if self.cursor.x + cells > self.columns:
            if modes.DECAWM in self.mode:
                self.carriage_return()
                self.linefeed()
            else:
                self.cursor.x = max(0, self.columns - cells)
        line = self.buffer[self.cursor.y]
        line[self.cursor.x] = self.cursor.attrs._replace(data=sign)
        if cells == 2 and self.cursor.x + 1 < self.columns:
            line[self.cursor.x + 1] = self.cursor.attrs._replace(data="")
        self.cursor.x = min(self.cursor.x + cells, self.columns)


class Grid:
    """The present cells and modes. `answer` sends bytes back to the program; `framed` is called after each whole frame.

    `name` is what it says when it is asked who it is; without one it does not understand that question.
    """

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None], framed: Callable[[], None], name: str = "") -> None:
        self.columns, self.rows, self.answer, self.framed, self.name = columns, rows, answer, framed, name
        self.cells = Cells(columns, rows)
        self.main: Cells | None = None
        self.stream = pyte.Stream(self.cells)
        self.modes: dict[str, bool] = {}
        self.asides: list[str] = []
        self.in_frame = False
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, read: bytes) -> None:
        """Take what the program wrote."""
        text, self._rest, at = self._rest + self._decode(read), "", 0
        for found in _SPECIAL.finditer(text):
            self._plain(text[at : found.start()])
            self._special(found)
            at = found.end()
        rest = text[at:]
        unfinished = _UNFINISHED.search(rest)
        if unfinished:
            self._rest, rest = rest[unfinished.start() :], rest[: unfinished.start()]
        self._plain(rest)

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells.resize(rows, columns)

    def lines(self) -> list[str]:
        """The text of each row, without the blanks at its end."""
        return ["".join(self.cells.buffer[y][x].data for x in range(self.columns)).rstrip() for y in range(self.rows)]

    def _plain(self, text: str) -> None:
        if text:
            self.stream.feed(text)

    def _special(self, found: re.Match[str]) -> None:
        kind = found.lastgroup
        if kind == "on":
            for mode in found["mode"].split(";"):
                self._mode(mode, found["on"] == "h")
        elif kind == "asked":
            self.answer(f"\x1b[?{found['asked']};{2 if found['asked'] == FRAME else 0}$y")
        elif kind == "who":
            self.answer("\x1b[>0;10;0c" if found["who"].startswith(">") else "\x1b[?62;22c")
        elif kind == "other" and found["other"].endswith("q") and self.name:
            self.answer(f"\x1bP>|{self.name}\x1b\\")
        elif kind == "where":
            self.answer(f"\x1b[{self.cells.cursor.y + 1};{self.cells.cursor.x + 1}R")
        elif kind == "colour":
            self._plain(f"\x1b[{found['colour'].replace(':', ';')}m")
        elif kind in ("osc", "dcs"):
            self.asides.append(found[kind])

    def _mode(self, mode: str, on: bool) -> None:
        if mode == FRAME:
            self.in_frame = on
            if not on:
                self.framed()
            return
        if mode in _ALTERNATE:
            self._alternate(on)
        elif mode in ("7", "25"):
            self._plain(f"\x1b[?{mode}{'h' if on else 'l'}")
        self.modes[mode] = on

    def _alternate(self, on: bool) -> None:
        if on and self.main is None:
            self.main, self.cells = self.cells, Cells(self.columns, self.rows)
        elif not on and self.main is not None:
            self.cells, self.main = self.main, None
        self.stream = pyte.Stream(self.cells)
