"""What an operator types for one more date, read into an event: on the card and on the command line alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from secrets import token_hex
from typing import TYPE_CHECKING

from kiosk.agenda.events import DESK, KINDS, Event, at, clock_trouble, holiday
from kiosk.errors import Refused
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.desk.dating import Dated

TYPED = ("event", "place", "day", "starts", "ends", "seats", "language", "leader")
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def event(desk: Dated, typed: Mapping[str, object]) -> Event:
    """The event; Refused "adding.<what>" for the first thing that is not right."""
    said = {name: clean(str(typed.get(name) or ""), 200).strip() for name in ("kind", *TYPED)}
    if said["kind"] not in KINDS:
        raise Refused("adding.kind")
    if not 0 < len(said["event"]) <= 60:
        raise Refused("adding.event")
    if not 0 < len(said["place"]) <= 120:
        raise Refused("adding.place")
    starts_at, ends_at = _times(said)
    where = {"link" if said["place"].startswith("https://") else "place": said["place"]}
    return Event(
        f"desk/{token_hex(6)}@{starts_at:%Y-%m-%dT%H%M}", said["kind"], said["event"], starts_at, ends_at, _seats(said["seats"]),
        language=_language(said["language"] or "it"), leader=_leader(desk, said["leader"]), origin=DESK, **where,
    )


def _times(said: Mapping[str, str]) -> tuple[datetime, datetime]:
    day, starts, ends = _day(said["day"]), _clock(said["starts"]), _clock(said["ends"])
    if holiday(day):
        raise Refused("adding.holiday", name=holiday(day))
    if starts >= ends:
        raise Refused("adding.times")
    if clock_trouble(day, starts) or clock_trouble(day, ends):
        raise Refused("adding.gap")
    return at(day, starts), at(day, ends)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return date(int(year), int(month), int(day))
    except (TypeError, ValueError):
        raise Refused("adding.day") from None


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except (TypeError, ValueError):
        raise Refused("adding.times") from None


def _seats(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 10_000):
        raise Refused("adding.seats")
    return int(text)


def _language(text: str) -> str:
    if not re.fullmatch("[a-z]{2,3}", text):
        raise Refused("adding.language")
    return text


def _leader(desk: Dated, text: str) -> str:
    if text and text not in dict(desk.config.leaders):
        raise Refused("adding.leader")
    return text
