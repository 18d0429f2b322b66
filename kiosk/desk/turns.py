"""What is chosen or typed on each card of a visit does here: one function a stage, as `stages` has one card a stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import lesson
from kiosk.desk import date_turns
from kiosk.desk.door_turns import listen
from kiosk.desk.ending_turns import ended, no_room, reviewed
from kiosk.desk.session import ENDED, REVIEW
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_TRIES_BEFORE_A_PERSON, _LONG = 3, 10


def language(visit: Visit, code: str) -> None:
    visit.words = visit.desk.on_screen(code)
    for one in (visit.session, visit.heard, visit.tried):
        if one:
            one.words = visit.words
    if visit.overlay:
        visit.cover("")
    else:
        visit.acts.begin(visit)
        visit.go("how")
    if visit.words.stands_for:
        # nobody is left alone before a screen that they cannot read
        visit.call()


def how(visit: Visit, choice: str) -> None:
    if choice == "together":
        _go_together(visit)
    elif choice == "ask":
        listen(visit)
    elif choice == "resume":
        visit.go("resume")
    elif choice == "dates":
        date_turns.begin(visit)
    elif choice == "places":
        from kiosk.desk import network_turns
        network_turns.begin(visit)
    elif not no_room(visit):
        visit.go("topic")


def _go_together(visit: Visit) -> None:
    """A person is called; what comes after that card stands there in their language too."""
    visit.together = True
    if not no_room(visit):
        visit.go("topic")
        visit.call()


def full(visit: Visit, _: str) -> None:
    visit.cover("")


def topic(visit: Visit, choice: str) -> None:
    if choice == "unsure":
        listen(visit)
    else:
        visit.topic, visit.turned = choice, 0
        visit.go("need")


def need(visit: Visit, choice: str) -> None:
    if choice == "other":
        listen(visit)
    elif choice == "more":
        visit.turned += 1
    else:
        begin(visit, choice)


def begin(visit: Visit, flow: str) -> None:
    """Before a service starts: what it is, how long it takes, what to have at hand."""
    if visit.session and visit.session.flow.id == flow:
        # back at the menu and the same service again: nothing that was answered is lost
        return visit.go("before")
    try:
        session = visit.desk.begin(flow, visit.words)
    except KioskError:
        # its file was broken after the menu was made
        return visit.call()
    if session.flow.lesson:
        return lesson.start(visit, session)
    if visit.by_phone and session.flow.keeps_nothing:
        return visit.wrong("phone.in_person")
    visit.part_from_draft()
    visit.session, session.facts = session, visit.facts
    date_turns.share_hours(visit)
    visit.desk.prepare_code()
    return visit.go("before")


def before(visit: Visit, _: str) -> None:
    visit.go("consent")


def consent(visit: Visit, choice: str) -> None:
    if choice == "yes":
        visit.open_draft()
    elif choice == "no":
        if visit.erase(lambda: consent(visit, "no")):
            visit.go("refused")


def refused(visit: Visit, choice: str) -> None:
    if choice == "talk":
        visit.call()
    elif choice == "back":
        visit.back()
    elif choice == "leave":
        visit.depart()


def code(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: visit.desk.print_code(visit.code, visit.session, visit.words))
    elif choice == "go":
        visit.printed = ""
        visit.go("form")


def form(visit: Visit, typed: Mapping[str, object]) -> None:
    session = visit.session
    if session.at == REVIEW:
        reviewed(visit, str(typed.get(REVIEW, "")))
    elif session.at == ENDED:
        ended(visit, str(typed.get(ENDED, "")))
    else:
        _answer(visit, typed)


def _answer(visit: Visit, typed: Mapping[str, object]) -> None:
    session, asked = visit.session, len(visit.session.asks)
    if date_turns.narrow(visit, typed):
        return None
    section = session.page.section if not getattr(session.at, "repeat", None) else ""
    if visit.take(typed):
        visit.acts.answered(visit, asked)
        visit.save()
        visit.just_saved = visit.saved
        if visit.saved and not visit.code_seen:
            # the store did not answer at the consent, and does by now
            return visit.hand_over_code()
        _pass(visit, section)
        visit.go_on_from_list()
    elif session.tries and max(session.tries.values()) == _TRIES_BEFORE_A_PERSON and not visit.calling:
        visit.call()
    return None


def _pass(visit: Visit, section: str) -> None:
    """At a new part of a long flow, say what is done and what comes."""
    page = visit.session.page
    moved = page is not None and section and page.section not in ("", section)
    if moved and not visit.session.returning and len(visit.session.flow.pages) > _LONG:
        visit.passed, visit.stage = section, "signpost"


def signpost(visit: Visit, _: str) -> None:
    visit.stage = "form"


def helping(visit: Visit, choice: str) -> None:
    overlays = {"call": "called", "stop": "stop"}
    visit.cover(overlays.get(choice, ""))
    visit.calling = visit.calling or choice == "call"


def still(visit: Visit, _: str) -> None:
    visit.cover("")


def stop(visit: Visit, choice: str) -> None:
    if choice == "save":
        if not visit.saved:
            visit.save()
        if visit.overlay == "stop":
            visit.depart()
    else:
        visit.cover("erase" if choice == "erase" else "")


def erase(visit: Visit, choice: str) -> None:
    if choice == "yes":
        if visit.erase(lambda: erase(visit, "yes")):
            visit.depart()
    else:
        visit.cover("stop")
