"""What must be true of the process before Textual is loaded: no variable steers it, no key stops it.

Textual reads its variables while it is imported, so this module may import nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable

_ESCAPE_DELAY_MS = "40"
# how long a letter may wait for the next frame: at the usual 60 a second, up to 16 ms
_FRAMES_A_SECOND = "240"
_IGNORED = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2)


def clear_environment() -> None:
    """Drop every variable that would make Textual log keys, import code or start a browser."""
    for name in list(os.environ):
        if name.startswith("TEXTUAL") or name in ("BROWSER", "PYTHONBREAKPOINT", "COLUMNS", "LINES"):
            del os.environ[name]
    os.environ["ESCDELAY"] = _ESCAPE_DELAY_MS
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    os.environ["TEXTUAL_FPS"] = _FRAMES_A_SECOND


def lock_terminal() -> Callable[[], None]:
    """No signal keys, no flow control, no echo: before the first screen, between visits, after a crash.

    What it gives puts the terminal back as it was, for when an operator has stopped the kiosk.
    SIGHUP is left alone: a process without its terminal must die, or it spins for ever.
    """
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    if not sys.stdin.isatty():
        return lambda: None
    modes, before = termios.tcgetattr(0), termios.tcgetattr(0)
    modes[0] &= ~(termios.IXON | termios.IXOFF)
    modes[3] &= ~(termios.ISIG | termios.ECHO | termios.ICANON | termios.IEXTEN)
    termios.tcsetattr(0, termios.TCSANOW, modes)
    return lambda: termios.tcsetattr(0, termios.TCSANOW, before)


clear_environment()
