"""Numbers and money, read as people of the visitor's language write them.

Plain digits, by far the most common answer, take a short way that cleans nothing because nothing is to clean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Read, Reading, Typed, plain, wrong

_MOST_DIGITS = 15
_CURRENCY = re.compile(r"(?i)€|\b(euro|eur)\b")


@dataclass(frozen=True)
class NumberType(FieldType):
    """Asks for a number: how many, how much, how often."""

    yaml: ClassVar[str] = "number"
    kind: ClassVar[str] = "number"
    min: int | float | None = None
    """The least that is taken."""
    max: int | float | None = None
    """The most that is taken."""
    decimals: int = 0
    """How many digits may stand after the comma."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        if typed.__class__ is str and typed.isdigit() and typed.isascii() and len(typed) <= _MOST_DIGITS:
            value = int(typed)
        else:
            value = _number(self._bare(typed), reading)
            if isinstance(value, str):
                return wrong(f"{self.yaml}.{value}")
        if self.min is not None and value < self.min:
            return wrong(f"{self.yaml}.low", min=self._limit(self.min, reading))
        if self.max is not None and value > self.max:
            return wrong(f"{self.yaml}.high", max=self._limit(self.max, reading))
        return self._fitting(value)

    def _fitting(self, value: int | Decimal) -> Read:
        if value.__class__ is not int and -value.as_tuple().exponent > self.decimals:
            return wrong(f"{self.yaml}.decimals" if self.decimals else f"{self.yaml}.whole", n=self.decimals)
        return Read(value)

    def _bare(self, typed: Typed) -> str:
        return plain(typed)

    def _limit(self, limit: int | float, reading: Reading) -> str:
        return reading.words.number(limit)

    def show(self, value: int | Decimal, words) -> str:
        return words.number(value)

    def dump(self, value: int | Decimal) -> int | float:
        return value if isinstance(value, int) else float(value)

    def load(self, stored: Any) -> int | Decimal:
        return stored if isinstance(stored, int) else _exact(Decimal(repr(stored)))


@dataclass(frozen=True)
class MoneyType(NumberType):
    """Asks for an amount in euros."""

    yaml: ClassVar[str] = "money"
    min: int | float | None = 0
    """The least that is taken."""
    max: int | float | None = 9_999_999
    """The most that is taken."""
    decimals: int = 2
    """How many digits may stand after the comma."""

    def _fitting(self, value: int | Decimal) -> Read:
        read = super()._fitting(value)
        return read if read.problem else Read(Decimal(value).quantize(Decimal("0.01")))

    def _bare(self, typed: Typed) -> str:
        return _CURRENCY.sub("", plain(typed)).strip()

    def _limit(self, limit: int | float, reading: Reading) -> str:
        return reading.words.money(Decimal(str(limit)))

    def show(self, value: Decimal, words) -> str:
        return words.money(value)

    def load(self, stored: Any) -> Decimal:
        return Decimal(repr(stored)).quantize(Decimal("0.01"))


def _number(text: str, reading: Reading) -> int | Decimal | str:
    """The number, or the code of what is wrong with it."""
    if not text:
        return "empty"
    if not re.fullmatch(r"[+−-]?[\d.,'’\s]+", text) or not re.search(r"\d", text):
        return "letters"
    if sum(sign.isdecimal() for sign in text) > _MOST_DIGITS:
        return "long"
    try:
        return _exact(reading.words.read_number(text))
    except (ValueError, ArithmeticError):
        return "unclear"


def _exact(number: Decimal) -> int | Decimal:
    """A whole number as int, any other without zeros at its end."""
    number = Decimal(number)
    return int(number) if number == number.to_integral_value() else number.normalize()
