"""What of a visit outlasts it: the draft under its code, saved after each page, left to whoever comes with the code, or erased.

No failure of the store ends a visit: it goes on in memory, and never says "saved" when it is not.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.dating import Looking
from kiosk.errors import KioskError, Refused


class Keeping:
    """The part of a `Visit` that speaks to the store."""

    def save(self) -> None:
        """After each page; where the store fails the visit goes on in memory and does not say "saved".

        When another visit has the draft by now, nothing is saved and a card says so.
        """
        self.saved = False
        if self.session.flow.keeps_nothing:
            return
        try:
            if self.session.leaves_no_trace:
                self._leave_no_trace()
            else:
                self.code = self.code or self.desk.make_code()
                self.desk.save(self.code, self.session)
                self.saved = True
        except Refused as refusal:
            self.cover(refusal.code.removeprefix("code."))
        except (KioskError, OSError):
            pass

    def _leave_no_trace(self) -> None:
        if self.code:
            self.desk.forget(self.code)
        self.session.held = ""

    def open_draft(self) -> None:
        """From here on the visit has a code and is saved; where that cannot be, it goes on and says so.

        A service of which nothing is kept has neither.
        """
        if self.session.flow.keeps_nothing:
            return self.go("form")
        self.save()
        if self.overlay == "elsewhere" and not self.session.held:
            # the digits of somebody else came up by chance
            self.cover("")
            self.code = ""
            self.save()
        if self.saved:
            return self.hand_over_code()
        self.go("form")
        self.session.tell("notice.unsaved")
        return None

    def hand_over_code(self) -> None:
        """Something is saved under the code: from now on it is good for coming back."""
        self.code_seen = True
        self.show_code()
        self.go("code")

    def part_from_draft(self) -> None:
        """What this visit put aside rests under its code; what comes next in this visit has another."""
        self._let_go()
        self.code, self.saved, self.code_seen = "", False, False
        self.printed, self.papers.times = "", 0

    def _let_go(self) -> None:
        self.acts.close(self)
        try:
            if self.session and self.session.leaves_no_trace and self.session.held:
                self._leave_no_trace()
            elif self.session:
                self.desk.release(self.code, self.session)
        except (KioskError, OSError):
            # it will be said to be open elsewhere, and can be taken over all the same
            pass

    def show_code(self) -> None:
        self.shown_code, self.code_until = self.desk.shown_code(self.code), self.desk.code_until(self.session.flow)

    def start_again(self, stage: str) -> None:
        """As if nothing had been begun in this visit."""
        self.part_from_draft()
        self.session = self.found = self.heard = self.tried = self.leaflet = None
        self.facts, self.typed, self.overlay, self.under = {}, "", "", ""
        self.seeking.begin_again()
        self.looking = Looking()
        self.stage, self.back_to = stage, ["language"]

    def erase(self, again: Callable[[], object]) -> bool:
        """Nothing of the visit stays in the store; False, with a person called, when that could not be done."""
        try:
            if self.code:
                self.desk.forget(self.code)
        except (KioskError, OSError):
            self.calling = True
            self.fail("kept", again)
            return False
        self.code, self.saved, self.code_seen, self.acts.end = "", False, False, "erased"
        if self.session:
            self.session.held = ""
        return True
