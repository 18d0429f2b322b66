"""When nobody is there: what the client does by itself, looked at once a second.

`watch` says when something is due; here it is done, to a `KioskApp` that is not busy. No answer is changed.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens.sheet import Sheet
from kiosk.screens.watch import FIRST, rest_card, timed, today


class Unattended:
    """The part of the client that needs no hand; the rest of it is `KioskApp`."""

    def look_at_clock(self) -> None:
        """Every second: ask, hide, let go or rest when it is time; and keep the clock right."""
        if self.busy or self.sheet is None or self.visit is None:
            return
        name, still_for = self.sheet.card.name, self.clock() - self.touched_at
        self._calmly(lambda: self._does_by_itself(name, still_for))

    def _does_by_itself(self, name: str, still_for: float) -> None:
        due = self._due(name, still_for)
        if due == "rest":
            self.show_card(rest_card(self.words, *self.staff))
        elif due:
            self._by_itself(due)
        elif name in ("still", "hidden", "rest"):
            self._show_time(name, still_for)

    def _due(self, name: str, still_for: float) -> str:
        if name == "rest":
            # nobody has begun: in a fresh process what expires with the day is looked at anew
            return "leave" if today() != self.day and not self.visit.started else ""
        # The languages can also be asked for in the middle of a visit, and that is no screen at rest.
        shown = "page" if name in FIRST and self.visit.started else name
        return self.waits.due(self.visit.timed_as(shown), still_for, self.visit.company)

    def _by_itself(self, due: str) -> None:
        self.touched_at = self.clock()
        if due == "still":
            self._cover()
        acts = {"still": [self.visit.still], "hide": [self.visit.wake, self.visit.hide], "leave": [self.visit.leave],
                "close": [lambda: self.visit.cover("")]}[due]
        self.ask(lambda: [act() for act in acts])

    def _show_time(self, name: str, still_for: float) -> None:
        card = rest_card(self.words, *self.staff) if name == "rest" else timed(self.visit.card, self.words, self.waits, still_for)
        if card.beside:
            card = replace(card, beside=timed(card.beside, self.visit.beside, self.waits, still_for))
        if card != self.sheet.card:
            self.sheet = Sheet(card, self.words, self.visit)
            self.paint()
