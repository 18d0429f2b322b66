"""What the coach says, one line above the keys: the lesson's own tip, or what the person says to the question on the screen.

In Italian, for who learns; it never says more than the lesson's person would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.forms.answers import BLANK
from kiosk.forms.review import show

if TYPE_CHECKING:
    from kiosk.desk.card import Card
    from kiosk.desk.school.exercise import Exercise

_BY_CARD = ("before", "consent", "code", "review", "readback", "end", "ended", "taking", "language", "operator", "duties", "agree", "parked", "hidden")


def line(visit: Exercise, card: Card) -> str:
    """The line for this card; "" where there is nothing to say."""
    if visit.lesson is None:
        return ""
    events = visit.trace.events
    tips = [tip.say for tip in visit.lesson.coach if tip.at in ("", card.name) and (not tip.after or tip.after in events)]
    said = _said(visit) if visit.stage == "form" and not visit.overlay and not visit.is_hidden else ""
    if tips:
        return tips[-1].replace("{says}", said)
    return said or (visit.desk.italian.say(f"coach.{card.name}") if card.name in _BY_CARD else "")


def _said(visit: Exercise) -> str:
    """«Amina: 19 agosto 1991», for every question of the page that the lesson is about."""
    kept, words, lesson = visit.desk.expected().kept, visit.desk.italian, visit.lesson
    texts = []
    for field in visit.session.asks:
        answer = kept.answer(field.name)
        if field.name in lesson.typed:
            texts.append(lesson.typed[field.name])
        elif answer is not None and answer.state != BLANK:
            texts.append(show(field, answer, words))
    return words.say("coach.says", who=lesson.person, what=" · ".join(texts)) if texts else ""
