"""What was done in a lesson, as names in order: the goals of a lesson name them, and the score counts answers.

    language:ar  help  call  hide  show  swap  parked  agreed:today  helped  list      from what happens
    given:f  unknown:f  refused:f  review:f  forced:f  seen:f                          from the answers of a field f, at the end
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.forms.answers import GIVEN, REFUSED, UNKNOWN, Answer
from kiosk.forms.provenance import stands
from kiosk.forms.review import Row, rows

if TYPE_CHECKING:
    from kiosk.desk.school.exercise import Exercise
    from kiosk.desk.school.lessons import Goal

_STATES = {GIVEN: "given", UNKNOWN: "unknown", REFUSED: "refused"}


class Trace:
    """`events` in the order in which they happened."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def note(self, event: str) -> None:
        self.events.append(event)

    def reached(self, goal: Goal, answered: set[str]) -> bool:
        """Did it happen, after what it has to come after? `answered` are the events of the answers."""
        if goal.did == "nothing":
            return not any(event.startswith("given:") for event in answered)
        if goal.did in answered:
            return True
        first = self.events.index(goal.after) + 1 if goal.after in self.events else None if goal.after else 0
        return first is not None and goal.did in self.events[first:]


def asked(visit: Exercise) -> list[Row]:
    """The answers that were given in this lesson, not before it."""
    lesson = visit.desk.lesson
    if visit.session is None:
        return []
    return [row for row in rows(visit.session.journey) if row.field.compute is None and row.field.name not in lesson.before]


def answered(visit: Exercise) -> set[str]:
    """The events that the answers stand for."""
    return {f"{kind}:{row.field.name}" for row in asked(visit) for kind in _kinds(row.answer)}


def _kinds(answer: Answer) -> list[str]:
    marks = {"review": answer.to_review, "forced": bool(answer.reason), "seen": bool(answer.seen)}
    return [_STATES.get(answer.state, answer.state), *(kind for kind, there in marks.items() if there)]


def confirmed(visit: Exercise) -> list[Row]:
    return [row for row in asked(visit) if stands(row)]


def invented(visit: Exercise) -> list[Row]:
    """Answers that the lesson's person did not give: others, or where there were none."""
    typed, said = visit.desk.lesson.typed, {row.path: row.answer for row in rows(visit.desk.expected())}
    return [row for row in asked(visit) if not _is_said(row, said.get(row.path), typed.get(row.field.name))]


def _is_said(row: Row, said: Answer | None, typed: str | None) -> bool:
    if typed is not None:
        return row.answer.state != GIVEN or row.answer.typed == typed
    return said is not None and (said.state, said.value) == (row.answer.state, row.answer.value)
