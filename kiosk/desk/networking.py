"""`sportello network` at the desk's door: the room is opened with this desk's store, and what it counts goes to the figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kiosk.desk import acts

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kiosk.config import Config
    from kiosk.desk.desk import Desk


def arguments(network: ArgumentParser) -> None:
    """What may be said after `sportello network`."""
    from kiosk.network import commands
    commands.arguments(network)


def run(config: Config, asked: Namespace) -> int:
    """Does what was asked; the exit status."""
    from kiosk.desk.desk import Desk
    from kiosk.network import commands
    desk = Desk(config)
    return commands.run(desk.network, asked, desk.today(), lambda kind, a, b, n: count(desk, (kind, a, b), n))


def count(desk: Desk, what: tuple[str, str, str], times: int = 1) -> None:
    """Adds to the figures, except on a desk that only practises."""
    if times and not desk.config.practice:
        acts.add(desk, Counter({what: times}))
