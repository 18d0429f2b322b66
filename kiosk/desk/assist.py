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
    """What whoever helped has left with a form: their first name, notes by the place of a page, whether the yes was said aloud, and whether any of it by telephone.

    `waiting` holds, by place, the documents seen before their answer was there; it is forgotten with the visit.
    """

    by: str | None = None
    notes: dict[str, Note] = field(default_factory=dict, repr=False)
    by_voice: bool = False
    by_phone: bool = False
    waiting: dict[str, str] = field(default_factory=dict, repr=False)

    def plain(self) -> dict:
        """As a draft has it."""
        phone = {"by_phone": True} if self.by_phone else {}
        return phone | {"by": self.by, "notes": {place: note.plain() for place, note in self.notes.items()}}

    def take_out(self, repeat: str, entry: int) -> dict[str, Note]:
        """An entry is taken away: its notes, and what is left goes with the answers after it, which count one less."""
        gone = {place: note for place, note in self.notes.items() if place.startswith(f"{repeat}/{entry}/")}
        self.notes, self.waiting = (_moved({place: one for place, one in held.items() if not place.startswith(f"{repeat}/{entry}/")}, repeat, entry, -1)
                                    for held in (self.notes, self.waiting))
        return gone

    def put_in(self, repeat: str, entry: int, notes: Mapping[str, Note]) -> None:
        """The entry comes back, with its notes."""
        self.notes, self.waiting = (_moved(held, repeat, entry, 1) for held in (self.notes, self.waiting))
        self.notes |= notes

    @classmethod
    def of(cls, plain: Mapping) -> Helped:
        """What `plain` made, or what an older draft has instead: nothing."""
        return cls(plain.get("by"), {place: Note(tuple(one["tags"]), one["text"]) for place, one in plain.get("notes", {}).items()},
                   by_phone=plain.get("by_phone", False))


@dataclass(slots=True)
class Assist:
    """`helper` is a first name; `types` who has the keyboard, "visitor" or "operator".

    `interpreter` is one of INTERPRETERS, "" until it was said. While `listed`, the form is filled from the list of all its questions.
    """

    helper: str
    types: str = VISITOR
    interpreter: str = ""
    listed: bool = False
    lock: Lock = field(default_factory=Lock, repr=False)

    def swap(self) -> str:
        """The other one types now; says who."""
        self.types = OPERATOR if self.types == VISITOR else VISITOR
        return self.types


def _moved(held: Mapping[str, object], repeat: str, entry: int, by: int) -> dict:
    """The same by place, those of this entry and after it moved by so many."""
    found = {}
    for place, one in held.items():
        name, _, rest = place.partition("/")
        number, _, page = rest.partition("/")
        moves = name == repeat and rest and int(number) >= entry
        found[f"{name}/{int(number) + by}/{page}" if moves else place] = one
    return found
