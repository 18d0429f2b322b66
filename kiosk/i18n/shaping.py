"""Text as it must be painted, cell after cell from the left: joined, wrapped, put in visual order.

A paragraph is wrapped while it is still in logical order; only finished lines are reordered. What these
functions return is for the grid alone: it is never stored, searched, spoken or printed on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional, category, mirrored

from kiosk.i18n import bidi
from kiosk.i18n.bidi_rules import MIRROR
from kiosk.i18n.cells import units, width
from kiosk.i18n.joining import is_mark, joined

_RTL = re.compile("[\u0590-\u08ff\u200f\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f]")
_OPENERS = "\u2066\u2067\u2068"
_ISLAND = re.compile("\u2066[^\u2069]*\u2069")
# the no-break space: stands for those of an island until the lines are broken
_GLUE = "\xa0"
_UNSEEN = bidi.REMOVED | bidi.ISOLATES | {"PDI"}
_MARKS = "\u200e\u200f\u061c"
_MARK_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def has_rtl(text: str) -> bool:
    """True when some sign of the text is written right to left."""
    return _RTL.search(text) is not None


def shape(text: str) -> str:
    """Arabic letters in their joined forms, in logical order; lam and alef become one sign."""
    return "".join(joined(text)) if _ARABIC.search(text) else text


@lru_cache(2048)
def visual(line: str, direction: str = "ltr") -> str:
    """One line as painted from the left: joined, reordered, brackets mirrored, direction marks gone."""
    if direction == "ltr" and not has_rtl(line):
        return _MARK_SIGNS.sub("", line)
    return "".join(_painted(shape(line), direction))


def _painted(line: str, direction: str) -> list[str]:
    """Signs from left to right; marks stand after the letter they belong to (L3)."""
    places, found = bidi.order(line, direction)
    painted: list[str] = []
    marks: list[str] = []
    for place in places:
        sign, odd = line[place], found[place] & 1
        kind = bidirectional(sign)
        if kind in _UNSEEN or sign in _MARKS:
            continue
        if odd and kind == "NSM":
            marks.insert(0, sign)
            continue
        painted += [_cell(sign, odd), *marks]
        marks = []
    return painted + marks


def wrap(text: str, cells: int, direction: str = "ltr") -> list[str]:
    """The lines of a text no wider than `cells`, in visual order and not padded; an empty text is one line.

    The spaces of an island are not broken at, unless it is wider than a line.
    """
    lines = [line for part in text.split("\n") for line in _broken(_glued(shape(part)), max(1, cells))]
    return [visual(line.replace(_GLUE, " "), direction) for line in _reopened(lines)]


def _glued(text: str) -> str:
    if "\u2066" not in text:
        return text
    return _ISLAND.sub(lambda found: found[0].replace(" ", _GLUE), text)


def _reopened(lines: list[str]) -> list[str]:
    """Each line with the isolates that were open where the one before it was broken."""
    opened: list[str] = []
    whole = []
    for line in lines:
        whole.append("".join(opened) + line)
        for sign in line:
            if sign in _OPENERS:
                opened.append(sign)
            elif sign == "\u2069" and opened:
                opened.pop()
    return whole


def _broken(text: str, cells: int) -> list[str]:
    """Lines in logical order, broken at spaces, and inside a word only when it is wider than a line."""
    lines, line = [], ""
    for glue, piece in _pieces(text, cells):
        tried = line + glue + piece
        if not line or width(tried) <= cells:
            line = tried if line else piece
        else:
            lines.append(line)
            line = piece
    return [*lines, line]


def _pieces(text: str, cells: int) -> list[tuple[str, str]]:
    """What may not be broken, each with the space that joins it to the one before."""
    pieces = []
    for word in text.split(" "):
        parts = [part for unit in units(word) for part in _chopped(unit, cells)] or [""]
        pieces += [(" " if at == 0 else "", part) for at, part in enumerate(parts)]
    return pieces


def _chopped(word: str, cells: int) -> list[str]:
    if width(word) <= cells:
        return [word]
    parts, part = [], ""
    for sign in word:
        if part and width(part + sign) > cells:
            parts.append(part)
            part = ""
        part += sign
    return [*parts, part]


class Letter(NamedTuple):
    """One letter of a text being typed: the place of its first sign in the text, and what is painted in its cells."""

    index: int
    painted: str


@lru_cache(64)
def letters(text: str, direction: str) -> tuple[Letter, ...]:
    """For an input: its letters from left to right, each with its marks, joined but never two in one."""
    places, found = bidi.order(text, direction)
    signs = joined(text, ligatures=False) if _ARABIC.search(text) else text
    starts = [place for place, sign in enumerate(text) if place == 0 or not is_mark(sign)]
    ends = dict(zip(starts, [*starts[1:], len(text)]))
    return tuple(Letter(place, _letter(text, signs, (place, ends[place]), found[place] & 1)) for place in places if place in ends)


def _letter(text: str, signs: Sequence[str], part: tuple[int, int], odd: int) -> str:
    """A letter and the marks on it; one that has lost its letter stands on an empty cell."""
    seen = [signs[place] for place in range(*part) if category(text[place]) != "Cf"]
    if is_mark(text[part[0]]):
        return "\xa0" + "".join(seen)
    return _cell(seen[0], odd) + "".join(seen[1:])


def _cell(sign: str, odd: int) -> str:
    # a letter painted with its mark is two signs, and none of those is turned around
    return MIRROR.get(sign, sign) if odd and len(sign) == 1 and mirrored(sign) else sign
