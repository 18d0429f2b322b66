"""One visit after the other: forked warm, ended with the visit. What a visitor typed dies with its memory.

While one visit runs, the next one waits, ready but for the terminal. A visit that hangs is killed; what it left behind,
on the terminal or as a process, ends before the next one begins.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.desk.courier import Courier
from kiosk.screens import curtain, orphans, tether
from kiosk.screens.environment import TerminalModes
from kiosk.screens.tether import HALTED, Leashed, Tether
from kiosk.screens.visiting import attend

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

_ENDS = (signal.SIGTERM, signal.SIGHUP)
_TICK, _AGAIN, _LONG, _PATIENCE = 1.0, 1.0, 10.0, 5


class Succession:
    """Knows of each visit its process, and whether papers may lie in the printer; nothing else."""

    def __init__(self, desk: Desk, modes: TerminalModes, sender: list[str] | None) -> None:
        self.desk, self.modes = desk, modes
        self.courier = Courier(sender) if sender else None
        self.visit: Leashed | None = None
        self.spare: Leashed | None = None
        self.papers = False
        self.failures, self._not_before = 0, 0.0

    def run(self) -> None:
        """Until an operator stops the kiosk; whatever the reason, no child is left."""
        try:
            while self._one_visit():
                self._between()
        finally:
            if self.courier:
                self.courier.end()
            orphans.end_all_but(set())

    def _one_visit(self) -> bool:
        """Let the next visit happen; False when it ended with the order to stop."""
        self.visit, self.spare = self.spare or self._fork(), None
        self.visit.begin(self.papers)
        while not self.visit.gone and not self.visit.overdue:
            self._wait()
        self.visit.kill()
        self.papers = self.visit.papers
        self.failures = 0 if self.visit.ended else self.failures + 1
        return self.visit.ended != HALTED

    def _between(self) -> None:
        """Nothing of the visit goes on, and nothing of it stays on the terminal."""
        orphans.end_all_but(self._others())
        self.modes.lock()
        curtain.draw_curtain()
        self.modes.forget_keys()
        tired = self.failures > _PATIENCE
        if self.spare is None or tired:
            curtain.greet()
        if tired:
            time.sleep(_LONG)

    def _others(self) -> set[int]:
        return ({self.spare.pid} if self.spare else set()) | (self.courier.pids if self.courier else set())

    def _wait(self) -> None:
        """One second, or until a process says something; what the visitor does not wait for is done meanwhile."""
        tether.listen([one for one in (self.visit, self.spare) if one], _TICK)
        if self.spare is not None and self.spare.gone:
            self.spare.kill()
            self.spare, self._not_before = None, time.monotonic() + _AGAIN
        if self.spare is None and self.visit.settled and time.monotonic() >= self._not_before:
            self._warm()
            self.spare = self._fork()
        if self.courier and self.visit.settled:
            self.courier.keep()

    def _warm(self) -> None:
        try:
            self.desk.warm(0)
        except Exception as error:
            # then each visit loads for itself; it must not end the process that is always there
            hardening.note(error)

    def _fork(self) -> Leashed:
        """A process that waits until it may begin; it holds no line but its own."""
        ours, theirs = socket.socketpair()
        supervisor, others = os.getpid(), [one for one in (self.visit, self.spare) if one]
        # told to end while a fork is under way, this process would lose that word: what its hooks raise is dropped
        held = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        pid = os.fork()
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if pid:
            theirs.close()
            return Leashed(pid, ours)
        for one in (ours, *others):
            one.close()
        attend(self.desk, Tether(theirs, supervisor))
