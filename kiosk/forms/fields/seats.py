"""A seat at a date: what can be chosen are the dates that were open when the form was begun.

The answer holds the whole date, so that nobody needs a calendar to read it. A condition sees "seat", "waiting" (the date was
full) or "none" (no date suits). The seat itself is taken when the form is finished, not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Read, Reading, Typed, line, pick, wrong

if TYPE_CHECKING:
    from kiosk.i18n import Words

EVENTS = ("webinar", "group", "interview", "workstation")
NONE, FIRST, HOURS, DAY = "none", "first", "hours", "day:"
"""What can be chosen beside a date: no date suits; the first with a seat (in files of answers); to say one's hours; a day of many."""
_FEW = 5


@dataclass(frozen=True, slots=True)
class OpenDate:
    """A date as it stood when the form was begun; times are aware, of the place. `left` None: nobody knows how many seats."""

    event: str
    kind: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    left: int | None = None
    language: str = "it"


@dataclass(frozen=True, slots=True)
class Dates:
    """What a form may offer: every open date, the `day` that was chosen out of many, the hours in which the visitor may go out."""

    open: tuple[OpenDate, ...] = ()
    day: date | None = None
    free: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """The date chosen; `event` is "" where none suits. `waiting`: the person knows that it was full."""

    event: str = ""
    title: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    waiting: bool = False


@dataclass(frozen=True)
class SeatType(FieldType):
    """Asks to choose a date of a group, a webinar, an interview or a workstation; its seat is taken at the end."""

    yaml: ClassVar[str] = "seat"
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {"of": EVENTS}
    entry: ClassVar[str] = "choice"
    kind: ClassVar[str] = "choice"
    of: str = "group"
    """Which dates are offered: of webinars, groups, interviews or workstations."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed[0] if isinstance(typed, list) and typed else typed)
        if not text:
            return wrong("choice.empty")
        dates = self._dates(reading)
        chosen = pick(text, tuple((value, label) for value, label, _ in self.options(reading)))
        if text == FIRST:
            chosen = next((one.event for one in dates if one.left != 0), NONE)
        if (chosen or text) == NONE:
            return Read(Seat())
        found = next((one for one in dates if one.event == (chosen or text)), None)
        return Read(_seat(found)) if found else wrong("seat.gone")

    def _dates(self, reading: Reading) -> list[OpenDate]:
        return [one for one in _pinned(reading).open if one.kind == self.of]

    def show(self, value: Seat, words: Words) -> str:
        if not value.event:
            return words.say("seat.none")
        said = f"{when(words, value.starts_at, value.ends_at)} · {value.title}"
        return words.say("seat.waits", text=said) if value.waiting else said

    def dump(self, value: Seat) -> dict[str, Any]:
        times = {name: moment.isoformat() for name in ("starts_at", "ends_at") if (moment := getattr(value, name))}
        return {"event": value.event, "title": value.title, "place": value.place, "waiting": value.waiting, **times}

    def load(self, stored: Any) -> Seat:
        times = {name: datetime.fromisoformat(stored[name]) for name in ("starts_at", "ends_at") if name in stored}
        return Seat(**{**stored, **times})

    def fact(self, value: Seat) -> str:
        return "none" if not value.event else "waiting" if value.waiting else "seat"

    def values(self) -> tuple[str, ...]:
        return ("seat", "waiting", "none")

    def options(self, reading: Reading) -> tuple[tuple[str, str, str], ...]:
        """The dates, or first the days where there are many; then the ways past them."""
        words, dates = reading.words, self._dates(reading)
        days = list(dict.fromkeys(one.starts_at.date() for one in dates))
        narrowed = _pinned(reading).day if _pinned(reading).day in days else None
        if len(days) < len(dates) > _FEW and len(days) > 1 and narrowed is None:
            open_days = [day for day in days if any(one.left != 0 for one in dates if one.starts_at.date() == day)]
            found = [_day(words, day, sum(one.starts_at.date() == day for one in dates)) for day in (open_days or days)[:_FEW]]
        else:
            found = [_date(reading, one) for one in _soonest([one for one in dates if narrowed in (None, one.starts_at.date())], narrowed is None)]
        if narrowed:
            found.append((DAY, words.say("seat.other_day"), ""))
        if dates:
            found.append((HOURS, words.say("seat.hours"), ""))
        return (*found, (NONE, words.say("seat.none" if dates else "seat.no_date"), ""))


def when(words: Words, starts_at: datetime, ends_at: datetime) -> str:
    """«martedì 1 dicembre 2026, 10:00-12:00», in the language of `words`."""
    return f"{words.weekday(starts_at.date())}, {forwards(words, f'{starts_at:%H:%M}-{ends_at:%H:%M}')}"


def forwards(words: Words, digits: str) -> str:
    """Numbers that are read from left to right in every language, with what keeps them so."""
    return f"\u2066{digits}\u2069" if words.direction == "rtl" else digits


def is_outside(one: OpenDate, free: tuple[time, time] | None) -> bool:
    """Does any of it fall outside the hours in which the visitor may go out?"""
    if free is None:
        return False
    return one.starts_at.time() < free[0] or one.ends_at.time() > free[1] or one.ends_at.date() > one.starts_at.date()


def room(words: Words, left: int | None) -> str:
    """How many seats are left, in words; "" where nobody knows."""
    if left is None:
        return ""
    return words.say("seat.left", n=left) if left else words.say("seat.full")


def _soonest(dates: list[OpenDate], few: bool) -> list[OpenDate]:
    """All of a day, or the first few, those that are full only where no other is left."""
    wanted = sorted(dates, key=lambda one: one.left == 0)[:_FEW] if few else dates
    return [one for one in dates if one in wanted]


def _pinned(reading: Reading) -> Dates:
    return reading.pinned or Dates()


def _seat(one: OpenDate) -> Seat:
    return Seat(one.event, one.title, one.place, one.starts_at, one.ends_at, one.left == 0)


def _day(words: Words, day: date, times: int) -> tuple[str, str, str]:
    return f"{DAY}{day.isoformat()}", words.weekday(day), words.say("seat.times", n=times)


def _date(reading: Reading, one: OpenDate) -> tuple[str, str, str]:
    words = reading.words
    outside = words.say("seat.outside") if is_outside(one, _pinned(reading).free) else ""
    told = (one.title, one.place, room(words, one.left), outside)
    return one.event, when(words, one.starts_at, one.ends_at), " · ".join(text for text in told if text)
