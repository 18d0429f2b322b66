"""What is chosen on the last cards of a service does here: the check page, the reading back, the end and its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import date_turns, ladder, logbook
from kiosk.desk.session import REVIEW, Session
from kiosk.desk.standing import Trouble
from kiosk.errors import KioskError, Refused
from kiosk.forms.answers import GIVEN, Answer
from kiosk.forms.fields import Problem
from kiosk.forms.review import rows

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def reviewed(visit: Visit, choice: str) -> None:
    session = visit.session
    session.troubles.pop(REVIEW, None)
    if choice == "done" and session.reads_back:
        session.left_blank.clear()
        visit.go("readback")
    elif choice == "done":
        session.confirm()
        finish(visit)
    elif choice in {row.place for row in rows(session.journey)}:
        session.go_to(choice)
    else:
        session.trouble(REVIEW, Trouble(Problem("choose")))


def readback(visit: Visit, choice: str) -> None:
    """The person says that it is right; a row chosen is left blank, to be written by hand, and chosen again it is not.

    What the kiosk worked out is blank with what it was worked out from, and cannot be chosen.
    """
    session = visit.session
    if choice in ("done", "voice"):
        session.confirm()
        session.helped.by_voice = choice == "voice"
        if session.helped.by_voice:
            logbook.note(visit.desk, visit.at_work, "voice")
        session.read_in = visit.words.language
        finish(visit)
    elif choice in {row.path for row in rows(session.journey) if row.field.compute is None}:
        session.left_blank ^= {choice}


def ended(visit: Visit, choice: str) -> None:
    if choice == "done":
        if visit.erase(lambda: ended(visit, "done")):
            visit.depart()
    elif choice == "back":
        visit.session.back()
    elif choice == "print":
        came = visit.papers.come(lambda: visit.desk.print_steps(visit.session))
        visit.session.tell("end.no_paper" if came == "not_printed" else f"end.{came}")


def finish(visit: Visit) -> None:
    if not visit.session.is_ready:
        # one that is ready was saved before, and may have gone, with its draft, although no answer came back
        visit.save()
    if visit.overlay:
        # another visit goes on with this draft: what it holds by now must not be sent from here
        return
    try:
        visit.receipt = visit.desk.finish(visit.session, visit.code)
    except Refused as refusal:
        return date_turns.lost(visit, refusal)
    except (KioskError, OSError):
        return visit.cover("failed")
    ladder.climb(visit)
    visit.acts.close(visit, "sent")
    visit.facts |= _facts(visit.session)
    visit.code, visit.saved, visit.printed = "", False, ""
    if not visit.receipt.shown and visit.desk.can_print:
        # the paper is all that there is of it: nobody leaves without it by mistake
        visit.printed = visit.papers.come(lambda: visit.desk.print_slip(visit.receipt))
    visit.back_to.clear()
    visit.stage = "end"
    date_turns.got(visit)
    return None


def failed(visit: Visit, choice: str) -> None:
    visit.cover("")
    if choice == "again":
        finish(visit)
    else:
        visit.call()


def end(visit: Visit, choice: str) -> None:
    if choice == "print":
        visit.printed = visit.papers.come(lambda: visit.desk.print_slip(visit.receipt))
    elif choice == "ladder":
        visit.printed = ""
        visit.go("ladder")
    elif not (visit.desk.config.facilita and _has_record(visit, choice)):
        go_on(visit, choice)


def _has_record(visit: Visit, choice: str) -> bool:
    from kiosk.desk import register_cards
    return register_cards.begin(visit, choice)


def go_on(visit: Visit, choice: str) -> None:
    """After the last card: another service, "more", or the end of the visit."""
    if choice == "done":
        visit.depart()
    elif not no_room(visit):
        visit.session, visit.stage, visit.back_to = None, "topic", ["language", "how"]


def taking(visit: Visit, _: str) -> None:
    visit.papers.lie(False)
    visit.leave()


def leftover(visit: Visit, _: str) -> None:
    visit.papers.lie(False)
    visit.stage = "language"


def no_room(visit: Visit) -> bool:
    """The disk is nearly full: no new form is begun, and a person is called."""
    if visit.desk.room.is_enough:
        return False
    visit.calling = True
    visit.cover("full")
    return True


def _facts(session: Session) -> dict[str, Answer]:
    """What may be offered again, instead of asked, in the next flow of this visit."""
    kept = session.journey.kept
    named = ((field.fact, kept.answer(name)) for name, field in session.flow.fields.items() if field.fact and field.keep)
    return {fact: answer for fact, answer in named if answer is not None and answer.state == GIVEN}
