"""What the screen shows of calls by itself: that somebody comes, what other desks call, who asks to see or to write here.

Looked at once a second, and more often while somebody sees the page; the store is asked elsewhere, by the bell's own
thread. What is half-typed or highlighted stays. Any key of the kiosk's own takes back what was lent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.calling import elsewhere
from kiosk.desk.joining import ASKED, LENT, OPEN, WISHED

if TYPE_CHECKING:
    from textual.timer import Timer

    from kiosk.desk.bell import Bell
    from kiosk.desk.card import Line
    from kiosk.screens.app import KioskApp

_OFTEN = 0.25
_KEYS = ("enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace", "delete", "space")
"""What may come from another desk, besides signs: no function key, so neither the operator's door nor the end of it."""
_FREE = ("", "called")


class Ringing:
    """Beside the app of a visit; `bell` is None where there is none."""

    def __init__(self, app: KioskApp, bell: Bell | None) -> None:
        self.app, self.bell = app, bell
        self._standing = ""
        self._joined = ("", "", "")
        self._name = ""
        self._timer: Timer | None = None

    def begin(self) -> None:
        """The first card is there: from now on the store is told and asked."""
        visit = self.app.visit
        if visit is not None and self.bell is not None:
            self.bell.at_rest = lambda: not visit.started
            self.bell.start()

    def look(self) -> None:
        """Draw anew what has changed by itself."""
        app = self.app
        if self.bell is None or app.busy or app.sheet is None or app.visit is None:
            return
        standing, before = self.bell.standing, self._standing
        self._standing = standing
        name, lines = app.sheet.card.name, elsewhere(app.visit)
        if name == "called" and standing != before:
            self._again()
        elif standing == "coming" != before:
            self._say("called.coming")
        if lines != app.staff:
            self._show(name, lines)
        self._keep_time()

    def _say(self, key: str, **params: str) -> None:
        """For a moment: until the next key."""
        self.app.sheet.status = self.app.words.say(key, **params)
        self.app.paint()

    def _show(self, name: str, lines: tuple[Line, ...]) -> None:
        """The rest card is drawn anew with the clock, and takes `staff` from the app."""
        self.app.staff = lines
        if name == "language" and not self.app.visit.started:
            self._again()

    def _again(self) -> None:
        """The same card as it is by now, with what stands on it."""
        self.app.covered = self.app.sheet
        self.app.show_card(self.app.visit.card)
        self.app.covered = None

    # somebody at another desk sees the page

    def _keep_time(self) -> None:
        is_needed = self.bell.host.state in (ASKED, OPEN)
        if is_needed and self._timer is None:
            self._timer = self.app.set_interval(_OFTEN, lambda: self.app._calmly(self.follow))
        elif not is_needed and self._timer is not None:
            self.follow()
            self._timer.stop()
            self._timer = None

    def follow(self) -> None:
        """Ask the visitor what must be asked, show who sees, hand on the keys that came."""
        app, host = self.app, self.bell.host
        if app.busy or app.sheet is None or app.visit is None:
            return
        visit, joined = app.visit, (host.state, host.control, host.asker)
        wanted = "joining" if host.state == ASKED else "lending" if host.control == WISHED else ""
        if visit.overlay in ("joining", "lending") and visit.overlay != wanted:
            app.ask(lambda: visit.cover(""))
        elif wanted and visit.overlay in _FREE and not visit.is_hidden and visit.started:
            app._cover()
            app.ask(lambda: visit.cover(wanted))
        elif joined != self._joined and app.sheet.card.name not in ("hidden", "still", "rest", "crash"):
            self._joined = joined
            self._again()
            if host.control == LENT:
                self._say("joined.lent", who=host.asker)
        while host.keys:
            key, sign = host.keys.popleft()
            app.take(lambda key=key, sign=sign: self._press(key, sign))

    def touch(self) -> bool:
        """Something was done here by hand: True when it took back the keys, and then it does nothing else."""
        if self.bell is None or not self.bell.host.touch():
            return False
        self.bell.nudge()
        self._joined = (self.bell.host.state, self.bell.host.control, self.bell.host.asker)
        self._again()
        return True

    def _press(self, key: str, sign: str) -> None:
        """A key of whoever writes from another desk: only on a page that they see whole, and only while it is lent."""
        from kiosk.desk.watched import is_open

        app, visit = self.app, self.app.visit
        if self.bell.host.control != LENT or not is_open(visit, app.sheet.card) or not (sign.isprintable() and len(sign) == 1 or key in _KEYS):
            return
        if key == "escape":
            app._does(key)
        else:
            visit.from_afar = visit.session.at
            app._follow(app.sheet.press(key, sign))
        self.shown()

    def shown(self) -> None:
        """Another card, or more on it: whoever sees the page sees that."""
        if self.bell is None or self.app.visit is None:
            return
        visit = self.app.visit
        if visit.typed_from_afar() and self.app.sheet.card.name != self._name:
            visit.from_afar = None
        self._name = self.app.sheet.card.name
        if not self.bell.host.is_watched or self.app.busy:
            # a visit that is doing something shows its card when it has done it
            return
        from kiosk.desk.watched import as_seen

        typed = self.app.sheet.typed() if self.bell.host.control == LENT else None
        self.bell.host.show(as_seen(visit, self.app.sheet.card, typed))
        self.bell.nudge()
