"""What must be true of the process before Textual is loaded: no variable steers it, no key stops it.

Textual reads its variables while it is imported, so this module may import nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from contextlib import suppress

from kiosk import hardening

_ESCAPE_DELAY_MS = "40"
# how long a letter may wait for the next frame: at the usual 60 a second, up to 16 ms
_FRAMES_A_SECOND = "240"
_IGNORED = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGUSR1, signal.SIGUSR2)


def clear_environment() -> None:
    """Drop every variable that would make Textual log keys, import code or start a browser."""
    hardening.clear_environment()
    os.environ["ESCDELAY"] = _ESCAPE_DELAY_MS
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    os.environ["TEXTUAL_FPS"] = _FRAMES_A_SECOND


class TerminalModes:
    """The modes of the terminal: as they were found, and locked."""

    def __init__(self) -> None:
        self.found = termios.tcgetattr(0) if sys.stdin.isatty() else None

    def lock(self) -> None:
        """No signal keys, no flow control, no echo: before the first screen, between visits, after a crash.

        SIGHUP is left alone: a process without its terminal must die, or it spins for ever.
        """
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)
        if self.found is None:
            return
        modes = [*self.found]
        modes[0] &= ~(termios.IXON | termios.IXOFF)
        modes[3] &= ~(termios.ISIG | termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(0, termios.TCSANOW, modes)

    def forget_keys(self) -> None:
        """What was typed and not read yet was meant for the visit that has ended."""
        if self.found is not None:
            termios.tcflush(0, termios.TCIFLUSH)

    def unlock(self) -> None:
        """As it was found, for when an operator has stopped the kiosk; of a terminal that has gone there is nothing to put back."""
        if self.found is not None:
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self.found)


clear_environment()
