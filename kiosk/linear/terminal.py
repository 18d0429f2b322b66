"""The terminal under the plain prompts, where there is one: what it is set to, and what is taken off it between visits.

No key of it stops the kiosk, and it shows what is typed only while a line that may be seen is read.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_IGNORED = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGUSR1, signal.SIGUSR2)
_EMPTY = b"\x1b[H\x1b[2J\x1b[3J"
_INPUT, _LOCAL = 0, 3


class Terminal:
    """The modes of standard input: as they were found, and locked; nothing where it is no terminal."""

    def __init__(self) -> None:
        self.found = termios.tcgetattr(0) if sys.stdin.isatty() else None

    @property
    def is_there(self) -> bool:
        """Is it a terminal that nobody has hung up?"""
        return self.found is not None and os.isatty(0)

    @property
    def is_gone(self) -> bool:
        """Was it one, until somebody hung it up?"""
        return self.found is not None and not os.isatty(0)

    def lock(self) -> None:
        """No signal keys, no flow control, no echo.

        SIGHUP is left alone: a process without its terminal must end.
        """
        if self.found is not None:
            for number in _IGNORED:
                signal.signal(number, signal.SIG_IGN)
            self._set(0)

    @contextmanager
    def typing(self, masked: bool) -> Iterator[None]:
        """While a line is read it is seen; of a `masked` one only its end."""
        self._set(termios.ECHONL if masked else termios.ECHO)
        try:
            yield
        finally:
            self._set(0)

    def empty(self) -> None:
        """Nothing of a visit stays: not on the screen, not in its history, not among the keys that nobody has read."""
        if os.isatty(1):
            with suppress(OSError):
                os.write(1, _EMPTY)
        if self.found is not None:
            with suppress(termios.error):
                termios.tcflush(0, termios.TCIFLUSH)

    def unlock(self) -> None:
        """As it was found; of a terminal that has gone there is nothing to put back."""
        if self.found is not None:
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self.found)

    def _set(self, shown: int) -> None:
        if self.found is None:
            return
        modes = [*self.found]
        modes[_INPUT] = modes[_INPUT] & ~(termios.IXON | termios.IXOFF | termios.IGNCR | termios.INLCR) | termios.ICRNL
        modes[_LOCAL] &= ~(termios.ISIG | termios.IEXTEN | termios.ECHO | termios.ECHONL)
        # a control sign is shown as two letters: as itself it could steer the terminal
        modes[_LOCAL] |= termios.ICANON | termios.ECHOE | termios.ECHOCTL | shown
        with suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, modes)


class Keyboard:
    """Standard input, never read beyond the line: the next visit's lines are for the next visit's process.

    `whole`: a line that ended before its Enter was not given; so it is on a terminal.
    """

    def __init__(self, whole: bool) -> None:
        self.whole = whole

    def readline(self) -> str:
        """One line with its end; "" when the input has ended."""
        line, sign = bytearray(), b""
        while not line.endswith(b"\n") and (sign := _read()):
            line += sign
        return line.decode(sys.stdin.encoding, "replace") if sign or not self.whole else ""


def _read() -> bytes:
    try:
        return os.read(0, 1)
    except OSError:
        # the terminal has gone
        return b""
