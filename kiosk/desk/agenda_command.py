"""`sportello agenda`: the calendar of this desk on the command line, by the same rules as on its cards."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from kiosk.agenda.commands import arguments  # noqa: F401  (what may be said after the command)

if TYPE_CHECKING:
    from kiosk.config import Config


def run(config: Config, given: Namespace) -> int:
    """Does what was asked; the exit status."""
    from kiosk.agenda import commands
    from kiosk.desk import adding_dates
    from kiosk.desk.desk import Desk
    desk = Desk(config)
    return commands.run(desk.agenda, lambda typed: adding_dates.event(desk, typed), given)
