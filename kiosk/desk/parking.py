"""A visit put aside for the next visitor: saved, its code shown or printed, and the screen at rest with the next key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line, Own
from kiosk.desk.frame import frame, keys

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.dispatch.printing import PrintResult

WAYS = ("here", "today", "day", "outside")


@dataclass(slots=True)
class Passing:
    """Where the visit is passed on: one of `WAYS`, "" for nowhere; `place` as the desk's configuration names it."""

    to: str = ""
    place: str = ""


def park(visit: Visit, paper: Callable[[], PrintResult] | None = None) -> None:
    """On the disk, with the code (or another `paper`) out of the printer; where it cannot be saved, the visitor decides what to do."""
    visit.cover("")
    if not visit.saved:
        visit.save()
    if visit.overlay:
        # another visit has the draft by now: that card comes first
        return
    if not visit.saved:
        return visit.cover("stop")
    visit.code_seen = True
    visit.show_code()
    if visit.desk.can_print:
        paper = paper or (lambda: visit.desk.print_code(visit.code, visit.session, visit.words))
        visit.printed = visit.papers.come(paper)
    return visit.cover("parked")


def parked(visit: Visit) -> Card:
    """The code once more, as big as it goes, and where to go with it."""
    words, passing = visit.words, visit.passing
    shown = (visit.shown_code, words.own_digits(visit.shown_code))
    said = [words.say("pass.where", place=passing.place)] if passing.place else []
    said += [words.say("parked.back"), words.say("code.until", date=visit.code_until)]
    said += [words.say(f"end.{visit.printed}")] if visit.printed else []
    if passing.to == "outside":
        said.append(words.say("pass.not_sent"))
    lines = tuple(Line(Own(text), "big") for text in shown if text) + tuple(Line(text) for text in said)
    return frame(words, id="V5", name="parked", title=words.say("parked.title"), lines=lines, go_on=words.say("parked.done"),
                 keys=keys(words, "esc"))


def leave_parked(visit: Visit, _: str) -> None:
    """The turn of that card: a paper that came out is in the visitor's hand."""
    if visit.printed == "printed":
        visit.papers.lie(False)
    visit.depart()
