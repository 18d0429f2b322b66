"""The operator's menu behind F12: what can be done for this visit and for the desk, always in Italian.

One name a duty: what it is called is the phrase "duties.<name>", what it does stands in `_DOES`. Where somebody helps already
and the keys are not locked, F12 leads here without the PIN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.desk import lock, logbook
from kiosk.desk.acts import NONE
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.phoning import AWAY
from kiosk.errors import KioskError, Refused

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

PANELS = ("operator", "duties", "works", "accepting", "handing", "desks", "takeover", "danger", "advice")
"""Cards that close by themselves: what only who works here should see."""


def door(visit: Visit) -> str:
    """What F12 opens: the menu for who helps already, the PIN for everybody else, and for all where a visit was put aside.

    Who sorts calls has no menu: only the way out.
    """
    if visit.sorts:
        return "phone_close"
    return "operator" if "parked" in (visit.overlay, visit.under) or lock.is_locked(visit) else "duties"


def panel(visit: Visit, name: str, choices: tuple[Option, ...], **parts: object) -> Card:
    """A card for who works here, in Italian, that asks to choose one thing."""
    words = visit.desk.italian
    problem = problem_of(visit, words)
    prompt = Prompt(name, "choice", options=choices, problem=problem)
    return frame(words, **({"id": "V20", "name": name, "title": words.say(f"{name}.title"), "prompts": (prompt,),
                            "go_on": words.say("does.enter"), "calling": visit.calling} | parts))


def listed(visit: Visit, *keys: str) -> tuple[Option, ...]:
    """Choices named by phrase keys, in Italian."""
    words = visit.desk.italian
    return tuple(Option(key.rpartition(".")[2], words.say(key), str(number) if number < 10 else "", words.say(f"{key}.hint") if words.can_say(f"{key}.hint") else "")
                 for number, key in enumerate(keys, 1))


def duties(visit: Visit) -> Card:
    lines = tuple(Line(text, "staff") for text in (*visit.desk.staff_lines(), *_unread(visit)))
    return panel(visit, "duties", _choices(visit), lines=lines)


def _choices(visit: Visit) -> tuple[Option, ...]:
    choices = listed(visit, *(f"duties.{name}" for name in offered(visit)))
    return choices + _of_the_day(visit, len(choices) + 1)


def offered(visit: Visit) -> tuple[str, ...]:
    """The duties that make sense now, in the order of their digits."""
    if not visit.started:
        return ("close", "leave", "danger", "school", "works", "halt")
    named = ("park", "handing") if may_rest(visit) else ()
    # who helps has given the PIN a while ago, and is not the only one at the keys: the desk wants it anew; in the school it is no secret
    halt = ("halt",) if lock.is_locked(visit) and not visit.desk.config.school else ()
    return ("close", "leave", *_assisting(visit), *named, *_of_languages(visit), "danger", "advice", *halt)


def _assisting(visit: Visit) -> tuple[str, ...]:
    """Help begins once there is a language; all the questions are on one list once there are any."""
    accept = ("accept",) if visit.stage == "form" and _stands_in_the_way(visit) else ()
    if visit.stage in AWAY:
        return ()
    if visit.assist is None:
        return ("assist", *accept)
    listed = "paged" if visit.assist.listed else "listed"
    alone = () if visit.by_phone else ("alone",)
    return (*accept, listed, *alone) if visit.stage == "form" else alone


def _stands_in_the_way(visit: Visit) -> bool:
    """Is there an answer on the page that is wrong by its form alone?"""
    from kiosk.desk.override import refused_by_form
    return refused_by_form(visit.session) is not None


def _of_languages(visit: Visit) -> tuple[str, ...]:
    """Italian beside the visitor's language, or not any more."""
    if visit.assist or (visit.own or visit.words.language) == visit.desk.italian.language:
        return ()
    return ("apart",) if visit.together else ("together",)


def _unread(visit: Visit) -> tuple[str, ...]:
    """What nobody has read over: this service in the visitor's language; before a service is chosen, whole languages."""
    words, code = visit.desk.italian, visit.own or visit.words.language
    if visit.session:
        said = visit.desk.reviewed(code, visit.session.flow.id)
        return () if said else (words.say("staff.unread_here", language=words.language_name(code).lower()),)
    unread = [one for one in visit.desk.languages() if not visit.desk.catalogs.reviewed(one)]
    names = ", ".join(words.language_name(one).lower() for one in unread)
    return (words.say("staff.unread", languages=names),) if unread else ()


def may_rest(visit: Visit) -> bool:
    """Is there something that the visitor has agreed to keep, and that is not sent yet?"""
    return visit.may_stop and visit.code_seen and not visit.session.leaves_no_trace


def _of_the_day(visit: Visit, number: int) -> tuple[Option, ...]:
    """While the clock looks wrong: somebody who works here may say that it is right."""
    days = visit.desk.days
    if not (days.is_ahead or days.is_behind) or not days.can_be_right or not lock.is_locked(visit):
        return ()
    words = visit.desk.italian
    return (Option("date", words.say("duties.date", day=words.day(days.clock())), str(number)),)


def choose(visit: Visit, choice: str) -> None:
    """The turn of the menu."""
    lock.unlock(visit, visit.at_work or "")
    return _DOES[choice](visit)


def pin(visit: Visit, typed: str) -> None:
    """The turn of the PIN: it opens the menu, and the keys of whoever helps here when it is theirs."""
    try:
        visit.at_work = visit.desk.named(typed, "assist" if visit.started else "sort")
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    if visit.at_work is None:
        return visit.wrong("pin")
    if not visit.desk.config.may(visit.at_work, "assist"):
        visit.cover("")
        return visit.go("phone_reason")
    lock.unlock(visit, visit.at_work)
    return visit.cover("duties")


def _end(visit: Visit, goes: bool = False, halts: bool = False) -> None:
    visit.calling = False
    visit.cover("")
    visit.halted = halts
    if halts:
        logbook.note(visit.desk, visit.at_work, "halt")
    if goes:
        visit.leave()


def _show(visit: Visit, together: bool) -> None:
    visit.together = together
    _end(visit)


def _park(visit: Visit) -> None:
    from kiosk.desk import parking
    visit.passing = parking.Passing()
    parking.park(visit)


def _danger(visit: Visit) -> None:
    visit.acts.add("danger", NONE)
    visit.cover("danger")


def _confirm_day(visit: Visit) -> None:
    try:
        visit.desk.confirm_day()
    except KioskError:
        return visit.wrong("day")
    logbook.note(visit.desk, visit.at_work, "day")
    return None


def _school(visit: Visit) -> None:
    visit.to_school = True
    _end(visit, goes=True)


def _assist(act: str) -> Callable[[Visit], object]:
    def does(visit: Visit) -> object:
        from kiosk.desk import assist_turns
        return getattr(assist_turns, act)(visit)
    return does


_DOES: dict[str, Callable[[Visit], object]] = {
    "close": _end, "leave": lambda visit: _end(visit, goes=True), "halt": lambda visit: _end(visit, goes=True, halts=True),
    "together": lambda visit: _show(visit, True), "apart": lambda visit: _show(visit, False),
    "park": _park, "handing": lambda visit: visit.cover("handing"), "danger": _danger,
    "advice": lambda visit: visit.cover("advice"), "school": _school, "works": lambda visit: visit.cover("works"), "date": _confirm_day,
    "assist": _assist("open_assist"), "alone": _assist("close_assist"), "listed": _assist("list_all"), "paged": _assist("page_by_page"),
    "accept": lambda visit: visit.cover("accepting"),
}
