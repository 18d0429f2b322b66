"""The calendar for who works here: what is coming, a date more, one off, the list for who leads, who came and went. In Italian.

No name is on these cards: the store knows none. A number stands for a person, and the code that the person holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.agenda.events import DESK
from kiosk.desk import adding_dates
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.works import close
from kiosk.errors import KioskError, Refused
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.agenda.events import Event
    from kiosk.desk.visit import Visit

_AHEAD, _SOON = timedelta(weeks=6), timedelta(days=1)
_HOURLY = ("interview", "workstation")


def calendar(visit: Visit) -> Card:
    """What is coming, what somebody has signed up for first of all."""
    words, found = visit.desk.italian, _events(visit)
    rows = [Option(one.id, f"{one.starts_at:%d/%m %H:%M} {one.title}", hint=_row(words, one)) for one in found or ()]
    rows += [Option("add", words.say("calendar.add"), "*"), Option("close", words.say("calendar.close"), "+")]
    said = words.say("calendar.away") if found is None else "" if found else words.say("calendar.none")
    lines = (Line(said, "staff"),) if said else ()
    card = panel(visit, "calendar", (), lines=lines)
    prompt = Prompt("calendar", "rows", options=tuple(rows), problem=card.prompts[0].problem)
    return frame(words, id="V20", name="calendar", title=card.title, lines=lines, prompts=(prompt,), go_on=words.say("does.enter"))


def _row(words, one: Event) -> str:
    key = "calendar.off" if one.state == "off" else "calendar.row"
    return words.say(key, taken=one.taken, seats=one.seats, waiting=one.waiting)


def _events(visit: Visit) -> tuple[Event, ...] | None:
    """Those of the next weeks, of the hours that nobody has taken only the next ones; None while the store is away."""
    agenda = visit.desk.agenda
    try:
        found = agenda.every(agenda.now - timedelta(days=1), agenda.now + _AHEAD)
    except (KioskError, OSError):
        return None
    return tuple(one for one in found if one.taken or one.waiting or one.origin == DESK or one.kind not in _HOURLY or one.starts_at < agenda.now + _SOON)


def choose_event(visit: Visit, choice: str) -> None:
    found = next((one for one in _events(visit) or () if one.id == choice), None)
    if found:
        visit.looking.event, visit.looking.lost = found, ""
        visit.go("gathering")
    elif choice == "add":
        visit.go("adding")
    elif choice == "close":
        close(visit)


def gathering(visit: Visit) -> Card:
    """One date: its numbers, who is to be told, what can be done."""
    words, one = visit.desk.italian, visit.looking.event
    seats = _seats(visit, one)
    said = [_row(words, one), words.say("gathering.who", numbers=_numbers(seat for seat in seats if seat["state"] == "booked") or "-")]
    tell = _numbers(seat for seat in seats if seat["promoted"])
    said += [words.say("gathering.tell", numbers=tell)] if tell else []
    said += [visit.looking.lost] if visit.looking.lost else []
    named = ["gathering.back", *(["gathering.list"] if seats else []), *(["gathering.off"] if one.state != "off" else [])]
    lines = tuple(Line(text, "staff") for text in said)
    return panel(visit, "gathering", listed(visit, *named), title=f"{one.title}, {one.starts_at:%d/%m/%Y %H:%M}", lines=lines)


def _seats(visit: Visit, one: Event) -> list[dict]:
    try:
        return visit.desk.agenda.seats_of(one)
    except (KioskError, OSError):
        return []


def _numbers(seats) -> str:
    return ", ".join(str(seat["number"]) for seat in seats)


def choose_act(visit: Visit, choice: str) -> None:
    words, looking = visit.desk.italian, visit.looking
    if choice == "back":
        looking.lost = ""
        return visit.back()
    if choice == "list":
        looking.lost = _listed(visit)
        return None
    if looking.lost != words.say("gathering.surely"):
        looking.lost = words.say("gathering.surely")
        return None
    try:
        visit.desk.agenda.close(looking.event)
        looking.event, looking.lost = visit.desk.agenda.event(looking.event.id), ""
    except (KioskError, OSError):
        looking.lost = words.say("calendar.away")
    return None


def _listed(visit: Visit) -> str:
    """The sealed list in the desk's folder, and what is said of it."""
    from kiosk.agenda.lists import write_list
    words = visit.desk.italian
    try:
        place = write_list(visit.desk.agenda, visit.looking.event, Path(visit.desk.config.folder) / "lists")
    except (KioskError, OSError) as failure:
        return words.say("gathering.unlisted", reason=failure)
    return words.say("gathering.listed", place=place)


def adding(visit: Visit) -> Card:
    """One more date: a line for each thing."""
    words = visit.desk.italian
    problem = tuple(Line(text, "warn") for text in problem_of(visit, words))
    typed = visit.looking.typed
    kinds = tuple(Option(kind, words.say(f"kind.{kind}"), str(number), chosen=typed.get("kind") == kind) for number, kind in enumerate(adding_dates.KINDS, 1))
    prompts = (Prompt("kind", "choice", label=words.say("adding.kind"), options=kinds),
               *(Prompt(name, "line", label=words.say(f"adding.{name}"), typed=typed.get(name, ""), size=60 if name in ("event", "place") else 12) for name in adding_dates.TYPED))
    return frame(words, id="V20", name="adding", title=words.say("adding.title"), lines=problem, prompts=prompts, go_on=words.say("does.enter"))


def add(visit: Visit, typed: Mapping[str, object]) -> None:
    visit.looking.typed = {name: clean(str(typed.get(name) or ""), 200) for name in ("kind", *adding_dates.TYPED)}
    try:
        visit.desk.agenda.add(adding_dates.event(visit.desk, typed))
    except Refused as refusal:
        return visit.wrong(refusal.code if refusal.code != "seat.past" else "adding.day", **refusal.params)
    except (KioskError, OSError):
        return visit.wrong("adding.away")
    visit.looking.typed = {}
    return visit.back()


def attending(visit: Visit) -> Card:
    """A code, and what is noted for it."""
    words, done = visit.desk.italian, visit.looking.taken
    if done:
        return _attended(visit, done[0].booking)
    problem = problem_of(visit, words)
    prompt = Prompt("attending", "code", hint=words.say("attending.hint"), typed=visit.typed, problem=problem, size=18,
                    ways_out=(Option("close", words.say("attending.close"), out=True),))
    return frame(words, id="V20", name="attending", title=words.say("attending.title"), prompts=(prompt,), go_on=words.say("does.enter"))


def _attended(visit: Visit, booking) -> Card:
    words = visit.desk.italian
    said = {"title": booking.event.title, "n": booking.number, "came": booking.came_at, "time": booking.left_at or booking.came_at}
    lines = [Line(words.say("attending.left" if booking.left_at else "attending.came", **said), "staff")]
    lines += [Line(words.say(f"attending.{visit.printed}"), "staff")] if visit.printed else []
    named = ("attending.paper",) if visit.desk.can_print else ()
    return panel(visit, "attending", listed(visit, *named, "attending.next", "attending.close"), title=words.say("works.attendance"), lines=tuple(lines))


def attend(visit: Visit, typed: str) -> None:
    from kiosk.desk.dating import Taken
    if typed == "close":
        return close(visit)
    if visit.looking.taken:
        return _after(visit, typed)
    visit.typed = typed
    try:
        booking = visit.desk.agenda.note_time(typed)
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    except (KioskError, OSError):
        return visit.wrong("seat.away")
    visit.looking.taken, visit.printed, visit.typed = (Taken(booking, ""),), "", ""
    if not booking.left_at:
        from collections import Counter

        from kiosk.desk import acts
        if not visit.desk.config.practice:
            acts.add(visit.desk, Counter({("event", booking.event.kind, "attended"): 1}))
    return None


def _after(visit: Visit, choice: str) -> None:
    if choice == "next":
        visit.looking.taken, visit.printed, visit.papers.times = (), "", 0
    elif choice == "paper":
        from kiosk.desk.date_papers import attendance
        booking = visit.looking.taken[0].booking
        visit.printed = visit.papers.come(lambda: visit.desk.print_handout(lambda words: attendance(words, booking.event, booking), visit.desk.italian))
