"""What is opened behind the first screen, and what the operator is told when it is not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.dispatch import office
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk


def troubles(desk: Desk) -> tuple[str, ...]:
    """One line for each thing that a visit would stumble on later: the store, the office's key, a broken service."""
    words, found = desk.italian, []
    for opened in (lambda: desk.drafts.forget_expired(desk.today()), lambda: office.recipients(desk.config)):
        try:
            opened()
        except (KioskError, OSError) as failure:
            found.append(words.say("staff.trouble", what=failure))
    found += [words.say("staff.broken", name=name) for name in desk.shelf.broken()]
    warm()
    return tuple(found)


def warm() -> None:
    """Load what the first form would otherwise make somebody wait for."""
    import kiosk.authoring.shelf
    from kiosk.desk import filling, finishing, memory, turns  # noqa: F401
    from kiosk.forms.identifiers import place_search
    place_search()
