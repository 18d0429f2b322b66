"""From an entry of a calendar to its dates between two days: pure, and the same at every desk.

A repeated entry is not on a holiday, and not at a time that the clock does not show once that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from kiosk.agenda.calendars import Entry
from kiosk.agenda.events import Event, at, clock_trouble, holiday

WEEKS = 6
"""How far ahead a repeated entry is offered."""


def dates(entries: Iterable[Entry], first: date, last: date) -> tuple[Event, ...]:
    """Every date of these entries from the first day on, of those that repeat until the last, the earliest first."""
    found = (event for entry in entries for day in _days(entry, first, last) for event in _of_day(entry, day))
    return tuple(sorted(found, key=lambda event: (event.starts_at, event.id)))


def _days(entry: Entry, first: date, last: date) -> Iterator[date]:
    if entry.on:
        # what is once is offered as soon as it is written
        if first <= entry.on:
            yield entry.on
        return
    day, end = max(first, entry.first or first), min(last, entry.until or last)
    while day <= end:
        if day.weekday() in entry.every and day not in entry.apart and (entry.holidays or not holiday(day)):
            yield day
        day += timedelta(days=1)


def _of_day(entry: Entry, day: date) -> Iterator[Event]:
    for starts, ends in _slots(entry):
        if not clock_trouble(day, starts) and not clock_trouble(day, ends):
            yield Event(
                f"{entry.id}@{day.isoformat()}T{starts:%H%M}", entry.kind, entry.title, at(day, starts), at(day, ends), entry.seats,
                entry.place, entry.link, entry.language, entry.for_whom, entry.leader,
            )


def _slots(entry: Entry) -> Iterator[tuple[time, time]]:
    """The whole, or its parts; a rest too short for one is left out."""
    if not entry.slots:
        yield entry.starts, entry.ends
        return
    anchor = date(2000, 1, 1)
    now, end, step = datetime.combine(anchor, entry.starts), datetime.combine(anchor, entry.ends), timedelta(minutes=entry.slots)
    while now + step <= end:
        yield now.time(), (now + step).time()
        now += step
