"""What is chosen or typed on the cards of the network does here: one function a stage, as in `turns`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.desk import network_papers, seeking
from kiosk.desk.network_cards import CHOSEN
from kiosk.dispatch import codes
from kiosk.errors import KioskError, Refused
from kiosk.forms.fields import TYPES, Reading
from kiosk.i18n import clean
from kiosk.network import NEEDS
from kiosk.network.message import NAME_LIMIT, PHONE_LIMIT, tidy
from kiosk.network.referrals import PAPER, PHONE

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_TEXT, INTERVIEW = 80, "interview"


def begin(visit: Visit) -> None:
    """From wherever somebody wants to look for a place."""
    visit.seeking.begin_again()
    visit.desk.network.look()
    visit.go("places")


def places(visit: Visit, typed: str) -> None:
    """A need, an actor that was suggested, or words to look for."""
    network, text = visit.desk.network, clean(typed, _TEXT).strip()
    visit.seeking.need, visit.seeking.language, visit.seeking.turned = "", "", 0
    if text in NEEDS:
        visit.seeking.need, visit.seeking.text = text, ""
    elif text.startswith(CHOSEN) and network.actor(text.removeprefix(CHOSEN)):
        return open_actor(visit, text.removeprefix(CHOSEN))
    elif not text:
        return visit.wrong("needed")
    else:
        visit.seeking.text = text
    return visit.go("results")


def open_actor(visit: Visit, name: str) -> None:
    """The card of one actor; what was said to another is not said to this one."""
    if visit.seeking.actor != name:
        visit.seeking.code = visit.seeking.name = visit.seeking.phone = ""
    visit.seeking.actor, visit.printed, visit.papers.times = name, "", 0
    visit.go("actor")


def results(visit: Visit, choice: str) -> None:
    now = visit.seeking
    if choice == "more":
        now.turned += 1
    elif choice in ("speaking", "all"):
        now.language, now.turned = seeking.own_language(visit) if choice == "speaking" else "", 0
    elif choice == "again":
        now.text = ""
        visit.back()
    elif choice == "call":
        visit.call()
    else:
        open_actor(visit, choice)


def actor(visit: Visit, choice: str) -> None:
    if choice == "refer":
        visit.seeking.code = visit.seeking.code or codes.make(codes.SHORT)
        visit.go("refer")
    elif choice == "print":
        visit.printed = visit.papers.come(lambda: network_papers.print_actor(visit))
    elif choice == "back":
        visit.back()
    elif choice == "call":
        visit.call()


def refer(visit: Visit, typed: Mapping[str, object]) -> None:
    """Both may stay empty; a phone that cannot be one is said before anything is."""
    name, phone = (str(typed.get(key) or "") for key in ("name", "phone"))
    visit.seeking.name, visit.seeking.phone = tidy(name, NAME_LIMIT), tidy(phone, PHONE_LIMIT)
    if visit.seeking.phone:
        kind = TYPES["phone"](ask_whose=False, ask_message=False)
        read = kind.read(visit.seeking.phone, Reading(visit.words, visit.desk.today()))
        if read.value is None:
            return visit.wrong(read.problem.code, **read.problem.params)
        visit.seeking.phone = kind.show(read.value, visit.words)
    return visit.go("saying")


def saying(visit: Visit, choice: str) -> None:
    if choice == "change":
        return visit.back()
    if choice == "no":
        visit.seeking.name = visit.seeking.phone = ""
        return seeking.back_to(visit, "actor")
    try:
        by = seeking.send(visit)
    except Refused:
        # it was kept at a try of which nobody heard the end
        by = seeking.way(visit.desk, seeking.actor(visit))
    except (KioskError, OSError):
        return visit.fail("unsent", lambda: saying(visit, "yes"))
    visit.printed, visit.papers.times = "", 0
    # what was agreed to is on its way: there is no way back to the card that asked
    visit.stage, visit.back_to = "referred", ["language", "how"]
    visit.calling = visit.calling or by == PHONE
    if by == PAPER:
        visit.printed = visit.papers.come(lambda: network_papers.print_message(visit))
    return None


def referred(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: network_papers.print_message(visit))
    elif choice == "done":
        visit.depart()


def open_code(visit: Visit, code: str) -> Callable[[], None] | None:
    """Whose code of twelve digits this is: a referral's, a sender's, somebody's who was booked in. All three are looked for."""
    network, today = visit.desk.network, visit.desk.days.sure()
    network.look()
    with network.database.write() as store:
        found = network.referrals.of_code(store, code)
        sender_ = network.senders.sender_of(store, code, today)
        expected_ = network.senders.expected(store, code, today)
    if found:
        return lambda: _show_referral(visit, found, code)
    if sender_:
        return lambda: _show_sender(visit, sender_, code)
    return (lambda: _welcome(visit, expected_.actor, code)) if expected_ else None


def _show_referral(visit: Visit, found: seeking.Referral, code: str) -> None:
    visit.seeking.begin_again()
    visit.seeking.found, visit.seeking.actor, visit.seeking.opened, visit.typed = found, found.actor, code, ""
    visit.go("referral")


def _show_sender(visit: Visit, actor_: str, code: str) -> None:
    visit.seeking.begin_again()
    visit.seeking.actor, visit.seeking.sender, visit.typed = actor_, code, ""
    visit.seeking.may_date = any(event.kind == INTERVIEW for event in visit.desk.agenda.coming())
    visit.go("sender")


def _welcome(visit: Visit, actor_: str, code: str) -> None:
    """A person is called for who comes; they are counted once, however often they type the code."""
    visit.seeking.begin_again()
    visit.seeking.actor, visit.typed = actor_, ""
    arrived = visit.desk.network.senders.arrive(code, visit.desk.today())
    if arrived:
        visit.acts.add("referral", arrived.kind, "arrived")
    visit.calling = True
    visit.go("expected")


def expected(visit: Visit, _: str) -> None:
    visit.stage, visit.back_to = "how", ["language"]


def referral(visit: Visit, choice: str) -> None:
    found = visit.seeking.found
    if choice == "see":
        open_actor(visit, found.actor)
    elif choice == "cancel":
        visit.go("dropping")
    elif choice == "call":
        visit.call()
    elif choice == "back":
        visit.back()


def dropping(visit: Visit, choice: str) -> None:
    if choice == "no":
        return visit.back()
    try:
        seeking.cancel(visit)
    except Refused as refusal:
        return visit.wrong(refusal.code)
    except (KioskError, OSError):
        return visit.fail("unsent", lambda: dropping(visit, "yes"))
    visit.calling = visit.calling or visit.seeking.found.way == PHONE
    visit.stage, visit.back_to = "undone", ["language", "how"]
    return None


def undone(visit: Visit, _: str) -> None:
    visit.seeking.begin_again()
    visit.stage, visit.back_to = "how", ["language"]


def sender(visit: Visit, choice: str) -> None:
    """A code to come with, or a day and an hour for an interview."""
    if choice == "no":
        return visit.back()
    if choice == "dates":
        return _choose_date(visit)
    return _book(visit)


def _choose_date(visit: Visit) -> None:
    """The list of interviews; what is taken there has a code of its own."""
    from kiosk.desk import date_turns
    date_turns.begin(visit)
    if visit.stage == "dates":
        visit.looking.kind = INTERVIEW
        visit.acts.add("referral", _kind(visit), "booked")
        visit.go("which")


def _kind(visit: Visit) -> str:
    one = visit.desk.network.actor(visit.seeking.actor)
    return one.kind if one else "other"


def _book(visit: Visit) -> None:
    try:
        visit.seeking.given = visit.desk.network.senders.book(visit.seeking.sender, _kind(visit), visit.desk.today())
    except Refused as refusal:
        return visit.wrong(refusal.code)
    except (KioskError, OSError):
        return visit.fail("unsent", lambda: _book(visit))
    visit.acts.add("referral", _kind(visit), "booked")
    visit.printed, visit.papers.times = "", 0
    if visit.stage != "booked_in":
        visit.go("booked_in")
    return None


def booked_in(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: network_papers.print_arrival(visit))
    elif choice == "another":
        _book(visit)
    elif choice == "done":
        visit.depart()
