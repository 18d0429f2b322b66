"""Dates as papers show them and as people write them, and times of the day.

The day always comes before the month, unless the year comes first. Nothing is guessed about a date: what
is missing is asked, and a year of two digits is never read as one to come when the date must be past.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from kiosk.forms.calendar import age
from kiosk.forms.fields.kind import FieldType, Part, Read, Reading, Typed, doubtful, mapping, plain, wrong
from kiosk.forms.fields.values import PartialDate

_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_RUN_FROM_YEAR = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NOISE = frozenset("il lo l del dell dello di the of le el la de d nel in anno year o º ª st nd rd th er ad dc م ه 年 月 日 號 号 a".split())
_PRECISIONS = ("year", "month", "exact")
_OLDEST, _NEWEST = 1800, 2399


class _Wrong(Exception):
    """A date that cannot be read; carries the problem."""

    def __init__(self, code: str, part: str | None = None, /, **params: object) -> None:
        super().__init__(code)
        self.read = wrong(code, part, **params)


@dataclass(frozen=True)
class DateType(FieldType):
    """Asks for a date, on one line or as day, month and year."""

    yaml: ClassVar[str] = "date"
    entry: ClassVar[str] = "date"
    kind: ClassVar[str] = "date"
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {"precision": ("exact", "month", "year")}
    precision: Literal["exact", "month", "year"] = "exact"
    """The least that is accepted: `exact`, `month` (month and year) or `year` (the year alone)."""
    past: bool = False
    """The date cannot be after today: a birth, an arrival."""
    future: bool = False
    """The date cannot be before today: an appointment."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        try:
            numbers = self._parts(mapping(typed), reading) if isinstance(typed, dict) else _from_line(plain(typed), reading)
            return self._sound(self._whole(*numbers, reading), reading)
        except _Wrong as found:
            return found.read

    def _parts(self, parts: dict[str, str], reading: Reading) -> tuple[int | None, int | None, str]:
        """Three lines; a whole date typed in the first is understood."""
        day, month, year = (plain(parts.get(name, "")) for name in ("day", "month", "year"))
        if not any((day, month, year)):
            raise _Wrong("date.empty", "day")
        if day and not month and not year:
            return _from_line(day, reading)
        return _number(day, "day"), _month(month, reading), _number(year, "year", as_text=True)

    def _whole(self, day: int | None, month: int | None, year: str, reading: Reading) -> PartialDate:
        if not year:
            raise _Wrong("date.year_missing", "year")
        known = self._year(year, reading)
        least = _PRECISIONS.index(self.precision)
        if not month and (day or least >= 1):
            raise _Wrong("date.month_missing", "month")
        if not day and least == 2:
            raise _Wrong("date.day_missing", "day")
        return _existing(known, month or None, day or None, reading)

    def _year(self, text: str, reading: Reading) -> int:
        if len(text) not in (2, 4):
            raise _Wrong("date.year", "year")
        if len(text) == 4:
            return _known_year(int(text))
        century, now = divmod(reading.today.year, 100)
        if self.future:
            return century * 100 + int(text)
        ahead = now if self.past else now + 20
        return (century if int(text) <= ahead else century - 1) * 100 + int(text)

    def _sound(self, found: PartialDate, reading: Reading) -> Read:
        today = reading.today
        if self.past and found.earliest > today:
            return wrong("date.future", "year")
        if self.future and found.latest < today:
            return wrong("date.past", "year")
        if found.year < today.year - 100:
            return doubtful(found, "date.old", "year", year=str(found.year))
        if found.year > today.year + 50:
            return doubtful(found, "date.far", "year", year=str(found.year))
        return Read(found)

    def parts(self, typed: Typed, reading: Reading) -> tuple[Part, ...]:
        """The three lines, for a client that shows them; one line is always understood too."""
        return (
            Part("day", size=2, optional=self.precision != "exact", example="27"),
            Part("month", size=11, optional=self.precision == "year", example="3"),
            Part("year", size=4, example="1985"),
        )

    def echo(self, typed: Typed, reading: Reading) -> str:
        found = self.read(typed, reading).value
        if found is None or not self.past or found.precision != "exact":
            return super().echo(typed, reading)
        shown = self.show(found, reading.words)
        return reading.words.say("echo.birth", text=shown, n=age(found.earliest, reading.today))

    def show(self, value: PartialDate, words) -> str:
        return words.date(value.year, value.month, value.day)

    def dump(self, value: PartialDate) -> str:
        return str(value)

    def load(self, stored: str) -> PartialDate:
        return PartialDate.parse(stored)


@dataclass(frozen=True)
class TimeType(FieldType):
    """Asks for a time of the day."""

    yaml: ClassVar[str] = "time"
    entry: ClassVar[str] = "line"
    kind: ClassVar[str] = "time"

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = plain(typed).casefold()
        found = re.fullmatch(r"\D{0,10}?(\d{1,2})(?:\s*[:.,h\s]\s*(\d{2})|(\d{2}))?\s*(?:h|ore)?\s*([ap])?\.?\s*m?\.?", text)
        if not found:
            return wrong("time.form" if text else "time.empty")
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
        if found[4] and 0 < hour <= 12:
            hour = hour % 12 + (12 if found[4] == "p" else 0)
        return Read(f"{hour:02}:{minute:02}") if hour < 24 and minute < 60 else wrong("time.impossible")

    def show(self, value: str, words) -> str:
        return words.time(value)


def _from_line(text: str, reading: Reading) -> tuple[int | None, int | None, str]:
    """Day, month and the signs of the year, from anything clear."""
    if not text:
        raise _Wrong("date.empty")
    tokens = [token for token in _TOKENS.findall(text) if token.casefold() not in _NOISE]
    numbers = [token for token in tokens if token.isdecimal()]
    words = [token for token in tokens if not token.isdecimal()]
    if len(numbers) == 1 and not words:
        numbers = _apart(numbers[0])
    if not numbers:
        raise _Wrong("date.form")
    month = _named(words, reading)
    return _ordered(numbers) if month is None else _around(numbers, month)


def _apart(run: str) -> list[str]:
    """07031985, 070385 and 19850307 as three numbers."""
    found = _RUN_FROM_YEAR.fullmatch(run) if not _RUN.fullmatch(run) or int(run[2:4]) > 12 else _RUN.fullmatch(run)
    return list(found.groups()) if found else [run]


def _named(words: list[str], reading: Reading) -> int | None:
    """The month among the words; a word that is none, if nothing else names it, is a problem."""
    found = [month for month in map(reading.words.month, words) if month]
    if words and not found:
        raise _Wrong("date.word", "month", text=words[0][:20])
    return found[0] if found else None


def _around(numbers: list[str], month: int) -> tuple[int | None, int | None, str]:
    if len(numbers) > 2:
        raise _Wrong("date.form")
    if len(numbers) == 1:
        only = numbers[0]
        return (None, month, only) if len(only) > 2 or int(only) > 31 else (int(only), month, "")
    day, year = reversed(numbers) if len(numbers[0]) == 4 else numbers
    return _number(day, "day"), month, year


def _ordered(numbers: list[str]) -> tuple[int | None, int | None, str]:
    if len(numbers) > 3:
        raise _Wrong("date.form")
    if len(numbers[0]) == 4:
        numbers = numbers[::-1]
    *rest, year = numbers
    if len(rest) == 2:
        return _number(rest[0], "day"), _in_year(rest[1]), year
    if not rest:
        return None, None, year
    if len(year) < 4 and int(year) <= 31:
        raise _Wrong("date.year_missing", "year")
    return None, _in_year(rest[0]), year


def _number(text: str, part: str, as_text: bool = False) -> int | str | None:
    found = re.search(r"\d+", text)
    if text and not found:
        raise _Wrong(f"date.{part}_missing", part)
    if found and len(found[0]) > 4:
        raise _Wrong(f"date.{part}", part)
    if as_text:
        return found[0] if found else ""
    return int(found[0]) if found else None


def _month(text: str, reading: Reading) -> int | None:
    if not text or re.search(r"\d", text):
        return _in_year(text)
    return _named([token for token in _TOKENS.findall(text) if token.casefold() not in _NOISE] or [text], reading)


def _in_year(text: str) -> int | None:
    month = _number(text, "month")
    if month and month > 12:
        raise _Wrong("date.month", "month")
    return month


def _known_year(year: int) -> int:
    if 1300 <= year <= 1500 or 2400 <= year <= 2700:
        raise _Wrong("date.calendar", "year")
    if not _OLDEST <= year <= _NEWEST:
        raise _Wrong("date.year", "year")
    return year


def _existing(year: int, month: int | None, day: int | None, reading: Reading) -> PartialDate:
    if day is not None and day > 31:
        raise _Wrong("date.day", "day")
    if day and day > calendar.monthrange(year, month)[1]:
        raise _Wrong("date.short_month", "day", month=reading.words.date(year, month), n=calendar.monthrange(year, month)[1])
    return PartialDate(year, month, day)
