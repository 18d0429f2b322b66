"""The process that is always there: it holds nothing of any visit, owns the terminal, and forks a process for each visitor.

It greets at once, while the rest is still being loaded, keeps the keys locked from the first moment, and gives the
terminal back, empty, when it ends. What follows the greeting is in `succession`.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.desk import probe
from kiosk.screens import curtain
from kiosk.screens.environment import TerminalModes

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

_ENDS = (signal.SIGTERM, signal.SIGHUP)


class _Stopped(SystemExit):
    """Told to end from outside; `code` is the exit status."""


def run(open_desk: Callable[[], Desk], sender: list[str] | None = None) -> int:
    """Visit after visit until an operator stops the kiosk; the exit status. `sender`: the command that runs beside."""
    gc.disable()
    modes = TerminalModes()
    modes.lock()
    curtain.greet()
    answer = probe.ask_own(shutil.get_terminal_size().lines)
    for number in _ENDS:
        signal.signal(number, _stop)
    try:
        _visits(open_desk, modes, answer, sender)
    finally:
        curtain.take_down()
        modes.unlock()
        if sys.flags.inspect:
            # an interpreter told to stay would give its prompt to whoever stands there
            os._exit(1)
    return 0


def _stop(number: int, _: object) -> None:
    for again in _ENDS:
        signal.signal(again, signal.SIG_IGN)
    raise _Stopped(128 + number)


def _visits(open_desk: Callable[[], Desk], modes: TerminalModes, answer: probe.Answer, sender: list[str] | None) -> None:
    # loaded here, behind the greeting, so that no visit waits for it
    import kiosk.desk.visit
    import kiosk.screens.tethered  # noqa: F401
    from kiosk import hardening
    from kiosk.screens.succession import Succession

    hardening.harden()
    hardening.adopt_orphans()
    desk = open_desk()
    desk.look_at(answer)
    hardening.report_to(desk.config.folder / "crashes.log")
    # What is loaded stays for ever: looking for rubbish in it costs time, and memory that visits share.
    gc.freeze()
    gc.enable()
    # it is also what leaves nothing in the queue of the printer
    Succession(desk, modes, sender if desk.config.destinations or desk.config.printer.name else None).run()
