"""A person in difficulty, and what a helper does in the awkward moments: two cards behind the operator's menu.

The numbers stand there in Italian and in the language of the visitor; that the card was opened is counted, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.i18n import Words

MOMENTS = ("relative", "decide", "stops", "child", "nobody", "language", "power")
"""The awkward moments, in the order of their digits; `stops` leads on to the card for stopping, without a question why."""


def danger(visit: Visit) -> Card:
    """Whom to call, now, here; first as the visitor reads it."""
    words, italian = visit.words, visit.desk.italian
    languages = tuple({one.language: one for one in ((words,) if visit.beside else (words, italian))}.values())
    lines = tuple(Line(text, style) for one in languages for text, style in _numbers(visit, one))
    return frame(words, id="V20", name="danger", title=words.say("danger.title"), lines=lines, go_on=words.say("danger.close"),
                 calling=visit.calling)


def _numbers(visit: Visit, words: Words) -> list[tuple[str, str]]:
    said = [(words.say("danger.112"), "plain"), (words.say("danger.1522"), "plain")]
    here = visit.desk.config.desk.safety or visit.desk.contact
    return said + ([(words.say("danger.here", who=here), "plain")] if here else [])


def close_danger(visit: Visit, _: str) -> None:
    visit.cover("")


def advice(visit: Visit) -> Card:
    """«Che cosa faccio se...»: each moment with what to do, on one card."""
    return panel(visit, "advice", listed(visit, *(f"advice.{name}" for name in MOMENTS)))


def take_advice(visit: Visit, choice: str) -> None:
    return visit.cover("stop" if choice == "stops" and visit.may_stop else "")
