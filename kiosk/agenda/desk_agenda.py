"""The agenda of one desk: what can be chosen from today on, and what is done with a code.

The calendars are read again when a file changes. While the store is away the dates are still told, their seats are not, and
nobody is promised one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kiosk.agenda import lists, seating
from kiosk.agenda.calendars import FOLDER, Entry, read_folder
from kiosk.agenda.events import DESK, OFF, Event, at, rome, stored
from kiosk.agenda.occurrences import WEEKS, dates
from kiosk.agenda.seating import Booking, Wish
from kiosk.database import Database
from kiosk.dispatch import codes, sealing
from kiosk.errors import KioskError, Refused

CODE = codes.SHORT
_STEP = 512
_AHEAD, _KEPT = timedelta(weeks=WEEKS), timedelta(days=14)


def hashed(code: str, secret: bytes) -> str:
    """What the store keeps of a code: nobody who lacks the desks' secret can tell which one it is."""
    return hashlib.blake2b(code.encode(), key=secret, digest_size=32, person=b"sportello/seat").hexdigest()


class Agenda:
    """`flows` is the folder of services; `secret` gives that of the desks that share the store; `clock` the time, aware.

    `lists`, where one is set, is the folder of the lists that are kept true to the store.
    """

    def __init__(self, flows: Path, database: Callable[[], Database], secret: Callable[[], bytes], clock: Callable[[], datetime]) -> None:
        self.flows, self.practice = flows, False
        self.lists: Path | None = None
        self._database, self._secret, self._clock = database, secret, clock
        self._read: tuple[tuple, tuple[Entry, ...], tuple[str, ...]] = ((), (), ())

    @property
    def now(self) -> datetime:
        return self._clock().astimezone(rome())

    def coming(self, kind: str = "", language: str = "") -> tuple[Event, ...]:
        """What has not begun yet and is not off, the earliest first. DatabaseFailed while nobody knows the seats."""
        found = self.every(self.now, self.now + _AHEAD)
        return tuple(one for one in found if one.state != OFF and one.starts_at > self.now and kind in ("", one.kind) and language in ("", one.language))

    def every(self, first: datetime, last: datetime) -> tuple[Event, ...]:
        """Every event between two moments, with its seats, also what is over or off."""
        known = {event.id: event for event in self._stored(first)}
        planned = {event.id: _joined(event, known.get(event.id)) for event in dates(self._entries(), first.date(), last.date())}
        found = planned | {name: event for name, event in known.items() if name not in planned and (event.origin == DESK or event.taken or event.waiting)}
        return tuple(sorted(found.values(), key=lambda event: (event.starts_at, event.id)))

    def event(self, name: str) -> Event | None:
        """An event by its id, from two weeks ago on."""
        return next((one for one in self.every(self.now - _KEPT, self.now + _AHEAD) if one.id == name), None)

    def make_code(self) -> str:
        return codes.make(CODE)

    def wish(self, code: str, left: dict[str, str], readers: Sequence[str], waits: bool = False) -> Wish:
        """What is asked of the store; `left` is what the person leaves for the leader, sealed here, nothing where it is nothing."""
        told = sealing.padded(json.dumps(left, ensure_ascii=False).encode(), _STEP)
        sealed = sealing.seal(told, readers) if any(left.values()) else b""
        return Wish(secrets.token_hex(16), hashed(code, self._secret()), sealed, waits)

    def take(self, event: Event, wish: Wish) -> Booking:
        """A seat, or a place among those who wait; Refused as `seating.take` says, DatabaseFailed while the store is away."""
        with self._database().write() as store:
            return seating.take(store, event, wish, self.now)

    def find(self, typed: str) -> Booking:
        """The seat of a code; Refused when it is mistyped or nobody's. Who got a seat from the list is told by this."""
        code = hashed(codes.read(typed, CODE), self._secret())
        with self._database().write() as store:
            booking = seating.find(store, code)
            if booking is not None and booking.promoted:
                seating.tell(store, booking)
        if booking is None:
            raise Refused("code.none")
        return booking

    def give_up(self, typed: str) -> Booking:
        """The seat of a code goes to who waits; Refused as in `find`, and when the event has begun."""
        code = hashed(codes.read(typed, CODE), self._secret())
        with self._database().write() as store:
            booking = seating.find(store, code)
            if booking is not None and booking.event.starts_at <= self.now:
                raise Refused(seating.PAST)
            found = seating.give_up(store, code)
        if found is None:
            raise Refused("code.none")
        self._database().sweep()
        if self.lists:
            # the seat is given up, whatever becomes of a file: the next opening looks at it again
            with suppress(KioskError, OSError):
                lists.renew(self, found[0].event, self.lists)
        return found[0]

    def note_time(self, typed: str, event: str = "") -> Booking:
        """The person of this code comes, or goes: the minute now. Refused "seat.other" for a code of another event."""
        code, now = hashed(codes.read(typed, CODE), self._secret()), self.now
        with self._database().write() as store:
            booking = seating.find(store, code)
            if booking is None:
                raise Refused("code.none")
            _check_attending(booking, event, now)
            came_at = booking.came_at or f"{now:%H:%M}"
            left_at = f"{now:%H:%M}" if booking.came_at else ""
            seating.note_time(store, booking, came_at, left_at)
        return replace(booking, came_at=came_at, left_at=left_at)

    def add(self, event: Event) -> None:
        """An event that an operator adds; Refused when it is past."""
        if event.starts_at <= self.now:
            raise Refused(seating.PAST)
        with self._database().write() as store:
            store.insert("event", **seating.row_of(replace(event, origin=DESK)))

    def close(self, event: Event) -> None:
        with self._database().write() as store:
            seating.close(store, event)

    def resize(self, event: Event, seats: int) -> int:
        """How many who waited got a seat."""
        with self._database().write() as store:
            return seating.resize(store, event, seats)

    def seats_of(self, event: Event) -> list[dict]:
        """The seats of an event: number, state, promoted, what is sealed, when they came and went; in the order of coming."""
        with self._database().write() as store:
            return [dict(row) for row in store.rows("seat", order="number", event=event.id)]

    def forget(self, today: date) -> int:
        """Events that ended two weeks before this day go, with every seat of them and their lists; how many."""
        limit = (today - _KEPT).isoformat()
        with self._database().write() as store:
            names = [row["id"] for row in store.rows("event", "id", "ends_at", order="ends_at") if row["ends_at"] < limit]
            for name in names:
                store.delete("seat", event=name)
                store.delete("event", id=name)
        if self.lists:
            lists.keep_true(self, at(today - _KEPT, time.min), self.lists)
        return len(names)

    def _stored(self, first: datetime) -> Iterable[Event]:
        with self._database().write() as store:
            rows = store.rows("event", order="starts_at")
        return [seating.event_of(row) for row in rows if row["ends_at"] >= stored(first)]

    def _entries(self) -> tuple[Entry, ...]:
        """The calendars' entries, read again when a file has changed."""
        seen = (self.now.date(), self.practice, *((path.name, *_state(path)) for path in sorted((self.flows / FOLDER).glob("*.yaml"))))
        if self._read[0] != seen:
            entries, problems = read_folder(self.flows, self.now.date(), self.practice)
            self._read = seen, entries, tuple(dict.fromkeys(f"{FOLDER}/{Path(one.file).name}" for one in problems if not one.warns))
        return self._read[1]

    def broken(self) -> tuple[str, ...]:
        """The files of which something is left out."""
        self._entries()
        return self._read[2]

    def entries(self) -> tuple[Entry, ...]:
        """What the calendars hold, once for each event that repeats."""
        return self._entries()

    def planned(self) -> tuple[Event, ...]:
        """What the calendars say is coming, without the store: nobody knows the seats."""
        return tuple(one for one in dates(self._entries(), self.now.date(), (self.now + _AHEAD).date()) if one.starts_at > self.now)


def _state(path: Path) -> tuple[int, int]:
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0


def _joined(event: Event, known: Event | None) -> Event:
    """What the calendar says, with the seats of the store."""
    if known is None:
        return event
    seats = known.seats if known.origin == DESK else max(event.seats, known.taken)
    return replace(event, state=known.state, taken=known.taken, waiting=known.waiting, seats=seats, origin=known.origin)


def _check_attending(booking: Booking, event: str, now: datetime) -> None:
    if event and booking.event.id != event:
        raise Refused("seat.other", title=booking.event.title, day=f"{booking.event.starts_at:%d/%m/%Y %H:%M}")
    if booking.state != seating.BOOKED:
        raise Refused("seat.no_seat")
    if booking.event.day != now.date():
        raise Refused("seat.other_day", day=f"{booking.event.starts_at:%d/%m/%Y %H:%M}")
