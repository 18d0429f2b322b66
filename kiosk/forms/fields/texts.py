"""Words typed freely: kept exactly as typed, apart from signs that nobody can see.

Names know nothing of capitals, length or alphabets; only signs that are in no name are refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from kiosk.forms.fields.kind import LONGEST, FieldType, Read, Reading, Typed, doubtful, line, wrong
from kiosk.i18n.text import clean

_NAME_SIGNS = frozenset(" '’‘`´ʼʻʹ.-‐‑–·・,")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class TextType(FieldType):
    """Asks for a few words on one line."""

    yaml: ClassVar[str] = "text"
    max_length: int = 120
    """The most signs that are taken."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed)
        if not text:
            return wrong("text.empty")
        if len(text) > self.max_length:
            return wrong("text.long", n=len(text) - self.max_length, max=self.max_length)
        return Read(text)


@dataclass(frozen=True)
class ParagraphType(FieldType):
    """Asks somebody to tell something in their own words, on several lines."""

    yaml: ClassVar[str] = "paragraph"
    entry: ClassVar[str] = "paragraph"
    max_length: int = 1000
    """The most signs that are taken; at most 2000."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = clean(typed, LONGEST * 2, newlines=True) if isinstance(typed, str) else line(typed)
        text = _BLANK_LINES.sub("\n\n", "\n".join(row.rstrip() for row in text.split("\n"))).strip()
        if not text:
            return wrong("paragraph.empty")
        if len(text) > self.max_length:
            return wrong("paragraph.long", n=len(text) - self.max_length, max=self.max_length)
        return Read(text)


@dataclass(frozen=True)
class SurnameType(FieldType):
    """Asks for the surname, or all surnames, as on the document."""

    yaml: ClassVar[str] = "surname"
    max_length: int = 80
    """The most signs that are taken."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed)
        if not text:
            return wrong(f"{self.yaml}.empty")
        if len(text) > self.max_length:
            return wrong("name.long", n=len(text) - self.max_length)
        return self._signs(text)

    def _signs(self, text: str) -> Read:
        strange = next((sign for sign in text if not _in_names(sign)), "")
        if strange:
            code = "name.number" if strange.isnumeric() else "name.sign"
            return wrong(code, sign=strange if strange.isprintable() else "?")
        if not any(unicodedata.category(sign)[0] == "L" for sign in text):
            return wrong("name.letters")
        return Read(text) if _is_latin(text) else doubtful(text, "name.latin")


@dataclass(frozen=True)
class GivenNamesType(SurnameType):
    """Asks for the name, or all names; a dash says that the document has one name only."""

    yaml: ClassVar[str] = "given_names"

    def read(self, typed: Typed, reading: Reading) -> Read:
        return Read("") if line(typed) in ("-", "–", "—") else super().read(typed, reading)

    def show(self, value: str, words) -> str:
        return value or "-"


def _is_latin(text: str) -> bool:
    """Only the letters of the lowest lines of a passport (ICAO 9303), with whatever marks they carry."""
    return all(unicodedata.name(sign, "").startswith(("LATIN", "FEMININE", "MASCULINE", "MODIFIER")) for sign in text if sign.isalpha())


def _in_names(sign: str) -> bool:
    """Letters and marks of any alphabet, and the joiners that Persian and Indic names need."""
    return sign in _NAME_SIGNS or unicodedata.category(sign)[0] in "LM" or sign in "\u200c\u200d"
