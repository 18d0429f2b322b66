"""Is somebody under a lock now? Asked from outside, without waiting."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def is_free(place: Path) -> bool:
    number = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(number)
    return True
