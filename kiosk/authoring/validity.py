"""How long it holds that somebody vouched for a flow: until a day, and with a warning for 90 days more."""

from __future__ import annotations

from datetime import date, timedelta

GRACE = timedelta(days=90)


def stale(until: date | None, today: date) -> bool:
    """Past its day: the kiosk warns."""
    return until is not None and today > until


def lapsed(until: date | None, today: date) -> bool:
    """Past the days of grace too: the kiosk stops offering it."""
    return until is not None and today > until + GRACE
