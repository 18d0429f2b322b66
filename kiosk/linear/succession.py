"""One visit after the other as plain prompts, each a process of its own: what was typed ends with it.

From a terminal only an operator, the end of the terminal or a word from outside ends it; from a pipe, the end of the input too.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from kiosk import hardening
from kiosk.desk.courier import Courier
from kiosk.desk.visits import visits
from kiosk.linear.prompts import Linear
from kiosk.linear.terminal import Keyboard, Terminal

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

_OVER, _HALTED, _NOBODY, _FAILED = 0, 3, 4, 70
_TICK, _LONG, _PATIENCE = 1.0, 10.0, 5
_ENDS = (signal.SIGTERM, signal.SIGHUP)


class _Stopped(SystemExit):
    """Told to end from outside; `code` is the exit status."""


def run(open_desk: Callable[[], Desk], sender: list[str] | None = None) -> int:
    """Visit after visit; the exit status. `sender`: the command that runs beside, where something is sent or printed."""
    hardening.harden()
    terminal = Terminal()
    for number in _ENDS:
        signal.signal(number, _stop)
    terminal.lock()
    try:
        desk = open_desk()
        hardening.report_to(desk.config.folder / "crashes.log")
        beside = sender if desk.config.destinations or desk.config.printer.name else None
        return Succession(desk, terminal, Courier(beside) if beside else None).run()
    finally:
        terminal.unlock()
        if terminal.found is not None and sys.flags.inspect:
            # an interpreter told to stay would give its prompt to whoever sits there
            os._exit(1)


def _stop(number: int, _: object) -> None:
    for again in _ENDS:
        signal.signal(again, signal.SIG_IGN)
    raise _Stopped(128 + number)


class Succession:
    """Knows of each visit its process, and whether papers may lie in the printer; nothing else."""

    def __init__(self, desk: Desk, terminal: Terminal, courier: Courier | None) -> None:
        self.desk, self.terminal, self.courier = desk, terminal, courier
        # one sign that outlives a visit, however that ended
        self.papers, self.visit = mmap.mmap(-1, 1), 0

    def run(self) -> int:
        """Until an operator stops the kiosk or nobody can type any more; whatever the reason, the sender ends too."""
        failures = 0
        try:
            while failures < _PATIENCE:
                status = self._one_visit()
                if status in (_HALTED, _NOBODY) or self.terminal.is_gone:
                    return 0
                failures = failures + 1 if status != _OVER else 0
                if failures == _PATIENCE and self.terminal.is_there:
                    # no more than this may end it from a terminal: it only takes its time
                    time.sleep(_LONG)
                    failures -= 1
            return _FAILED
        finally:
            if self.courier:
                self.courier.end()

    def _one_visit(self) -> int:
        """Let the next visit happen, and take it off the terminal; how it ended."""
        line, held = self._fork()
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            while not select.select([line], [], [], _TICK)[0]:
                if self.courier:
                    self.courier.keep()
        except BaseException:
            os.kill(self.visit, signal.SIGKILL)
            raise
        finally:
            os.close(line)
            status = os.waitpid(self.visit, 0)[1]
            self.terminal.lock()
            self.terminal.empty()
        return os.waitstatus_to_exitcode(status)

    def _fork(self) -> tuple[int, set[signal.Signals]]:
        """The end of a line that the visit holds as long as it lives, and the signals to let through again."""
        line, its = os.pipe()
        own = os.getpid()
        # told to end before it knows its visit, this process would leave that behind
        held = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        self.visit = os.fork()
        if self.visit == 0:
            for number in _ENDS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
            self._attend(own)
        os.close(its)
        return line, held

    def _attend(self, parent: int) -> NoReturn:
        """One visit and the end of its process."""
        hardening.die_with_parent()
        if os.getppid() != parent:
            os._exit(_FAILED)
        if self.terminal.found is None:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            # a sign that the line cannot write must not end the visit
            sys.stdout.reconfigure(errors="replace")
            status = self._visits()
            sys.stdout.flush()
        except BaseException as error:
            hardening.note(error)
            status = _FAILED
        os._exit(status)

    def _visits(self) -> int:
        try:
            self.desk.open()
        except Exception as error:
            # each visit meets what is missing when it needs it
            hardening.note(error)
        self.desk.bell.start()
        for visit in visits(self.desk):
            if self.papers[0]:
                visit.find_papers()
            visit.papers.tell = lambda left: self.papers.__setitem__(0, left)
            somebody = Linear(visit, Keyboard(self.terminal.found is not None), typing=self.terminal.typing).run()
        return _HALTED if visit.halted else _OVER if somebody or self.terminal.is_there else _NOBODY
