"""Dates, numbers and names as one language writes them, always with the digits 0-9.

Babel is loaded at the first call, not before: the first screen needs none of this.
"""

from __future__ import annotations

import re
from datetime import date as Day
from decimal import Decimal
from functools import lru_cache

from kiosk.i18n.text import digits, fold

# an English reader in Italy writes the day first, as every paper here does
_LOCALES = {"en": "en_GB"}
_MONTH_LOCALES = (
    "it", "en", "fr", "es", "es_PE", "ro", "pt", "de", "sq", "uk", "ru", "ar", "ar_MA", "ar_TN", "ar_SY", "zh", "fil", "ur", "bn", "si", "hi", "pa", "tr",
)
# most who read Arabic at an Italian desk learnt to count where these digits are used
_DIGIT_LOCALES = {"ar": "ar_EG"}
_ZEROS = {
    "arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "tibt": 0x0F20, "mymr": 0x1040, "nkoo": 0x07C0,
    "olck": 0x1C50, "mtei": 0xABF0, "cakm": 0x11136, "hmnp": 0x1E140, "adlm": 0x1E950,
}
# compiled at the first call, not at import
_DIRECTION_MARKS = "[\u061c\u200e\u200f]"
_NUMBER = r"([+\-−]?)(\d[\d.,' \xa0\u202f]*|[.,]\d+)"
_MONEY_SIGNS = r"(?i)^(?:€|eur|euro)\s*|\s*(?:€|eur|euro|يورو|欧元|歐元)$"
_GROUPED = r"[1-9]\d{0,2}(?:\D\d{3})+"


@lru_cache(64)
def locale_of(language: str):
    """Babel's locale for one of our languages; of a language that Babel does not know, the Italian one."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(_LOCALES.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale("it")


def is_known(language: str) -> bool:
    """Does Babel know how this language writes its dates, numbers and names?"""
    return language.split("_")[0] == locale_of(language).language


def date(language: str, year: int, month: int | None = None, day: int | None = None) -> str:
    """«7 marzo 1985», «marzo 1985» or «1985»: as much as is known. ValueError for a day that is none."""
    from babel.dates import format_date, format_skeleton

    if month is None:
        return str(year)
    known = Day(year, month, day or 1)
    if day is None:
        return _plain(format_skeleton("yMMMM", known, locale=locale_of(language)))
    return _plain(format_date(known, "long", locale=locale_of(language)))


def weekday(language: str, day: Day) -> str:
    """«martedì 1 dicembre 2026»."""
    from babel.dates import format_date

    return _plain(format_date(day, "full", locale=locale_of(language)))


def day_name(language: str, weekday: int) -> str:
    """«lun» for 0 ... «dom» for 6."""
    return _plain(locale_of(language).days["format"]["abbreviated"][weekday])


def number(language: str, value: int | Decimal) -> str:
    """With the language's separators and as many decimals as the value has."""
    from babel.numbers import format_decimal

    decimals = max(0, -Decimal(value).as_tuple().exponent)
    return _decimal(format_decimal, language, value, decimals)


def money(language: str, value: int | Decimal) -> str:
    """Euro with two decimals and the sign after them, in the language's own separators."""
    from babel.numbers import format_decimal

    return _decimal(format_decimal, language, value, 2) + " €"


def _decimal(format_decimal, language: str, value: int | Decimal, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _plain(format_decimal(value, pattern, locale=locale_of(language), numbering_system="latn"))


def _plain(text: str) -> str:
    return digits(re.sub(_DIRECTION_MARKS, "", text).replace("\xa0", " "))


def own_digits(language: str, text: str) -> str:
    """A code in the digits that people of this language also read, its groups from left to right; "" when they read 0-9 only."""
    zero = _ZEROS.get(locale_of(_DIGIT_LOCALES.get(language, language)).default_numbering_system)
    shown = "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in text) if zero else ""
    return shown.replace(" ", "\u200e \u200e")


def read_number(language: str, text: str) -> Decimal:
    """What was typed, when it can mean one thing only; ValueError otherwise.

    Both separators are understood, as people copy amounts from Italian papers in any language: the last
    of two kinds is the decimal one. One alone before three digits («1.500») groups in Italian; in a
    language where it would be the decimal sign it is refused, because a factor of a thousand is at stake.
    """
    typed = re.fullmatch(_NUMBER, re.sub(_MONEY_SIGNS, "", digits(text).strip()))
    if typed is None:
        raise ValueError(text)
    sign, body = typed.groups()
    body = re.sub("[ \xa0\u202f]", "'", body.strip())
    decimal = _decimal_sign(language, body)
    whole, _, fraction = body.rpartition(decimal) if decimal else (body, "", "")
    if not re.fullmatch(r"\d*", fraction) or not _is_whole(whole) or not (whole or fraction):
        raise ValueError(text)
    read = Decimal(re.sub(r"\D", "", whole) or "0") + (Decimal("." + fraction) if fraction else 0)
    return -read if sign in ("-", "−") else read


def _decimal_sign(language: str, body: str) -> str:
    """The sign before the decimals, or "" when there are none."""
    found = [sign for sign in body if sign in ".,"]
    if not found:
        return ""
    last = found[-1]
    if len(set(found)) == 2:
        return last
    if len(found) > 1:
        return ""
    if not re.fullmatch(_GROUPED, body):
        return last
    return _of_one_group(language, last, body)


def _of_one_group(language: str, sign: str, body: str) -> str:
    own = locale_of(language).number_symbols["latn"]["decimal"]
    if sign != own:
        return ""
    if sign == ".":
        raise ValueError(body)
    return sign


def _is_whole(text: str) -> bool:
    groups = {sign for sign in text if not sign.isdecimal()}
    return not groups or (len(groups) == 1 and re.fullmatch(_GROUPED, text) is not None)


def month(text: str) -> int | None:
    """A month's number, from its name or a clear abbreviation in any language of the desk's visitors."""
    wanted = fold(text)
    names = _month_names()
    if wanted in names:
        return names[wanted]
    starts = {at for name, at in names.items() if len(wanted) >= 3 and name.startswith(wanted)}
    return starts.pop() if len(starts) == 1 else None


@lru_cache(1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for code in _MONTH_LOCALES:
        for use in ("stand-alone", "format"):
            for length in ("wide", "abbreviated"):
                for at, name in locale_of(code).months[use][length].items():
                    names.setdefault(fold(name), at)
    return {name: at for name, at in names.items() if name and not name.isdecimal()}


def language_name(language: str, code: str) -> str:
    """What the language `code` is called in `language`."""
    names = locale_of(language).languages
    name = names.get(code) or names.get(code.split("_")[0], code)
    return name[:1].upper() + name[1:]
