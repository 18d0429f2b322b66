"""The cards of the school itself: the list of lessons, what a lesson is about, and what came of it. In Italian, for who learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame, keys
from kiosk.desk.school import trace
from kiosk.desk.school.lessons import read_lessons

if TYPE_CHECKING:
    from kiosk.desk.school.exercise import Exercise
    from kiosk.forms.review import Row


def school(visit: Exercise) -> Card:
    words = visit.desk.italian
    offered = {offer.id for offer in visit.desk.shelf.offers()}
    lessons = [lesson for lesson in read_lessons() if lesson.flow in offered]
    options = (*(Option(lesson.id, lesson.title) for lesson in lessons), Option("close", words.say("school.close"), "+"))
    problem = (words.say(f"problem.{visit.problem}"),) if visit.problem else ()
    return panel(visit, "school", (), lines=(Line(words.say("school.banner"), "exact"),), keys=keys(words, "esc", "f1", "f2", "f9"), go_on="",
                 prompts=(Prompt("school", "rows", options=options, problem=problem),))


def lesson(visit: Exercise) -> Card:
    words, chosen = visit.desk.italian, visit.lesson
    lines = [Line(chosen.about), Line(words.say("lesson.goals"))]
    lines += [Line(goal.goal, "bullet") for goal in chosen.goals]
    lines.append(Line(words.say("lesson.calm", minutes=chosen.minutes), "hint"))
    return frame(words, id="V4", name="lesson", title=chosen.title, lines=tuple(lines), go_on=words.say("lesson.begin"),
                 keys=keys(words, "f1", "f2", "f9"))


def score(visit: Exercise) -> Card:
    """How much the person did, what they stand by, and whether anything was made up; never how long it took."""
    words, chosen = visit.desk.italian, visit.lesson
    said, answered = trace.asked(visit), trace.answered(visit)
    lines = [Line(_counted(visit, "score.typed", [row for row in said if row.answer.typed_by == "visitor"], said))] if not chosen.phone else []
    lines.append(Line(_counted(visit, "score.confirmed", trace.confirmed(visit), said)))
    lines.append(Line(_invented(visit)))
    for goal in chosen.goals:
        reached = visit.trace.reached(goal, answered)
        lines.append(Line(words.say("score.reached" if reached else "score.again", goal=goal.goal), "plain" if reached else "warn"))
    return panel(visit, "score", listed(visit, "score.repeat", "score.other", "score.close"), lines=tuple(lines),
                 keys=keys(words, "esc", "f1", "f2", "f9"))


def _counted(visit: Exercise, key: str, some: list[Row], all_of_them: list[Row]) -> str:
    if not all_of_them:
        return visit.desk.italian.say("score.none")
    return visit.desk.italian.say(key, n=len(some), tot=len(all_of_them), percent=round(100 * len(some) / len(all_of_them)))


def _invented(visit: Exercise) -> str:
    words = visit.desk.italian
    labels = [row.label(words) for row in trace.invented(visit)]
    return words.say("score.invented", who=visit.lesson.person, what=", ".join(labels)) if labels else words.say("score.true")
