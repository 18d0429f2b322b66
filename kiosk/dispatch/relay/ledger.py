"""What a relay has taken, for ever: a row for each envelope with its place in the chain of its desk, nothing of its content.

An envelope is taken in one transaction with its row, or not at all; the same one again gives the same receipt. The sealed
bytes wait in the table of envelopes until they are handed over. Refused forks leave a row too: somebody has to see them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kiosk.database import Database, Store
from kiosk.dispatch.envelopes import Header
from kiosk.dispatch.outbox import SENT, WAITING
from kiosk.dispatch.relay import chains
from kiosk.dispatch.relay.refusals import NotTaken
from kiosk.errors import ConfigIsWrong, DatabaseFailed

HAND = "hand"
_KEPT, _FORK = "kept", "fork"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the desk is told; `is_first` unless the same envelope was here before."""

    id: str
    sha256: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An envelope in the ledger."""

    id: str
    desk: str
    chain: str
    seq: int
    prev: str
    head: str
    sha256: str
    accepted_on: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One chain as the office reads it: missing numbers as (first, last), numbers of refused forks, numbers that break."""

    desk: str
    chain: str
    last: int
    taken: int
    gaps: tuple[tuple[int, int], ...]
    forks: tuple[int, ...]
    breaks: tuple[int, ...]


class Ledger:
    """The ledger of one store; several relays may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.write() as store:
            if any(row["destination"] != HAND for row in store.rows("envelope", "destination")):
                raise ConfigIsWrong("[store]: questo archivio è di uno sportello. Il relay ne vuole uno suo: un'altra cartella.")

    def receive(self, header: Header, content: bytes, day: date) -> Receipt:
        """Takes an envelope whose signature was checked; it is on the disk on return. NotTaken, DatabaseFailed."""
        row = Row(
            header.id, header.desk, header.chain, header.seq, header.prev, header.head,
            hashlib.sha256(content).hexdigest(), day.isoformat(), _KEPT,
        )
        if not chains.is_whole(row):
            raise NotTaken(422, "link")
        with self._database.write() as store:
            verdict = _take(store, row, content, header.reference)
        if verdict == _FORK:
            raise NotTaken(409, "fork")
        return Receipt(row.id, row.sha256, is_first=verdict == _KEPT)

    def standings(self) -> tuple[Standing, ...]:
        """Every chain, by desk."""
        with self._database.write() as store:
            rows = sorted((Row(**row) for row in store.rows("ledger")), key=lambda row: (row.desk, row.chain, row.seq))
        return tuple(_standing(*key, list(group)) for key, group in groupby(rows, lambda row: (row.desk, row.chain)))

    def finish(self, reference: str) -> bool:
        """Erases the content of an envelope that a person opened and keeps elsewhere; False when none waits here."""
        with self._database.write() as store:
            row = store.locked("envelope", "id", "state", reference=reference)
            if row is None or row["state"] == SENT:
                return False
            store.delete("envelope", id=row["id"])
        self._database.sweep()
        return True


def _take(store: Store, row: Row, content: bytes, reference: str) -> str:
    last = _hold_chain(store, row)
    known = [Row(**other) for other in store.rows("ledger", id=row.id)]
    if known:
        if known[0].sha256 != row.sha256:
            raise NotTaken(409, "id")
        return _FORK if known[0].verdict == _FORK else "again"
    if chains.contradicts(row, _neighbours(store, row)):
        _insert(store, row, _FORK)
        return _FORK
    _insert(store, row, _KEPT)
    if row.seq > last:
        store.update("chain", {"id": row.chain}, seq=row.seq, head=row.head)
    _keep(store, row, content, reference)
    return _KEPT


def _hold_chain(store: Store, row: Row) -> int:
    """The last number so far; nobody else adds to the chain now: of two contradicting neighbours the second is seen."""
    store.insert_once("chain", id=row.chain, desk=row.desk, seq=0, head="")
    held = store.locked("chain", id=row.chain)
    if held["desk"] != row.desk:
        raise NotTaken(409, "chain")
    return held["seq"]


def _neighbours(store: Store, row: Row) -> list[Row]:
    near = (store.rows("ledger", chain=row.chain, seq=seq, verdict=_KEPT) for seq in (row.seq - 1, row.seq, row.seq + 1))
    return [Row(**found) for rows in near for found in rows]


def _insert(store: Store, row: Row, verdict: str) -> None:
    values = {name: getattr(row, name) for name in Row.__slots__} | {"verdict": verdict}
    if not store.insert_once("ledger", **values):
        # the same id is being taken on another chain at this very moment
        raise DatabaseFailed("another envelope has this id")


def _keep(store: Store, row: Row, content: bytes, reference: str) -> None:
    # two desks that share no store may give the same number to two people: the second is then found by its id
    if store.rows("envelope", "id", reference=reference):
        reference = row.id[:10]
    store.insert(
        "envelope", id=row.id, reference=reference, sealed=content, sha256=row.sha256, accepted_on=row.accepted_on,
        state=WAITING, destination=HAND, chain=row.chain, seq=row.seq,
        fence=0, leased_until=0.0, due_at=0.0, attempts=0, outcome="",
    )


def _standing(desk: str, chain: str, rows: list[Row]) -> Standing:
    kept = [row for row in rows if row.verdict == _KEPT]
    forks = tuple(row.seq for row in rows if row.verdict == _FORK)
    return Standing(desk, chain, kept[-1].seq if kept else 0, len(kept), chains.gaps(kept), forks, chains.breaks(kept))
