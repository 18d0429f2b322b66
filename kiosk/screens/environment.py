"""What must be true of the process before Textual is loaded: no variable steers it, no key stops it.

Textual reads its variables while it is imported, so this module may import nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios

_ESCAPE_DELAY_MS = "40"
_IGNORED = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2)


def clear_environment() -> None:
    """Drop every variable that would make Textual log keys, import code or start a browser."""
    for name in list(os.environ):
        if name.startswith("TEXTUAL") or name in ("BROWSER", "PYTHONBREAKPOINT", "COLUMNS", "LINES"):
            del os.environ[name]
    os.environ["ESCDELAY"] = _ESCAPE_DELAY_MS
    os.environ["TEXTUAL_ANIMATIONS"] = "none"


def lock_terminal() -> None:
    """No signal keys, no flow control, no echo: also while Python starts and after it ends.

    SIGHUP is left alone: a process without its terminal must die, or it spins for ever.
    """
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    if not sys.stdin.isatty():
        return
    modes = termios.tcgetattr(0)
    modes[0] &= ~(termios.IXON | termios.IXOFF)
    modes[3] &= ~(termios.ISIG | termios.ECHO | termios.ICANON | termios.IEXTEN)
    termios.tcsetattr(0, termios.TCSANOW, modes)


clear_environment()
