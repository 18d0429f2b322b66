"""Whose visit comes next in one process: a person's; a lesson's, in the school; or the school after somebody asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.desk.visit import Visit

if TYPE_CHECKING:
    from kiosk.config import Config
    from kiosk.desk.desk import Desk


def open_desk(config: Config, school: bool = False) -> Desk:
    """The desk of this configuration, or, with the same services, that of its school."""
    if school:
        from kiosk.desk.school import Classroom
        return Classroom(config)
    from kiosk.desk.desk import Desk
    return Desk(config)


def visits(desk: Desk) -> Iterator[Visit]:
    """The next is asked for when the one before is over; the school opened from the menu has a desk of its own."""
    if desk.config.school:
        from kiosk.desk.school import Exercise
        yield Exercise(desk)
        return
    visit = Visit(desk)
    yield visit
    if visit.to_school:
        from kiosk.desk.school import Classroom, Exercise
        room = Classroom(desk.config)
        room.drawn = desk.drawn
        yield Exercise(room, room.close)
        # on a line where nobody types any more the school does not end by itself
        room.close()
