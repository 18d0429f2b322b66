"""Where sealed submissions wait for the office, and what became of each.

`accept` returns only after the envelope is on the disk: before that, nobody is told "done". From there the program
gives up no row: it is delivered, or it waits, or a person is asked. Times are those of the store's clock, so that desks
which share a store agree; a holder who lost its lease is told apart by its fence. What stands outside the seal says
nothing of the person, the service or the language.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import Database, Store
from kiosk.dispatch import files
from kiosk.errors import DatabaseFailed, Rejected

if TYPE_CHECKING:
    from kiosk.dispatch.envelopes import Envelope, Sealed

WAITING, UNCERTAIN, PERSON, SENT = "waiting", "uncertain", "person", "sent"
# kept on this desk's own disk until the shared store takes it: nobody sends it from there
SPOOLED = "spooled"
DAMAGED = "damaged"
LATER = "later"
FORK = " fork"
"""How an outcome ends when the office knows another envelope in the place of this one."""
PRINTED = "printed"
ENVELOPE = "application/vnd.sportello.envelope+zip"
_SUFFIXES = {ENVELOPE: ".zip", "application/zip": ".zip", "application/json": ".json"}
DAY = 86400.0
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 3600.0
_ASK_AFTER = timedelta(days=3)
_RECEIPTS = 30 * DAY
# no wait is longer than a day: what is due later than this was written by a clock that was wrong
_FARTHEST = 25 * 3600.0
_CODE = 80


@dataclass(frozen=True, slots=True)
class Parcel:
    """An envelope in the hands of a sender, until its lease ends; `attempts` are the earlier ones."""

    id: str
    reference: str
    destination: str
    content: bytes = field(repr=False)
    sha256: str
    attempts: int
    fence: int
    media: str = ENVELOPE

    @property
    def file_name(self) -> str:
        """As a file: desks that share a folder never meet on a name."""
        return f"{self.reference}-{self.id}{_SUFFIXES.get(self.media, '')}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: SENT, LATER, PERSON or UNCERTAIN.

    `code` is at most 80 characters and never holds anything of the content; `after` the seconds the other side asked for.
    """

    kind: str
    code: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope as an operator may see it."""

    id: str
    reference: str
    accepted_on: date
    state: str
    destination: str
    attempts: int
    outcome: str


def backoff(attempts: int) -> float:
    """Seconds until the next try: anywhere up to a limit that doubles, so that desks do not come back all at once."""
    limit = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts, 10))
    return limit * secrets.randbelow(2**32) / 2**32


class Outbox:
    """The envelopes of one store; the desk's id and signing key are needed only to `accept`."""

    def __init__(self, database: Database, desk_id: str = "", signing_secret: str = "") -> None:
        self._database, self._desk, self._secret = database, desk_id, signing_secret

    def accept(self, sealed: Sealed, destination: str = "", draft: bytes | None = None, beside: Callable[[Store], object] = lambda store: None) -> Envelope:
        """Numbers, signs and keeps the envelope, removes the draft it came from, and does what belongs `beside` it: all, or nothing.

        The same one twice is kept once. DatabaseFailed when its reference or its id is already another's.
        """
        with self._database.write() as store:
            kept = store.rows("envelope", "sealed", id=sealed.id)
            envelope = _again(sealed, bytes(kept[0]["sealed"])) if kept else self._keep(store, sealed, destination)
            if draft is not None:
                store.delete("draft", locator=draft)
            beside(store)
        if draft is not None:
            self._database.sweep()
        return envelope

    def _keep(self, store: Store, sealed: Sealed, destination: str) -> Envelope:
        from kiosk.dispatch import envelopes

        link = self._link(store)
        envelope = envelopes.close(sealed, link, self._secret)
        store.insert(
            "envelope", id=envelope.id, reference=envelope.reference, sealed=envelope.content, sha256=envelope.sha256,
            accepted_on=envelope.accepted_on.isoformat(), state=WAITING, destination=destination, chain=link.chain,
            seq=link.seq, fence=0, leased_until=0.0, due_at=0.0, attempts=0, outcome="",
        )
        store.update("chain", {"id": link.chain}, seq=link.seq, head=envelope.head)
        return envelope

    def _link(self, store: Store):
        """The next place in this desk's chain, which nobody else can take while the transaction lasts."""
        from kiosk.dispatch.envelopes import Link

        last = store.locked("chain", desk=self._desk)
        if last is None:
            store.insert("chain", id=secrets.token_hex(8), desk=self._desk, seq=0, head="")
            last = store.locked("chain", desk=self._desk)
        return Link(self._desk, last["id"], last["seq"] + 1, last["head"])

    def claim(self, limit: int = 1, lease: float = 60.0, apart: Collection[str] = ()) -> tuple[Parcel, ...]:
        """What is due, for this caller alone for `lease` seconds; nothing for the destinations in `apart`."""
        with self._database.write() as store:
            until = store.now() + lease
            rows = store.claim("envelope", WAITING, until, limit, apart)
            if len(rows) < limit:
                rows += store.claim("envelope", UNCERTAIN, until, limit - len(rows), apart)
            whole = [row for row in rows if is_whole(row)]
            for row in rows:
                if row not in whole:
                    store.update("envelope", {"id": row["id"]}, state=PERSON, leased_until=0.0, outcome=DAMAGED)
        if rows and not whole:
            # what was changed holds up none of those behind it
            return self.claim(limit, lease, apart)
        return tuple(_parcel(row) for row in whole)

    def keep(self, parcel: Parcel, lease: float) -> bool:
        """A longer lease, for a parcel that needs one, or none at all (0); False when another has it by now."""
        with self._database.write() as store:
            where = {"id": parcel.id, "fence": parcel.fence}
            return bool(store.update("envelope", where, leased_until=store.now() + lease))

    def record(self, parcel: Parcel, outcome: Outcome) -> bool:
        """Writes what came of a parcel; False, with nothing changed, when another holds it by now."""
        return self._write(parcel.id, outcome, parcel.fence)

    def settle(self, envelope: str, outcome: Outcome) -> bool:
        """Writes what came of an envelope that no sender ever takes: one that is printed."""
        return self._write(envelope, outcome, 0)

    def _write(self, envelope: str, outcome: Outcome, fence: int) -> bool:
        with self._database.write() as store:
            row = store.locked("envelope", "fence", "state", "attempts", "chain", id=envelope)
            if row is None or row["fence"] != fence or row["state"] == SENT:
                return False
            changed = _after(outcome, row, store.now())
            code = outcome.code[:_CODE]
            store.update("envelope", {"id": envelope}, leased_until=0.0, attempts=row["attempts"] + 1, outcome=code, **changed)
            if code.endswith(FORK):
                # the store is an earlier copy of itself: whatever else this chain numbers would be refused as well
                store.delete("chain", id=row["chain"])
        if outcome.kind == SENT:
            self._database.sweep()
        return True

    def waiting(self) -> tuple[Waiting, ...]:
        """What is not delivered yet, oldest first, without its content."""
        columns = ("id", "reference", "accepted_on", "state", "destination", "attempts", "outcome")
        with self._database.write() as store:
            # state by state: what was delivered in a month is not even looked at
            rows = [row for state in (WAITING, UNCERTAIN, PERSON, SPOOLED) for row in store.rows("envelope", *columns, state=state)]
        found = [Waiting(**{**row, "accepted_on": date.fromisoformat(row["accepted_on"])}) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.accepted_on, one.reference)))

    def overdue(self, today: date) -> tuple[Waiting, ...]:
        """What a person must look at: refused, of unknown outcome, or not delivered for three days."""
        calm = (WAITING, SPOOLED)
        return tuple(one for one in self.waiting() if one.state not in calm or today - one.accepted_on >= _ASK_AFTER)

    def has(self, reference: str, apart: str = "") -> bool:
        """Is this reference already given to somebody, `apart` from the envelope of this id?"""
        with self._database.write() as store:
            return any(row["id"] != apart for row in store.rows("envelope", "id", reference=reference))

    def sealed(self, reference: str) -> bytes | None:
        """The envelope file of a reference, for the office; None when there is none here (any more)."""
        with self._database.write() as store:
            rows = store.rows("envelope", "sealed", reference=reference)
        return bytes(rows[0]["sealed"]) or None if rows else None

    def retry(self, reference: str | None = None) -> int:
        """Makes an envelope, or all, due now, those that were refused too; how many."""
        where = {} if reference is None else {"reference": reference}
        with self._database.write() as store:
            now = store.now()
            open_states = (WAITING, UNCERTAIN, PERSON)
            found = [row["id"] for state in open_states for row in store.rows("envelope", "id", state=state, **where)]
            for envelope in found:
                store.update("envelope", {"id": envelope}, state=WAITING, due_at=now)
        return len(found)

    def hasten(self, destination: str, codes: Collection[str]) -> None:
        """The destination answers again: what waits for it because of one of these outcomes is due now."""
        with self._database.write() as store:
            now = store.now()
            for code in codes:
                store.update("envelope", {"destination": destination, "state": WAITING, "outcome": code}, due_at=now)

    def mend_times(self) -> None:
        """What a clock that ran ahead has put off for years is due again."""
        with self._database.write() as store:
            now = store.now()
            for state in (WAITING, UNCERTAIN):
                for row in store.rows("envelope", "id", "due_at", "leased_until", state=state):
                    if max(row["due_at"], row["leased_until"]) > now + _FARTHEST:
                        store.update("envelope", {"id": row["id"]}, due_at=now, leased_until=0.0)

    def export(self, reference: str, folder: Path) -> Path:
        """Writes the envelope file into a folder; it stays here, waiting, as before."""
        with self._database.write() as store:
            found = [_parcel(row) for row in store.rows("envelope", reference=reference) if row["sealed"]]
        if not found:
            raise Rejected("Qui non c'è nessuna busta con questo numero.")
        return files.write_whole(folder, found[0].file_name, found[0].content)

    def forget_receipts(self, today: date) -> int:
        """Removes what was delivered more than thirty days ago; how many."""
        midnight = datetime.combine(today, datetime.min.time()).timestamp()
        with self._database.write() as store:
            return store.delete_before("envelope", "due_at", midnight, state=SENT)


def _again(sealed: Sealed, content: bytes) -> Envelope:
    """What was kept of it the first time; the content is gone when it is delivered by now."""
    from kiosk.dispatch import envelopes

    head = ""
    if content:
        header = envelopes.read(content)
        head = header.head
        if [part.sha256 for part in header.parts] != [hashlib.sha256(part).hexdigest() for _, part, _ in sealed.parts]:
            raise DatabaseFailed("another envelope has this id")
    return envelopes.Envelope(sealed.id, sealed.reference, sealed.accepted_on, content, head)


def is_whole(row: Mapping) -> bool:
    """Is what the disk gave back what was put on it?"""
    return hashlib.sha256(row["sealed"]).hexdigest() == row["sha256"]


def _parcel(row: Mapping) -> Parcel:
    return Parcel(
        row["id"], row["reference"], row["destination"], bytes(row["sealed"]), row["sha256"], row["attempts"], row["fence"]
    )


def _after(outcome: Outcome, row: Mapping, now: float) -> dict[str, object]:
    """The columns that an outcome changes."""
    if outcome.kind == SENT:
        return {"state": SENT, "sealed": b"", "due_at": now + _RECEIPTS}
    if outcome.kind == PERSON or outcome.kind == row["state"] == UNCERTAIN:
        return {"state": PERSON}
    if outcome.kind == UNCERTAIN:
        return {"state": UNCERTAIN, "due_at": now + DAY}
    # what was uncertain stays so until it is certain: a busy line tells nothing of the letter before
    state = UNCERTAIN if row["state"] == UNCERTAIN else WAITING
    return {"state": state, "due_at": now + (backoff(row["attempts"]) if outcome.after is None else outcome.after)}
