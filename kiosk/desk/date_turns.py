"""What is chosen on the cards of dates does here, and what a date asks of a form while it is filled and when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.desk.date_cards import ALL, OWN, holds, offered
from kiosk.desk.dating import Dated, Looking, Taken
from kiosk.errors import KioskError, Refused
from kiosk.forms.doors import Way
from kiosk.i18n import clean

if TYPE_CHECKING:
    from kiosk.agenda.events import Event
    from kiosk.agenda.seating import Wish
    from kiosk.desk.visit import Visit

_LONGEST = 80


def begin(visit: Visit) -> None:
    """To the list of what is coming; a person is called where the store cannot say."""
    visit.looking = Looking(free=visit.looking.free)
    try:
        visit.looking.events = visit.desk.agenda.coming()
    except (KioskError, OSError):
        return visit.call()
    return visit.go("dates")


def begin_with(visit: Visit, entry: str) -> None:
    """To the dates of one event that repeats, by its id in a calendar."""
    begin(visit)
    if visit.stage == "dates":
        visit.looking.events = tuple(one for one in visit.looking.events if one.id.startswith(f"{entry}@"))
        visit.looking.kind = next((one.kind for one in visit.looking.events), "")
        if visit.looking.kind:
            visit.go("which")


def doors(desk: Dated) -> Iterator[Way]:
    """The events that the listening flow may lead to."""
    for entry in desk.agenda.entries():
        yield Way("event", entry.id, entry.title, entry.doors, "agenda", (entry.language,), "", f"{entry.id}.door")


def dates(visit: Visit, choice: str) -> None:
    if choice == "call":
        visit.call()
    else:
        visit.looking.kind, visit.looking.day, visit.looking.language = choice, None, ""
        visit.go("which")


def which(visit: Visit, choice: str) -> None:
    looking = visit.looking
    found = next((one for one in offered(looking) if one.id == choice), None)
    if found:
        looking.event = found
        visit.go("event")
    elif choice == "other":
        visit.back()
    elif choice == "hours":
        visit.cover("allowed")
    elif choice in (OWN, ALL):
        looking.language, looking.day = visit.words.own.language if choice == OWN else "", None
    elif choice.startswith("day:"):
        looking.day = _day(choice)


def event(visit: Visit, choice: str) -> None:
    if choice in ("book", "wait"):
        visit.go("signup")
    elif choice == "other":
        visit.back()
    elif choice == "call":
        visit.call()


def signup(visit: Visit, typed: Mapping[str, object]) -> None:
    """The seat is taken now; what is typed goes under the seal and nowhere else."""
    one = visit.looking.event
    visit.looking.typed = left = _typed(typed, "name", "phone")
    try:
        wish, code = _wish(visit, one, left)
        booking = visit.desk.agenda.take(one, wish)
    except Refused as refusal:
        return _missed(visit, refusal.code)
    except (KioskError, OSError):
        return visit.wrong("seat.away")
    _count(visit, booking.event.kind, booking.state)
    visit.looking.taken, visit.looking.typed, visit.receipt, visit.printed = (Taken(booking, code),), {}, None, ""
    visit.stage, visit.back_to = "booked", ["language", "how"]
    return None


def _typed(typed: Mapping[str, object], *names: str) -> dict[str, str]:
    return {name: clean(str(typed.get(name) or ""), _LONGEST).strip() for name in names}


def _wish(visit: Visit, one: Event, left: Mapping[str, str]) -> tuple[Wish, str]:
    """Asked again after a failure of which nobody heard the end, it is the same seat under the same code."""
    asked = visit.looking.asked
    code = asked[1] if asked and asked[0] == one.id else visit.desk.agenda.make_code()
    wish = visit.desk.wish(one, code, left, waits=not one.left)
    if asked and asked[0] == one.id:
        wish = replace(wish, id=asked[2])
    visit.looking.asked = one.id, code, wish.id
    return wish, code


def _missed(visit: Visit, code: str) -> None:
    """Back at the date, as it stands now; or at the list, when it is not there any more."""
    looking = visit.looking
    try:
        looking.events = visit.desk.agenda.coming()
    except (KioskError, OSError):
        return visit.wrong("seat.away")
    found = next((one for one in looking.events if one.id == looking.event.id), None)
    visit.back()
    if found is None:
        visit.back()
        looking.event, looking.day = None, None
    else:
        looking.event = found
    return visit.wrong(code)


def booked(visit: Visit, choice: str) -> None:
    if choice == "go":
        visit.printed, visit.stage = "", "end"
    elif choice == "print":
        visit.printed = visit.papers.come(lambda: _print(visit))
    elif choice == "leave":
        visit.cover("leaving")
    elif choice == "more":
        visit.looking, visit.typed, visit.stage, visit.back_to = Looking(free=visit.looking.free), "", "how", ["language"]
    elif choice == "done":
        visit.depart()


def _print(visit: Visit):
    from kiosk.desk.date_cards import telephone
    from kiosk.desk.date_papers import reminder
    taken = visit.looking.taken
    return visit.desk.print_handout(lambda words: reminder(visit.desk, words, taken), visit.words, telephone(visit, taken[0].booking.event))


def leaving(visit: Visit, choice: str) -> None:
    if choice == "no":
        return visit.cover("")
    held = next((one for one in visit.looking.taken if holds(visit, one)), None)
    if held is None:
        # it began this moment: there is nothing to give up any more
        return visit.cover("")
    try:
        booking = visit.desk.agenda.give_up(held.code)
    except Refused as refusal:
        visit.cover("")
        return visit.wrong(refusal.code)
    except (KioskError, OSError):
        return visit.wrong("seat.away")
    _count(visit, booking.event.kind, booking.state)
    visit.looking.taken = tuple(Taken(booking, held.code) if one is held else one for one in visit.looking.taken)
    visit.receipt = visit.receipt and replace(visit.receipt, taken=visit.looking.taken) if visit.receipt and held in visit.receipt.taken else visit.receipt
    return visit.cover("")


def allowed(visit: Visit, typed: Mapping[str, object]) -> None:
    """Two hours, as they are typed, and the list is marked by them; emptied again, it is not marked any more."""
    from kiosk.forms.fields import Reading, TimeType
    reading, visit.looking.typed = Reading(visit.words, date.min), _typed(typed, "from", "until")
    first, last = (TimeType().read(text, reading).value for text in visit.looking.typed.values())
    said = any(visit.looking.typed.values()) or not visit.looking.free
    if said and (first is None or last is None or first >= last):
        return visit.wrong("hours")
    visit.looking.free, visit.looking.typed = (_time(first), _time(last)) if said else None, {}
    share_hours(visit)
    return visit.cover("")


def share_hours(visit: Visit) -> None:
    """What was said of one's hours holds for the form too, and is not kept with it."""
    if visit.session is not None:
        visit.session.dates = replace(visit.session.dates, free=visit.looking.free)


def narrow(visit: Visit, typed: Mapping[str, object]) -> bool:
    """Was a day chosen, or the hours wanted, where a form asks for a date? Then that comes first, and nothing is answered yet."""
    from kiosk.forms.fields import SeatType
    session = visit.session
    found = next((str(typed.get(asked.name)) for asked in session.asks if isinstance(asked.type, SeatType)), "")
    if found == "hours" and session.dates.open:
        visit.cover("allowed")
    elif found.startswith("day:"):
        session.dates = replace(session.dates, day=_day(found))
    else:
        return False
    return True


def lost(visit: Visit, refusal: Refused) -> None:
    """The seat that a form asked for is gone: the form stays as it is, and the dates are those of now."""
    if not refusal.code.startswith("seat."):
        return visit.cover("failed")
    visit.looking.lost = refusal.code
    visit.session.dates = visit.desk.dates_of(visit.session.flow)
    share_hours(visit)
    return visit.cover("seatless")


def seatless(visit: Visit, choice: str) -> None:
    from kiosk.desk import ending_turns, seats_of_form
    if choice == "other":
        _choose_again(visit)
    elif choice == "wait":
        visit.cover("")
        seats_of_form.would_wait(visit.session)
        visit.session.confirm()
        ending_turns.finish(visit)
    elif choice == "call":
        visit.call()


def _choose_again(visit: Visit) -> None:
    from kiosk.desk import seats_of_form
    session = visit.session
    asked = next(asked for asked, _ in seats_of_form.chosen(session))
    visit.cover("")
    if visit.stage == "readback":
        visit.stage = visit.back_to.pop()
    session.go_to(session.flow.pages[session.flow.home_page[asked.name]].id)


def got(visit: Visit) -> None:
    """A form was finished: its seats, if it asked for any, are shown before anything else."""
    if visit.receipt.taken:
        visit.looking.taken, visit.stage = visit.receipt.taken, "booked"
        for one in visit.receipt.taken:
            _count(visit, one.booking.event.kind, one.booking.state)


def open_code(visit: Visit, code: str) -> Callable[[], None] | None:
    """The seat of a code of twelve digits; None when it is none."""
    try:
        booking = visit.desk.agenda.find(code)
    except Refused:
        return None

    def go_on() -> None:
        visit.typed, visit.printed, visit.receipt = "", "", None
        visit.looking.taken = (Taken(booking, code),)
        visit.go("booked")
    return go_on


def _count(visit: Visit, kind: str, state: str) -> None:
    visit.acts.add("event", kind, state)


def _day(choice: str) -> date | None:
    try:
        return date.fromisoformat(choice.removeprefix("day:"))
    except ValueError:
        return None


def _time(value):
    from datetime import time
    return value if isinstance(value, time) else time.fromisoformat(str(value))
