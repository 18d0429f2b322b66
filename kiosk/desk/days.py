"""Which day it is here: the clock's, unless the days seen before say that the clock is wrong.

A clock that went back never makes the desk younger. One that jumped ahead makes nothing expire until somebody who
works here has said that its day is right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.database import Database, Store

EARLIEST = date(2026, 1, 1)
"""No desk of this program was ever open before."""
_JUMP, _SLACK = timedelta(days=7), timedelta(days=1)
_STEP = 5


def counted(moment: datetime) -> str:
    """The five minutes in which a moment falls, by the clock on the wall: «2026-11-22T10:25»; no minute of a visit is kept."""
    here = moment.astimezone()
    return here.replace(minute=here.minute // _STEP * _STEP).strftime("%Y-%m-%dT%H:%M")


class Days:
    """The days of one desk; `clock` is the day on its clock. Until `look`, the clock is believed."""

    def __init__(self, clock: Callable[[], date]) -> None:
        self.clock = clock
        self._seen: date | None = None

    def look(self, database: Database) -> None:
        """Read the last day that was seen here, and remember this one when it may follow."""
        with database.write() as store:
            found = store.rows("last_day", "day")
            self._seen = max(EARLIEST, date.fromisoformat(found[0]["day"])) if found else max(EARLIEST, self.clock())
            if not found or not self.is_ahead and self.clock() > self._seen:
                self._remember(store, max(self._seen, self.clock()))

    def confirm(self, database: Database) -> None:
        """Somebody says that the day on the clock is right."""
        if self.can_be_right:
            with database.write() as store:
                self._remember(store, self.clock())

    def today(self) -> date:
        """Never a day before one that was seen."""
        return max(self.clock(), self._seen or self.clock())

    def sure(self) -> date:
        """The day by which something may be old enough to be forgotten."""
        return self._seen if self.is_ahead and self._seen else self.today()

    @property
    def is_behind(self) -> bool:
        return self._seen is not None and self.clock() < self._seen - _SLACK

    @property
    def is_ahead(self) -> bool:
        return self._seen is not None and self.clock() > self._seen + _JUMP

    @property
    def can_be_right(self) -> bool:
        return self.clock() >= EARLIEST

    def _remember(self, store: Store, day: date) -> None:
        store.delete("last_day")
        store.insert("last_day", id=1, day=day.isoformat())
        self._seen = day
