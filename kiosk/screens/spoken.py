"""Where on the screen the text stands that is being said: a sign in the margin, on all its rows.

The sign is there without colours too, and takes no room: the third cell of a row is never written on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.screens.panes import are_side_by_side, seam
from kiosk.screens.rows import Block, Hit, Row, Span

if TYPE_CHECKING:
    from kiosk.screens.look import Look
    from kiosk.screens.sheet import Sheet

_SIGN, _AT = {"ltr": "»", "rtl": "«"}, 2
_STYLES = {"head": ("service", "part"), "notice": ("status",)}


def stands_on(sheet: Sheet, block: Block, place: tuple[object, ...]) -> bool:
    """Is what is said at this place of the card (`Utterance.place`) drawn by this block?"""
    if not place or block.said == place:
        return bool(place)
    return any(held is wanted for held in block.holds for wanted in _controls(sheet, place)) and (
        place[0] != "option" or not block.is_line or block.holds[1] == place[2])


def _controls(sheet: Sheet, place: tuple[object, ...]) -> Iterable[object]:
    """The controls that stand for a place: a menu, a way out, a box, the button."""
    what, *named = place
    if what == "go on":
        return (sheet.button,)
    given = next((given for given in sheet.inputs if named and given.prompt.name == named[0]), None)
    if given is None or what not in ("option", "part", "typed"):
        return ()
    if what == "part":
        return (getattr(given, "boxes", None) or given.parts)[named[1]],
    if what == "typed":
        return given.controls
    way = named[1] - len(given.prompt.options)
    return (given.ways[way],) if given.ways and way >= 0 else given.controls[:1]


def marked(sheet: Sheet, page: list[Block], look: Look) -> list[Block]:
    """The blocks of a page, with the sign beside what is being said; of two languages only the visitor's is."""
    if not sheet.reading:
        return page
    sign, end = _SIGN[look.direction], seam(look) if sheet.beside and are_side_by_side(look) else look.columns
    other = f"{sheet.beside.words.language}:" if sheet.beside else ""
    return [replace(block, rows=[*_signed(block.rows, sign, end, other)]) if stands_on(sheet, block, sheet.reading) else block
            for block in page]


def _signed(rows: list[Row], sign: str, end: int, other: str) -> Iterator[Row]:
    """Rows up to where the `other` language begins, if it stands below; of each only what begins before `end`."""
    below = False
    for row in rows:
        below = below or any(span.text == other for span in row)
        yield row if below or not any(span.text.strip() and span.at < end for span in row) else _with_sign(row, sign)


def _with_sign(row: Row, sign: str) -> Row:
    pieces = []
    for span in row:
        cut = _AT - span.at
        if 0 <= cut < len(span.text) and not span.text.strip():
            pieces += [span._replace(text=span.text[:cut]), span._replace(at=_AT + 1, text=span.text[cut + 1 :])]
        else:
            pieces.append(span)
    return tuple(piece for piece in (*pieces, Span(_AT, sign, "bar")) if piece.text)


def lit(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """What is said of the header and of the keys has no margin: it stands in a bar."""
    what, *named = sheet.reading or ("",)
    if what != "key" and what not in _STYLES:
        return rows
    return [tuple(span._replace(style="bar") if span.hit == Hit("key", *named) or span.style in _STYLES.get(what, ()) else span for span in row)
            for row in rows]
