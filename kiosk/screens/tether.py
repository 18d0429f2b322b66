"""What a visit and the supervisor may say to each other: single signs, so that nothing of a visit can pass.

The visit waits at its end until it may begin, says that it lives, and says when it is over. When one of the two
dies the other one reads the end of the line.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import time

from kiosk import hardening
from kiosk.screens import curtain

ALIVE, SETTLED, OVER, HALTED, PAPERS, TAKEN = b".", b"s", b"o", b"h", b"p", b"t"
"""Said by the visit: it lives; nothing more is to be loaded; it ended (or: the kiosk is to stop); papers lie in the printer, or no more."""
BEGIN, BEGIN_WITH_PAPERS = b"b", b"B"
"""Said by the supervisor: the terminal is yours (and something may lie in the printer)."""
STATUS = {OVER: 0, HALTED: 3}
SILENT, ENDING = 30.0, 2.0


class Tether:
    """The end of the line that a visit holds."""

    def __init__(self, line: socket.socket, supervisor: int) -> None:
        self._line, self._supervisor = line, supervisor
        self.papers = False

    def fileno(self) -> int:
        return self._line.fileno()

    def wait(self) -> None:
        """Until this visit may begin; when the supervisor has died instead, nothing of a visit stays on the screen.

        The death of the supervisor hangs the terminal up: by its name it can still be opened, and cleared.
        """
        place = os.ttyname(1) if os.isatty(1) else ""
        sign = self._line.recv(1)
        if not sign:
            curtain.take_down(place)
            os._exit(0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        hardening.die_with_parent()
        if os.getppid() != self._supervisor:
            os._exit(0)
        self.papers = sign == BEGIN_WITH_PAPERS

    def say(self, sign: bytes) -> None:
        """Never waits: a supervisor that does not listen must not hold up the visitor."""
        try:
            self._line.send(sign, socket.MSG_DONTWAIT)
        except OSError:
            pass

    def end(self, sign: bytes) -> None:
        """Say how it ended, and die with everything in memory; nothing runs after this."""
        self.say(sign)
        os._exit(STATUS[sign])


class Leashed:
    """A visit's process as the supervisor sees it: how it is, never what is in it."""

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid, self._line = pid, line
        self.ended = b""
        self.settled = self.gone = self.papers = False
        self.heard_at = self.over_at = time.monotonic()

    def fileno(self) -> int:
        return self._line.fileno()

    def begin(self, papers: bool) -> None:
        """Give it the terminal."""
        self.heard_at, self.papers = time.monotonic(), papers
        try:
            self._line.send(BEGIN_WITH_PAPERS if papers else BEGIN)
        except OSError:
            self.gone = True

    def listen(self) -> None:
        """Take in what it has said."""
        try:
            said = self._line.recv(4096)
        except OSError:
            said = b""
        self.gone = self.gone or not said
        self.heard_at = time.monotonic()
        for sign in (said[place : place + 1] for place in range(len(said))):
            self._hear(sign)

    def _hear(self, sign: bytes) -> None:
        self.settled = self.settled or sign == SETTLED
        self.papers = {PAPERS: True, TAKEN: False}.get(sign, self.papers)
        if sign in STATUS and not self.ended:
            self.ended, self.over_at = sign, time.monotonic()

    @property
    def overdue(self) -> bool:
        """Has it hung: silent for long, or over and not ended? Time asleep with the machine does not count."""
        now = time.monotonic()
        return now - self.heard_at > SILENT or bool(self.ended) and now - self.over_at > ENDING

    def kill(self) -> None:
        """End it if it has not ended, and let nothing of it stay, not even its number."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        self._line.close()

    def close(self) -> None:
        """In a process forked later: this line is none of its own."""
        self._line.close()


def listen(those: list[Leashed], wait: float) -> None:
    """Wait so many seconds at most until one of them says something."""
    for one in select.select(those, [], [], wait)[0]:
        one.listen()
