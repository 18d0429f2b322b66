"""Where each text stands: rows of spans, counted from the side where reading starts.

A span says how far from that side it begins, so that one layout serves both directions: a right-to-left row is
mirrored only when it is painted. Texts are already in the order in which they are painted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kiosk.i18n import width


class Hit(NamedTuple):
    """What a tap on a span means: a part of the page (`what`) and which piece of it."""

    what: object
    piece: int | str = 0


class Span(NamedTuple):
    """A text at a place of its row, in one style (a component class of the page)."""

    at: int
    text: str
    style: str = "text"
    hit: Hit | None = None


Row = tuple[Span, ...]
LOOSE, SOFT, FIRM = 0, 1, 2


@dataclass(slots=True)
class Block:
    """Rows that stay together on a page, after `gap` blank rows: LOOSE ones are given up first, FIRM ones never.

    `said` is the piece of the card whose text it is, as `Utterance.place` names it. What `leads` is on no page without what follows it.
    """

    rows: list[Row]
    gap: int = 0
    hold: int = FIRM
    holds: tuple[object, ...] = field(default=())
    said: tuple[object, ...] = ()
    leads: bool = False

    @property
    def is_line(self) -> bool:
        """True for one line of a menu."""
        return len(self.holds) == 2 and isinstance(self.holds[1], int)

    def has(self, wanted: object) -> bool:
        """True when a control, or a (menu, line) pair, stands in this block."""
        return self.holds == wanted or any(held is wanted for held in self.holds)


class Painted(NamedTuple):
    """A span at its true column, counted from the left."""

    column: int
    text: str
    style: str
    hit: Hit | None


def painted(row: Row, columns: int, direction: str) -> list[Painted]:
    """The spans of a row from left to right."""
    found = []
    for span in row:
        at = columns - span.at - width(span.text) if direction == "rtl" else span.at
        found.append(Painted(at, span.text, span.style, span.hit))
    return sorted(found)


def paginate(blocks: list[Block], height: int, most: int = 99) -> list[list[Block]]:
    """The blocks on as few pages as they need, with at most `most` lines of a menu on each.

    Gaps are given up, loose ones before soft ones, only where that saves a page.
    """
    loose, firm = (_filled(blocks, height, least, most) for least in (LOOSE, FIRM))
    if len(loose) == len(firm):
        return loose
    return min(_filled(blocks, height, SOFT, most), firm, key=len)


def _filled(blocks: list[Block], height: int, least: int, most: int) -> list[list[Block]]:
    pages: list[list[Block]] = [[]]
    used = held = 0
    for place, block in enumerate(blocks):
        gap = 0 if not pages[-1] or block.hold < least else block.gap
        is_line = block.is_line
        full = (is_line or block.leads) and held == most
        if pages[-1] and (full or used + gap + len(block.rows) + _led(blocks, place, least) > height):
            pages.append([])
            used = held = gap = 0
        for piece in _pieces(block, height):
            if used + gap + len(piece) > height and pages[-1]:
                pages.append([])
                used = held = gap = 0
            pages[-1].append(Block(piece, gap, block.hold, block.holds, block.said))
            used += gap + len(piece)
            held += is_line
            gap = 0
    return pages


def _led(blocks: list[Block], place: int, least: int) -> int:
    """Rows that must fit below a block which is nothing by itself."""
    if not blocks[place].leads:
        return 0
    then = blocks[place + 1]
    return len(then.rows) + (then.gap if then.hold >= least else 0)


def _pieces(block: Block, height: int) -> list[list[Row]]:
    """A block taller than the page is the only one that is cut, between rows; a rest without a text is no page."""
    if len(block.rows) <= height:
        return [block.rows]
    cut = [block.rows[at : at + height] for at in range(0, len(block.rows), height)]
    return [piece for piece in cut if any(span.text for row in piece for span in row)] or cut[:1]


def page_rows(page: list[Block], height: int) -> list[Row]:
    """The rows of one page, gaps included, filled up to `height`."""
    rows: list[Row] = []
    for block in page:
        rows += [()] * block.gap + block.rows
    if len(rows) < height:
        rows.insert(0, ())
    return rows + [()] * (height - len(rows))
