"""Which doors stand open for what a person has said, in which order, and why.

A service, a leaflet, an actor or an event may declare doors. One is open when its condition certainly holds over the
profile, the answers of the listening flow: what nobody knows opens nothing. Pure, like the rest of the form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kiosk.forms.answers import Answers
    from kiosk.forms.conditions import Expression, Seen
    from kiosk.forms.flow import Flow

KINDS = ("service", "leaflet", "event", "actor")
"""What a door can lead to, in the order in which they are offered."""


class Door(NamedTuple):
    """As an author wrote it: a condition over the profile, the reason in Italian, and whether it comes before the others."""

    when: str
    because: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Something with doors: one of `KINDS`, its id, its title in Italian, where its texts stand in which catalog, its languages.

    A title that is nobody's to translate has no place; no languages where that says nothing.
    """

    kind: str
    id: str
    title: str
    doors: tuple[Door, ...] = ()
    domain: str = ""
    languages: tuple[str, ...] = ("it",)
    title_place: str = "title"
    doors_place: str = "door"


@dataclass(frozen=True, slots=True)
class Open:
    """A way whose door stands open; `number` counts its doors from 1, as their place in the catalog does."""

    way: Way
    door: Door
    number: int

    @property
    def place(self) -> str:
        """Where the reason stands in the catalog of the way."""
        return f"{self.way.doors_place}.{self.number}"


class Profile:
    """What a person has said in the listening flow, for conditions to look at."""

    def __init__(self, flow: Flow, answers: Answers) -> None:
        self.scope, self.answers = seen_in(flow), answers
        self._compiled: dict[str, Expression] = {}

    def holds(self, when: str) -> object:
        """True, False, or None where nobody knows; ConditionIsWrong when it is not about this flow."""
        # the first screen reads doors from the shelf and judges none: it must not wait for the conditions
        from kiosk.forms.conditions import compile_expression

        if when not in self._compiled:
            self._compiled[when] = compile_expression(when, self.scope)
        return self._compiled[when](self.answers)

    def opens(self, door: Door) -> bool:
        """Does it certainly? One about answers that are not asked here any more stays closed: somebody stands before it."""
        from kiosk.forms.conditions import ConditionIsWrong

        try:
            return self.holds(door.when) is True
        except ConditionIsWrong:
            return False

    def unmet(self, when: str) -> tuple[tuple[str, object], ...]:
        """The parts of a condition, as they are joined by `and`, that do not certainly hold: each with False or None."""
        judged = ((part, self.holds(part)) for part in _parts(when))
        return tuple((part, held) for part, held in judged if held is not True)


def seen_in(flow: Flow) -> dict[str, Seen]:
    """What a condition over this flow's answers can name."""
    from kiosk.forms.conditions import Seen

    return {name: Seen(field.type.kind, field.type.values()) for name, field in flow.fields.items()}


def standing_open(ways: Iterable[Way], profile: Profile) -> tuple[Open, ...]:
    """Of each way the first door that is open: those marked `first` before all others, then by kind, then as they came."""
    found = [opened for way in ways if (opened := open_door(way, profile)) is not None]
    return tuple(sorted(found, key=lambda one: (not one.door.first, KINDS.index(one.way.kind))))


def open_door(way: Way, profile: Profile) -> Open | None:
    """The door through which this way is open; one marked `first` rather than another."""
    held = [Open(way, door, number) for number, door in enumerate(way.doors, 1) if profile.opens(door)]
    return next((one for one in held if one.door.first), held[0] if held else None)


def _parts(when: str) -> tuple[str, ...]:
    import ast

    source = when.strip()
    tree = ast.parse(source, mode="eval").body
    if not (isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)):
        return (source,)
    return tuple(ast.get_source_segment(source, value) or ast.unparse(value) for value in tree.values)
