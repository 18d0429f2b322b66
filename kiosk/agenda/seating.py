"""Seats in the store: taken, given up, given on, each in one transaction that holds the row of its event.

The row is locked before anything is counted, so that two desks never both see the last seat. A code is kept as a keyed
hash; what is sealed is kept as it is, and goes at once when the seat is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.agenda.events import DESK, OFF, OPEN, Event, of_store, stored
from kiosk.agenda.seats import BOOKED, CANCELLED, WAITING, Count, Full
from kiosk.database import Store
from kiosk.errors import Refused

GONE, FULL, PAST = "seat.gone", "seat.full", "seat.past"
"""Why no seat is taken: the event is off or not there, its last seat went to somebody else, it has begun."""
_OF_EVENT = ("id", "origin", "kind", "title", "place", "link", "language", "for_whom", "leader", "seats")


@dataclass(frozen=True, slots=True)
class Wish:
    """A seat that somebody asks for: the same `id` twice is one seat. `waits`: they would also wait for one."""

    id: str
    code: str = field(repr=False)
    sealed: bytes = field(default=b"", repr=False)
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """A seat as it stands: `number` is its own in the event, `before` how many wait before it, `promoted` not told yet."""

    id: str = field(repr=False)
    event: Event
    number: int
    state: str
    promoted: bool = False
    before: int = 0
    came_at: str = ""
    left_at: str = ""


def take(store: Store, event: Event, wish: Wish, now: datetime) -> Booking:
    """A seat, or a place among those who wait; Refused with GONE, FULL or PAST. The event's row is held until the end."""
    row = _held(store, event)
    known = _known(store, row, id=wish.id)
    if known is not None:
        return known
    if row["state"] != OPEN:
        raise Refused(GONE)
    if of_store(row["starts_at"]) <= now:
        raise Refused(PAST)
    count = _resized(store, row, event.seats if row["origin"] != DESK else row["seats"])
    try:
        count, state = count.join(wish.waits)
    except Full:
        raise Refused(FULL) from None
    _write(store, event.id, count)
    store.insert("seat", id=wish.id, event=event.id, number=count.last, code=wish.code, state=state, promoted=0, sealed=wish.sealed, came_at="", left_at="")
    return Booking(wish.id, event_of(row), count.last, state, before=count.waiting - 1 if state == WAITING else 0)


def find(store: Store, code: str) -> Booking | None:
    """The seat of a code, by its hash; None when there is none."""
    rows = store.rows("seat", "event", code=code)
    row = _one(store, "event", id=rows[0]["event"]) if rows else None
    return _known(store, row, code=code) if row else None


def tell(store: Store, booking: Booking) -> None:
    """Who got a seat from the list knows it now."""
    store.update("seat", {"id": booking.id}, promoted=0)


def give_up(store: Store, code: str) -> tuple[Booking, int] | None:
    """The seat of a code is given up, and goes to who waits longest; the booking as it is now, and how many got a seat by it.

    None where there is no such code. A seat given up before stays so.
    """
    rows = store.rows("seat", "event", code=code)
    if not rows:
        return None
    row = store.locked("event", id=rows[0]["event"])
    seat = _one(store, "seat", code=code)
    count, given = _count(row).leave(seat["state"])
    store.update("seat", {"id": seat["id"]}, state=CANCELLED, promoted=0, sealed=b"")
    _write(store, row["id"], count)
    _promote(store, row["id"], given)
    return _known(store, row, id=seat["id"]), given


def note_time(store: Store, booking: Booking, came_at: str, left_at: str) -> None:
    """When a person came and went, as «10:05»."""
    store.update("seat", {"id": booking.id}, came_at=came_at, left_at=left_at)


def close(store: Store, event: Event) -> None:
    """The event is off: nobody signs up for it any more, and who has a seat reads it with the code."""
    _held(store, event)
    store.update("event", {"id": event.id}, state=OFF)


def resize(store: Store, event: Event, seats: int) -> int:
    """So many seats from now on, whatever the calendar says, and never fewer than are taken; how many who waited got one."""
    row = _held(store, event)
    store.update("event", {"id": event.id}, origin=DESK)
    before = _count(row)
    return before.waiting - _resized(store, row, seats).waiting


def event_of(row: Mapping) -> Event:
    """An event as the store has it."""
    same = {name: row[name] for name in (*_OF_EVENT, "state", "taken", "waiting")}
    return Event(starts_at=of_store(row["starts_at"]), ends_at=of_store(row["ends_at"]), **same)


def row_of(event: Event) -> dict[str, object]:
    """The row of an event that nobody has signed up for yet."""
    same = {name: getattr(event, name) for name in _OF_EVENT}
    return {**same, "starts_at": stored(event.starts_at), "ends_at": stored(event.ends_at), "state": OPEN, "taken": 0, "waiting": 0, "last": 0}


def _held(store: Store, event: Event) -> Mapping:
    """The event's row, for this transaction alone; made when this is the first seat of it."""
    row = store.locked("event", id=event.id)
    if row is None:
        store.insert_once("event", **row_of(event))
        row = store.locked("event", id=event.id)
    return row


def _known(store: Store, row: Mapping, **where: object) -> Booking | None:
    seat = _one(store, "seat", **where)
    if seat is None:
        return None
    before = 0
    if seat["state"] == WAITING:
        before = sum(one["number"] < seat["number"] for one in store.rows("seat", "number", event=row["id"], state=WAITING))
    return Booking(seat["id"], event_of(row), seat["number"], seat["state"], bool(seat["promoted"]), before, seat["came_at"], seat["left_at"])


def _one(store: Store, table: str, **where: object) -> Mapping | None:
    return next(iter(store.rows(table, **where)), None)


def _count(row: Mapping) -> Count:
    return Count(row["seats"], row["taken"], row["waiting"], row["last"])


def _resized(store: Store, row: Mapping, seats: int) -> Count:
    """The count with so many seats; who waited and gets one by that has it."""
    count, given = _count(row).resized(seats)
    if given or count.seats != row["seats"]:
        _write(store, row["id"], count)
        _promote(store, row["id"], given)
    return count


def _write(store: Store, event: str, count: Count) -> None:
    store.update("event", {"id": event}, seats=count.seats, taken=count.taken, waiting=count.waiting, last=count.last)


def _promote(store: Store, event: str, many: int) -> None:
    """The first ones of those who wait have a seat, and are to be told."""
    if many:
        for seat in store.rows("seat", "id", order="number", limit=many, event=event, state=WAITING):
            store.update("seat", {"id": seat["id"]}, state=BOOKED, promoted=1)
