"""The bell of a kiosk: what its visit calls, and what the other desks call, without anybody waiting for the store.

The visit only says what it wants (`ring`, `hush`); a thread of the visit's process tells the store, and asks it. A store
that is away changes nothing on the screen: the sign AIUTO stays, and the call is written when the store is back.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.desk.joining import CLOSED, Host
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.calls import Call, Calls
    from kiosk.desk.hosting import Hosting

LATE, LONG = 60.0, 180.0
"""Seconds without an answer after which the card says so, and says what else can be done."""
_ROUND, _JOINED, _AT_REST, _BEAT = 1.0, 0.25, 5.0, 15.0
_UNAVAILABLE = (KioskError, OSError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visit calls for."""

    id: str
    language: str
    kind: str


class Bell:
    """`open_calls` opens the store, or fails as a store may; `clock` counts seconds."""

    def __init__(self, open_calls: Callable[[], Calls], clock: Callable[[], float] = time.monotonic) -> None:
        self._open, self._clock = open_calls, clock
        self._wanted: Wanted | None = None
        self._written: Wanted | None = None
        self._rang_at = self._beat_at = self._looked_at = float("-inf")
        self._lock, self._stir, self._calm = threading.Lock(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._over = False
        self.call: Call | None = None
        self.others: tuple[Call, ...] = ()
        self.host = Host()
        self._line: Hosting | None = None
        self.at_rest: Callable[[], bool] = lambda: False

    # what the visit says; none of it waits

    def ring(self, language: str, kind: str) -> None:
        """Somebody is wanted; again, it is the same call."""
        if self._wanted is None:
            self._rang_at = self._clock()
            self._wanted = Wanted(secrets.token_hex(16), language, kind)
        else:
            self._wanted = Wanted(self._wanted.id, language, self._wanted.kind)
        self._wake()

    def hush(self, wait: float = 0.0) -> None:
        """Nobody is wanted any more; `wait` is how long, at most, the store may take to hear it."""
        self._wanted, self.call = None, None
        self.host, self._line = Host(), None
        # a round that is under way may be writing the call at this moment
        if self._written is not None or self._lock.locked():
            self._wake()
            if wait and self._thread is not None:
                self._calm.wait(wait)

    @property
    def standing(self) -> str:
        """How the call stands: "" none, "waiting", "late" and "long" while nobody answers, "coming"."""
        if self._wanted is None:
            return ""
        if self.call is not None and self.call.state == "answered":
            return "coming"
        passed = self._clock() - self._rang_at
        return "waiting" if passed < LATE else "late" if passed < LONG else "long"

    def _wake(self) -> None:
        self._calm.clear()
        self._stir.set()

    # what the thread does

    def start(self) -> None:
        """From now on the store is told and asked, by a thread of this process; once is enough."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """The thread ends after the round it is in."""
        self._over = True
        self._stir.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._over:
            self._stir.clear()
            try:
                self.round()
            except Exception as error:
                # help may fail to be called by wire; it must not fail the visit
                hardening.note(error)
            if self.is_told:
                self._calm.set()
            self._stir.wait(_JOINED if self.host.state in ("asked", "open") else _ROUND)

    @property
    def is_told(self) -> bool:
        """Has the store heard the last of it?"""
        wanted, written = self._wanted, self._written
        return (wanted and wanted.id) == (written and written.id)

    def round(self) -> bool:
        """Tell the store what is wanted and look what stands there; False when it is away."""
        with self._lock:
            try:
                self._tell()
                self._look_around()
            except _UNAVAILABLE:
                return False
        return True

    def _tell(self) -> None:
        wanted, written = self._wanted, self._written
        if written is not None and (wanted is None or wanted.id != written.id):
            self._open().end(written.id)
            self._written = None
        if wanted is not None and wanted != self._written:
            self._open().ring(wanted.id, wanted.language, wanted.kind)
            self._written, self._beat_at = wanted, self._clock()
        if wanted is not None:
            self._hear(wanted)

    def _hear(self, wanted: Wanted) -> None:
        calls, due = self._open(), self._clock() - self._beat_at >= _BEAT
        call = calls.beat(wanted.id) if due else calls.look(wanted.id)
        self._beat_at = self._clock() if due else self._beat_at
        if call is None:
            # it was taken for dead: the machine slept, or the store was away for long
            self._written = None
        if self._wanted is not None and self._wanted.id == wanted.id:
            self.call = call
            if call is not None and (call.joining or self._line is not None):
                self._join(calls, call)

    def _join(self, calls: Calls, call: Call) -> None:
        """Somebody asks to see this page, or sees it."""
        from kiosk.desk.hosting import Hosting

        host, line = self.host, self._line
        if line is None or line.call != call.id:
            line = Hosting(calls, call.id)
        self._line = line
        line.round(host, self._clock())
        if host.state == CLOSED and self.host is host:
            self.host, self._line = Host(), None

    def nudge(self) -> None:
        """There is something to tell: at once, not at the next round."""
        self._stir.set()

    def _look_around(self) -> None:
        """At rest only, and not at every round: in the middle of a visit nobody reads what the others call."""
        if not self.at_rest():
            self.others = ()
        elif self._clock() - self._looked_at >= _AT_REST:
            self._looked_at = self._clock()
            self.others = self._open().elsewhere()


class Belled:
    """The part of a `Desk` that calls: its bell, over a store that is loaded when it is first told something."""

    @cached_property
    def bell(self) -> Bell:
        """What is called from here, and what the other desks call."""
        return Bell(self._calls)

    def _calls(self) -> Calls:
        from kiosk.desk.calls import Calls
        return Calls(self.database, self.config.desk.id)
