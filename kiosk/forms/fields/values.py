"""The answers that are more than a text or a number: frozen, comparable, without words.

A date is three nullable numbers, because many papers carry only a year.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as a paper shows it: the day, or the day and the month, may be missing."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        return "year" if self.month is None else "month" if self.day is None else "exact"

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        known = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(known)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """From 1985, 1985-03 or 1985-03-07."""
        return cls(*map(int, text.split("-")))


class Dumped:
    """A value that is stored as a mapping of its known parts."""

    __slots__ = ()

    def dump(self) -> dict[str, Any]:
        return {name: part for name, part in asdict(self).items() if part not in (None, "")}

    @classmethod
    def load(cls, stored: dict[str, Any]):
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Place(Dumped):
    """A municipality, or a state when `abroad`; without `code` it was typed by hand."""

    name: str
    province: str = ""
    code: str = ""
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class Address(Dumped):
    """Where letters arrive or where somebody lives; `at` is who hosts, or the centre, or who lends the address.

    `given` says, for somebody without a home, whose address it is: an office's, an association's, nobody's.
    """

    kind: str
    at: str = ""
    street: str = ""
    number: str = ""
    zip: str = ""
    town: str = ""
    province: str = ""
    country: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Phone(Dumped):
    """A number as +39333…, whose it is, and whether a message may be left; None when not asked."""

    number: str
    whose: str = ""
    message: bool | None = None


@dataclass(frozen=True, slots=True)
class Paper(Dumped):
    """A document somebody has, or once had: `state` is here, home, lost or never."""

    state: str
    kind: str = ""
    number: str = ""
    expiry: PartialDate | None = None
