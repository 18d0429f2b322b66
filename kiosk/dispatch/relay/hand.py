"""Hands on what has come in: the sender of the desks once more, with a way that opens each envelope in memory first.

Several relays on one store take an envelope one at a time; whoever gets it after a crash hands it on under the same id.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.config import Config, Relay
from kiosk.database import Database
from kiosk.dispatch.channels import Channel
from kiosk.dispatch.outbox import PERSON, Outbox, Outcome, Parcel
from kiosk.dispatch.relay import opened
from kiosk.dispatch.relay.ways import Way
from kiosk.dispatch.sender import Sender
from kiosk.errors import DatabaseFailed, Rejected

if TYPE_CHECKING:
    from uvicorn import Server

POLL, PAUSE = 2.0, 30.0
_FAREWELL = 10.0
# in base64 a file is a third longer
_LONGER = 1.4


class Unsealing:
    """A channel that opens what it is given with the office's key file, and hands it on."""

    def __init__(self, way: Way, secret: str) -> None:
        self._way, self._secret = way, secret
        self.close = way.close

    def deliver(self, parcel: Parcel) -> Outcome:
        try:
            found = opened.unseal(parcel.content, self._secret)
        except Rejected:
            return Outcome(PERSON, "not opened")
        return self._way.hand(parcel, found)

    def longest(self, size: int) -> float:
        return self._way.longest(int(size * _LONGER))


class Hander(Sender):
    """One worker beside the server; `channel` is where everything goes."""

    def __init__(self, config: Config, relay: Relay, database: Database, channel: Channel) -> None:
        super().__init__(replace(config, destinations=(relay.hand,)))
        self._outboxes[config.store], self._only = Outbox(database), channel
        self._woken = threading.Event()
        self._worker: threading.Thread | None = None
        self.has_failed = False

    def once(self) -> int:
        """Tries everything that is due now; how many were handled. DatabaseFailed when the store is away."""
        return self._empty(self._outbox(self._config.store))

    def _channel(self, name: str) -> Channel:
        return self._only

    def wake(self) -> None:
        """Something has come in."""
        self._woken.set()

    def start(self, server: Server) -> None:
        """Works beside the server; if the worker ever ended by itself, the server would end too."""
        self._worker = threading.Thread(target=self._work, args=(server,), daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Lets the envelope at hand be finished, for a while: after that its lease ends, and it is handed on another time."""
        self._stopping = True
        self._woken.set()
        if self._worker:
            self._worker.join(_FAREWELL)

    def _work(self, server: Server) -> None:
        try:
            while not self._stopping:
                self._woken.wait(self._round())
                self._woken.clear()
            self._only.close()
        finally:
            self.has_failed = not self._stopping
            server.should_exit = True

    def _round(self) -> float:
        """Seconds to wait before the next one."""
        try:
            self.once()
        except DatabaseFailed:
            return PAUSE
        return POLL
