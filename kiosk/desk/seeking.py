"""What a visit asks of the network: what is found, what would be said, how it goes there, and what was written down of it.

The cards and the turns of the network are made of these.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kiosk.desk.networking import count
from kiosk.dispatch import codes
from kiosk.i18n import Words
from kiosk.network import Actor
from kiosk.network.message import Message
from kiosk.network.referrals import CANCELLED, MESSAGE, PAPER, PHONE, SENT, Referral
from kiosk.network.senders import WAITS

if TYPE_CHECKING:
    from kiosk.config import Destination
    from kiosk.database import Store
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit

A_PAGE = 7


def results(visit: Visit) -> tuple[Actor, ...]:
    """All that fit, the likeliest first."""
    seeking = visit.seeking
    # in the visitor's language, also for who reads the same list beside it
    directory = visit.desk.network.directory(visit.desk.words(own_language(visit)))
    return directory.search(seeking.text, seeking.need, language=seeking.language)


def page(visit: Visit, found: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], bool]:
    """The ones on this page, round and round, and whether there are others: with what else can be chosen, seven lines."""
    room = A_PAGE - len(by_language(visit)) - 1
    if len(found) <= room:
        return found, False
    pages = [found[start : start + room - 1] for start in range(0, len(found), room - 1)]
    return pages[visit.seeking.turned % len(pages)], True


def own_language(visit: Visit) -> str:
    """The visitor's own, whatever the card is looked at in."""
    return visit.own or visit.words.own.language


def by_language(visit: Visit) -> list[tuple[str, str, str]]:
    """(value, text, ""): only where the visitor's language is spoken, or everywhere again; nothing where it is spoken nowhere."""
    words, mine = visit.words, own_language(visit)
    if visit.seeking.language:
        return [("all", words.say("results.all"), "")]
    if mine == visit.desk.italian.language or mine not in visit.desk.network.directory(words).languages():
        return []
    return [("speaking", words.say("results.speaking", language=words.language_name(mine)), "")]


def actor(visit: Visit) -> Actor | None:
    """The one whose card is open."""
    return visit.desk.network.actor(visit.seeking.actor)


def destination(desk: Desk, one: Actor) -> Destination | None:
    """Where a sealed message to an actor goes; None where nothing is configured, or where that is a paper anyway."""
    found = desk.config.destination_of(one.id)
    return found if found and found.scheme != "print" else None


def way(desk: Desk, one: Actor) -> str:
    """How a message would go: sealed, on paper, or on the phone, by who works here."""
    return MESSAGE if destination(desk, one) else PAPER if desk.can_print else PHONE


def can_write(desk: Desk, one: Actor) -> bool:
    """False where nothing could come of it: nothing can be sent or printed, and nobody knows how to reach the actor."""
    return way(desk, one) != PHONE or one.has_contact


def message(visit: Visit, cancels: bool = False) -> Message:
    """What is said to the actor of this visit, as it is shown, sealed and printed."""
    seeking = visit.seeking
    # who takes something back has not agreed to say more
    said = (shown(seeking.opened), "", "") if cancels else (shown(seeking.code), seeking.name, seeking.phone)
    return Message(actor(visit).name, visit.desk.name, seeking.need, own_language(visit), *said, cancels)


def shown(code: str) -> str:
    return codes.grouped(code, codes.SHORT) if code else ""


def send(visit: Visit) -> str:
    """The visitor has said yes: written down, then sealed or printed; how it goes. KioskError when nothing was sent."""
    one, seeking, desk = actor(visit), visit.seeking, visit.desk
    by, referrals = way(desk, one), desk.network.referrals
    made = referrals.made(seeking.code, one.id, one.kind, by, desk.today())
    if by == MESSAGE:
        from kiosk.desk import referring
        referring.post(desk, message(visit), destination(desk, one), lambda store: referrals.add(store, made))
    else:
        with desk.network.database.write() as store:
            referrals.add(store, made)
    visit.acts.add("referral", one.kind, SENT)
    return by


def cancel(visit: Visit) -> None:
    """The person takes it back; where a message went, another one says so. KioskError when that could not be done."""
    desk, found = visit.desk, visit.seeking.found
    one = desk.network.actor(found.actor)
    sent_to = destination(desk, one) if one and found.way == MESSAGE else None
    changed: list[Referral] = []

    def withdraw(store: Store) -> None:
        changed.append(desk.network.referrals.change(store, found, CANCELLED, desk.today()))
    if sent_to is not None:
        from kiosk.desk import referring
        referring.post(desk, message(visit, cancels=True), sent_to, withdraw)
    else:
        with desk.network.database.write() as store:
            withdraw(store)
    visit.seeking.found = changed[-1]
    visit.acts.add("referral", found.kind, CANCELLED)


def back_to(visit: Visit, stage: str) -> None:
    """To a card that was shown before, and what lies between is forgotten."""
    while visit.back_to and visit.stage != stage:
        visit.stage = visit.back_to.pop()


def arrives_by(desk: Desk) -> date:
    """Until when the code of somebody who is booked in today is good."""
    return desk.today() + WAITS


def change(desk: Desk, seen: Referral, status: str) -> Referral:
    """Who works here says how it went; it is counted. Refused when it is otherwise by now."""
    with desk.network.database.write() as store:
        changed = desk.network.referrals.change(store, seen, status, desk.today())
    count(desk, ("referral", changed.kind, status))
    return changed


def hours(one: Actor, words: Words) -> str:
    """«lun, mer 9:00-13:00; ven 14:00-16:00», with the names of days of a language."""
    return "; ".join(f"{_days(opening.days, words)} {opening.start}-{opening.end}" for opening in one.hours)


def _days(days: tuple[int, ...], words: Words) -> str:
    named = [words.day_name(day) for day in days]
    in_a_row = len(days) > 2 and days == tuple(range(days[0], days[-1] + 1))
    return f"{named[0]}-{named[-1]}" if in_a_row else ", ".join(named)


def today_hours(one: Actor, day: date) -> str | None:
    """«9:00-13:00» on a day, "" for closed; None where nobody knows."""
    found = one.open_on(day)
    return None if found is None else ", ".join(f"{opening.start}-{opening.end}" for opening in found)
