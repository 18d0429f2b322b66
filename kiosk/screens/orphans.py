"""What a visit has left running: it became a child of the supervisor when the visit ended, and it ends now."""

from __future__ import annotations

import os
import signal
from pathlib import Path

_ROUNDS = 50


def end_all_but(kept: set[int]) -> None:
    """End every child of this process but these; those that they leave in turn come back in the next round."""
    for _ in range(_ROUNDS):
        left = _children() - kept
        if not left:
            return
        for child in left:
            _end(child)


def _end(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def _children() -> set[int]:
    # a kernel without this list can only be asked for what has already ended
    try:
        return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()}
    except OSError:
        return set()
