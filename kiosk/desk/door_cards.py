"""The cards of who only asks: a question of the listening flow, the doors that stand open, a leaflet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.authoring.validity import stale
from kiosk.desk import qr
from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.pages import flow_card
from kiosk.desk.stages import options
from kiosk.forms.doors import Open
from kiosk.forms.leaflet import Leaflet
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.dispatch.handout import Handout

MOST = 7
"""Lines to choose from on the card of doors, the person among them."""
_REACH = ("where", "hours", "how", "phone", "web")


def listening(visit: Visit) -> Card:
    return replace(flow_card(visit.heard), part="", calling=visit.calling)


def doors(visit: Visit) -> Card:
    """What is open and why; whoever is asked, a person is always there."""
    words, found = visit.words, visit.doors()[:MOST - 1]
    choices = tuple(_door(visit, one, str(number)) for number, one in enumerate(found, 1))
    person = Option("call", words.say("doors.call"), str(len(choices) + 1))
    return frame(words, id="V24", name="doors", title=words.say("doors.title" if found else "doors.none"), calling=visit.calling,
                 prompts=(_asked(visit, "doors", (*choices, person)),), go_on=words.say("does.enter"))


def _asked(visit: Visit, stage: str, choices: tuple[Option, ...]) -> Prompt:
    problem = problem_of(visit, visit.words)
    return Prompt(stage, "choice", options=choices, problem=problem)


def _door(visit: Visit, one: Open, digit: str) -> Option:
    words, way = visit.words, one.way
    because = words.text(way.domain, one.place, one.door.because)
    if way.languages and (visit.own or words.own.language) not in way.languages:
        because = f"{because} {words.say('need.italian_only')}"
    title = words.text(way.domain, way.title_place, way.title) if way.title_place else way.title
    return Option(value(one), title, digit, because)


def value(one: Open) -> str:
    """What choosing this door hands over."""
    return f"{one.way.kind}:{one.way.id}"


def leaflet(visit: Visit) -> Card:
    words, shown = visit.words, visit.leaflet
    say = _say(shown, words)
    lines = [Line(say("say", shown.say)), *(Line(text, "bullet") for text in _reach(shown, words)), *_steps(shown, words)]
    if shown.reach.web:
        lines.append(qr.line(visit.desk, qr.reached(web=shown.reach.web)))
    if stale(shown.verified_until, visit.desk.today()):
        lines.append(Line(words.say("before.stale"), "warn"))
    if visit.printed:
        lines.append(Line(words.say("end.no_paper" if visit.printed == "not_printed" else f"end.{visit.printed}")))
    named = ("actor.print",) if may_print(visit) else ()
    prompt = _asked(visit, "leaflet", options(words, *named, "doors.back", "actor.call", "end.done"))
    return frame(words, id="V25", name="leaflet", title=say("title", shown.title), lines=tuple(lines), prompts=(prompt,),
                 go_on=words.say("does.enter"), calling=visit.calling)


def may_print(visit: Visit) -> bool:
    return visit.desk.can_print and visit.leaflet.paper


def _say(shown: Leaflet, words: Words):
    return lambda place, text: words.text(shown.id, place, text)


def _reach(shown: Leaflet, words: Words) -> list[str]:
    """Where, when, how, phone, web: what is known of it, a line each. Numbers and addresses stay as they are."""
    say, reach = _say(shown, words), shown.reach
    texts = {key: text if key in ("phone", "web") else say(f"reach.{key}", text) for key in _REACH if (text := getattr(reach, key))}
    return [words.say(f"reach.{key}", text=text) for key, text in texts.items()]


def _steps(shown: Leaflet, words: Words) -> list[Line]:
    if not shown.next:
        return []
    return [Line(words.say("next.title")), *(Line(f"{number}. {text}", "step") for number, text in enumerate(steps(shown, words), 1))]


def steps(shown: Leaflet, words: Words) -> tuple[str, ...]:
    """What to do, with who does it and when."""
    say = _say(shown, words)
    said = ((say(f"{step.place}.do", step.do), say(f"{step.place}.who", step.who), say(f"{step.place}.when", step.when)) for step in shown.next)
    return tuple(words.say("next.step", do=do.rstrip(".。।۔"), who=who.rstrip("."), when=when.rstrip(".")) for do, who, when in said)


def handout(shown: Leaflet, words: Words) -> Handout:
    """The leaflet as a paper to take home."""
    from kiosk.dispatch.handout import Handout, Part

    say = _say(shown, words)
    parts = [Part("", (say("say", shown.say),)), Part("", tuple(_reach(shown, words)), "bullet"), Part(words.say("paper.todo"), steps(shown, words), "todo")]
    return Handout(words, say("title", shown.title), tuple(part for part in parts if part.lines))
