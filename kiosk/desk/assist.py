"""Somebody who works here sits beside the visitor: who it is, who types, and what was noted about each answer.

It opens over a visit and changes no answer; it is forgotten with the visit. What goes further than the visit (who
typed an answer, which document was seen, a reason) is in the `Answer` itself; notes are `Helped`, with the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.desk.lock import Lock

VISITOR, OPERATOR = "visitor", "operator"
TAGS = ("missing", "recall", "interpreter", "doubt")
"""Why an answer was noted, from a closed list; words come after it, if they must."""
NOTE = 200
"""Signs of a note."""
INTERPRETERS = ("none", "volunteer", "professional", "family", "minor")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one answer, written as if the person read it, which they may; tags first, 200 signs at most."""

    tags: tuple[str, ...] = ()
    text: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.tags or self.text)

    def plain(self) -> dict:
        """As a draft and the office have it."""
        return {"tags": list(self.tags), "text": self.text}


@dataclass(slots=True)
class Helped:
    """What whoever helped has left with a form: their first name, notes by the place of a page, and whether the yes was said aloud."""

    by: str | None = None
    notes: dict[str, Note] = field(default_factory=dict, repr=False)
    by_voice: bool = False

    def plain(self) -> dict:
        """As a draft has it."""
        return {"by": self.by, "notes": {place: note.plain() for place, note in self.notes.items()}}

    @classmethod
    def of(cls, plain: Mapping) -> Helped:
        """What `plain` made, or what an older draft has instead: nothing."""
        return cls(plain.get("by"), {place: Note(tuple(one["tags"]), one["text"]) for place, one in plain.get("notes", {}).items()})


@dataclass(slots=True)
class Assist:
    """`helper` is a first name; `types` who has the keyboard, "visitor" or "operator".

    `interpreter` is one of INTERPRETERS, "" until it was said. `seen` holds, by place, the documents seen before their
    answer was there. While `listed`, the form is filled from the list of all its questions.
    """

    helper: str
    types: str = VISITOR
    interpreter: str = ""
    listed: bool = False
    seen: dict[str, str] = field(default_factory=dict, repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)

    def swap(self) -> str:
        """The other one types now; says who."""
        self.types = OPERATOR if self.types == VISITOR else VISITOR
        return self.types
