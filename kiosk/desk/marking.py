"""What whoever helps puts beside an answer: the document it was compared with, and that it wants a second look.

The answer itself never changes by it, and neither does the way through the form; each mark is a step of the history, to
be taken back like any other. Of a document its kind is kept, who saw it and when: no number and no copy.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.desk import entries
from kiosk.desk.standing import Position
from kiosk.forms.answers import GIVEN, Answer, Answers
from kiosk.forms.journey import Journey
from kiosk.forms.review import rows
from kiosk.i18n import Words, italian

if TYPE_CHECKING:
    from kiosk.desk.session import Session

DOCUMENTS = {
    "identity": ("carta d'identità", "a"), "passport": ("passaporto", "o"), "permit": ("permesso di soggiorno", "o"),
    "health": ("tessera sanitaria", "a"), "receipt": ("ricevuta", "a"), "other": ("altro documento", "o"),
}
"""The kinds, as the office reads them, and how the words after them end."""
EXPIRY = {"valid": "non scadut", "expired": "scadut", "none": ""}
MARKED, UNMARKED, NO_ANSWER, STAYS = "marked", "unmarked", "no_answer", "stays"


def seen_text(kind: str, expiry: str, helper: str, day: date) -> str:
    """«passaporto, non scaduto, visto da Anna il 22 novembre 2026»; KeyError for a kind or expiry that is not listed."""
    name, ending = DOCUMENTS[kind]
    until = f"{EXPIRY[expiry]}{ending}" if EXPIRY[expiry] else ""
    return ", ".join(part for part in (name, until, f"vist{ending} da {helper} il {italian().day(day)}") if part)


def place_of(at: object) -> str:
    """Where a page is, as the check page names it: "page" or "repeat/entry/page"; "" for no page."""
    if not isinstance(at, Position):
        return ""
    return f"{at.repeat}/{at.entry}/{at.page}" if at.repeat else at.page


def here(session: Session) -> dict[str, Answer]:
    """The answers of the page on the screen, by name."""
    found = {asked.name: session.answers.answer(asked.name) for asked in session.asks}
    return {name: answer for name, answer in found.items() if answer is not None}


def see(session: Session, text: str | None) -> bool:
    """The document was compared with the answers of this page, or, with None, it was not; False while there is none."""
    given = {name: replace(answer, seen=text) for name, answer in here(session).items() if answer.state == GIVEN}
    return bool(given) and _put(session, given)


def mark(session: Session) -> str:
    """This page wants a second look, or does not any more: what came of it, as one of the names above.

    What passed a soft doubt stays marked: without the mark the doubt would stand in the way again. So does what an operator let pass.
    """
    answers = here(session)
    if not answers:
        return NO_ANSWER
    on = not all(answer.to_review for answer in answers.values())
    marked = {name: replace(answer, to_review=on or bool(answer.reason)) for name, answer in answers.items()}
    if marked == answers or not _put(session, marked):
        return STAYS
    return MARKED if on else UNMARKED


def carry(session: Session, at: Position, before: Answers, seen: str | None) -> None:
    """After a page was given: an answer that is the same as before keeps its marks; `seen` is what was seen meanwhile."""
    now = entries.typed_in(session.journey, at) if at.repeat else session.journey.answers
    changed = {}
    for name in _names(session, at):
        answer, earlier = now.answer(name), before.answer(name)
        if answer is None:
            continue
        kept = earlier if earlier is not None and (earlier.state, earlier.value) == (answer.state, answer.value) else answer
        marked = replace(answer, typed_by=kept.typed_by, seen=(seen if answer.state == GIVEN else None) or kept.seen, to_review=answer.to_review or kept.to_review)
        if marked != answer:
            changed[name] = marked
    if changed:
        session.journey = _with(session.journey, at, changed)


def notes(session: Session, words: Words) -> tuple[dict, ...]:
    """The notes on pages that the answers lead to, as the office reads them."""
    labels: dict[str, str] = {}
    for row in rows(session.journey):
        place = f"{row.repeat.id}/{row.entry}/{row.page.id}" if row.repeat else row.page.id
        labels.setdefault(place, row.label(words))
    return tuple({"place": place, "label": labels[place], **note.plain()} for place, note in session.helped.notes.items() if place in labels)


def _names(session: Session, at: Position) -> list[str]:
    page = next((page for page in session.flow.every_page() if page.id == at.page), None)
    return [asked.name for asked in page.fields if asked.compute is None] if page else []


def _put(session: Session, answers: dict[str, Answer]) -> bool:
    """Unless the way through the form would be another by it."""
    after = _with(session.journey, session.at, answers)
    if _way(after) != _way(session.journey):
        return False
    session.history.note(session)
    session.journey = after
    return True


def _with(journey: Journey, at: Position, answers: dict[str, Answer]) -> Journey:
    if not at.repeat:
        return journey.give(answers)
    entry = entries.typed_in(journey, at)
    for name, answer in answers.items():
        entry = entry.with_answer(name, answer)
    return entries.with_entry(journey, at, entry)


def _way(journey: Journey) -> tuple:
    last = journey.last
    walked = tuple((stop.page.id, stop.wanted) for stop in journey.stops)
    inner = tuple(entry.wanted for stop in journey.stops for entry in stop.entries if entry is not None)
    return walked, inner, journey.ending, last.kept.names() if last else frozenset()
