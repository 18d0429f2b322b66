"""Somebody who works here sits beside the visitor: who it is, who types, and what was noted about each answer.

It opens over a visit and changes no answer; it is forgotten with the visit. What goes further than the visit (who
typed an answer, which document was seen, a reason) is in the `Answer` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

VISITOR, OPERATOR = "visitor", "operator"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one answer, written as if the person read it, which they may; tags first, 200 signs at most."""

    tags: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(slots=True)
class Assist:
    """`helper` is a first name; `types` who has the keyboard, "visitor" or "operator"; notes by the path of a row."""

    helper: str
    types: str = VISITOR
    interpreter: str = ""
    notes: dict[str, Note] = field(default_factory=dict, repr=False)

    def swap(self) -> str:
        """The other one types now; says who."""
        self.types = OPERATOR if self.types == VISITOR else VISITOR
        return self.types
