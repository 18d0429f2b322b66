"""One date of the agenda, and the days and hours that a calendar may name: always those of the clock on the wall in Rome.

Twice a year a clock time is not there, or is there twice: such a time is never an event's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from kiosk.forms.fields.seats import EVENTS as KINDS
from kiosk.forms.fields.seats import OpenDate

__all__ = ["KINDS", "Event", "at", "clock_trouble", "holiday", "rome"]

OPEN, OFF = "open", "off"
CALENDAR, DESK = "calendar", "desk"
"""Who says how many seats there are: a file, or an operator of this desk."""
_STORED = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Event:
    """One date: `starts_at` and `ends_at` are aware, in Rome. `leader` is a name of [leaders], "" for the office."""

    id: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    place: str = ""
    link: str = ""
    language: str = "it"
    for_whom: str = ""
    leader: str = ""
    origin: str = CALENDAR
    state: str = OPEN
    taken: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        """Seats for whoever comes now."""
        return 0 if self.waiting else max(self.seats - self.taken, 0)

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def where(self) -> str:
        return self.place or self.link

    def offered(self) -> OpenDate:
        """As a form may offer it."""
        return OpenDate(self.id, self.kind, self.title, self.where, self.starts_at, self.ends_at, self.left, self.language)


@lru_cache(1)
def rome():
    """The time zone of every event."""
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Rome")


def at(day: date, clock: time) -> datetime:
    """This day at this time in Rome; ValueError where that time is not there, or is there twice."""
    trouble = clock_trouble(day, clock)
    if trouble:
        raise ValueError(trouble)
    return datetime.combine(day, clock, rome())


def clock_trouble(day: date, clock: time) -> str:
    """"gap" for a time that the clock jumps over that day, "twice" for one that it shows two times, else ""."""
    first = datetime.combine(day, clock, rome())
    if first.astimezone(UTC).astimezone(rome()).replace(tzinfo=None) != first.replace(tzinfo=None):
        return "gap"
    return "twice" if first.utcoffset() != first.replace(fold=1).utcoffset() else ""


def holiday(day: date) -> str:
    """What is celebrated in Milan on this day, "" for nothing."""
    return _holidays(day.year).get(day, "")


@lru_cache(8)
def _holidays(year: int) -> dict[date, str]:
    from holidays import country_holidays

    return dict(country_holidays("IT", subdiv="MI", years=year, language="it_IT"))


def stored(moment: datetime) -> str:
    """A moment as the store has it, such that texts stand in the order of time."""
    return moment.astimezone(UTC).strftime(_STORED)


def of_store(text: str) -> datetime:
    return datetime.strptime(text, _STORED).replace(tzinfo=UTC).astimezone(rome())
