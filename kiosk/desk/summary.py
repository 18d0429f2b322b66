"""What somebody should know who goes on with a form: how far it is, what is missing, what to look at again, what to bring.

Labels only, never an answer: it is read on a screen that others may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.desk.card import Line
from kiosk.forms.answers import GIVEN, UNKNOWN, Answer
from kiosk.forms.flow import Page
from kiosk.forms.journey import Journey
from kiosk.forms.review import Row, bring, rows

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.i18n import Words

_MOST = 6


def summary(session: Session, words: Words) -> list[Line]:
    """The lines of it, in the language of `words`; a list that is long says how much more there is."""
    journey = session.journey
    done = [row for row in rows(journey) if row.field.compute is None]
    left = list(missing(journey, words))
    again = [row.label(words) for row in done if row.answer.to_review or row.answer.state == UNKNOWN]
    lines = [Line(words.say("pass.done", n=len(done), tot=len(done) + len(left)))]
    for key, texts in (("pass.missing", left), ("pass.review", again), ("end.bring", list(bring(journey, words)))):
        lines += _listed(words, key, texts)
    return lines


def missing(journey: Journey, words: Words) -> Iterator[str]:
    """The labels of what is certainly still asked, in the order of the pages; each one once."""
    if journey.complete or journey.ending:
        return
    said = set()
    for page in journey.flow.pages[journey.last.index:]:
        if page.when is None or page.when(journey.kept) is True:
            for label in _labels(page, journey, words):
                if label not in said:
                    said.add(label)
                    yield label


def _labels(page: Page, journey: Journey, words: Words) -> Iterator[str]:
    if page.repeat:
        yield words.text(page.domain, f"{page.place}.ask", page.words.ask or "")
    for field in page.fields:
        due = field.when is None or field.when(journey.kept) is True
        if due and field.compute is None and field.type.entry != "note" and journey.kept.answer(field.name) is None:
            yield Row(page, field, Answer(state=GIVEN)).label(words)


def _listed(words: Words, key: str, texts: list[str]) -> list[Line]:
    if not texts:
        return []
    lines = [Line(words.say(key)), *(Line(text, "bullet") for text in texts[:_MOST])]
    return lines + ([Line(words.say("pass.more", n=len(texts) - _MOST), "bullet")] if len(texts) > _MOST else [])
