"""What the client shows: one sheet at a time, and under it what was half-typed when something came over it."""

from __future__ import annotations

import asyncio
import time

from textual.geometry import Size

from kiosk.desk.card import Card
from kiosk.i18n import Words
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.sheet import Sheet

ALONE = ("rest", "hidden", "still", "crash")
"""Cards under which a visit may lie: no key but theirs may reach it."""


class Showing:
    """The part of a `KioskApp` that paints."""

    def show_card(self, card: Card) -> None:
        """Put a card on the screen; what was half-typed on it before something covered it comes back."""
        sheet = Sheet(card, self.words_of(card), self.visit)
        self.aloud.follow(sheet)
        if self.covered and card.stands_on not in (None, self.covered.card.stands_on):
            # the form is somewhere else by now, or something else is answered there
            self.covered = None
        if self.covered and self.covered.card.name == card.name and card.name not in ALONE:
            sheet.recall(self.covered)
            self.covered = None
        if self.sheet is None or self.sheet.card.name != card.name:
            self.guard.show(time.monotonic())
        self.sheet = sheet
        self.paint()

    def words_of(self, card: Card) -> Words:
        """The words of the visit; those of Italian for a card that only whoever helps reads."""
        return self.words if self.visit is None or card.code == self.words.language else self.visit.desk.words(card.code)

    def _cover(self) -> None:
        """Something will lie over the page: remember what is half-typed on it."""
        if self.covered is None and self.sheet is not None and self.sheet.card.name not in ALONE:
            self.covered = self.sheet

    def paint(self) -> None:
        """Draw the sheet as it is now."""
        self.paint_due = False
        if self.sheet is None:
            return
        size: Size = self.size
        card = self.sheet.card
        look = Look(size.width, size.height, self.sheet.words, card.direction, self.sheet.focus)
        self.kiosk_screen.page.put(draw(self.sheet, look), card.direction)

    def paint_soon(self) -> None:
        """Draw once for all the keys that are there already."""
        if not self.paint_due:
            self.paint_due = True
            asyncio.get_running_loop().call_soon(lambda: self._calmly(self.paint))
