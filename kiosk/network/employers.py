"""What employers offer, as they said it: who was asked, when, for what, how many places, how many people were met.

People are counted here and never named; a number is added under a row lock, so that two desks lose none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.database import Database

OFFERS = ("job", "internship", "interview", "visit", "training", "nothing")
MOST = 999


@dataclass(frozen=True, slots=True)
class Offer:
    """What an employer said on a day; `check_on` is when to ask again."""

    actor: str
    asked_on: date
    kind: str
    places: int
    met: int
    check_on: date | None

    def is_due(self, today: date) -> bool:
        return self.check_on is not None and self.check_on <= today


def ask(database: Database, offer: Offer) -> Offer:
    """Writes down an answer; asked twice on one day, the later answer stands, and who was met stays."""
    check_on = offer.check_on.isoformat() if offer.check_on else ""
    key = {"actor": offer.actor, "asked_on": offer.asked_on.isoformat(), "kind": offer.kind}
    with database.write() as store:
        if not store.insert_once("offer", **key, places=offer.places, met=offer.met, check_on=check_on):
            store.update("offer", key, places=offer.places, check_on=check_on)
        return _offer(store.rows("offer", **key)[0])


def meet(database: Database, actor: str, kind: str, people: int) -> Offer:
    """So many people were met, of the last offer of this kind; Refused "offer.none" when nobody was asked."""
    with database.write() as store:
        rows = store.rows("offer", order="asked_on", actor=actor, kind=kind)
        if not rows:
            raise Refused("offer.none")
        key = {name: rows[-1][name] for name in ("actor", "asked_on", "kind")}
        met = store.locked("offer", "met", **key)["met"] + people
        store.update("offer", key, met=met)
        return _offer(store.rows("offer", **key)[0])


def offers(database: Database) -> tuple[Offer, ...]:
    """All of them, the latest first."""
    with database.write() as store:
        found = [_offer(row) for row in store.rows("offer", order="asked_on")]
    return tuple(reversed(found))


def _offer(row: Mapping) -> Offer:
    return Offer(row["actor"], date.fromisoformat(row["asked_on"]), row["kind"], row["places"], row["met"],
                 date.fromisoformat(row["check_on"]) if row["check_on"] else None)
