"""The operator's end of a joining, against the store: asks, sees what may be seen, sends keys that were lent."""

from __future__ import annotations

from kiosk.desk.calls import Calls
from kiosk.desk.joining import ASKED, CLOSED, NOBODY, OPEN, REFUSED, Guest
from kiosk.desk.wire import Wire

_BEAT = 5.0


class LookingOn:
    """One joining; `round` is called again and again, off the screen's thread. DatabaseFailed when the store is away."""

    def __init__(self, calls: Calls, call: str) -> None:
        self._calls, self._call = calls, call
        self._wire: Wire | None = Wire()
        self._public = self._wire.public
        self.guest = Guest()
        self._told: dict | None = None
        self._told_at = float("-inf")

    def ask(self, by: str) -> bool:
        """False when somebody sees it already, the visitor refused before, or the call is gone."""
        return self._calls.ask_to_see(self._call, by, self._public)

    def round(self, now: float) -> None:
        """Take in what came, hand out what changed; `now` in seconds."""
        guest, wire = self.guest, self._wire
        if wire is None:
            return None
        joined = self._calls.joined(self._call)
        if joined is None or joined.joining in (REFUSED, NOBODY) or joined.reader != self._public:
            return self._close(REFUSED if joined is not None and joined.joining == REFUSED else CLOSED)
        letter = wire.open(joined.shown, joined.writer) if joined.writer else None
        if letter is not None:
            guest.hear(letter)
        told = guest.tell()
        if joined.writer and (told != self._told or now - self._told_at >= _BEAT):
            # also when there is nothing to tell: it says that somebody is there
            self._calls.put(self._call, done=wire.seal(told, joined.writer))
            self._told, self._told_at = told, now
        return None

    def leave(self) -> None:
        """The operator sees no more; nothing of the page stays, here or in the store."""
        was_there = self.guest.state in (ASKED, OPEN)
        self._close(CLOSED)
        if was_there:
            self._calls.part(self._call, self._public, NOBODY)

    def _close(self, state: str) -> None:
        """The key goes too: what somebody kept of the sealed letters stays shut."""
        self._wire = self._told = None
        self.guest.close(state)
