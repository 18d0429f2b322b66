"""Where sealed submissions wait for the office.

`accept` returns only after the envelope is on the disk: before that, nobody is told "done". What stands
outside the seal says nothing of the person, the service or the language.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date

from kiosk.database import Database
from kiosk.errors import DatabaseFailed

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed submission; `id` is what makes taking it twice harmless."""

    reference: str
    sealed: bytes = field(repr=False)
    accepted_on: date
    id: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sealed).hexdigest()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope as an operator may see it."""

    id: str
    reference: str
    accepted_on: date
    state: str


class Outbox:
    """The envelopes of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, envelope: Envelope, draft: bytes | None = None) -> None:
        """Keeps the envelope and removes the draft it came from, both or neither; the same envelope twice is once."""
        with self._database.write() as store:
            before = store.rows("envelope", "sha256", id=envelope.id)
            if before and before[0]["sha256"] != envelope.sha256:
                raise DatabaseFailed("another envelope has this id")
            if not before:
                self._keep(store, envelope)
            if draft is not None:
                store.delete("draft", locator=draft)
        if draft is not None:
            self._database.sweep()

    def _keep(self, store, envelope: Envelope) -> None:
        store.insert(
            "envelope",
            id=envelope.id,
            reference=envelope.reference,
            sealed=envelope.sealed,
            sha256=envelope.sha256,
            accepted_on=envelope.accepted_on.isoformat(),
            state=WAITING,
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """What waits, oldest first, without its content."""
        with self._database.write() as store:
            rows = store.rows("envelope", "id", "reference", "accepted_on", "state", order="accepted_on", state=WAITING)
        return tuple(
            Waiting(row["id"], row["reference"], date.fromisoformat(row["accepted_on"]), row["state"]) for row in rows
        )

    def has(self, reference: str) -> bool:
        """Is this reference already given to somebody?"""
        with self._database.write() as store:
            return bool(store.rows("envelope", "id", reference=reference))

    def sealed(self, reference: str) -> bytes | None:
        """The sealed file of a reference, for the office; None when there is none here."""
        with self._database.write() as store:
            rows = store.rows("envelope", "sealed", reference=reference)
        return bytes(rows[0]["sealed"]) if rows else None
