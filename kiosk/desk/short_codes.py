"""The one box for every code: twelve digits are a booking or a referral, sixteen a visit put aside.

Every opener is asked, whichever knows the code, and a code that none knows is told no sooner than one of a visit is: wrong, too
old, taken back and of another kind are one thing, in words as in time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from kiosk.dispatch import codes
from kiosk.errors import KioskError, Refused

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

OPENERS = ("network_turns", "date_turns")
"""Modules with `open_code(visit, code)`: what goes on with a code that is theirs, as something to call, or None. They show nothing yet."""
_SLIPS = 2
"""One short of it or one over is still told against twelve; fourteen and more are nearer to the sixteen of a visit."""


def is_short(typed: str) -> bool:
    """Is this, but for one digit missed or struck twice, as long as a code of a booking or a referral?"""
    return abs(len(codes.bare(typed)) - sum(codes.SHORT)) < _SLIPS


def open_code(visit: Visit, typed: str) -> None:
    """Goes on to what the code opens; a mistyped one is told at once, one that opens nothing after a while."""
    started_at = time.monotonic()
    visit.typed = typed
    try:
        code = codes.read(typed, codes.SHORT)
        found = [going for going in (_opener(name)(visit, code) for name in OPENERS) if going is not None]
        if found:
            return found[0]()
    except Refused as refusal:
        return visit.wrong(refusal.code, **refusal.params)
    except (KioskError, OSError):
        return visit.fail("away", lambda: open_code(visit, typed))
    time.sleep(max(0.0, visit.desk.drafts.floor - (time.monotonic() - started_at)))
    return visit.wrong("code.none")


def _opener(name: str) -> Callable:
    return import_module(f"kiosk.desk.{name}").open_code
