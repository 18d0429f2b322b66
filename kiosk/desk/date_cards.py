"""The cards of dates: what there is, one of them, a seat taken, a seat given up, a seat that somebody else has got first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Option, Own, Prompt
from kiosk.desk.dating import Looking, Taken
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.stages import choice, options
from kiosk.dispatch import codes

if TYPE_CHECKING:
    from kiosk.agenda.events import Event
    from kiosk.desk.visit import Visit
    from kiosk.i18n import Words

OWN, ALL = "own", "all"
"""What narrows the list to the visitor's language, and what widens it again."""


def dates(visit: Visit) -> Card:
    """The kinds of which something is coming."""
    words, kinds = visit.words, dict.fromkeys(event.kind for event in visit.looking.events)
    named = [*((kind, words.say(f"kind.{kind}")) for kind in kinds), ("call", words.say("dates.call"))]
    shown = tuple(Option(value, text, str(number)) for number, (value, text) in enumerate(named, 1))
    return choice(visit, "dates", shown, id="V3", title=words.say("dates.title" if kinds else "dates.none"))


def which(visit: Visit) -> Card:
    """The dates of a kind, or first their days where there are many: the same list as in a form."""
    words, looking = visit.words, visit.looking
    listed = [(value, text, hint) for value, text, hint in _listed(looking, words) if value != "none"]
    narrow = narrows(looking, _own(visit))
    listed += [(narrow, words.say(f"dates.{narrow}"), "")] if narrow else []
    listed.append(("other", words.say("dates.other"), ""))
    shown = tuple(Option(value, text, str(number) if number < 10 else "", hint) for number, (value, text, hint) in enumerate(listed, 1))
    return choice(visit, "which", shown, id="V6", title=words.say("dates.which"))


def _listed(looking: Looking, words: Words) -> tuple[tuple[str, str, str], ...]:
    from datetime import date

    from kiosk.forms.fields import Dates, Reading, SeatType
    pinned = Dates(tuple(event.offered() for event in offered(looking)), looking.day, looking.free)
    return SeatType(of=looking.kind).options(Reading(words, date.min, None, pinned))


def _own(visit: Visit) -> str:
    """The visitor's language, whatever the card is looked at in."""
    return visit.own or visit.words.own.language


def offered(looking: Looking) -> tuple[Event, ...]:
    """The events of the kind and, if that was asked for, of the language."""
    return tuple(one for one in looking.events if one.kind == looking.kind and looking.language in ("", one.language))


def narrows(looking: Looking, language: str) -> str:
    """Is there something in this language, the visitor's own, among other things (OWN), or is that alone on the list (ALL)?"""
    if looking.language:
        return ALL
    found = {one.language for one in looking.events if one.kind == looking.kind}
    return OWN if len(found) > 1 and language in found else ""


def event(visit: Visit) -> Card:
    words, one = visit.words, visit.looking.event
    named = ("event.book" if one.left else "event.wait", "event.other", "event.call")
    return choice(visit, "event", options(words, *named), id="V6", title=one.title, lines=(*told(visit, one), *_clash(visit, one)))


def told(visit: Visit, one: Event) -> list[Line]:
    """Everything about a date, in words."""
    from kiosk.forms.fields.seats import room, when
    words = visit.words
    said = [words.say("event.when", text=when(words, one.starts_at, one.ends_at))]
    said += [words.say("event.where", text=one.place)] if one.place else []
    said += [words.say("event.link", text=one.link)] if one.link else []
    said += [words.say("event.language", text=words.language_name(one.language))] if one.language != _own(visit) else []
    said += [words.say("event.for_whom", text=one.for_whom)] if one.for_whom else []
    return [Line(text) for text in (*said, room(words, one.left))]


def _clash(visit: Visit, one: Event) -> list[Line]:
    from kiosk.forms.fields.seats import is_outside
    return [Line(visit.words.say("event.outside"), "warn")] if is_outside(one.offered(), visit.looking.free) else []


def signup(visit: Visit) -> Card:
    """What a person may leave for whoever leads: both may stay empty."""
    words = visit.words
    prompts = tuple(Prompt(name, "line", label=words.say(f"signup.{name}"), typed=visit.looking.typed.get(name, ""), size=30) for name in ("name", "phone"))
    problem = tuple(Line(text, "warn") for text in problem_of(visit, words))
    return frame(words, id="V8", name="signup", title=words.say("signup.title"), lines=(Line(words.say("signup.who"), "hint"), *problem), prompts=prompts,
                 go_on=words.say("does.enter"), calling=visit.calling)


def allowed(visit: Visit) -> Card:
    """The hours in which the visitor may go out: for this visit's memory. Those said before stand there, to be changed or taken out."""
    words, said = visit.words, visit.looking.free or ("", "")
    problem = problem_of(visit, words)
    prompts = tuple(Prompt(name, "line", label=words.say(f"allowed.{name}"), typed=visit.looking.typed.get(name, f"{hour:%H:%M}" if hour else ""), size=8,
                           problem=problem if name == "from" else ()) for name, hour in zip(("from", "until"), said))
    return frame(words, id="V8", name="allowed", title=words.say("allowed.title"), lines=(Line(words.say("allowed.text"), "hint"),), prompts=prompts,
                 go_on=words.say("does.enter"), calling=visit.calling)


def booked(visit: Visit) -> Card:
    """The seat, or the place in the list: number, code, and what a telephone reads."""
    words, taken = visit.words, visit.looking.taken
    lines = [line for one in taken for line in _seat(visit, one)]
    lines += [Line(words.say(f"end.{visit.printed}"))] if visit.printed else []
    held = [one for one in taken if holds(visit, one)]
    named = ("booked.print",) if held and visit.desk.can_print else ()
    named += ("booked.go",) if from_form(visit) else ("end.more", "end.done")
    # last: who has just taken a seat must not find giving it up under the first digit
    named += ("booked.leave",) if len(held) == 1 else ()
    return choice(visit, "booked", options(words, *named), id="V14", title=words.say(f"booked.{state_of(visit, taken[0])}"), lines=tuple(lines))


def state_of(visit: Visit, taken: Taken) -> str:
    """The word for how a seat stands."""
    booking = taken.booking
    if booking.state == "cancelled":
        return "cancelled"
    if booking.event.state == "off":
        return "off"
    if booking.event.starts_at <= visit.desk.agenda.now:
        return "over"
    return "waiting" if booking.state == "waiting" else "promoted" if booking.promoted else "title"


def holds(visit: Visit, taken: Taken) -> bool:
    """Is there a seat, or a place in the list, that could still be given up?"""
    return state_of(visit, taken) in ("title", "promoted", "waiting")


def from_form(visit: Visit) -> bool:
    """Was the seat taken by the form that was just finished?"""
    return visit.receipt is not None and visit.receipt.taken == visit.looking.taken


def _seat(visit: Visit, taken: Taken) -> list[Line]:
    words, booking = visit.words, taken.booking
    lines = [Line(booking.event.title, "plain"), *told(visit, booking.event)[:-1]]
    if not holds(visit, taken):
        return lines
    # a number beside the place in the list would be two answers to one question
    lines += waits(words, taken) if booking.state == "waiting" else [Line(words.say("booked.number", n=booking.number))]
    return [*lines, Line(words.say("booked.code")), Line(Own(codes.grouped(taken.code, codes.SHORT)), "big"), Line(words.say("booked.keep"))]


def waits(words: Words, taken: Taken) -> list[Line]:
    before = taken.booking.before
    return [Line(words.say("booked.before", n=before) if before else words.say("booked.next")), Line(words.say("booked.learn"))]


def telephone(visit: Visit, one: Event) -> str:
    """What a telephone reads; "" where that cannot be made."""
    from kiosk.agenda.ics import ics
    from kiosk.errors import PaperFailed
    try:
        return ics(one, visit.desk.agenda.now)
    except PaperFailed:
        return ""


def leaving(visit: Visit) -> Card:
    words = visit.words
    return choice(visit, "leaving", options(words, "leaving.no", "leaving.yes"), id="V19", lines=(Line(words.say("leaving.text"), "warn"),))


def seatless(visit: Visit) -> Card:
    """Somebody else was first, or the date is off: nothing that was typed is lost."""
    words, full = visit.words, visit.looking.lost == "seat.full"
    named = ("seatless.other", *(("seatless.wait",) if full else ()), "seatless.call")
    return choice(visit, "seatless", options(words, *named), id="V18", title=words.say("seatless.title" if full else "seatless.off"),
                  lines=(Line(words.say("seatless.kept")),))
