"""What whoever works here does on the cards behind F12, as in `turns`: no answer is changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.errors import KioskError, Refused

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def operator(visit: Visit, pin: str) -> None:
    try:
        accepted = visit.desk.lets_in(pin)
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    return visit.cover("duties") if accepted else visit.wrong("pin")


def duties(visit: Visit, choice: str) -> None:
    if choice == "date":
        return _confirm_day(visit)
    if choice not in ("close", "leave", "halt", "together", "apart"):
        return visit.wrong("choose")
    visit.calling = False
    visit.cover("")
    visit.together = choice == "together" or visit.together and choice != "apart"
    visit.halted = choice == "halt"
    if choice in ("leave", "halt"):
        visit.leave()
    return None


def _confirm_day(visit: Visit) -> None:
    try:
        visit.desk.confirm_day()
    except KioskError:
        visit.wrong("day")
