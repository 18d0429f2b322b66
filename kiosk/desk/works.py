"""What who works here does at the kiosk while no visitor is there: calendar, network, telephone, figures. Always in Italian.

Behind the PIN, from the menu `duties`. One line a work: its name is the phrase "works.<name>", and the stage that it opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card
from kiosk.desk.dating import Looking
from kiosk.desk.duties import listed, panel
from kiosk.desk.searching import Seeking

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

WORKS: dict[str, str] = {"phone": "phone_reason", "followups": "followups", "contacts": "contacts", "sender": "sender_code", "calendar": "calendar", "attendance": "attending", "figures": "figures"}
"""Name of a work -> the stage that it opens, in the order of their digits."""
AT_WORK = ("followups", "followup", "contacts", "contact", "sender_code", "calendar", "gathering", "adding", "attending", "figures")
"""Stages of works on which things can be changed without another PIN: nobody else may find them open."""


def works(visit: Visit) -> Card:
    return panel(visit, "works", listed(visit, *(f"works.{name}" for name in WORKS), "works.close"))


def choose(visit: Visit, choice: str) -> None:
    """The turn of the menu; what a work opens is a stage over the first card, and goes back to it."""
    if choice == "close":
        return visit.cover("")
    visit.cover("")
    return visit.go(WORKS[choice])


def close(visit: Visit) -> None:
    """Back to the first card, with nothing left of what was looked at; a paper of the visit before still comes first."""
    visit.seeking, visit.looking, visit.typed, visit.printed = Seeking(), Looking(), "", ""
    visit.together, visit.assist = False, None
    visit.stage, visit.back_to = "leftover" if visit.papers.left else "language", []
