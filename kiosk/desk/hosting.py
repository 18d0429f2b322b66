"""The kiosk's end of a joining, against the store: hears who asks, tells what may be seen, empties the row at its end.

Run by the bell's thread. A store that is away tells nobody anything: the page is seen again when it is back.
"""

from __future__ import annotations

from kiosk.desk.calls import Calls, Joined
from kiosk.desk.joining import ASKED, CLOSED, NOBODY, OPEN, REFUSED, Host
from kiosk.desk.wire import Wire

SILENT = 30.0
"""Seconds without a letter of the operator's, after which nobody is there to see anything."""


class Hosting:
    """One joining of one call; `round` is called again and again."""

    def __init__(self, calls: Calls, call: str) -> None:
        self._calls, self.call, self._wire = calls, call, None
        self._told: dict | None = None
        self._heard_at, self._reader, self._over = 0.0, "", False

    def round(self, host: Host, now: float) -> None:
        """Take in what came, hand out what changed; `now` in seconds."""
        joined = None if self._over else self._calls.joined(self.call)
        if joined is None:
            return host.close()
        if joined.joining == ASKED and host.state == NOBODY:
            host.ask(joined.asker)
            self._heard_at, self._reader = now, joined.reader
        if joined.joining not in (ASKED, OPEN) or joined.reader != self._reader:
            host.close()
        elif host.state == OPEN:
            self._talk(host, joined, now)
        if host.state in (REFUSED, CLOSED):
            self._end(host)
        return None

    def _talk(self, host: Host, joined: Joined, now: float) -> None:
        if self._wire is None:
            self._wire, self._heard_at = Wire(), now
        letter = self._wire.open(joined.done, joined.reader)
        if letter is not None:
            self._heard_at = now
            host.hear(letter)
        elif now - self._heard_at > SILENT:
            return host.close()
        told = host.tell()
        if told != self._told:
            sealed = self._wire.seal(told, joined.reader)
            if not self._calls.put(self.call, joining=OPEN, writer=self._wire.public, shown=sealed):
                return host.close()
            self._told = told
        return None

    def _end(self, host: Host) -> None:
        # who was refused does not ask again; who went away, or fell silent, may
        self._calls.part(self.call, self._reader, REFUSED if host.state == REFUSED else NOBODY)
        self._over, self._wire, self._told = True, None, None
