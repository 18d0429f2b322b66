"""The network for who works here: referrals to follow, contacts to look at again, a sender on the phone. Always in Italian.

A referral is told from others by four signs, an actor and a day; whose it is nobody can see here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import seeking, short_codes
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.works import close
from kiosk.errors import KioskError, Refused
from kiosk.network import kept
from kiosk.network.referrals import BY_OPERATOR, Referral

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_AT_ONCE = 5


def followups(visit: Visit) -> Card:
    """The open ones, those to ask about first."""
    words, found = visit.desk.italian, _to_follow(visit)
    today = visit.desk.today()
    rows = [(one.locator.hex(), f"{one.short}  {_name(visit, one.actor)}",
             words.say("followups.due" if one.is_due(today) else "followups.wait", day=words.day(one.due_on))) for one in found]
    title = words.say("followups.title", n=len(found)) if found else words.say("followups.none")
    return panel(visit, "followups", _portion(visit, rows, "followups"), title=title)


def _to_follow(visit: Visit) -> tuple[Referral, ...]:
    """None where the store is away: the card says that none waits, and the next look tells."""
    visit.desk.network.look()
    try:
        return visit.desk.network.referrals.to_follow()
    except KioskError:
        return ()


def _portion(visit: Visit, rows: list[tuple[str, str, str]], name: str) -> tuple[Option, ...]:
    """A few of the rows, round and round, and what else can be done."""
    words, parts = visit.desk.italian, [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)] or [[]]
    shown = [*parts[visit.seeking.turned % len(parts)]]
    shown += [("more", words.say(f"{name}.more"), "")] if len(parts) > 1 else []
    shown.append(("close", words.say(f"{name}.close"), ""))
    return tuple(Option(value, text, str(number), hint) for number, (value, text, hint) in enumerate(shown, 1))


def _name(visit: Visit, actor: str) -> str:
    one = visit.desk.network.actor(actor)
    return one.name if one else actor


def choose_followup(visit: Visit, choice: str) -> None:
    if choice == "more":
        visit.seeking.turned += 1
    elif choice == "close":
        close(visit)
    else:
        followed = next((one for one in _to_follow(visit) if one.locator.hex() == choice), None)
        if followed is None:
            # another desk has closed it this moment
            return visit.wrong("choose")
        visit.seeking.followed = followed
        visit.go("followup")
    return None


def followup(visit: Visit) -> Card:
    words, one = visit.desk.italian, visit.seeking.followed
    named = [f"followup.to_{status}" for status in BY_OPERATOR if status != one.status]
    actor = visit.desk.network.actor(one.actor)
    lines = [Line(words.say(f"followup.{one.status}", day=words.day(one.changed_on))), Line(words.say("followup.ask"), "hint")]
    lines += [Line(text, "bullet") for text in ((actor.phone, actor.email, actor.web) if actor else ()) if text]
    title = words.say("followup.title", short=one.short, actor=_name(visit, one.actor))
    return panel(visit, "followup", listed(visit, *named, "followup.back"), title=title, lines=tuple(lines))


def choose_status(visit: Visit, choice: str) -> None:
    """What the actor says of it; where another one wrote something meanwhile, that is shown first."""
    if choice == "back":
        return visit.back()
    status = choice.removeprefix("to_")
    try:
        seeking.change(visit.desk, visit.seeking.followed, status)
    except Refused as refusal:
        visit.back()
        return visit.wrong(refusal.code)
    except KioskError:
        return visit.wrong("day")
    return visit.back()


def contacts(visit: Visit) -> Card:
    """Contacts whose day has passed, the longest overdue first."""
    words, found = visit.desk.italian, visit.desk.network.overdue()
    rows = [(one.id, one.name, words.say("contacts.since", day=words.day(one.check_by)) if one.check_by else "") for one in found]
    title = words.say("contacts.title", n=len(found)) if found else words.say("contacts.none")
    return panel(visit, "contacts", _portion(visit, rows, "contacts"), title=title)


def choose_contact(visit: Visit, choice: str) -> None:
    if choice == "more":
        visit.seeking.turned += 1
    elif choice == "close":
        close(visit)
    else:
        visit.seeking.actor = choice
        visit.go("contact")


def contact(visit: Visit) -> Card:
    words, one = visit.desk.italian, seeking.actor(visit)
    lines = [Line(words.say("contact.check")), *(Line(text, "bullet") for text in (one.phone, one.email, one.web, one.address) if text)]
    lines += [Line(f"{one.source} ({words.day(one.read_on)})", "hint")] if one.read_on else []
    lines += [Line(words.say("contact.wrong_how"), "hint")]
    return panel(visit, "contact", listed(visit, "contact.good", "contact.closed", "contact.back"), title=one.name, lines=tuple(lines))


def choose_check(visit: Visit, choice: str) -> None:
    today = visit.desk.today()
    if choice == "back":
        return visit.back()
    try:
        if choice == "good":
            kept.checked(visit.desk.database, visit.seeking.actor, today)
        else:
            kept.note(visit.desk.database, visit.seeking.actor, closed_until=today)
    except KioskError:
        return visit.wrong("day")
    return visit.back()


def sender_code(visit: Visit) -> Card:
    """An actor on the phone says its code: who works here books for it."""
    words = visit.desk.italian
    problem = problem_of(visit, words)
    prompt = Prompt("sender_code", "code", hint=words.say("sender_code.hint"), typed=visit.typed, problem=problem, size=18)
    return frame(words, id="V20", name="sender_code", title=words.say("sender_code.title"), prompts=(prompt,), go_on=words.say("does.enter"))


def open_sender(visit: Visit, typed: str) -> None:
    """A digit missed or struck twice is told as such, and what was typed stays in the box."""
    return short_codes.open_code(visit, typed)
