"""Dates at a desk: the agenda behind it, what a form may offer of it, and what somebody is looking at who wants a date.

Whatever a person says about the hours in which they may go out stays in `Looking`, in the memory of this visit, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time

    from kiosk.agenda.desk_agenda import Agenda
    from kiosk.agenda.events import Event
    from kiosk.agenda.seating import Booking, Wish
    from kiosk.forms.fields import Dates
    from kiosk.forms.flow import Flow


@dataclass(frozen=True, slots=True)
class Taken:
    """A seat with the code that was given for it: nobody can find the code again."""

    booking: Booking
    code: str = field(repr=False)


@dataclass
class Looking:
    """What a visit looks at: a kind of events, a day, one of them; `free` are the hours that it may be in; `taken` the seats it has.

    `events` are those that were open when the list was made; `asked` the last seat asked for, (event, code, id); `lost` is why a form did not get its seat.
    `typed` is what stands on a card of several lines until it is taken.
    """

    kind: str = ""
    language: str = ""
    day: date | None = None
    event: Event | None = None
    free: tuple[time, time] | None = field(default=None, repr=False)
    events: tuple[Event, ...] = ()
    taken: tuple[Taken, ...] = field(default=(), repr=False)
    lost: str = ""
    asked: tuple[str, str, str] | None = field(default=None, repr=False)
    typed: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def begun(self) -> bool:
        """Is there anything here that the next person must not find?"""
        return bool(self.free or self.taken or self.typed)


class Dated:
    """The part of a `Desk` that knows dates."""

    @cached_property
    def agenda(self) -> Agenda:
        from kiosk.agenda.desk_agenda import Agenda
        from kiosk.desk.pepper import Pepper
        made = Agenda(Path(self.config.flows), lambda: self.database, lambda: Pepper(self.config.folder, self.today()).secret, lambda: self.clock())
        made.practice, made.lists = self.config.practice, self.config.folder / "lists"
        return made

    def dates_of(self, flow: Flow) -> Dates:
        """What a form of this service may offer; without the seats that are left while the store is away."""
        from kiosk.desk import seats_of_form
        return seats_of_form.offered(self, flow)

    def readers(self, event: Event) -> tuple[str, ...]:
        """Who reads what people leave for this event: its leader, else the office; CannotSeal where there is neither."""
        from kiosk.dispatch import office
        leader = dict(self.config.leaders).get(event.leader)
        return (leader,) if leader else office.keys(self.config, "").recipients

    def wish(self, event: Event, code: str, left: dict[str, str], waits: bool) -> Wish:
        """A seat that is asked for; keys are looked for only where a person leaves something."""
        return self.agenda.wish(code, left, self.readers(event) if any(left.values()) else (), waits)
