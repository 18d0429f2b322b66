"""The client in a process of its own: it makes its first card ready unseen, begins when it is called, says that it lives."""

from __future__ import annotations

import asyncio
import time

from kiosk.screens.app import KioskApp
from kiosk.screens.ringing import Ringing
from kiosk.screens.tether import ALIVE, SETTLED, Tether
from kiosk.screens.watch import STUCK


class TetheredApp(KioskApp):
    """A `KioskApp` of one visit; `tether` leads to the supervisor."""

    def __init__(self, tether: Tether, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.tether, self.unseen, self.ringing = tether, True, Ringing(self)
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

    def settled(self) -> None:
        """From now on the next visit may be made ready without taking time from this one."""
        self.ringing.begin()
        self.tether.say(SETTLED)

    def end(self, sign: bytes) -> None:
        """At once: the supervisor puts the terminal right, and nothing of the visit goes on."""
        self.tether.end(sign)
