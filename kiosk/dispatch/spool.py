"""What this desk keeps on its own disk while the store that desks share is away, and hands on when it is back.

An envelope is known by its id: the shared store keeps the first one of an id that reaches it, so that handing on twice,
or handing on what did arrive although nobody heard so, ends in one envelope and one delivery. It gets its place in the
desk's chain there; here each is a chain of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from kiosk.database import Database
from kiosk.dispatch import envelopes
from kiosk.dispatch.envelopes import Link, Sealed
from kiosk.dispatch.outbox import DAMAGED, PERSON, SPOOLED, Outbox, is_whole
from kiosk.errors import DatabaseFailed, Rejected

_TAKEN = "reference"


class Spool:
    """The spool of one desk; `local` is the store on its own disk."""

    def __init__(self, local: Database, desk_id: str, signing_secret: str) -> None:
        self._local, self._desk, self._secret = local, desk_id, signing_secret

    def keep(self, sealed: Sealed, destination: str, draft: bytes | None = None, state: str = SPOOLED) -> None:
        """On this disk before it returns, with the end of the draft it came from; the same one twice is kept once.

        In another state than SPOOLED it is not handed on: it is delivered from here.
        """
        link = Link(self._desk, secrets.token_hex(8), 1, "")
        envelope = envelopes.close(sealed, link, self._secret)
        with self._local.write() as store:
            store.insert_once(
                "envelope", id=envelope.id, reference=envelope.reference, sealed=envelope.content, sha256=envelope.sha256,
                accepted_on=envelope.accepted_on.isoformat(), state=state, destination=destination, chain=link.chain,
                seq=link.seq, fence=0, leased_until=0.0, due_at=0.0, attempts=0, outcome="",
            )
            if not store.rows("envelope", "id", id=envelope.id):
                raise DatabaseFailed("this reference is somebody's already")
            if draft is not None:
                store.insert_once("farewell", locator=draft)

    def forward(self, shared: Database) -> int:
        """Hands everything on; how many envelopes. DatabaseFailed while the shared store is away: nothing is lost by that."""
        with self._local.write() as store:
            names = [row["id"] for row in store.rows("envelope", "id", state=SPOOLED)]
            locators = [bytes(row["locator"]) for row in store.rows("farewell", "locator")]
        handed = sum(self._hand_on(name, shared) for name in names)
        for locator in locators:
            self._say_farewell(locator, shared)
        if names or locators:
            self._local.sweep()
        return handed

    def _hand_on(self, name: str, shared: Database) -> bool:
        with self._local.write() as store:
            rows = store.rows("envelope", id=name, state=SPOOLED)
        if not rows:
            return False
        try:
            sealed = self._whole(rows[0])
            Outbox(shared, self._desk, self._secret).accept(sealed, rows[0]["destination"])
        except Rejected:
            return self._ask_person(name, DAMAGED)
        except DatabaseFailed:
            if not self._is_anothers(sealed, shared):
                raise
            return self._ask_person(name, _TAKEN)
        with self._local.write() as store:
            store.delete("envelope", id=name)
        return True

    def _whole(self, row: Mapping) -> Sealed:
        if not is_whole(row):
            raise Rejected("Questa busta è rovinata.")
        return envelopes.reopened(bytes(row["sealed"]), date.fromisoformat(row["accepted_on"]))

    def _is_anothers(self, sealed: Sealed, shared: Database) -> bool:
        """Does the shared store refuse it for what it is? DatabaseFailed when it is only away."""
        with shared.write() as store:
            return bool(store.rows("envelope", "id", reference=sealed.reference) or store.rows("envelope", "id", id=sealed.id))

    def _ask_person(self, name: str, why: str) -> bool:
        with self._local.write() as store:
            store.update("envelope", {"id": name}, state=PERSON, outcome=why)
        return False

    def _say_farewell(self, locator: bytes, shared: Database) -> None:
        with shared.write() as store:
            store.delete("draft", locator=locator)
        with self._local.write() as store:
            store.delete("farewell", locator=locator)
