"""How a text becomes rows: the margins, the column of reading, and the few shapes every page is made of.

Nothing is ever cut: what is too long for its place is wrapped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from unicodedata import bidirectional

from kiosk.i18n import Words, bidi, has_rtl, letters, visual, width, wrap
from kiosk.screens.rows import Hit, Row, Span

MARGIN = 3
COLUMN = 60
DIGIT = 3
LABELS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """The place a page has: the size of the terminal, the direction of reading, the words, and what is in focus.

    `pane`: it is one of two, side by side. `reading`: nothing is typed on it; `under`: and it stands under the other.
    """

    columns: int
    height: int
    words: Words
    direction: str = "ltr"
    focus: object = None
    pane: bool = False
    reading: bool = False
    under: bool = False

    @property
    def content(self) -> int:
        """Cells of the column of reading."""
        return min(COLUMN, self.columns - MARGIN - 1)

    @property
    def narrow(self) -> bool:
        """True when a label and its answer have no room side by side."""
        return self.pane or self.content < 50

    def edges(self, focused: bool) -> tuple[str, str]:
        """The signs around a box, first those where reading starts; in focus they differ, also without colours."""
        if self.direction == "rtl":
            return ("<]" if focused else " ]", "[ ")
        return ("[>" if focused else "[ ", " ]")

    @property
    def pointer(self) -> str:
        """The sign that says "here"."""
        return "<" if self.direction == "rtl" else ">"


@lru_cache(8192)
def lines(text: str, cells: int, direction: str) -> tuple[str, ...]:
    """The card's own text, wrapped; remembered because a page is laid out again after each key.

    It stands on the side of the page's direction, but is read in its own: a greeting in another language too.
    """
    own = direction_of(text, direction) if direction == "ltr" else "rtl" if has_rtl(text) else "ltr"
    return tuple(wrap(text, cells, own))


def forget() -> None:
    """Nothing that was drawn so far is remembered: for a process that lives on after the page of a visitor was on its screen."""
    for remembered in (lines, width, visual, letters, bidi.order):
        remembered.cache_clear()


def direction_of(text: str, otherwise: str) -> str:
    """The direction of the first letter; of signs without one, as numbers are, left to right."""
    for sign in text:
        kind = bidirectional(sign)
        if kind in ("R", "AL", "L"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr" if text.strip() else otherwise


def paragraph(look: Look, text: str, style: str = "text", mark: str = "", hit: Hit | None = None) -> list[Row]:
    """A text in the column of reading; `mark`, which may begin with blanks, stands before its first line.

    Under the same text in another language it has no mark: it has one of its own.
    """
    mark = "" if look.under else mark
    indent, before = width(mark), width(mark) - width(mark.lstrip())
    rows = []
    for number, line in enumerate(lines(text, look.content - indent, look.direction)):
        first = (Span(MARGIN + before, visual(mark.strip(), look.direction), style, hit),) if mark and number == 0 else ()
        rows.append((*first, Span(MARGIN + indent, line, style, hit)))
    return rows


def bar(look: Look, row: Row, hit: Hit | None) -> Row:
    """The row in focus: a pointer and a bar as wide as the column of reading."""
    tiles, at = [Span(0, look.pointer, "bar", hit)], 1
    for span in row:
        tiles += [Span(at, " " * (span.at - at), "bar", hit), Span(span.at, span.text, "bar", hit)]
        at = span.at + width(span.text)
    end = MARGIN + look.content
    return tuple(tile for tile in (*tiles, Span(at, " " * (end - at), "bar", hit)) if tile.text)


def pointed(look: Look, row: Row) -> Row:
    """A row with the pointer before it, for what has its own way to show where one is."""
    return (Span(0, look.pointer, "bar"), *row)


def beside(look: Look, at: int, first: str, second: str) -> list[tuple[str, str]]:
    """Two wrapped columns, line by line, both from `at`; on a narrow page the second stands under the first."""
    room = MARGIN + look.content - at
    if look.narrow:
        under = lines(second, room - 2, look.direction) if second else ()
        return [*((line, "") for line in lines(first, room, look.direction)), *(("", line) for line in under)]
    left = lines(first, LABELS, look.direction)
    right = lines(second, room - LABELS - 2, look.direction)
    return list(zip_longest(left, right, fillvalue=""))
