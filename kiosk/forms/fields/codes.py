"""Codes copied from a card: tax code, IBAN, number of the residence permit.

How many signs there are is certain; whether they are the right ones is for the document to say, so a
check digit that does not fit is only asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from kiosk.forms import identifiers
from kiosk.forms.fields.kind import FieldType, Read, Reading, Typed, doubtful, plain, wrong

_BETWEEN = re.compile(r"[\s.\-‐-―_/'’,:;*|]+")
_PERMIT = re.compile(r"[A-Z]{1,2}\d{7,9}|[A-Z]\d{6}|\d{9,12}")


@dataclass(frozen=True)
class CodeType(FieldType):
    """What codes share: capitals, no spaces, and groups to be read aloud."""

    entry: ClassVar[str] = "code"
    longest: ClassVar[int] = 40

    def read(self, typed: Typed, reading: Reading) -> Read:
        code = compact(typed)
        if not code:
            return wrong(f"{self.yaml}.empty")
        strange = re.search(r"[^A-Z0-9]", code)
        if strange:
            return wrong(f"{self.yaml}.sign", sign=strange[0] if strange[0].isprintable() else "?")
        return self.check(code)

    def check(self, code: str) -> Read:
        """The code, or what is wrong or unusual in it."""
        raise NotImplementedError

    def echo(self, typed: Typed, reading: Reading) -> str:
        return self.grouped(compact(typed)[:self.longest])

    def grouped(self, code: str) -> str:
        """The code in groups, as far as it is typed."""
        return code

    def show(self, value: str, words) -> str:
        return self.grouped(value)


@dataclass(frozen=True)
class TaxCodeType(CodeType):
    """Asks for the codice fiscale: 16 signs, or 11 digits for a provisional one."""

    yaml: ClassVar[str] = "tax_code"
    longest: ClassVar[int] = 20

    def check(self, code: str) -> Read:
        if len(code) not in (11, 16):
            gap = identifiers.tax_code_gap(code) if len(code) == 15 else ""
            return wrong("tax_code.gap", n=len(code), after=gap) if gap else wrong("tax_code.length", n=len(code))
        if not identifiers.tax_code_doubt(code):
            return Read(code)
        likely = identifiers.tax_code_likely(code)
        if likely:
            return doubtful(likely, "tax_code.meant", code=self.grouped(likely))
        return doubtful(code, "tax_code.check")

    def grouped(self, code: str) -> str:
        cuts = (0, 3, 6, 11, 15, 20) if not code.isdigit() else (0, 3, 6, 9, 11, 20)
        return " ".join(filter(None, (code[start:end] for start, end in zip(cuts, cuts[1:], strict=False))))

    def show(self, value: str, words) -> str:
        return value


@dataclass(frozen=True)
class IbanType(CodeType):
    """Asks for the IBAN of a bank account."""

    yaml: ClassVar[str] = "iban"

    def check(self, code: str) -> Read:
        if not re.match(r"[A-Z]{2}\d\d", code):
            return wrong("iban.start")
        expected = identifiers.iban_length(code)
        if expected and len(code) != expected:
            return wrong("iban.length", n=len(code), expected=expected)
        if not expected and not 15 <= len(code) <= 34:
            return wrong("iban.length_abroad", n=len(code))
        return doubtful(code, "iban.check") if identifiers.iban_doubt(code) else Read(code)

    def grouped(self, code: str) -> str:
        return identifiers.grouped_iban(code)


@dataclass(frozen=True)
class PermitNumberType(CodeType):
    """Asks for the number of the Italian residence permit, on paper or on a card."""

    yaml: ClassVar[str] = "permit_number"
    longest: ClassVar[int] = 20

    def check(self, code: str) -> Read:
        if len(code) > self.longest:
            return wrong("permit_number.long", n=len(code))
        return Read(code) if _PERMIT.fullmatch(code) else doubtful(code, "permit_number.check")


def compact(typed: Typed) -> str:
    """The signs of a code alone, in capitals."""
    return _BETWEEN.sub("", plain(typed)).upper()
