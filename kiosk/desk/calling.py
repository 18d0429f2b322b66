"""The part of a visit that calls a person: the sign AIUTO on the screen, and the bell behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Option, Prompt
from kiosk.desk.frame import frame, problem_of
from kiosk.desk.joining import LENT

if TYPE_CHECKING:
    from kiosk.desk.acts import Tally
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit
    from kiosk.i18n import Words

_TRIES, _PARTING = 3, 0.5
_BY_STAGE = {"how": "together", "topic": "unsure", "need": "unsure", "listening": "unsure", "doors": "unsure", "leaflet": "unsure"}


class Calling:
    """What a `Visit` has of it. The sign stays until an operator takes it away or the visit ends."""

    _calling = False
    from_afar: object = None
    """The page on which somebody at another desk has typed, until another one is shown."""
    acts: Tally
    desk: Desk
    words: Words

    @property
    def calling(self) -> bool:
        """Is a person wanted here?"""
        return self._calling

    @calling.setter
    def calling(self, on: bool) -> None:
        if on and not self._calling:
            self.acts.add("call", self.words.language)
        if on:
            self.desk.bell.ring(self.words.language, kind(self))
        elif self._calling:
            self.desk.bell.hush()
        self._calling = on

    def seen(self, card: Card) -> Card:
        """The card, with who sees it too, or writes on it, in place of the sign AIUTO."""
        host = self.desk.bell.host
        if not host.is_watched or not card.keys:
            return card
        return replace(card, seen_by=self.words.say("joined.writes" if host.control == LENT else "joined.sees", name=host.name))

    def typed_from_afar(self) -> bool:
        """Has somebody at another desk typed what is given now? Then it is theirs, whoever pressed the last key."""
        return self.from_afar is not None and self.session is not None and self.session.at == self.from_afar

    def stop_calling(self) -> None:
        """The visit ends: its call is taken away, as far as the store does that at once."""
        self.desk.bell.hush(_PARTING)


def kind(visit: Visit) -> str:
    """Why somebody is called, as far as others may know: one of `calls.KINDS`."""
    if visit.overlay in ("full", "kept", "failed"):
        return "trouble"
    if visit.stage == "form" and visit.session and max(visit.session.tries.values(), default=0) >= _TRIES:
        return "stuck"
    return "together" if visit.together and visit.session is None else _BY_STAGE.get(visit.stage, "asked")


def called(visit: Visit) -> Card:
    """A person was called: what the visitor can do meanwhile, and whether somebody is coming."""
    words, standing = visit.words, visit.desk.bell.standing or "waiting"
    said = {
        "waiting": ("called.wait", "called.alone"), "late": ("called.late", "called.hand", "called.alone"),
        "long": ("called.long", "called.hand", "called.alone"), "coming": ("called.stay", "called.alone"),
    }[standing]
    lines = [Line(words.say(key)) for key in said]
    if standing == "long" and visit.desk.contact:
        lines.append(Line(words.say("called.phone", contact=visit.desk.contact)))
    title = words.say("called.coming" if standing == "coming" else "called.title")
    return frame(words, id="V18", name="called", title=title, calling=True, go_on=words.say("does.enter"), lines=tuple(lines),
                 prompts=_unwatch(visit))


def _unwatch(visit: Visit) -> tuple[Prompt, ...]:
    """While somebody at another desk sees the page: the way to end that."""
    host, say = visit.desk.bell.host, visit.words.say
    if not host.is_watched:
        return ()
    return (Prompt("called", "choice", options=(Option("go", say("called.go"), "1"), Option("unwatch", say("called.unwatch", who=host.asker), "2"))),)


def joining(visit: Visit) -> Card:
    """Somebody at another desk asks to see this page."""
    return _asked(visit, "joining")


def lending(visit: Visit) -> Card:
    """Somebody who sees this page asks to write here."""
    return _asked(visit, "lending")


def _asked(visit: Visit, name: str) -> Card:
    words, who = visit.words, visit.desk.bell.host.asker
    problem = problem_of(visit, words)
    options = tuple(Option(value, words.say(f"{name}.{value}"), str(number)) for number, value in enumerate(("yes", "no"), 1))
    return frame(words, id="V23", name=name, title=words.say(f"{name}.title", who=who), lines=(Line(words.say(f"{name}.text")),),
                 prompts=(Prompt(name, "choice", options=options, problem=problem),), go_on=words.say("does.enter"), calling=visit.calling)


def elsewhere(visit: Visit) -> tuple[Line, ...]:
    """What the other desks call, for who works here; only where no visit has begun."""
    others = visit.desk.bell.others if not visit.started else ()
    return tuple(Line(text, "staff") for text in said(visit.desk, others))


def said(desk: Desk, others: tuple) -> list[str]:
    """«Milano 2 chiede aiuto: francese», one line a call."""
    if not others:
        return []
    from kiosk.desk.calls import place

    say, name = desk.italian.say, desk.italian.language_name
    return [say("staff.call", desk=place(call.desk), language=name(call.language).lower()) for call in others]
