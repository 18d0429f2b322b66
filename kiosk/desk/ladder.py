"""The ladder of autonomy: of each part of a form, whether the person looked on, did it with somebody, or did it alone.

Worked out from who typed each answer; it knows no answer, no name, and is forgotten with the visit. What was done together
this time is what the person can do alone the next time: that is what the paper says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.desk.assist import VISITOR
from kiosk.desk.card import Card, Line, Option
from kiosk.desk.stages import choice
from kiosk.forms.review import rows

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.visit import Visit
    from kiosk.dispatch.handout import Handout
    from kiosk.i18n import Words

LOOKED_ON, TOGETHER, ALONE = "looked_on", "together", "alone"
"""The rungs: somebody else typed; the person typed with somebody beside; the person typed alone."""
RUNGS = (TOGETHER, ALONE, LOOKED_ON)
"""In the order in which they are said: first what can be done alone the next time."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a service, by its place in the catalog of the flow, and the rung on which it was done."""

    flow: str
    place: str
    title: str = field(repr=False)
    rung: str

    def said(self, words: Words) -> str:
        return words.text(self.flow, self.place, self.title)


def steps(session: Session) -> tuple[Step, ...]:
    """One for each part in which something was answered, in the order of the form; none of a private one, whose parts say why somebody came."""
    flow, typed = session.flow, {}
    for row in () if flow.private else rows(session.journey):
        typed.setdefault((row.repeat or row.page).section, set()).add(row.answer.typed_by)
    return tuple(Step(flow.id, f"section.{one.id}", one.title, _rung(typed[one.id], session)) for one in flow.sections if one.id in typed)


def _rung(typed_by: set[str], session: Session) -> str:
    if typed_by != {VISITOR}:
        return LOOKED_ON
    return TOGETHER if session.helped.by else ALONE


def climb(visit: Visit) -> None:
    """A form is done: its steps join those of the visit."""
    visit.steps += steps(visit.session)


def helped_up(visit: Visit) -> bool:
    """Is there a step that somebody helped with? Who did all alone needs no ladder."""
    return any(step.rung != ALONE for step in visit.steps)


def ladder(visit: Visit) -> Card:
    """What the person did, and what they can do alone the next time."""
    words, lines = visit.words, []
    for said, titles in _said(visit.steps, words):
        lines += [Line(said), *(Line(title, "bullet") for title in titles)]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    named = ("print", "done") if visit.desk.can_print else ("done",)
    options = tuple(Option(one, words.say(f"ladder.{one}"), str(number)) for number, one in enumerate(named, 1))
    return choice(visit, "ladder", options, id="V14", lines=tuple(lines))


def take(visit: Visit, chosen: str) -> None:
    """The turn of the ladder."""
    if chosen == "print":
        visit.printed = visit.papers.come(lambda: visit.desk.print_handout(lambda words: paper(visit.steps, words), visit.words))
    elif chosen == "done":
        visit.printed = ""
        visit.back()


def paper(done: tuple[Step, ...], words: Words) -> Handout:
    """The ladder to take home."""
    from kiosk.dispatch.handout import Handout, Part
    return Handout(words, words.say("ladder.title"), tuple(Part(said, tuple(titles), "todo") for said, titles in _said(done, words)))


def _said(done: tuple[Step, ...], words: Words) -> list[tuple[str, list[str]]]:
    titles = {rung: list(dict.fromkeys(step.said(words) for step in done if step.rung == rung)) for rung in RUNGS}
    return [(words.say(f"ladder.{rung}"), titles[rung]) for rung in RUNGS if titles[rung]]
