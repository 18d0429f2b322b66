"""One process for each visitor: forked warm, ended with the visit. What a visitor typed dies with its memory.

The process that forks holds nothing of any visit. It owns the terminal between visits: it greets at once, while the
rest is still being loaded, keeps the keys locked, and puts right what a visit that ended badly left behind.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.i18n import italian
from kiosk.screens.drawing import draw
from kiosk.screens.environment import lock_terminal
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from kiosk.screens.watch import HALTED, Waits, rest_card

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

_UNDO = (
    "\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?2026l"
    "\x1b[?7h\x1b[0m"
)
_GROUND = "\x1b[?1049h\x1b[?25l\x1b[38;2;255;255;255;48;2;11;31;51m\x1b[H\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[0m\x1b[?1049l\x1b[H\x1b[2J\x1b[3J"
_SHORT, _LONG, _PATIENCE = 0.3, 10.0, 5


def run(open_desk: Callable[[], Desk]) -> int:
    """Visit after visit until an operator stops the kiosk; the exit status."""
    gc.disable()
    unlock = lock_terminal()
    greet()
    try:
        import kiosk.desk.visit
        import kiosk.screens.app  # noqa: F401  (loaded here, so that no visit waits for it)

        desk = open_desk()
        # What is loaded stays for ever: looking for rubbish in it costs time, and memory that visits share.
        gc.freeze()
        gc.enable()
        _visits(desk)
    finally:
        _write(_UNDO + _LEAVE)
        unlock()
    return 0


def greet() -> None:
    """The time and a greeting, painted without anything that takes long to load."""
    columns, height = shutil.get_terminal_size()
    card = rest_card(italian())
    rows = draw(Sheet(card, italian(), None), Look(columns, height, italian()))
    spans = [(number, *span) for number, row in enumerate(rows, 1) for span in painted(row, columns, "ltr")]
    texts = [f"\x1b[{number};{column + 1}H{text}" for number, column, text, *_ in spans]
    _write(_GROUND + "".join(texts))


def _visits(desk: Desk) -> None:
    failures = 0
    while (status := _one_visit(desk)) != HALTED:
        failures = failures + 1 if status else 0
        _write(_UNDO)
        greet()
        if status:
            lock_terminal()
            time.sleep(_LONG if failures > _PATIENCE else _SHORT)


def _one_visit(desk: Desk) -> int:
    """Fork, let the visit happen, and say how it ended."""
    visit = os.fork()
    if visit == 0:
        os._exit(_visit(desk))
    desk.warm()
    _, status = os.waitpid(visit, 0)
    return os.waitstatus_to_exitcode(status)


def _visit(desk: Desk) -> int:
    from kiosk.desk.visit import Visit
    from kiosk.screens.app import KioskApp

    folder, timeouts = desk.config.folder, desk.config.timeouts
    waits = Waits(idle=timeouts.idle, warning=timeouts.warning, end=timeouts.end_page)
    visits = iter([Visit(desk)])
    app = KioskApp(lambda: next(visits, None), behind=desk.open, waits=waits, crash_log=folder / "crashes.log")
    # Whatever a library says must not be written over the page; Textual draws on the true error stream.
    with open(folder / "messages.log", "a", encoding="utf-8") as sys.stderr:
        app.run()
    return app.return_code or 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
