"""The papers of dates: the reminder that somebody takes home, and the slip that says when they came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.dispatch import codes
from kiosk.dispatch.handout import Handout, Part
from kiosk.forms.fields.seats import forwards, when

if TYPE_CHECKING:
    from kiosk.agenda.events import Event
    from kiosk.agenda.seating import Booking
    from kiosk.desk.dating import Taken
    from kiosk.desk.desk import Desk
    from kiosk.i18n import Words


def reminder(desk: Desk, words: Words, taken: tuple[Taken, ...]) -> Handout:
    """Day, hour, place, number and code; and the same in plain words where a telephone does not read the code."""
    parts = [part for one in taken for part in _seat(words, one)]
    parts.append(Part("", (words.say("booked.keep"), words.say("booked.phone"))))
    if desk.contact:
        parts.append(Part(words.say("paper.help"), (desk.contact,)))
    waiting = all(one.booking.state == "waiting" for one in taken)
    return Handout(words, words.say("booked.waiting" if waiting else "booked.title"), tuple(parts))


def _seat(words: Words, taken: Taken) -> list[Part]:
    event, booking = taken.booking.event, taken.booking
    lines = [words.say("event.when", text=when(words, event.starts_at, event.ends_at))]
    lines += [words.say("event.where", text=event.place)] if event.place else []
    lines += [words.say("event.link", text=event.link)] if event.link else []
    lines += [words.say("booked.waiting"), words.say("booked.learn")] if booking.state == "waiting" else [words.say("booked.number", n=booking.number)]
    return [Part(event.title, tuple(lines)), Part(words.say("booked.code"), (forwards(words, codes.grouped(taken.code, codes.SHORT)),), "big")]


def attendance(words: Words, event: Event, booking: Booking) -> Handout:
    """For who must show where they were: the name is written by hand, the store does not know it."""
    times = (words.say("attendance.came", time=booking.came_at or "__:__"), words.say("attendance.left", time=booking.left_at or "__:__"))
    parts = (
        Part("", (event.title, words.say("event.when", text=when(words, event.starts_at, event.ends_at)), *([words.say("event.where", text=event.where)] if event.where else []))),
        Part("", (words.say("booked.number", n=booking.number), *times), "big"),
        Part("", (words.say("attendance.name"), words.say("attendance.sign")), "blank"),
    )
    return Handout(words, words.say("attendance.title"), parts)
