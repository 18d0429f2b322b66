"""A visit put aside: what is kept of it, what somebody finds who comes back with the code, and how it goes on.

It may be taken up on another day, in another language, at a desk with another version of the flow or without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.desk import memory
from kiosk.desk.assist import Helped
from kiosk.errors import KioskError
from kiosk.forms.answers import Answer, Answers
from kiosk.forms.flow import Flow
from kiosk.forms.journey import Journey
from kiosk.forms.review import Row, rows
from kiosk.i18n import SOURCE, Words

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk
    from kiosk.desk.drafts import Kept
    from kiosk.desk.session import Session


@dataclass(frozen=True, slots=True)
class Resting:
    """What a code has found. `unfit` are the answers of another version; `is_offered` when it can go on here.

    `holder` is the hold of the visit that has it open, "" for none; `asks_again` when something may never be kept.
    """

    title: str
    left_on: date
    until: date
    holder: str = field(repr=False)
    is_offered: bool
    asks_again: bool
    unfit: tuple[dict, ...] = field(repr=False)


def content(session: Session, desk: Desk) -> dict:
    """All that a draft holds, in Italian and in the visitor's language, for a desk that may not know this version."""
    flow, answers = session.flow, session.journey.answers
    languages = tuple({words.language: words for words in (desk.italian, session.words.own)}.values())
    return {
        "flow": flow.id, "version": flow.version, "started_at": session.started_at.isoformat(), "on": desk.today().isoformat(),
        "title": {words.language: _title(flow, words) for words in languages},
        "answers": memory.dump(flow, answers, languages), "aside": list(session.aside), "unkept": memory.is_unkept(flow, answers),
        "helped": session.helped.plain(),
    }


def find(desk: Desk, kept: Kept, words: Words) -> Resting:
    """What the card says that stands before a visit goes on."""
    content, unfit, title = kept.content, (), ""
    try:
        flow = desk.shelf.flow(content["flow"])
        unfit, title = _loaded(flow, content, desk.today())[1], _title(flow, words)
    except KioskError:
        flow = None
    offered = flow is not None and flow.id in {offer.id for offer in desk.shelf.offers()}
    return Resting(
        title or _said(content["title"], words), date.fromisoformat(content["on"]), kept.expires_on, kept.holder,
        offered, content["unkept"], unfit,
    )


def take_up(desk: Desk, held: str, content: dict, words: Words) -> Session:
    """The visit as it was left; FlowIsBroken when this desk has no such flow."""
    session = desk.begin(content["flow"], words)
    answers, session.aside = _loaded(session.flow, content, desk.today())
    session.started_at, session.held = datetime.fromisoformat(content["started_at"]), held
    session.helped = Helped.of(content.get("helped", {}))
    session.return_to(Journey.through(session.flow, answers))
    # only what is missing is asked: what comes after it may have been answered already
    session.returning = not session.journey.complete
    return session


def told(unfit: dict, words: Words) -> tuple[str, str]:
    """(label, answer) of an answer that does not fit, in words that were kept with it."""
    said = _said(unfit["answer"].get("said", {}), words)
    return (said[0], said[1]) if said else (str(unfit["path"][-1]), "")


def lost(before: Session, after: Session) -> tuple[Row, ...]:
    """What was answered in one session and is not so in the other."""
    kept = {_place(row): row.answer for row in rows(after.journey)}
    return tuple(row for row in rows(before.journey) if row.field.compute is None and not _same(row, kept.get(_place(row))))


def _place(row: Row) -> tuple[str, int, str]:
    return row.repeat.id if row.repeat else "", row.entry, row.field.name


def _same(row: Row, answer: Answer | None) -> bool:
    return answer is not None and (answer.state, answer.value) == (row.answer.state, row.answer.value)


def _loaded(flow: Flow, content: dict, today: date) -> tuple[Answers, tuple[dict, ...]]:
    """(answers, what does not fit): an answer laid aside comes home when this version has its place again, and nothing given since fits there."""
    given, before = content["answers"], content["aside"]
    unfit = [one for one in memory.load(flow, given, today)[1] if len(one["path"]) == 1]
    fits = {name: plain for name, plain in given.items() if [name] not in [one["path"] for one in unfit]}
    home = {one["path"][0]: one["answer"] for one in before if len(one["path"]) == 1 and one["path"][0] not in fits}
    answers, apart = memory.load(flow, home | fits, today)
    back = [one["path"] for one in apart]
    gone = [one for one in before if len(one["path"]) == 1 and one["path"] not in back and home.get(one["path"][0]) is one["answer"]]
    stays = [one for one in (*before, *unfit) if one not in gone]
    return answers, (*stays, *(one for one in apart if one not in stays))


def _title(flow: Flow, words: Words) -> str:
    """As the shared screen may show it: never the reason of a private flow."""
    key = "neutral_title" if flow.private and flow.neutral_title else "title"
    return words.text(flow.id, key, flow.shown_title)


def _said(texts: dict, words: Words):
    """The text in this language, or in Italian, or in whatever language there is."""
    return texts.get(words.language) or texts.get(SOURCE) or next(iter(texts.values()), "")
