"""The operator's own terminal on the screen: the same pages, keys and locks as the kiosk, over a `Counter`.

What the store says is asked for by a thread, every two seconds; the screen never waits for it, and what is highlighted
or half-typed stays. Left alone it locks itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.desk.card import Card
from kiosk.screens.app import KioskApp
from kiosk.screens.environment import TerminalModes
from kiosk.screens.look import forget

if TYPE_CHECKING:
    from kiosk.desk.counter import Counter
    from kiosk.desk.desk import Desk

LOCKS, LOOKS, SEES = 300.0, 2.0, 0.3
"""Seconds without a key until it locks; between two looks at the store; and between two at a page that is seen."""
_KEYS, _HERE = ("escape", "f10"), ("f10", "pageup", "pagedown")
_PAGE = "V24"
"""The kind of the card that holds a page of a visitor."""
_NOTHING = ("f1", "f2", "f5", "f9", "f12")
"""Keys of the kiosk that are of no use here."""


def run(open_desk: Callable[[], Desk]) -> int:
    """Until the operator closes it; the exit status."""
    from kiosk.desk.counter import Counter

    hardening.harden()
    modes = TerminalModes()
    modes.lock()
    try:
        desk = open_desk()
        hardening.report_to(desk.config.folder / "crashes.log")
        return CounterApp(Counter(desk), crash_log=desk.config.folder / "crashes.log").run() or 0
    finally:
        modes.unlock()


class CounterApp(KioskApp):
    """A `KioskApp` whose visit is a `Counter`."""

    def __init__(self, counter: Counter, **options: object) -> None:
        once = iter((counter,))
        super().__init__(lambda: next(once, None), **options)
        self.counter = counter
        self._looking: threading.Thread | None = None
        self._seeing: threading.Thread | None = None
        self._looked_at = float("-inf")

    def settled(self) -> None:
        """The first card is there: the store may be asked."""
        self._look()
        self.set_interval(SEES, self.see)

    def see(self) -> None:
        """While a page is seen: ask for it often, and draw it when it has changed."""
        if self.counter.stage != "seeing" or self.busy:
            return
        self._calmly(self._draw_anew)
        if self._seeing is None or not self._seeing.is_alive():
            self._seeing = threading.Thread(target=lambda: self._quietly(lambda: self.counter.see(self.clock())), daemon=True)
            self._seeing.start()

    def look_at_clock(self) -> None:
        """Every second: lock when nobody is here, draw what has changed, ask the store when it is time."""
        if self.busy or self.sheet is None or self.visit is None:
            return
        if self.clock() - self.touched_at >= LOCKS and self.counter.stage != "locked":
            self.ask(self.counter.lock)
            return
        self._calmly(self._draw_anew)
        self._look()

    def show_card(self, card: Card) -> None:
        """When the page of a visitor goes, what was remembered of its texts goes too."""
        was_seen = self.sheet is not None and self.sheet.card.id == _PAGE
        super().show_card(card)
        if was_seen and card.id != _PAGE:
            forget()

    def _look(self) -> None:
        if (self._looking is None or not self._looking.is_alive()) and self.clock() - self._looked_at >= LOOKS:
            self._looked_at = self.clock()
            self._looking = threading.Thread(target=lambda: self._quietly(self.counter.look), daemon=True)
            self._looking.start()

    def _quietly(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:
            self.note_crash(error)

    def _draw_anew(self) -> None:
        card: Card = self.counter.card
        if card != self.sheet.card:
            # the place on the page is kept only where it is the same card, as it is by now
            self.covered = self.sheet
            self.show_card(card)
            self.covered = None

    def key(self, key: str, sign: str, at: float) -> None:
        """While a page is seen keys are for the kiosk there, if the visitor lent them; F10 locks, and pages turn here."""
        if key in _NOTHING and not (key == "f2" and self.counter.stage == "seeing"):
            return None
        if self.counter.stage != "seeing" or key in _HERE or not (self.counter.writes or key in ("f2", "f8")):
            return super().key(key, sign, at)
        self.counter.press(key, sign)
        self._calmly(self._draw_anew)
        return None

    def _does(self, key: str) -> None:
        """Only Esc and F10 do anything here besides what stands on the card."""
        if key in _KEYS:
            super()._does(key)
