"""What is chosen on the cards of who only asks does here. Nothing of it goes to the store but one count: a need and the kind of its door."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from kiosk.desk import door_cards, qr
from kiosk.desk.ending_turns import no_room
from kiosk.desk.hearing import LISTENING
from kiosk.desk.session import REVIEW
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

UNSURE = "unsure"
"""The need of who does not know it."""


def listen(visit: Visit) -> None:
    """Ask the few questions that lead to a door; a desk that has none calls a person."""
    try:
        visit.heard = visit.desk.begin(LISTENING, visit.words)
    except KioskError:
        return visit.call()
    return visit.go("listening")


def listening(visit: Visit, typed: Mapping[str, object]) -> None:
    if visit.heard.give(typed) and visit.heard.at == REVIEW:
        visit.stage = "doors"


def doors(visit: Visit, choice: str) -> None:
    if choice == "call":
        _count(visit, "person")
        visit.call()
    else:
        way = next((one.way for one in visit.doors() if door_cards.value(one) == choice), None)
        if way is None:
            # the last seat of that date went this moment
            return visit.wrong("choose")
        _count(visit, way.kind)
        LEADS[way.kind](visit, way.id)
    return None


def _count(visit: Visit, kind: str) -> None:
    need = visit.heard.journey.kept.get("bisogno")
    visit.acts.add("need", need if isinstance(need, str) else UNSURE, kind)


def _begin(visit: Visit, name: str) -> None:
    from kiosk.desk.turns import begin

    if not no_room(visit):
        visit.facts |= visit.said()
        begin(visit, name)


def _read(visit: Visit, name: str) -> None:
    found = visit.desk.leaflet(name)
    if found is None:
        # nobody vouches for it any more since its door was opened
        return visit.wrong("choose")
    visit.leaflet, visit.printed = found, ""
    return visit.go("leaflet")


def leaflet(visit: Visit, choice: str) -> None:
    if choice == "print":
        shown = visit.leaflet
        visit.printed = visit.papers.come(lambda: visit.desk.print_handout(partial(door_cards.handout, shown), visit.words, qr.reached(web=shown.reach.web)))
    elif choice == "back":
        visit.back()
    elif choice == "call":
        visit.call()
    elif choice == "done":
        visit.depart()


def _open(visit: Visit, name: str) -> None:
    from kiosk.desk.network_turns import open_actor
    open_actor(visit, name)


def _choose_date(visit: Visit, name: str) -> None:
    from kiosk.desk.date_turns import begin_with
    begin_with(visit, name)


LEADS = {"service": _begin, "leaflet": _read, "actor": _open, "event": _choose_date}
"""What opening a door of each kind does: `(visit, id)`."""
