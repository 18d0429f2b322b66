"""The process of one visit: made ready without the terminal, begun when it is its turn, ended with the visit."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from kiosk import hardening
from kiosk.screens.tether import PAPERS, TAKEN, Tether
from kiosk.screens.watch import Waits

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit

_FAILED = 70


def attend(desk: Desk, tether: Tether) -> NoReturn:
    """The whole life of a process forked for one visit."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # until it has the terminal, the end of the one that has it is not its own
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        _own_error_stream()
        _run(desk, tether)
    except BaseException as error:
        hardening.note(error)
    os._exit(_FAILED)


def _run(desk: Desk, tether: Tether) -> None:
    from kiosk.desk.visits import visits
    from kiosk.screens.tethered import TetheredApp

    made = visits(desk)
    app = TetheredApp(
        tether, lambda: _told(next(made, None), tether), behind=desk.open, waits=_waits(desk),
        crash_log=desk.config.folder / "crashes.log", bell=desk.bell,
    )
    app.kiosk_screen.page.complex = desk.complex_scripts
    app.run()


def _told(visit: Visit | None, tether: Tether) -> Visit | None:
    """The supervisor hears of the papers of a visit."""
    if visit is not None:
        visit.papers.tell = lambda left: tether.say(PAPERS if left else TAKEN)
    return visit


def _waits(desk: Desk) -> Waits:
    said = desk.config.timeouts
    return Waits(idle=said.idle, warning=said.warning, hidden=said.hidden, end=said.end_page, language=said.language, assisted=said.assisted)


def _own_error_stream() -> None:
    """Textual draws on the true error stream; what any library writes there must not come over the page, nor anywhere."""
    sys.__stderr__ = open(os.dup(2), "w", encoding=sys.__stderr__.encoding, errors="backslashreplace")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
