"""What is chosen on the cards of a call does here: who may see the page, and who writes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def called(visit: Visit, choice: str) -> None:
    if choice == "unwatch":
        visit.desk.bell.host.stop()
        visit.desk.bell.nudge()
    visit.cover("")


def joining(visit: Visit, choice: str) -> None:
    visit.desk.bell.host.answer(choice == "yes")
    visit.desk.bell.nudge()
    return visit.cover("")


def lending(visit: Visit, choice: str) -> None:
    visit.desk.bell.host.lend(choice == "yes")
    visit.desk.bell.nudge()
    return visit.cover("")
