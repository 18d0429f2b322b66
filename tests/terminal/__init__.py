"""Drives a full-screen program as a person does: a real pseudo-terminal, real bytes in, a real screen out.

    with Terminal([sys.executable, "-m", "kiosk"], 80, 24) as terminal:
        terminal.expect("Scegli la tua lingua")
        terminal.press("1", "enter")

Only whole frames are looked at: a screen half painted is never taken for one that is wrong.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.i18n import width
from tests.terminal.grid import Grid
from tests.terminal.keys import key, pasted, tap

_LEFT_OUT = ("COLUMNS", "LINES", "NO_COLOR")
_AFTER_ESCAPE = 0.12


class NotOnScreen(AssertionError):
    """What was waited for did not come; the message shows what was there instead."""


class Terminal:
    """A program in a terminal of its own; `lines` is the last whole frame, painted at `painted_at`."""

    def __init__(
        self, argv: Iterable[str], columns: int = 80, rows: int = 24, *, env: dict[str, str] | None = None, cwd: Path | None = None, name: str = "",
    ) -> None:
        self.argv, self.cwd = [str(part) for part in argv], cwd
        inherited = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        self.env = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(env or {})}
        self.grid = Grid(columns, rows, self._answer, self._framed, name)
        self.lines: list[str] = []
        self.written = bytearray()
        self.frames, self.painted_at, self.started_at = 0, 0.0, 0.0
        self.fd = -1

    def __enter__(self) -> Terminal:
        self.fd, program_side = pty.openpty()
        self._tell_size()
        self.started_at = time.perf_counter()
        self.process = subprocess.Popen(
            self.argv, stdin=program_side, stdout=program_side, stderr=program_side, cwd=self.cwd, env=self.env,
            preexec_fn=_own_terminal, close_fds=True,
        )
        os.close(program_side)
        os.set_blocking(self.fd, False)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self._until(lambda: self.process.poll() is not None, 1.0)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.fd)

    # hands

    def send(self, text: str | bytes) -> None:
        """Bytes, all at once."""
        left = text if isinstance(text, bytes) else text.encode()
        while left:
            try:
                left = left[os.write(self.fd, left) :]
            except BlockingIOError:
                self.read(0.01)

    def press(self, *names: str, gap: float = 0.0) -> None:
        """Keys by name, one write each; text in between is typed."""
        for name in names:
            self.send(key(name))
            self.read_for(max(gap, _AFTER_ESCAPE if name == "escape" else 0.0))

    def paste(self, text: str) -> None:
        self.send(pasted(text))

    def tap(self, label: str) -> None:
        """A finger on the middle of a text that is on the screen."""
        self.expect(label)
        column, row = self.find(label)
        self.send(tap(column + width(label) // 2, row))

    def resize(self, columns: int, rows: int) -> None:
        self.grid.resize(columns, rows)
        self._tell_size()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End or disturb the program from outside."""
        os.kill(self.process.pid, number)

    # eyes

    @property
    def text(self) -> str:
        """The last whole frame."""
        return "\n".join(self.lines)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def shows(self, text: str | re.Pattern[str]) -> bool:
        return text in self.text if isinstance(text, str) else bool(text.search(self.text))

    def find(self, label: str) -> tuple[int, int]:
        """Column and row of a text, in cells."""
        for row, line in enumerate(self.lines):
            if label in line:
                return width(line[: line.index(label)]), row
        raise NotOnScreen(f"{label!r} is not on the screen\n{self.picture()}")

    def expect(self, text: str | re.Pattern[str], timeout: float = 60.0) -> None:
        """Wait until a text is on the screen."""
        self.wait(lambda: self.shows(text), timeout, f"waited for {text!r}")

    def expect_gone(self, text: str, timeout: float = 60.0) -> None:
        """Wait until a text is not on the screen any more."""
        self.wait(lambda: not self.shows(text), timeout, f"{text!r} stayed")

    def wait(self, holds: Callable[[], bool], timeout: float = 60.0, what: str = "waited") -> None:
        """Wait for anything about the screen."""
        if not self._until(holds, timeout):
            state = "" if self.alive else f" (the program ended: {self.process.returncode})"
            raise NotOnScreen(f"{what}{state}\n{self.picture()}")

    def settle(self, quiet: float = 0.15, timeout: float = 60.0) -> None:
        """Wait until nothing was written for a while."""
        end, last = time.perf_counter() + timeout, time.perf_counter()
        while time.perf_counter() < end and time.perf_counter() - last < quiet:
            if self.read(0.01):
                last = time.perf_counter()
        self._look()

    def ended(self, timeout: float = 60.0) -> int:
        """Wait for the program to end by itself; its exit status."""
        self.wait(lambda: not self.alive, timeout, "the program goes on")
        self.settle(0.05)
        return self.process.returncode

    def time_to(self, text: str, holds: Callable[[], bool], timeout: float = 60.0) -> float:
        """Seconds from writing `text` to the end of the frame in which `holds` is true."""
        begun = time.perf_counter()
        self.send(text)
        self.wait(holds, timeout)
        return self.painted_at - begun

    def picture(self) -> str:
        """The last frame in a border, for a message."""
        edge = "+" + "-" * self.grid.columns + "+"
        rows = [f"|{line}{' ' * (self.grid.columns - width(line))}|" for line in self.lines]
        return "\n".join([edge, *rows, edge])

    def left_clean(self) -> dict[str, bool]:
        """What a program must have put back when it ends; each is true when it did."""
        on = self.grid.modes.get
        return {
            "main screen": self.grid.main is None, "mouse off": not any(on(mode) for mode in ("1000", "1002", "1003", "1006")),
            "paste mode off": not on("2004"), "cursor shown": on("25", True), "line wrap on": on("7", True),
        }

    # the wire

    def read(self, wait: float) -> bool:
        """Take what was written, waiting at most so long for something; True when something was."""
        if not select.select([self.fd], [], [], wait)[0]:
            return False
        try:
            found = os.read(self.fd, 65536)
        except OSError as error:
            if error.errno not in (errno.EIO, errno.EAGAIN):
                raise
            time.sleep(min(wait, 0.01))
            return False
        self.written += found
        self.grid.feed(found)
        if not self.frames:
            # Frames are marked only once the program has learned that this terminal knows how.
            self.painted_at = time.perf_counter()
            self._look()
        return True

    def read_for(self, seconds: float) -> None:
        """Go on reading for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def _until(self, holds: Callable[[], bool], timeout: float) -> bool:
        end = time.perf_counter() + timeout
        while not holds():
            left = end - time.perf_counter()
            if left <= 0:
                return False
            if not self.read(min(left, 0.05)) and not self.alive:
                self.settle(0.05)
                return holds()
        return True

    def _framed(self) -> None:
        self.frames += 1
        self.painted_at = time.perf_counter()
        self._look()

    def _look(self) -> None:
        if not self.grid.in_frame:
            self.lines = self.grid.lines()

    def _answer(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def _tell_size(self) -> None:
        size = struct.pack("HHHH", self.grid.rows, self.grid.columns, 0, 0)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)


def _own_terminal() -> None:
    """The child's side: a session of its own, with the pseudo-terminal as its terminal."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
