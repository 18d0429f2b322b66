"""Answers that are chosen, accepted, only read, or worked out.

A choice is understood by its value, by its digit among those offered and by its label.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from kiosk.forms.fields.kind import Choice, FieldType, Read, Reading, Typed, line, pick, wrong
from kiosk.forms.fields.values import PartialDate

_YES = ("yes", "sì", "si", "s", "y", "true", "vero", "oui", "da", "po", "نعم", "是", "так")
_NO = ("no", "n", "false", "falso", "non", "nu", "jo", "لا", "否", "不", "ні")


@dataclass(frozen=True)
class YesNoType(FieldType):
    """Asks for yes or no."""

    yaml: ClassVar[str] = "yes_no"
    entry: ClassVar[str] = "choice"
    kind: ClassVar[str] = "yes_no"

    def read(self, typed: Typed, reading: Reading) -> Read:
        if isinstance(typed, bool):
            return Read(typed)
        text = line(typed)
        if not text:
            return wrong("yes_no.empty")
        chosen = pick(text, (
            ("yes", reading.words.say("answer.yes"), *_YES),
            ("no", reading.words.say("answer.no"), *_NO),
        ))
        return Read(chosen == "yes") if chosen else wrong("yes_no.which")

    def show(self, value: bool, words) -> str:
        return words.say("answer.yes" if value else "answer.no")

    def options(self, reading: Reading) -> tuple[tuple[str, str, str], ...]:
        return tuple((value, reading.words.say(f"answer.{value}"), "") for value in ("yes", "no"))


@dataclass(frozen=True)
class ChoiceType(FieldType):
    """Asks to choose one of a few things."""

    yaml: ClassVar[str] = "choice"
    entry: ClassVar[str] = "choice"
    kind: ClassVar[str] = "choice"
    choices: tuple[Choice, ...] = ()
    """What can be chosen: `value: text`, or `value: {text, when, hint, on_paper}`."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed[0] if isinstance(typed, list) and typed else typed)
        if not text:
            return wrong("choice.empty")
        chosen = pick(text, self._names(reading))
        return wrong("choice.which") if chosen is None else Read(chosen)

    def offered(self, reading: Reading) -> tuple[Choice, ...]:
        """The choices that the author's conditions leave."""
        left = reading.choices
        return self.choices if left is None else tuple(one for one in self.choices if one.value in left)

    def _names(self, reading: Reading) -> tuple[tuple[str, ...], ...]:
        return tuple((one.value, one.text, one.label(reading.words)) for one in self.offered(reading))

    def show(self, value: str, words) -> str:
        return next((one.label(words) for one in self.choices if one.value == value), value)

    def on_paper(self, value: str, words) -> str:
        """The words for the office: the author's own, or those that the visitor saw."""
        return next((one.on_paper for one in self.choices if one.value == value and one.on_paper), "") or self.show(value, words)

    def values(self) -> tuple[str, ...]:
        return tuple(one.value for one in self.choices)

    def options(self, reading: Reading) -> tuple[tuple[str, str, str], ...]:
        words = reading.words
        return tuple((one.value, one.label(words), _hint(one, words)) for one in self.offered(reading))


@dataclass(frozen=True)
class ChoicesType(ChoiceType):
    """Asks to choose any number of things; an `exclusive` one («nessuna di queste») clears the others."""

    yaml: ClassVar[str] = "choices"
    entry: ClassVar[str] = "choices"
    kind: ClassVar[str] = "choices"
    min: int = 1
    """The fewest that are taken; 0 lets somebody tick nothing."""
    max: int | None = None
    """The most that are taken."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        texts = _several(typed)
        names = self._names(reading)
        whole = pick(line(typed), names) if isinstance(typed, str) and texts else None
        chosen = [whole] if whole else [pick(text, names) for text in texts]
        if None in chosen:
            return wrong("choices.which", text=texts[chosen.index(None)][:30])
        return self._counted(self._alone(chosen))

    def _alone(self, chosen: list[str]) -> tuple[str, ...]:
        only = next((one.value for one in self.choices if one.exclusive and one.value in chosen), None)
        return (only,) if only else tuple(one.value for one in self.choices if one.value in chosen)

    def _counted(self, chosen: tuple[str, ...]) -> Read:
        exclusive = any(one.exclusive and one.value in chosen for one in self.choices)
        if not chosen and self.min:
            return wrong("choices.empty")
        if len(chosen) < self.min and not exclusive:
            return wrong("choices.few", n=self.min)
        if self.max is not None and len(chosen) > self.max:
            return wrong("choices.many", n=self.max)
        return Read(chosen)

    def show(self, value: tuple[str, ...], words) -> str:
        return ", ".join(super(ChoicesType, self).show(one, words) for one in value) or "-"

    def on_paper(self, value: tuple[str, ...], words) -> str:
        said = {one.value: one.on_paper or one.label(words) for one in self.choices}
        return ", ".join(said.get(one, one) for one in value)

    def dump(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def load(self, stored: list[str]) -> tuple[str, ...]:
        return tuple(stored)


@dataclass(frozen=True)
class NoteType(FieldType):
    """Says something; nothing is to answer."""

    yaml: ClassVar[str] = "note"
    entry: ClassVar[str] = "note"
    kind: ClassVar[str] = "none"

    def read(self, typed: Typed, reading: Reading) -> Read:
        return Read(True)

    def show(self, value: bool, words) -> str:
        return ""


@dataclass(frozen=True)
class DeclarationType(FieldType):
    """Asks to accept what is written; without a yes one cannot go on."""

    yaml: ClassVar[str] = "declaration"
    entry: ClassVar[str] = "accept"
    kind: ClassVar[str] = "yes_no"

    def read(self, typed: Typed, reading: Reading) -> Read:
        accept = ("yes", reading.words.say("answer.accept"), *_YES, "accetto", "x")
        if typed is True or pick(line(typed), (accept,)):
            return Read(True)
        return wrong("declaration.empty")

    def show(self, value: bool, words) -> str:
        return words.say("answer.accepted")

    def options(self, reading: Reading) -> tuple[tuple[str, str, str], ...]:
        return (("yes", reading.words.say("answer.accept"), ""),)


@dataclass(frozen=True)
class ComputedType(FieldType):
    """Is worked out from earlier answers and never asked."""

    yaml: ClassVar[str] = "computed"
    entry: ClassVar[str] = "none"
    kind: ClassVar[str] = "none"

    def read(self, typed: Typed, reading: Reading) -> Read:
        return wrong("computed.asked")

    def show(self, value: Any, words) -> str:
        if isinstance(value, bool):
            return words.say("answer.yes" if value else "answer.no")
        if isinstance(value, (int, Decimal)):
            return words.number(value)
        if isinstance(value, (PartialDate, datetime.date)):
            return words.date(value.year, value.month, value.day)
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def dump(self, value: Any) -> Any:
        if isinstance(value, (PartialDate, datetime.date)):
            return {"date": str(value)}
        if isinstance(value, Decimal):
            return {"decimal": str(value)}
        return {"several": list(value)} if isinstance(value, tuple) else value

    def load(self, stored: Any) -> Any:
        if not isinstance(stored, dict):
            return stored
        (kind, inside), = stored.items()
        return {"date": PartialDate.parse, "decimal": Decimal, "several": tuple}[kind](inside)


def _several(typed: Typed) -> list[str]:
    """Ticked values as a list, whether they came as one or as «1, 3» in a line."""
    if isinstance(typed, (list, tuple)):
        return [text for text in map(line, typed) if text]
    text = line(typed)
    apart = re.split(r"[,;،、]", text) if re.search(r"[,;،、]", text) else text.split() if re.fullmatch(r"[\d\s]+", text) else [text]
    return [part.strip() for part in apart if part.strip()]


def _hint(choice: Choice, words) -> str:
    return words.text(choice.domain, f"{choice.place}.hint", choice.hint) if choice.hint else ""
