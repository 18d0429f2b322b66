"""Envelopes to send, quickly made: their parts are noise, as sealed parts look."""

from __future__ import annotations

import os
import secrets
from datetime import date

from kiosk.dispatch import sealing
from kiosk.dispatch.envelopes import CONTENT, IDENTITY, Sealed
from kiosk.dispatch.outbox import Outbox

TODAY = date(2026, 11, 22)
READERS = ("0" * 16,)
SIGNING = sealing.make_signing_key()[0]


def noise(reference: str = "4821093716", size: int = 4096, day: date = TODAY) -> Sealed:
    parts = ((IDENTITY, os.urandom(size), READERS), (CONTENT, os.urandom(size), READERS))
    return Sealed(secrets.token_hex(16), reference, day, parts)


def opened(database) -> Outbox:
    """The outbox of a desk that can accept."""
    return Outbox(database, "milano-1", SIGNING)


def due(database) -> None:
    """The time for which anything waits has passed."""
    with database.write() as store:
        for state in ("waiting", "uncertain"):
            store.update("envelope", {"state": state}, due_at=0.0, leased_until=0.0)
