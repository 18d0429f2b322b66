"""Who may send people here: an actor with a code books somebody in, without an account and without a name.

The code of a sender lasts until a day and can be taken back; what it gives is a code for the person, good for thirty days and
counted once. The store has keyed hashes of both, each under its own word: one is never taken for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.dispatch import codes, sealing
from kiosk.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.database import Database, Store

BOOKED, ARRIVED = "booked", "arrived"
LASTS, WAITS, A_DAY = timedelta(days=180), timedelta(days=30), 40
"""How long a sender's code and a person's are good, and how many people one actor may book in on one day."""


@dataclass(frozen=True, slots=True)
class Invite:
    """A sender's code as the coordinator may see it."""

    actor: str
    made_on: date
    expires_on: date
    revoked: bool

    def is_good(self, today: date) -> bool:
        return not self.revoked and today <= self.expires_on


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who was booked in, and has come or not."""

    actor: str
    kind: str
    state: str


class Senders:
    """Those of one store."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database, self._secret = database, secret

    def invite(self, actor: str, today: date, until: date | None = None) -> str:
        """A code for an actor, shown this once: nobody can read it here again."""
        code = codes.make(codes.SHORT)
        with self._database.write() as store:
            store.insert("invite", locator=self._invite(code), actor=actor, made_on=today.isoformat(),
                         expires_on=(until or today + LASTS).isoformat(), revoked=0)
        return code

    def revoke(self, actor: str) -> int:
        """Takes back every code of an actor that was still good; how many."""
        with self._database.write() as store:
            return store.update("invite", {"actor": actor, "revoked": 0}, revoked=1)

    def invites(self) -> tuple[Invite, ...]:
        with self._database.write() as store:
            rows = store.rows("invite", "actor", "made_on", "expires_on", "revoked", order="made_on")
        return tuple(Invite(row["actor"], date.fromisoformat(row["made_on"]), date.fromisoformat(row["expires_on"]), bool(row["revoked"])) for row in rows)

    def sender_of(self, store: Store, code: str, today: date) -> str | None:
        """The actor whose code this is, while it is good."""
        rows = store.rows("invite", locator=self._invite(code))
        good = [row for row in rows if not row["revoked"] and today.isoformat() <= row["expires_on"]]
        return good[0]["actor"] if good else None

    def book(self, sender: str, kind: str, today: date) -> str:
        """The person's code. `sender` is the sender's own, looked at again; Refused "code.none" when it is good no more, "sender.many"."""
        code = codes.make(codes.SHORT)
        with self._database.write() as store:
            # the sender's row is held, so that two desks cannot both give the last place of a day
            store.locked("invite", locator=self._invite(sender))
            actor = self.sender_of(store, sender, today)
            if actor is None:
                raise Refused("code.none")
            if len(store.rows("arrival", "actor", actor=actor, made_on=today.isoformat())) >= A_DAY:
                raise Refused("sender.many")
            store.insert("arrival", locator=self._arrival(code), actor=actor, kind=kind, made_on=today.isoformat(),
                         expires_on=(today + WAITS).isoformat(), state=BOOKED)
        return code

    def expected(self, store: Store, code: str, today: date) -> Arrival | None:
        """Who was booked in with this code; also when they have come, for they may type it again."""
        rows = store.rows("arrival", locator=self._arrival(code))
        return _arrival(rows[0]) if rows and today.isoformat() <= rows[0]["expires_on"] else None

    def arrive(self, code: str, today: date) -> Arrival | None:
        """The person is here; None when that was said already, or the code is none any more."""
        with self._database.write() as store:
            row = store.locked("arrival", locator=self._arrival(code))
            if row is None or row["state"] != BOOKED or row["expires_on"] < today.isoformat():
                return None
            store.update("arrival", {"locator": self._arrival(code)}, state=ARRIVED)
        return _arrival(row)

    def forget(self, store: Store, today: date) -> int:
        """Codes whose day has passed."""
        return sum(store.delete_before(table, "expires_on", today.isoformat()) for table in ("invite", "arrival"))

    def _invite(self, code: str) -> bytes:
        return sealing.expand(b"sportello/sender" + code.encode(), self._secret)

    def _arrival(self, code: str) -> bytes:
        return sealing.expand(b"sportello/arrival" + code.encode(), self._secret)


def _arrival(row: Mapping) -> Arrival:
    return Arrival(row["actor"], row["kind"], row["state"])
