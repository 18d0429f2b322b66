"""A visit of the school: the same `Visit` on the same path, with a coach beside it, a list of lessons before it, a score after.

Only what was done is noted; no key does anything that it would not do in a real visit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.assist import OPERATOR, Assist
from kiosk.desk.card import Card
from kiosk.desk.operators import PRACTICE_NAME
from kiosk.desk.phoning import PhoneCall
from kiosk.desk.school import coach, lesson_cards
from kiosk.desk.school.lessons import Lesson, read_lessons
from kiosk.desk.school.trace import Trace
from kiosk.desk.visit import Visit

if TYPE_CHECKING:
    from kiosk.desk.school.classroom import Classroom

OWN = ("school", "lesson", "score")
"""Cards of the school itself; all others are those of any visit."""
_MOST_STEPS = 12


class Exercise(Visit):
    """`at_end` is called when the school is over, and not after each lesson; without it closing the school ends the program."""

    desk: Classroom

    def __init__(self, desk: Classroom, at_end: Callable[[], object] | None = None) -> None:
        super().__init__(desk)
        self.at_end, self.trace, self.stage = at_end, Trace(), "school"

    @property
    def lesson(self) -> Lesson | None:
        return self.desk.lesson

    @property
    def started(self) -> bool:
        """Always: nothing of the school is a screen at rest."""
        return True

    @property
    def card(self) -> Card:
        own = self.stage in OWN and not self.overlay and not self.is_hidden
        card = getattr(lesson_cards, self.stage)(self) if own else super().card
        return replace(card, practice=True, coach="" if own else coach.line(self, card))

    def give(self, typed: Mapping[str, object]) -> None:
        if self.stage not in OWN or self.overlay or self.is_hidden:
            return self._noting(lambda: super(Exercise, self).give(typed))
        value = typed.get(self.stage, "")
        self.problem = ""
        return getattr(self, f"_{self.stage}")(str(value))

    def _school(self, choice: str) -> None:
        if choice == "close":
            return self._close()
        chosen = next((lesson for lesson in read_lessons() if lesson.id == choice), None)
        if chosen is None:
            return self.wrong("choose")
        self._anew(chosen)
        return self.go("lesson")

    def _lesson(self, _: str) -> None:
        """The way to where the volunteer takes over is gone with the same keys, by itself."""
        self.stage, self.back_to = "language", []
        lesson = self.lesson
        if lesson.start == "phone_reason":
            self.at_work, self.stage = PRACTICE_NAME, "phone_reason"
        keys = {"language": lesson.language, "how": "alone", "topic": self._topic(), "need": lesson.flow, "consent": "yes", "code": "go"}
        for _ in range(_MOST_STEPS):
            if self.stage in (lesson.start, "form"):
                break
            super().give({self.stage: keys.get(self.stage, "")})
        self.trace = Trace()
        if lesson.start == "form":
            self._sit_down()

    def _sit_down(self) -> None:
        """Whoever learns sits beside the person, or has them on the telephone and types."""
        self.at_work, self.assist = PRACTICE_NAME, Assist(PRACTICE_NAME, interpreter="none")
        if self.lesson.phone:
            self.assist.types, self.phone = OPERATOR, PhoneCall(fills=True, started_at=self.desk.clock())
        self.attend()

    def _topic(self) -> str:
        return next(offer.topic for offer in self.desk.shelf.offers() if offer.id == self.lesson.flow)

    def _score(self, choice: str) -> None:
        if choice == "repeat":
            self._anew(self.lesson)
            self.go("lesson")
        elif choice == "other":
            self._anew(None)
        elif choice == "close":
            self._close()
        else:
            self.wrong("choose")

    def _close(self) -> None:
        self.halted = self.at_end is None
        self.leave()

    def _anew(self, lesson: Lesson | None) -> None:
        """As at the beginning; what may lie in the printer still may."""
        papers, at_end = self.papers, self.at_end
        self.desk.lesson = lesson
        Exercise.__init__(self, self.desk, at_end)
        self.papers = papers

    def leave(self) -> None:
        """A lesson that ends leads to its score; the school ends from its own cards, or when nobody is there."""
        if self.lesson is not None and self.stage not in OWN and not self.is_hidden and not self.halted:
            self.stop_calling()
            self._let_go()
            self.stage, self.overlay, self.under, self.back_to = "score", "", "", []
            return
        super().leave()
        if self.at_end is not None:
            self.at_end()

    def find_papers(self) -> None:
        """What lies in the printer is no lesson's: the school begins all the same."""
        self.papers.left = True

    def call(self) -> None:
        self._noting(super().call)

    def help(self) -> None:
        self._noting(super().help)

    def hide(self) -> None:
        self._noting(super().hide)

    def show(self) -> None:
        self._noting(super().show)

    def press(self, key: str) -> None:
        self._noting(lambda: super(Exercise, self).press(key))

    def _noting(self, act: Callable[[], object]) -> None:
        before = self._looks()
        act()
        for event, after in self._looks().items():
            if after and after != before[event]:
                self.trace.note(f"{event}:{after}" if isinstance(after, str) else event)

    def _looks(self) -> dict[str, object]:
        """What the events are seen by: the name of an event, and what it is when it has happened."""
        assist = self.assist
        return {
            "language": self.words.language, "call": self.calling, "hide": self.is_hidden, "show": not self.is_hidden,
            "help": self.overlay == "help", "parked": self.overlay == "parked", "list": self.overlay == "questions",
            "agreed": self.passing.to if self.overlay in ("parked", "takeover") else "", "helped": assist is not None,
            "swap": assist.types if assist else "", "stop": self.overlay == "stop", "danger": self.overlay == "danger",
            "done": self.stage == "end", "before": self.stage == "before", "refused": self.stage == "refused",
            "dropped": self.stage == "dropped", "regained": self.by_phone and self.stage == "form", "read": self.stage == "phone_read",
            "sorted": self.stage == "phone_reason" and self.phone is None and self.back_to == ["language"],
        }
