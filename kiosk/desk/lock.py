"""Is who helps still there? The operator's keys lock when none of them was used for a while, until the PIN is given again.

The visit itself goes on: the visitor's keys never wait for anybody. Time that the machine slept counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def _boottime() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Lock:
    """Open when it is made; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = _boottime) -> None:
        self._clock = clock
        self.touch()

    def touch(self) -> None:
        """An operator's key was used, or the PIN given."""
        self._used_at = self._clock()

    def is_shut(self, after: float) -> bool:
        """Was no operator's key used for so many seconds?"""
        return self._clock() - self._used_at >= after


def is_locked(visit: Visit) -> bool:
    """Must the PIN be given before an operator's key does anything? Always where nobody helps; never in a call, where every key is theirs."""
    return visit.assist is None or not visit.by_phone and visit.assist.lock.is_shut(visit.desk.config.timeouts.operator)


def use(visit: Visit) -> bool:
    """An operator's key is pressed: True when it may act; else it asks for the PIN."""
    if is_locked(visit):
        visit.cover("operator")
        return False
    visit.assist.lock.touch()
    return True


def unlock(visit: Visit, name: str) -> None:
    """Somebody has given a PIN: the keys of whoever helps here open for that person alone."""
    if visit.assist is not None and visit.assist.helper in (name, first_name(name)):
        visit.assist.lock.touch()


def first_name(name: str) -> str:
    """What the visitor reads of an operator's name."""
    return (name.split() or [""])[0]
