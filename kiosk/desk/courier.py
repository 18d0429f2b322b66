"""The sender as a process of its own beside the visits: it sees sealed envelopes only, and never the terminal."""

from __future__ import annotations

import subprocess
import time

from kiosk import hardening

_PAUSE, _GRACE = 10.0, 2.0


class Courier:
    """Keeps the command `argv` running: begun anew, after a pause, when it has ended."""

    def __init__(self, argv: list[str], pause: float = _PAUSE) -> None:
        self.argv, self.pause = argv, pause
        self.process: subprocess.Popen | None = None
        self._not_before = 0.0

    @property
    def pids(self) -> set[int]:
        return {self.process.pid} if self.process else set()

    def keep(self) -> None:
        """Start it when it does not run; called every second or so."""
        if self.process is not None and self.process.poll() is not None:
            self.process, self._not_before = None, time.monotonic() + self.pause
        if self.process is None and time.monotonic() >= self._not_before:
            self._start()

    def end(self) -> None:
        """It ends with the kiosk; what it has not sent yet is sent another day."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self) -> None:
        silent = subprocess.DEVNULL
        try:
            self.process = subprocess.Popen(
                self.argv, stdin=silent, stdout=silent, stderr=silent, start_new_session=True, preexec_fn=hardening.die_with_parent,
            )
        except OSError:
            self._not_before = time.monotonic() + self.pause
