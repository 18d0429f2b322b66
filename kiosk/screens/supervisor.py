"""One process for each visitor: forked warm, ended with the visit. What a visitor typed dies with its memory.

The process that forks holds nothing of any visit. It keeps the terminal locked, and puts it right after a visit that
ended badly.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from kiosk.screens.app import HALTED, KioskApp
from kiosk.screens.environment import lock_terminal
from kiosk.screens.watch import Waits

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

_UNDO = (
    "\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?2026l"
    "\x1b[?7h\x1b[?25l\x1b[0m\x1b[?1049l\x1b[H\x1b[2J\x1b[3J"
)
_MOMENT = "\r\n\r\n   Un momento / One moment / لحظة / 请稍候"
_SHORT, _LONG, _PATIENCE = 0.3, 10.0, 5


def run(desk: Desk) -> int:
    """Visit after visit until an operator stops the kiosk; the exit status."""
    lock_terminal()
    failures = 0
    while True:
        status = _one_visit(desk)
        if status == HALTED:
            _write(_UNDO + "\x1b[?25h")
            return 0
        failures = failures + 1 if status else 0
        if status:
            _write(_UNDO + _MOMENT)
            lock_terminal()
            time.sleep(_LONG if failures > _PATIENCE else _SHORT)


def _one_visit(desk: Desk) -> int:
    """Fork, let the visit happen, and say how it ended."""
    sys.stdout.flush()
    visit = os.fork()
    if visit == 0:
        os._exit(_visit(desk))
    _, status = os.waitpid(visit, 0)
    return os.waitstatus_to_exitcode(status)


def _visit(desk: Desk) -> int:
    from kiosk.desk.visit import Visit

    folder, timeouts = desk.config.folder, desk.config.timeouts
    waits = Waits(idle=timeouts.idle, warning=timeouts.warning, end=timeouts.end_page)
    visits = iter([Visit(desk)])
    app = KioskApp(lambda: next(visits, None), waits=waits, crash_log=folder / "crashes.log")
    # Whatever a library says must not be written over the page; Textual draws on the true error stream.
    with open(folder / "messages.log", "a", encoding="utf-8") as sys.stderr:
        app.run()
    return app.return_code or 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
