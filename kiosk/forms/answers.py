"""What has been typed and checked so far, by the name of the field.

`Answers` never changes: `with_answer` gives another, sharing all but one small part with the first, so
that the cost of an answer does not grow with the length of the form. It is also what conditions look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

GIVEN, UNKNOWN, REFUSED, BLANK = "given", "unknown", "refused", "blank"
_PARTS = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and its history: who typed it, whether the person confirmed it, which paper was seen.

    `value` is the field type's; `fact` is what conditions see of it, None unless the state is "given".
    `to_review` marks an answer that wants a second look: it passed a soft rule, or an operator let it pass for a `reason`, and
    then `value` is the text as typed, whatever the field type.
    """

    value: object = None
    fact: object = None
    state: str = GIVEN
    typed: object = None
    typed_by: str = "visitor"
    confirmed: bool = False
    seen: str | None = None
    to_review: bool = False
    reason: str = ""


class Answers:
    """An immutable mapping of names to `Answer`; `today` is the day of the visit, pinned at its start."""

    __slots__ = ("_parts", "today")

    def __init__(self, today: date, parts: tuple[dict[str, Answer], ...] | None = None) -> None:
        self.today = today
        self._parts = parts or ({},) * _PARTS

    def answer(self, name: str) -> Answer | None:
        return self._parts[hash(name) % _PARTS].get(name)

    def get(self, name: str) -> object:
        """What a condition sees: None for missing, unknown, refused and blank alike."""
        answer = self._parts[hash(name) % _PARTS].get(name)
        return None if answer is None else answer.fact

    def state(self, name: str) -> str:
        """One of "given", "unknown", "refused", "blank", or "" when never answered."""
        answer = self.answer(name)
        return "" if answer is None else answer.state

    def with_answer(self, name: str, answer: Answer) -> Answers:
        at = hash(name) % _PARTS
        parts = self._parts
        return Answers(self.today, (*parts[:at], {**parts[at], name: answer}, *parts[at + 1:]))

    def without(self, name: str) -> Answers:
        at = hash(name) % _PARTS
        parts = self._parts
        rest = {other: answer for other, answer in parts[at].items() if other != name}
        return Answers(self.today, (*parts[:at], rest, *parts[at + 1:]))

    def items(self) -> Iterator[tuple[str, Answer]]:
        for part in self._parts:
            yield from part.items()

    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.items())

    def __contains__(self, name: str) -> bool:
        return name in self._parts[hash(name) % _PARTS]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answers):
            return NotImplemented
        return self.today == other.today and dict(self.items()) == dict(other.items())

    def __hash__(self) -> int:
        return hash((self.today, self.names()))

    def __repr__(self) -> str:
        return f"Answers({sorted(self.names())})"


@dataclass(frozen=True, slots=True)
class Entries:
    """The value of a repeat: one `Answers` for each time it was asked; `closed` when there are no more."""

    each: tuple[Answers, ...] = ()
    closed: bool = False


class Inside:
    """What a condition sees inside an entry: the entry first, then what was kept outside it."""

    __slots__ = ("entry", "outer", "today")

    def __init__(self, entry: Answers, outer: Answers) -> None:
        self.entry, self.outer, self.today = entry, outer, outer.today

    def get(self, name: str) -> object:
        found = self.entry.answer(name)
        return self.outer.get(name) if found is None else found.fact

    def state(self, name: str) -> str:
        return self.entry.state(name) or self.outer.state(name)
