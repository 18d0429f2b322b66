"""Something to practise: a flow of which nothing is kept, played like a form, and at its end what comes next.

Whoever sees only this sees the same cards as in any form; the copies of screens on them are copies and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line
from kiosk.desk.pages import flow_card, next_lines
from kiosk.desk.session import REVIEW, Session
from kiosk.desk.stages import choice, options

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_TRIES_BEFORE_A_PERSON = 3


def trying(visit: Visit) -> Card:
    card = flow_card(visit.tried)
    first = () if visit.tried.answers.names() else (Line(visit.words.say("lesson.practice"), "hint"),)
    return replace(card, part="", lines=(*first, *card.lines), calling=visit.calling)


def learned(visit: Visit) -> Card:
    """The end: what to do now, and the same again or another."""
    lines = (Line(visit.words.say("learned.text")), *next_lines(visit.tried))
    return choice(visit, "learned", options(visit.words, "learned.again", "learned.other", "learned.done"), id="V14", lines=lines)


def start(visit: Visit, lesson: Session) -> None:
    """From its first page, with nothing of another time."""
    visit.tried = lesson
    visit.go("trying")


def take(visit: Visit, typed: Mapping[str, object]) -> None:
    """The turn of a page; whoever is stuck is not left alone with it."""
    tried = visit.tried
    if tried.give(typed):
        if tried.at == REVIEW:
            visit.acts.add("learned", tried.flow.id, "helped" if visit.assist or visit.together else "alone")
            visit.stage = "learned"
    elif tried.tries and max(tried.tries.values()) == _TRIES_BEFORE_A_PERSON and not visit.calling:
        visit.call()


def close(visit: Visit, chosen: str) -> None:
    """The turn of the end."""
    if chosen == "again":
        visit.tried, visit.stage = Session(visit.tried.flow, visit.words, visit.desk.clock(), visit.desk.today()), "trying"
    elif chosen == "other":
        visit.tried, visit.stage, visit.back_to = None, "topic", ["language", "how"]
    elif chosen == "done":
        visit.depart()
