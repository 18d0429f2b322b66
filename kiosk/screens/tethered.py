"""The client in a process of its own: it makes its first card ready unseen, begins when it is called, says that it lives."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from kiosk.screens.app import KioskApp
from kiosk.screens.ringing import Ringing
from kiosk.screens.tether import ALIVE, SETTLED, Tether
from kiosk.screens.watch import STUCK

if TYPE_CHECKING:
    from kiosk.desk.bell import Bell
    from kiosk.desk.card import Card
    from kiosk.screens.rows import Hit


class TetheredApp(KioskApp):
    """A `KioskApp` of one visit; `tether` leads to the supervisor, `bell` to the other desks."""

    def __init__(self, tether: Tether, *args: object, bell: Bell | None = None, **options: object) -> None:
        super().__init__(*args, **options)
        self.tether, self.unseen, self.ringing = tether, True, Ringing(self, bell)
        # the first card is painted before the terminal can be asked; one that cannot show a frame at once passes over the marks
        self._sync_available = True

    def ready(self) -> None:
        """The first card stands there unseen; the terminal is taken when the visit before has ended."""
        asyncio.get_running_loop().add_reader(self.tether, self._called)

    def _called(self) -> None:
        asyncio.get_running_loop().remove_reader(self.tether)
        self.tether.wait()
        self.unseen = False
        self._driver.begin()
        if self.tether.papers:
            self._calmly(self._show_papers)
        self.begin()

    def _show_papers(self) -> None:
        self.visit.find_papers()
        self.show_card(self.visit.card)

    def look_at_clock(self) -> None:
        """Says that it lives, unless one single thing takes for ever."""
        if not self.busy or time.monotonic() - self.busy_since < STUCK:
            self.tether.say(ALIVE)
        super().look_at_clock()
        self._calmly(self.ringing.look)

    def show_card(self, card: Card) -> None:
        super().show_card(card)
        self.ringing.shown()

    def key(self, key: str, sign: str, at: float) -> None:
        """A key at its turn; one that takes back what was lent to another desk does nothing else."""
        if not self.ringing.touch():
            super().key(key, sign, at)

    def paste(self, text: str) -> None:
        if not self.ringing.touch():
            super().paste(text)

    def tap(self, hit: Hit, column: int, at: float) -> None:
        if not self.ringing.touch():
            super().tap(hit, column, at)

    def settled(self) -> None:
        """From now on the next visit may be made ready without taking time from this one."""
        self.ringing.begin()
        self.tether.say(SETTLED)

    def end(self, sign: bytes) -> None:
        """At once: the supervisor puts the terminal right, and nothing of the visit goes on."""
        self.tether.end(sign)
