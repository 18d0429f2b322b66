"""What is chosen on the cards of `return_cards` does here: one function a stage, as in `turns`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk import date_turns, resting, short_codes
from kiosk.errors import KioskError, Refused

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.desk.visit import Visit


def resume(visit: Visit, typed: str) -> None:
    """A mistyped code costs nothing and is told at once; for the rest, all that is not there is one thing."""
    if typed == "call":
        return visit.call()
    if short_codes.is_short(typed):
        return short_codes.open_code(visit, typed)
    visit.typed = typed
    try:
        visit.found = visit.desk.find(typed, visit.words)
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    except (KioskError, OSError):
        return visit.fail("away", lambda: resume(visit, typed))
    return visit.go("found")


def found(visit: Visit, choice: str) -> None:
    if choice == "go":
        _go_on(visit)
    elif choice == "erase":
        visit.cover("forget")
    elif choice == "call":
        visit.call()
    elif choice == "back":
        visit.back()


def _go_on(visit: Visit) -> None:
    try:
        session = visit.desk.resume(visit.typed, visit.words)
    except Refused as refusal:
        # finished or erased elsewhere between the two cards
        visit.back()
        return visit.wrong(refusal.code, **refusal.params)
    except (KioskError, OSError):
        return visit.fail("away", lambda: _go_on(visit))
    visit.part_from_draft()
    _goes_on(visit, session)
    visit.code, visit.typed, visit.code_seen = visit.typed, "", True
    visit.show_code()
    # what the code found is open by now: there is no way back to the card that offered it
    visit.stage, visit.back_to, visit.found = "form", ["language", "how"], None
    if visit.by_phone:
        from kiosk.desk.phone_line import resumed
        resumed(visit)
    return None


def _goes_on(visit: Visit, session: Session) -> None:
    session.facts = visit.facts
    visit.session, visit.saved = session, True
    date_turns.share_hours(visit)


def forget(visit: Visit, choice: str) -> None:
    if choice == "no":
        return visit.cover("")
    try:
        visit.desk.forget(visit.typed)
    except (KioskError, OSError):
        visit.calling = True
        return visit.fail("kept", lambda: forget(visit, "yes"))
    visit.start_again("erased")
    return None


def erased(visit: Visit, _: str) -> None:
    visit.start_again("how")


def away(visit: Visit, choice: str) -> None:
    """What could not be done is done again, or not."""
    visit.cover("")
    if choice == "call":
        visit.call()
    elif choice == "again":
        visit.again()


def elsewhere(visit: Visit, choice: str) -> None:
    if choice == "here":
        _take_back(visit)
    elif choice == "call":
        visit.call()
    elif choice == "leave":
        visit.depart()


def _take_back(visit: Visit) -> None:
    """What was saved last goes on; what was answered here and is not in it is said, to be typed again."""
    try:
        session = visit.desk.resume(visit.code, visit.words)
    except Refused:
        return visit.cover("gone")
    except (KioskError, OSError):
        return visit.fail("away", lambda: _take_back(visit))
    visit.unsaved, visit.stage = resting.lost(visit.session, session), "form"
    _goes_on(visit, session)
    if visit.by_phone:
        # another visit may have changed it: nobody is told here what
        from kiosk.desk.phone_line import resumed
        visit.unsaved = ()
        resumed(visit)
    return visit.cover("retype" if visit.unsaved else "")


def retype(visit: Visit, _: str) -> None:
    visit.unsaved = ()
    visit.cover("")


def gone(visit: Visit, choice: str) -> None:
    if choice == "stay":
        visit.cover("")
        visit.code = visit.session.held = ""
        visit.open_draft()
    elif choice == "call":
        visit.call()
    elif choice == "leave":
        visit.depart()
