"""Identity papers: which one, whether it is here, and what is written on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Part, Read, Reading, Typed, doubtful, line, mapping, wrong
from kiosk.forms.fields.codes import compact
from kiosk.forms.fields.dates import DateType
from kiosk.forms.fields.parts import choice_part, chosen, shown, unanswered
from kiosk.forms.fields.values import Paper, PartialDate

_KINDS = ("id_card", "passport", "residence_permit", "driving_licence", "health_card", "other")
_STATES = ("here", "home", "lost", "never")
_WHERE = choice_part("document", "where", _STATES)
_DATE = DateType()


@dataclass(frozen=True)
class DocumentType(FieldType):
    """Asks for a document: which kind, whether the person has it, then number and expiry."""

    yaml: ClassVar[str] = "document"
    entry: ClassVar[str] = "parts"
    kind: ClassVar[str] = "choice"
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {"kinds": _KINDS}
    kinds: tuple[str, ...] = _KINDS
    """The documents that will do: id_card, passport, residence_permit, driving_licence, health_card, other."""
    expires: bool = True
    """Ask for the expiry date."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        parts = self._typed(typed)
        problem = unanswered("document", self._first(), parts, reading)
        if problem is not None:
            return problem
        kind, state = self._kind(parts, reading), chosen(_WHERE, parts["where"], reading)
        lines = self._lines(state)
        if not lines:
            return Read(Paper(state, kind))
        if not shown(lines, parts):
            return Read(more=True)
        return unanswered("document", lines, parts, reading) or self._written(Paper(state, kind), parts, reading)

    def parts(self, typed: Typed, reading: Reading) -> tuple[Part, ...]:
        parts = self._typed(typed)
        if unanswered("document", self._first(), parts, reading):
            return self._first()
        return (*self._lines(chosen(_WHERE, parts["where"], reading)), *self._first())

    def _typed(self, typed: Typed) -> dict[str, str]:
        return mapping(typed) if isinstance(typed, dict) else {"where": line(typed)}

    def _first(self) -> tuple[Part, ...]:
        return (choice_part("document", "kind", self.kinds), _WHERE) if len(self.kinds) > 1 else (_WHERE,)

    def _kind(self, parts: dict[str, str], reading: Reading) -> str:
        return self.kinds[0] if len(self.kinds) == 1 else chosen(self._first()[0], parts["kind"], reading)

    def _lines(self, state: str) -> tuple[Part, ...]:
        """What is written on the paper: needed when it is here, welcome when it is at home."""
        if state not in ("here", "home"):
            return ()
        number = Part("number", optional=state == "home", size=20, example="CA12345AB")
        return (number, Part("expiry", optional=True, size=20, example="27 3 2030")) if self.expires else (number,)

    def _written(self, paper: Paper, parts: dict[str, str], reading: Reading) -> Read:
        number = compact(parts.get("number", ""))
        if len(number) > 30:
            return wrong("document.number_long", "number", n=len(number))
        expiry = _DATE.read(parts["expiry"], reading) if parts.get("expiry") else Read()
        if expiry.problem and not expiry.problem.soft:
            return wrong("document.expiry", "expiry")
        paper = Paper(paper.state, paper.kind, number, expiry.value)
        if expiry.value and expiry.value.latest < reading.today:
            return doubtful(paper, "document.expired", "expiry", date=_DATE.show(expiry.value, reading.words))
        return Read(paper)

    def show(self, value: Paper, words) -> str:
        kind = words.say(f"part.document.kind.{value.kind}") if value.kind in _KINDS else value.kind
        where = "" if value.state == "here" else words.say(f"part.document.where.{value.state}")
        expiry = words.say("document.until", date=_DATE.show(value.expiry, words)) if value.expiry else ""
        return ", ".join(filter(None, (" ".join(filter(None, (kind, value.number))), where, expiry)))

    def dump(self, value: Paper) -> dict[str, Any]:
        stored = value.dump()
        return stored | {"expiry": str(value.expiry)} if value.expiry else stored

    def load(self, stored: dict[str, Any]) -> Paper:
        expiry = stored.get("expiry")
        return Paper.load(stored | {"expiry": PartialDate.parse(expiry)} if expiry else stored)

    def fact(self, value: Paper) -> str:
        return value.state

    def values(self) -> tuple[str, ...]:
        return _STATES
