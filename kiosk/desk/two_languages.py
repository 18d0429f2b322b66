"""Two people, one screen: the card in the visitor's language, and beside it the same card for whoever helps.

Both are drawn from the same answers. What is drawn for whoever helps comes from a copy of the visit, so that no drawing
changes anything of the visit itself; and the copy goes with the card.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_IN_ONE = ("hidden", "language", "called")
"""Cards with no text, with all languages on them already, or for as long as nobody has come."""


@dataclass(frozen=True)
class Retold(Words):
    """Says in its own language what was typed in another: «1.500» is not the same number in both."""

    typed_in: Words = Words()

    def read_number(self, text: str) -> Decimal:
        return self.typed_in.read_number(text)


def said_in(visit: Visit, words: Words) -> Visit:
    """The visit as it stands now, to look at in another language: its card, its echoes, its suggestions."""
    aside = copy(visit)
    aside.own, aside.words = visit.own or visit.words.language, words
    if visit.session:
        aside.session = copy(visit.session)
        aside.session.words = Retold(words.language, words.autonym, words.catalog, visit.session.words)
    for name in ("heard", "tried"):
        if one := getattr(visit, name):
            setattr(aside, name, copy(one))
            getattr(aside, name).words = words
    return aside


def both(visit: Visit, card: Card) -> Card:
    """The card, with the one for whoever helps beside it where two languages are wanted."""
    if visit.beside is None or card.name in _IN_ONE or card.code == visit.beside.language:
        return card
    other = visit.card_in(visit.beside)
    return replace(card, beside=replace(other, lines=line_by_line(card.lines, other.lines)))


def line_by_line(lines: tuple[Line, ...], others: tuple[Line, ...]) -> tuple[Line, ...]:
    """The other lines, each at the place of its own; an empty one where only the visitor is told something."""
    if len(others) == len(lines):
        return others
    left, found = list(others), []
    for line in lines:
        found.append(left.pop(0) if left and left[0].style == line.style else Line("", line.style))
    return (*found, *left)
