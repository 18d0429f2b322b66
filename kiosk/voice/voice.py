"""One reading, as whoever asked for it sees it: a text at a time, and silence at once when it is wanted.

The speaking process leads a group of its own, so that nothing it started outlives it. `hush` may come from any thread.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys

from kiosk.voice.mouth import SAID, SILENT, UNVOICED
from kiosk.voice.programs import environment

__all__ = ["SAID", "SILENT", "UNVOICED", "Voice"]
_LEAST, _A_SIGN = 15.0, 0.5
"""Seconds that a text may take before its speaker has hung, and more for each sign of it: no voice is so slow."""
_OWN = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


class Voice:
    """Good for one reading. `folder` holds the recordings, "" for none; `speed` is in words a minute."""

    def __init__(self, folder: str = "", speed: int = 140, patience: float = _LEAST) -> None:
        self.folder, self.speed, self.patience = folder, speed, patience
        self._process: subprocess.Popen | None = None
        self._hushed = False

    def say(self, text: str, language: str) -> str:
        """Waits until it is said: SAID, UNVOICED when nothing here can, SILENT when that failed, hung or was hushed."""
        return self._asked({"say": text, "language": language}, text)

    def can_say(self, text: str, language: str) -> bool:
        """Is there something here that could say it?"""
        return self._asked({"can": text, "language": language}, text) == SAID

    def _asked(self, question: dict[str, str], text: str) -> str:
        try:
            if self._process is None:
                self._begin()
            self._write(question)
            answer = self._answer(self.patience + _A_SIGN * len(text))
        except OSError:
            answer = ""
        if not answer:
            self.hush()
            self._bury()
        return answer or SILENT

    def hush(self) -> None:
        """Silence, now and for good; never waits."""
        self._hushed = True
        if self._process is not None and self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                # it has not made its group yet, or has just ended
                self._process.kill()

    def _begin(self) -> None:
        own = {name: os.environ[name] for name in _OWN if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.voice"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment(os.environ) | own, start_new_session=True,
        )
        if self._hushed:
            self.hush()
        self._write({"folder": self.folder, "speed": self.speed})

    def _write(self, line: dict[str, object]) -> None:
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self, seconds: float) -> str:
        """What the process says; "" when it ends or says nothing in time."""
        heard, _, _ = select.select([self._process.stdout], [], [], seconds)
        return self._process.stdout.readline().decode().strip() if heard else ""

    def _bury(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
