"""A date for a telephone: the smallest calendar file that every one of them reads (RFC 5545), for a code on paper.

Times are in UTC, so that no table of time zones is needed and the change of clock is right everywhere. What is made is read
again before it is given away.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from kiosk.agenda.events import Event
from kiosk.errors import PaperFailed

LONGEST = 420
"""Bytes: a larger code has squares that an old telephone cannot tell apart."""
_PRODUCT = "-//sportello//IT"


def ics(event: Event, now: datetime) -> str:
    """The event as a file; a place that would make it too long is left out. PaperFailed when it does not read back as it is."""
    made = _made(event, now, event.where)
    if len(made) > LONGEST:
        made = _made(event, now, "")
    _check(made, event)
    return made.decode("utf-8")


def _made(event: Event, now: datetime, where: str) -> bytes:
    from icalendar import Calendar
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", f"{hashlib.sha256(event.id.encode()).hexdigest()[:16]}@sportello")
    entry.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    if where:
        entry.add("location", where)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add_component(entry)
    return calendar.to_ical()


def _check(made: bytes, event: Event) -> None:
    from icalendar import Calendar

    entry = next(iter(Calendar.from_ical(made).walk("VEVENT")), None)
    same = entry is not None and (entry["dtstart"].dt, entry["dtend"].dt, str(entry["summary"])) == (event.starts_at, event.ends_at, event.title)
    if not same:
        raise PaperFailed("la data non si può scrivere per il telefono")
