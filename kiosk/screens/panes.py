"""Two languages on one page: side by side where there is room, else the second under the first, a line or a choice at a time.

The visitor's language is laid out as always and keeps all that is typed. The other is laid out by the same code, only to
be read, and moved to its place: each block beside its own, the taller of the two giving the height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from kiosk.i18n import width
from kiosk.screens.controls import Control, Tick
from kiosk.screens.look import MARGIN, Look
from kiosk.screens.menu import Menu
from kiosk.screens.rows import Block, Hit, Row, Span
from kiosk.screens.sheet import Sheet

BROAD = 76
"""Columns from which on two panes have room side by side."""
_SEPARATOR, _VOICE = "│", 2
_QUIET = {"text": "hint", "title": "hint", "big": "hint"}


def are_side_by_side(look: Look) -> bool:
    """Is there room for two panes?"""
    return look.columns >= BROAD


def seam(look: Look) -> int:
    """The column between the panes, counted from the visitor's side."""
    return (look.columns - 1) // 2


def typing_look(look: Look) -> Look:
    """The place of the visitor's language."""
    return replace(look, columns=seam(look), pane=True) if are_side_by_side(look) else look


class Reading:
    """The place of the other language on a page of `look`, and how what is drawn for it gets there."""

    def __init__(self, sheet: Sheet, look: Look) -> None:
        self.page, self.sheet, self.across = look, sheet, are_side_by_side(look)
        words = sheet.beside.words
        self.mark = f"{words.language}:"
        self.indent = 0 if self.across else len(self.mark) + 1
        spare = 0 if self.across or words.direction == look.direction else _VOICE
        columns = look.columns - seam(look) - 1 if self.across else look.columns - self.indent - spare
        self.look = Look(columns, look.height, words, words.direction, self._focus(), self.across, True, not self.across)

    def _focus(self) -> Control | None:
        """What is highlighted on both sides: lines and ticks, never a box."""
        twin = self.sheet.beside.twin_of(self.sheet.focus, self.sheet) if self.across else None
        return twin if isinstance(twin, (Menu, Tick)) else None

    def paired(self, mine: Block | None, its: Block | None) -> Block:
        """A block with its own in the other language; one that stands alone is as it was."""
        if mine is None:
            return replace(its, rows=[self._moved(row) for row in its.rows], holds=(), said=())
        if its is None:
            return mine
        rows = self._kept(mine.rows, its.rows) if mine.is_line else self._rows(mine.rows, its.rows)
        return Block(rows, mine.gap, mine.hold, mine.holds, mine.said)

    def _kept(self, mine: list[Row], its: list[Row]) -> list[Row]:
        """Lines of a menu are the same lists for as long as nothing about them changes, and so are their pairs."""
        key = id(mine), id(its), self.page.columns
        if key not in self.sheet.pairs:
            self.sheet.pairs[key] = mine, its, self._rows(mine, its)
        return self.sheet.pairs[key][2]

    def _rows(self, mine: list[Row], its: list[Row]) -> list[Row]:
        if self.across:
            return list(self._across(mine, its))
        return self._stacked(mine, its) if _says_more(its, mine) else mine

    def _across(self, mine: list[Row], its: list[Row]) -> Iterator[Row]:
        for one, other in zip(_apart(mine), _apart(its)):
            for row, beside in zip_longest(one, other, fillvalue=()):
                yield (*row, *self._moved(beside))

    def _stacked(self, mine: list[Row], its: list[Row]) -> list[Row]:
        """Its label comes before the box where the visitor's does, else after."""
        (before, boxes, after), (label, names, echo) = _apart(mine), _apart(its)
        first, then = (label, []) if before else ([], label)
        return [*before, *self._marked(first), *boxes, *self._marked(then), *self._marked(names), *after, *self._marked(echo)]

    def _marked(self, rows: list[Row]) -> list[Row]:
        written = [row for row in rows if any(span.text.strip() for span in row)]
        shown = [self._moved(row) for row in written]
        at = MARGIN if self.look.direction == "ltr" else self.page.columns - MARGIN - width(self.mark)
        at = at if self.page.direction == "ltr" else self.page.columns - at - width(self.mark)
        return [(Span(at, self.mark, "hint"), *row) if number == 0 else row for number, row in enumerate(shown)]

    def _moved(self, row: Row) -> Row:
        """A row of the other language, counted from the side where the visitor's is read from."""
        found = []
        for span in row:
            if not span.text:
                continue
            cells, look = width(span.text), self.look
            at = span.at if look.direction == "ltr" else look.columns - span.at - cells
            at += self._start
            at = at if self.page.direction == "ltr" else self.page.columns - at - cells
            style = span.style if self.across else _QUIET.get(span.style, span.style)
            found.append(Span(at, span.text, style, self._hit(span.hit)))
        return tuple(found)

    @property
    def _start(self) -> int:
        """The first column of the other language, counted from the left."""
        if not self.across:
            return self.indent if self.look.direction == "ltr" else 0
        return seam(self.page) + 1 if self.page.direction == "ltr" else 0

    def _hit(self, hit: Hit | None) -> Hit | None:
        """A finger on this side does what it does on the visitor's."""
        twin = self.sheet.twin_of(hit.what, self.sheet.beside) if hit else None
        return Hit(twin, hit.piece) if twin else None


def divided(look: Look, rows: list[Row], whole: Sequence[Row] = ()) -> list[Row]:
    """The rows of a page, with the line between the panes; those that are `whole` belong to neither."""
    at = seam(look)
    return [row if row and row in whole else (*row, Span(at, _SEPARATOR, "rule")) for row in rows]


def joined(look: Look, row: Row, sign: str) -> Row:
    """A line across the screen, where the one between the panes meets it."""
    at = seam(look)
    pieces: list[Span] = []
    for span in row:
        cut = at - span.at
        if span.style == "rule" and 0 <= cut < len(span.text):
            cut = cut if look.direction == "ltr" else len(span.text) - 1 - cut
            span = span._replace(text=span.text[:cut] + sign + span.text[cut + 1 :])
        pieces.append(span)
    return tuple(pieces)


def _apart(rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """(what comes before the boxes, the rows with boxes, what comes after): boxes stand beside the place of their own."""
    boxed = [number for number, row in enumerate(rows) if any(span.hit and span.hit.piece == "box" for span in row)]
    if not boxed:
        return rows, [], []
    return rows[: boxed[0]], rows[boxed[0] : boxed[-1] + 1], rows[boxed[-1] + 1 :]


def _says_more(its: list[Row], mine: list[Row]) -> bool:
    """False for what is the same in both languages, as names and numbers are; the visitor's may have a digit before it."""
    return not _text(mine).endswith(_text(its))


def _text(rows: list[Row]) -> str:
    return " ".join(" ".join(span.text for row in rows for span in row if not (span.hit and span.hit.piece == "box")).split())
