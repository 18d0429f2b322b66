"""The words of one language: the kiosk's own, an author's, and how it writes dates, numbers and names.

Where a translation is missing or broken the Italian stands in, plainly marked: languages never mix unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as Day
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Protocol
from unicodedata import bidirectional

from kiosk.i18n import formats, scripts
from kiosk.i18n.countries import countries, country
from kiosk.i18n.phrases import FOR_STAFF, PHRASES

SOURCE = "it"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_NEEDS_NO_ISOLATE = re.compile("[0-9]*|[\u0620-\u06ff ]*")


class Catalog(Protocol):
    """What gettext offers; a missing text is None."""

    def pgettext(self, context: str, message: str) -> str | None: ...

    def npgettext(self, context: str, one: str, many: str, n: int) -> str | None: ...


def no_catalog(domain: str) -> Catalog | None:
    """The catalogs of the source language: it needs none."""
    return None


@dataclass(frozen=True)
class Words:
    """One language; made by `Catalogs.words`, or as `Words()` for Italian.

    `stands_for` is the visitor's language, where this one is on the screen because the screen cannot show that one.
    """

    language: str = SOURCE
    autonym: str = "Italiano"
    catalog: Callable[[str], Catalog | None] = field(default=no_catalog, repr=False, compare=False)
    stands_for: Words | None = field(default=None, repr=False, compare=False, kw_only=True)

    @property
    def own(self) -> Words:
        """The visitor's language, on paper and by voice."""
        return self.stands_for or self

    @cached_property
    def direction(self) -> str:
        """"rtl" when the language's own name is written right to left."""
        return "rtl" if bidirectional(self.autonym[0]) in ("R", "AL") else "ltr"

    def say(self, key: str, /, **params: object) -> str:
        """The kiosk's own words; of a phrase in two forms the one that fits `n`. KeyError for no such phrase."""
        italian = PHRASES[key]
        if key in FOR_STAFF:
            text = italian if isinstance(italian, str) else italian[params["n"] != 1]
        elif isinstance(italian, tuple):
            text = self._plural(key, italian, int(params["n"]))
        else:
            text = self.text("kiosk", key, italian)
        return self._filled(text, params)

    def can_say(self, key: str) -> bool:
        """True when there is such a phrase, in whatever language."""
        return key in PHRASES

    def text(self, domain: str, place: str, italian: str) -> str:
        """An author's words: of the catalog `domain`, at `place`."""
        catalog = self.catalog(domain)
        if self.language == SOURCE or not italian:
            return italian
        return (catalog and catalog.pgettext(place, italian)) or self._marked(italian)

    def _plural(self, key: str, italian: tuple[str, str], n: int) -> str:
        fitting = italian[n != 1]
        if self.language == SOURCE:
            return fitting
        catalog = self.catalog("kiosk")
        return (catalog and catalog.npgettext(key, *italian, n)) or self._marked(fitting)

    def _marked(self, italian: str) -> str:
        return f"({SOURCE}) {italian}"

    def _filled(self, text: str, params: dict[str, object]) -> str:
        if "{" not in text:
            return text
        return _PLACEHOLDER.sub(lambda found: self._param(params, found), text)

    def _param(self, params: dict[str, object], found: re.Match[str]) -> str:
        if found[1] not in params:
            return found[0]
        value = str(params[found[1]])
        if self.direction == "ltr" or _NEEDS_NO_ISOLATE.fullmatch(value):
            return value
        return f"\u2068{value}\u2069"

    def date(self, year: int, month: int | None = None, day: int | None = None) -> str:
        """As much of a date as is known: «7 marzo 1985», «marzo 1985», «1985»."""
        return formats.date(self.language, year, month, day)

    def day(self, day: Day) -> str:
        """A whole date: «7 marzo 1985»."""
        return formats.date(self.language, day.year, day.month, day.day)

    def weekday(self, day: Day) -> str:
        """A whole date with the day of the week: «martedì 1 dicembre 2026»."""
        return formats.weekday(self.language, day)

    def day_name(self, weekday: int) -> str:
        """A day of the week in short, 0 is Monday: «lun»."""
        return formats.day_name(self.language, weekday)

    def time(self, text: str) -> str:
        """A time as kept, «14:05»: the same in every language."""
        return text

    def number(self, value: int | Decimal) -> str:
        """With the language's separators."""
        return formats.number(self.language, value)

    def money(self, value: int | Decimal) -> str:
        """An amount in euro: «1.234,56 €»."""
        return formats.money(self.language, value)

    def own_digits(self, text: str) -> str:
        """A code again, in the digits of the language's own script; "" when it has none."""
        return formats.own_digits(self.language, text)

    def read_number(self, text: str) -> Decimal:
        """What was typed, when it can mean one number only; else ValueError."""
        return formats.read_number(self.language, text)

    def month(self, text: str) -> int | None:
        """The month named, in whatever language it was typed."""
        return formats.month(text)

    def country(self, code: str) -> str:
        """The country's name, by code; of "XX" (no citizenship) and of vanished countries, our own phrase."""
        key = f"country.{code}"
        return self.say(key) if self.can_say(key) else country(self.language, code)

    def countries(self) -> tuple[tuple[str, str], ...]:
        """Codes and names of all countries, in the order of the language's alphabet."""
        return countries(self.language)

    def latin_name(self, code: str) -> str:
        """A language's own name in Latin letters, as its readers write it; where none is known, what it is called in this one."""
        return scripts.LATIN_NAMES.get(code) or self.language_name(code)

    def language_name(self, code: str) -> str:
        """What another language is called in this one."""
        return formats.language_name(self.language, code)


@lru_cache(1)
def italian() -> Words:
    """The source language."""
    return Words()
