"""A visit passed on: to another person here, another desk, another day, another office.

Nothing happens before the visitor has read, in their own language, what is passed on, and has said yes with their own key.
Nothing is sent from here: a draft rests under its code, and a paper goes in a hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import lock, logbook, parking
from kiosk.desk.assist import OPERATOR, VISITOR, Assist
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed, panel
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.parking import WAYS, Passing
from kiosk.desk.summary import summary
from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def handing(visit: Visit) -> Card:
    """To whom; what is passed on stands on the card that the person reads before saying yes."""
    words = visit.desk.italian
    lines = (Line(words.say("handing.sees")), summary(visit.session, words)[0])
    return panel(visit, "handing", listed(visit, *(f"handing.{way}" for way in WAYS)), lines=lines)


def desks(visit: Visit) -> Card:
    """The desks of the configuration."""
    named = enumerate(visit.desk.config.desks, 1)
    return panel(visit, "desks", tuple(Option(str(n), name, str(n) if n < 10 else "", where) for n, (name, where) in named))


def agree(visit: Visit) -> Card:
    """The visitor's own card: what is passed on, where, and yes or no."""
    words, passing = visit.words, visit.passing
    lines = [Line(words.say("pass.where", place=passing.place))] if passing.place else []
    lines += summary(visit.session, words)
    lines.append(Line(words.say({"here": "pass.seen", "outside": "pass.not_sent"}.get(passing.to, "pass.kept")), "exact"))
    problem = problem_of(visit, words)
    options = tuple(Option(value, words.say(f"pass.{value}"), digit) for digit, value in (("1", "yes"), ("2", "no")))
    return frame(words, id="V4", name="agree", title=words.say(f"pass.{passing.to}"), lines=tuple(lines), calling=visit.calling,
                 prompts=(Prompt("agree", "choice", options=options, problem=problem),), go_on=words.say("does.enter"))


def takeover(visit: Visit) -> Card:
    """The PIN of who helps from now on."""
    words = visit.desk.italian
    problem = problem_of(visit, words)
    lines = tuple(Line(text, "staff") for text in visit.desk.pin_lines())
    prompt = Prompt("takeover", "code", label=words.say("operator.pin"), problem=problem, masked=True, size=12)
    return frame(words, id="V20", name="takeover", title=words.say("takeover.title"), lines=lines, prompts=(prompt,),
                 go_on=words.say("does.enter"), calling=visit.calling)


def choose_way(visit: Visit, choice: str) -> None:
    visit.passing = Passing(choice)
    return visit.cover("desks" if choice == "today" and visit.desk.config.desks else "agree")


def choose_desk(visit: Visit, choice: str) -> None:
    visit.passing.place = ", ".join(part for part in visit.desk.config.desks[int(choice) - 1] if part)
    return visit.cover("agree")


def say(visit: Visit, choice: str) -> None:
    """Yes or no, by the visitor."""
    visit.under = ""
    if choice == "no":
        visit.passing = Passing()
        return visit.cover("")
    if visit.passing.to == "here":
        return visit.cover("takeover")
    slip = (lambda: visit.desk.print_steps(visit.session)) if visit.passing.to == "outside" else None
    return parking.park(visit, slip)


def take_over(visit: Visit, typed: str) -> None:
    """Whose PIN it is helps from now on, with the visitor at the keys again; notes and marks stay."""
    try:
        name = visit.desk.named(typed, "phone_forms" if visit.by_phone else "assist")
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    if name is None:
        return visit.wrong("pin")
    visit.at_work, visit.passing = name, Passing()
    logbook.note(visit.desk, name, "handover")
    if visit.assist is None:
        visit.assist, visit.together = Assist(lock.first_name(name)), True
    visit.assist.helper = lock.first_name(name)
    visit.assist.types = OPERATOR if visit.by_phone else VISITOR
    visit.attend()
    visit.assist.lock.touch()
    return visit.cover("")
