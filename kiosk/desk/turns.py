"""What is chosen or typed on each card of a visit does here: one function a stage, as `stages` has one card a stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk.session import ENDED, REVIEW, Session
from kiosk.desk.staff_turns import duties, operator  # noqa: F401  (turns like those below)
from kiosk.errors import KioskError
from kiosk.forms.answers import GIVEN, Answer

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

_TRIES_BEFORE_A_PERSON, _LONG = 3, 10


def language(visit: Visit, code: str) -> None:
    if code not in visit.desk.languages():
        return visit.wrong("choose")
    visit.words = visit.desk.on_screen(code)
    if visit.session:
        visit.session.words = visit.words
    if visit.overlay:
        visit.cover("")
    else:
        visit.go("how")
    if visit.words.stands_for:
        # nobody is left alone before a screen that they cannot read
        visit.call()
    return None


def how(visit: Visit, choice: str) -> None:
    if choice == "together":
        _go_together(visit)
    elif choice == "ask":
        visit.call()
    elif choice == "resume":
        visit.go("resume")
    elif choice != "alone":
        visit.wrong("choose")
    elif not _no_room(visit):
        visit.go("topic")


def _go_together(visit: Visit) -> None:
    """A person is called; what comes after that card stands there in their language too."""
    visit.together = True
    if not _no_room(visit):
        visit.go("topic")
        visit.call()


def _no_room(visit: Visit) -> bool:
    """The disk is nearly full: no new form is begun, and a person is called."""
    if visit.desk.room.is_enough:
        return False
    visit.calling = True
    visit.cover("full")
    return True


def full(visit: Visit, _: str) -> None:
    visit.cover("")


def topic(visit: Visit, choice: str) -> None:
    if choice == "unsure":
        visit.call()
    elif choice in {key for key, _ in visit.desk.topics(visit.words)}:
        visit.topic = choice
        visit.go("need")
    else:
        visit.wrong("choose")


def need(visit: Visit, choice: str) -> None:
    if choice == "other":
        visit.call()
    elif choice in {offer.id for offer in visit.desk.offers(visit.topic)}:
        _begin(visit, choice)
    else:
        visit.wrong("choose")


def _begin(visit: Visit, flow: str) -> None:
    if visit.session and visit.session.flow.id == flow:
        # back at the menu and the same service again: nothing that was answered is lost
        return visit.go("before")
    visit.part_from_draft()
    try:
        visit.session = visit.desk.begin(flow, visit.words)
    except KioskError:
        # its file was broken after the menu was made
        return visit.call()
    visit.session.facts = visit.facts
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
    else:
        visit.wrong("choose")


def refused(visit: Visit, choice: str) -> None:
    if choice == "talk":
        visit.call()
    elif choice == "back":
        visit.back()
    elif choice == "leave":
        visit.depart()
    else:
        visit.wrong("choose")


def code(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: visit.desk.print_code(visit.code, visit.session, visit.words))
    elif choice == "go":
        visit.printed = ""
        visit.go("form")
    else:
        visit.wrong("choose")


def form(visit: Visit, typed: Mapping[str, object]) -> None:
    session = visit.session
    if session.at == REVIEW:
        _review(visit, str(typed.get(REVIEW, "")))
    elif session.at == ENDED:
        _ended(visit, str(typed.get(ENDED, "")))
    else:
        _answer(visit, typed)


def _answer(visit: Visit, typed: Mapping[str, object]) -> None:
    session = visit.session
    section = session.page.section if not getattr(session.at, "repeat", None) else ""
    if session.give(typed):
        visit.save()
        visit.just_saved = visit.saved
        if visit.saved and not visit.code_seen:
            # the store did not answer at the consent, and does by now
            return visit.hand_over_code()
        _pass(visit, section)
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


def _review(visit: Visit, choice: str) -> None:
    if choice == "done":
        _finish(visit)
    elif choice:
        visit.session.go_to(choice)


def _ended(visit: Visit, choice: str) -> None:
    if choice == "done":
        if visit.erase(lambda: _ended(visit, "done")):
            visit.depart()
    elif choice == "back":
        visit.session.back()
    elif choice == "print":
        came = visit.papers.come(lambda: visit.desk.print_steps(visit.session))
        visit.session.tell("end.no_paper" if came == "not_printed" else f"end.{came}")


def _finish(visit: Visit) -> None:
    if not visit.session.is_ready:
        # one that is ready was saved before, and may have gone, with its draft, although no answer came back
        visit.save()
    if visit.overlay:
        # another visit goes on with this draft: what it holds by now must not be sent from here
        return
    try:
        visit.receipt = visit.desk.finish(visit.session, visit.code)
    except (KioskError, OSError):
        visit.cover("failed")
        return
    visit.facts |= _facts(visit.session)
    visit.code, visit.saved, visit.printed = "", False, ""
    visit.back_to.clear()
    visit.stage = "end"


def taking(visit: Visit, _: str) -> None:
    visit.papers.lie(False)
    visit.leave()


def leftover(visit: Visit, _: str) -> None:
    visit.papers.lie(False)
    visit.stage = "language"


def failed(visit: Visit, choice: str) -> None:
    visit.cover("")
    if choice == "again":
        _finish(visit)
    else:
        visit.call()


def end(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: visit.desk.print_slip(visit.receipt))
    elif choice == "more":
        if not _no_room(visit):
            visit.session, visit.stage, visit.back_to = None, "topic", ["language", "how"]
    elif choice == "done":
        visit.depart()
    else:
        visit.wrong("choose")


def helping(visit: Visit, choice: str) -> None:
    overlays = {"call": "called", "stop": "stop"}
    visit.cover(overlays.get(choice, ""))
    visit.calling = visit.calling or choice == "call"


def called(visit: Visit, _: str) -> None:
    visit.cover("")


def still(visit: Visit, _: str) -> None:
    visit.cover("")


def stop(visit: Visit, choice: str) -> None:
    if choice == "save":
        if not visit.saved:
            visit.save()
        if visit.overlay == "stop":
            visit.depart()
    else:
        visit.cover({"erase": "erase", "stay": ""}.get(choice, "stop"))


def erase(visit: Visit, choice: str) -> None:
    if choice == "yes":
        if visit.erase(lambda: erase(visit, "yes")):
            visit.depart()
    else:
        visit.cover("stop" if choice == "no" else "erase")


def _facts(session: Session) -> dict[str, Answer]:
    """What may be offered again, instead of asked, in the next flow of this visit."""
    kept = session.journey.kept
    named = ((field.fact, kept.answer(name)) for name, field in session.flow.fields.items() if field.fact and field.keep)
    return {fact: answer for fact, answer in named if answer is not None and answer.state == GIVEN}
