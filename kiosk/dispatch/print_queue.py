"""The queue of a printer after `lp` has taken a paper: which jobs came out, and that nothing stays behind.

CUPS keeps the papers of a day readable on the disk, the printed ones too. What has come out is removed; what still waits
after some minutes is cancelled, for whoever stands at the printer by then is somebody else.
"""

from __future__ import annotations

import getpass
import shutil
import subprocess
import time
from collections.abc import Iterable

from kiosk.dispatch.printing import ASKING, environment

LINGER = 300.0
_PRINTED = "job-completed-successfully"


class Queue:
    """The jobs of this user on one printer, by their numbers."""

    def __init__(self, printer: str, linger: float = LINGER) -> None:
        self._printer, self._linger = printer, linger
        self._since: dict[str, float] = {}

    def printed(self) -> dict[str, bool]:
        """The jobs that are over: did they come out? Empty where nobody can say."""
        return {job: _PRINTED in told for job, told in self._jobs("completed").items()}

    def waiting(self) -> tuple[str, ...]:
        """The jobs that have not come out yet."""
        return tuple(self._jobs("not-completed"))

    def stale(self, waiting: Iterable[str]) -> tuple[str, ...]:
        """Those of the waiting jobs that have been seen waiting too long."""
        now = time.monotonic()
        self._since = {job: self._since.get(job, now) for job in waiting}
        return tuple(job for job, since in self._since.items() if now - since >= self._linger)

    def remove(self, jobs: Iterable[str]) -> None:
        """Cancels what is not over, and deletes the files of all."""
        named = [f"{self._printer}-{job}" for job in jobs]
        if named:
            _asked("cancel", "-x", *named)

    def _jobs(self, which: str) -> dict[str, str]:
        """What `lpstat -l` tells of each job: a line with its name and owner, then indented ones."""
        found: dict[str, str] = {}
        job = ""
        for line in _asked("lpstat", "-l", "-W", which, "-o", self._printer).splitlines():
            if line[:1].isspace():
                found |= {job: found[job] + line} if job else {}
                continue
            name, owner, *_ = [*line.split(), "", ""]
            printer, _, number = name.rpartition("-")
            job = number if (printer, owner) == (self._printer, getpass.getuser()) else ""
            found |= {job: ""} if job else {}
        return found


def _asked(program: str, *arguments: str) -> str:
    """What a command of the printing system says; "" when it is not there or does not answer."""
    command = shutil.which(program)
    if command is None:
        return ""
    try:
        done = subprocess.run(
            [command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=ASKING, env=environment(), check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")
