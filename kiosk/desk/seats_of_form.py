"""The seats that a form asks for: what it may offer when it is begun, and how they are taken when it is finished.

A form looks at no calendar after it was begun. Its seats are taken in the transaction that keeps its envelope: both, or neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.desk.dating import Dated, Taken
from kiosk.errors import KioskError, Refused
from kiosk.forms.answers import GIVEN, Answer, Answers
from kiosk.forms.fields import Dates, Seat, SeatType
from kiosk.forms.flow import Field
from kiosk.forms.journey import answered
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.agenda.events import Event
    from kiosk.agenda.seating import Wish
    from kiosk.database import Store
    from kiosk.desk.session import Session
    from kiosk.forms.flow import Flow

_LEFT = {"name": ("persona.nome", "persona.cognome"), "phone": ("persona.telefono",)}
"""What whoever leads is told of a person, by the facts that a form asked for."""


def offered(desk: Dated, flow: Flow) -> Dates:
    """What a form of this service may offer; without the seats that are left while the store is away."""
    kinds = kinds_of(flow)
    if not kinds:
        return Dates()
    try:
        return Dates(tuple(one.offered() for one in desk.agenda.coming() if one.kind in kinds))
    except (KioskError, OSError):
        return Dates(tuple(replace(one.offered(), left=None) for one in desk.agenda.planned() if one.kind in kinds))


def kinds_of(flow: Flow) -> set[str]:
    """The kinds of events that a service asks seats of."""
    return {asked.type.of for asked in flow.fields.values() if isinstance(asked.type, SeatType)}


def planned(flow: Flow, now: datetime) -> Dates:
    """What the calendars beside a service say, examples too: for a walk, which has no store."""
    kinds = kinds_of(flow)
    if not kinds:
        return Dates()
    from kiosk.agenda.calendars import read_folder
    from kiosk.agenda.events import rome
    from kiosk.agenda.occurrences import WEEKS, dates
    here = now.astimezone(rome())
    entries = read_folder(Path(flow.folder).parent, here.date(), practice=True)[0]
    found = dates(entries, here.date(), here.date() + timedelta(weeks=WEEKS))
    return Dates(tuple(one.offered() for one in found if one.starts_at > here and one.kind in kinds))


class Seats:
    """What a finished form asks for; asked again after a failure it asks for the same seats, under the same codes.

    `take` is done inside the transaction that keeps the envelope. Refused "seat.gone" at once for a date that is not there.
    """

    def __init__(self, desk: Dated, session: Session) -> None:
        self._desk = desk
        self.wishes: list[tuple[Event, Wish, str]] = [_wish(desk, session, seat) for _, seat in chosen(session)]
        self.taken: tuple[Taken, ...] = ()

    def take(self, store: Store) -> None:
        from kiosk.agenda import seating
        # always in the same order: two desks that take several at once never wait for each other
        ordered = sorted(self.wishes, key=lambda one: one[0].id)
        self.taken = tuple(Taken(seating.take(store, event, wish, self._desk.agenda.now), code) for event, wish, code in ordered)


def chosen(session: Session) -> Iterator[tuple[Field, Seat]]:
    """The dates that the person has chosen in this form, each with its field."""
    kept = session.journey.kept
    for asked in session.flow.fields.values():
        answer = kept.answer(asked.name) if isinstance(asked.type, SeatType) else None
        if answer is not None and answer.state == GIVEN and not answer.reason and answer.value.event:
            yield asked, answer.value


def would_wait(session: Session) -> None:
    """The person would rather wait than have no seat: their answers say so from now on."""
    taken = {asked.name: answered(asked, replace(seat, waiting=True), typed=seat.event) for asked, seat in chosen(session)}
    if taken:
        session.journey = session.journey.give(taken)


def _wish(desk: Dated, session: Session, seat: Seat) -> tuple[Event, Wish, str]:
    event = desk.agenda.event(seat.event)
    if event is None:
        raise Refused("seat.gone")
    code = desk.agenda.make_code()
    return event, desk.wish(event, code, _left(session), seat.waiting), code


def _left(session: Session) -> dict[str, str]:
    """Name and telephone, as far as the form has asked for them."""
    kept = session.journey.kept
    facts = {asked.fact: asked for asked in session.flow.fields.values() if asked.fact}
    said = {key: [_said(facts[fact], kept, session.words) for fact in named if fact in facts] for key, named in _LEFT.items()}
    return {key: " ".join(text for text in texts if text) for key, texts in said.items()}


def _said(asked: Field, kept: Answers, words: Words) -> str:
    answer: Answer | None = kept.answer(asked.name)
    return asked.type.show(answer.value, words) if answer is not None and answer.state == GIVEN and not answer.reason else ""
