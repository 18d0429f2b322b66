"""Sorting calls: the reason, the leaflet to read aloud, how it ended, the next call. In Italian, and never a name or a number.

Every card has choices only: there is no field to write in. Of a call the store learns its reason and its outcome, at once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kiosk.desk import acts
from kiosk.desk.acts import NONE
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.duties import listed
from kiosk.desk.frame import frame, keys, problem_of
from kiosk.desk.phoning import PhoneCall

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.forms.leaflet import Leaflet

OUTCOMES = ("informed", "transferred", "callback", "desk")
DROPPED = "dropped"
_MOST = 7
_REACH = ("where", "hours", "how", "phone", "web")


def reasons(visit: Visit) -> tuple[tuple[str, str], ...]:
    """(id, title) of the groups of reasons: the subjects of the first screen, at most seven."""
    return tuple(visit.desk.shelf.topics()[:_MOST])


def phone_reason(visit: Visit) -> Card:
    words = visit.desk.italian
    choices = tuple(Option(name, title, str(number)) for number, (name, title) in enumerate(reasons(visit), 1))
    forms = ("forms",) if visit.desk.config.may(visit.at_work or "", "phone_forms") else ()
    ways = tuple(Option(name, words.say(f"phone_reason.{name}"), str(number), out=True) for number, name in enumerate((*forms, "close"), len(choices) + 1))
    lines = (Line(words.say("phone_reason.greet", desk=visit.desk.name), "exact"), Line(words.say("phone_reason.none"), "warn"))
    return _card(visit, "phone_reason", lines, (Prompt("phone_reason", "choice", options=choices, ways_out=ways, problem=problem_of(visit, visit.desk.italian)),))


def phone_leaflets(visit: Visit) -> Card:
    words, found = visit.desk.italian, visit.desk.leaflets(visit.phone.reason)
    few = len(found) < 9
    choices = tuple(Option(one.id, one.title, str(number) if few else "") for number, one in enumerate(found, 1))
    choices += (Option("none", words.say("phone_leaflets.none"), str(len(found) + 1) if few else "+"),)
    return _card(visit, "phone_leaflets", (), (Prompt("phone_leaflets", "choice" if few else "rows", options=choices, problem=problem_of(visit, visit.desk.italian)),))


def phone_read(visit: Visit) -> Card:
    words, leaflet = visit.desk.italian, _chosen(visit)
    lines = [Line(words.say("phone_read.say"), "hint"), Line(f"«{leaflet.say}»", "exact")]
    reach = [(key, getattr(leaflet.reach, key)) for key in _REACH]
    told = [Line(words.say(f"phone_read.{key}", text=text), "bullet") for key, text in reach if text]
    lines += [Line(words.say("phone_read.then"), "hint"), *told] if told else []
    lines += [Line(f"{n}. {words.say('phone_read.step', do=step.do.rstrip('.'), who=step.who.rstrip('.'), when=step.when.rstrip('.'))}", "step")
              for n, step in enumerate(leaflet.next, 1)]
    return _card(visit, "phone_read", tuple(lines), (), title=leaflet.title)


def phone_outcome(visit: Visit) -> Card:
    words = visit.desk.italian
    said = "phone_outcome.again" if visit.phone.leaflet else "phone_outcome.unknown"
    prompt = Prompt("phone_outcome", "choice", options=listed(visit, *(f"phone_outcome.{one}" for one in OUTCOMES)), problem=problem_of(visit, visit.desk.italian))
    return _card(visit, "phone_outcome", (Line(words.say(said), "exact"),), (prompt,))


def phone_close(visit: Visit) -> Card:
    """F12 while calls are sorted."""
    prompt = Prompt("phone_close", "choice", options=listed(visit, "phone_close.stay", "phone_close.close"), problem=problem_of(visit, visit.desk.italian))
    return _card(visit, "phone_close", (), (prompt,))


def choose_reason(visit: Visit, choice: str) -> None:
    if choice == "close":
        return visit.leave()
    if choice == "forms":
        from kiosk.desk.phone_turns import begin
        return begin(visit)
    visit.phone = PhoneCall(reason=choice)
    return visit.go("phone_leaflets" if visit.desk.leaflets(choice) else "phone_outcome")


def choose_leaflet(visit: Visit, choice: str) -> None:
    if choice == "none":
        visit.phone.leaflet = ""
        return visit.go("phone_outcome")
    visit.phone.leaflet = choice
    return visit.go("phone_read")


def read(visit: Visit, _: str) -> None:
    """It was read aloud."""
    visit.go("phone_outcome")


def choose_outcome(visit: Visit, choice: str) -> None:
    _end(visit, choice)


def choose_close(visit: Visit, choice: str) -> None:
    if choice == "close":
        count(visit, DROPPED)
        return visit.leave()
    return visit.cover("")


def hang_up(visit: Visit) -> None:
    """The caller is gone: counted when there was a reason, and the next call begins with nothing of this one."""
    _end(visit, DROPPED)


def count(visit: Visit, outcome: str) -> None:
    """The call goes into the store, once, as its reason and its outcome; nothing of it is held any more."""
    call, visit.phone = visit.phone, None
    if call is not None and call.reason and not visit.desk.config.practice:
        acts.add(visit.desk, Counter({("phone", call.reason, outcome or NONE): 1}))


def _end(visit: Visit, outcome: str) -> None:
    count(visit, outcome)
    visit.cover("")
    visit.stage, visit.back_to = "phone_reason", ["language"]


def _chosen(visit: Visit) -> Leaflet:
    # also one whose last day ends during the call
    return next(one for one in visit.desk.rack.index.leaflets if one.id == visit.phone.leaflet)


def _card(visit: Visit, name: str, lines: tuple[Line, ...], prompts: tuple[Prompt, ...], title: str = "") -> Card:
    """The keys are those of every card, but for the language: callers here are answered in Italian."""
    words = visit.desk.italian
    cap = words.say("phone.key")
    shown = [(key, does) for key, does in keys(words, "f2")]
    shown.insert(len(shown) - 2, (cap, words.say("phone.hung_up")))
    return frame(words, id="V28", name=name, title=title or words.say(f"{name}.title"), service=words.say("phone.name"), part=words.say("phone.nothing"),
                 lines=lines, prompts=prompts, go_on=words.say("does.enter"), keys=tuple(shown), calling=visit.calling)
