"""The lessons as they are written: one YAML file each, in the order of their names, and the people in `people.yaml`.

A lesson names a service of the shelf and an invented person (`who`). `answers` is what the person says in the lesson: names
of questions, or answers of its own; all else is answered `before`. A goal is what was `did`: an event of `trace.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kiosk.authoring.answers import load_answers

_FOLDER = Path(__file__).parent / "lessons"


@dataclass(frozen=True, slots=True)
class Tip:
    """What the coach says on the card named `at` ("" for any), once the event `after` has happened ("" for at once)."""

    say: str
    at: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What must be done once: an event, later than `after` where one is named."""

    goal: str
    did: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`start` is the card at which the volunteer takes over; on the `phone` whoever helps types, and only they see the screen.

    `typed` are answers that the service does not take as they are said, by field: the others are `answers`.
    """

    id: str
    title: str
    minutes: str
    person: str
    about: str
    flow: str
    language: str = "it"
    start: str = "form"
    phone: bool = False
    before: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    coach: tuple[Tip, ...] = ()
    goals: tuple[Goal, ...] = ()


def _people(folder: Path) -> dict[str, dict[str, object]]:
    return load_answers(folder / "people.yaml")


def _split(person: Mapping, asked: Mapping | list, typed: Mapping) -> dict[str, dict]:
    """(before, answers) of a lesson out of all that its person would say."""
    answers = dict(asked) if isinstance(asked, Mapping) else {name: person[name] for name in asked}
    return {"before": {name: said for name, said in person.items() if name not in (*answers, *typed)}, "answers": answers}


@cache
def read_lessons(folder: Path = _FOLDER) -> tuple[Lesson, ...]:
    """Every lesson; FlowIsBroken for a file that cannot be read."""
    return tuple(_lesson(path) for path in sorted(folder.glob("*.yaml")))


def _lesson(path: Path) -> Lesson:
    written = load_answers(path)
    written |= _split(_people(path.parents[1])[written.pop("who")], written.get("answers", ()), written.get("typed", {}))
    written |= {"coach": tuple(Tip(**tip) for tip in written.get("coach", ())), "goals": tuple(Goal(**goal) for goal in written["goals"])}
    written |= {"phone": written.get("phone") == "yes"}
    return Lesson(id=path.stem.partition("-")[2], **written)
