"""The whole desk: finding who can help, taking a seat, opening a shelf of a thousand services; each beside a floor in the same run.

A seat is taken on a real PostgreSQL, one transaction each, beside a bare INSERT of the same row in one transaction. The shelf is
opened from its index in an interpreter of its own, with 1,000 services and with 20, in turns.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from kiosk.agenda import seating
from kiosk.agenda.events import Event
from kiosk.agenda.seating import Wish
from kiosk.database import Database
from tests import stores
from tests.bench import places, start

SEATS, ROUNDS, FEW, MANY = 1000, 15, 20, 1000
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_OPENS = """
import json, sys, time
from pathlib import Path
from kiosk.authoring.shelf import Shelf
begun = time.perf_counter()
shelf = Shelf(Path(sys.argv[1]), Path(sys.argv[2]))
shelf.offers()
listed = time.perf_counter()
shelf.flow("prova-7")
print(json.dumps([listed - begun, time.perf_counter() - begun]))
"""


def rows(seats: int = SEATS, rounds: int = ROUNDS) -> Iterator[dict]:
    """Search; seats and their floor; the shelf, small and large."""
    yield from places.rows()
    with stores.database() as url:
        yield from _signed_up(Database(url), seats)
    with tempfile.TemporaryDirectory() as folder:
        yield from _opened(Path(folder), rounds)


def _signed_up(database: Database, seats: int) -> Iterator[dict]:
    event = Event("banco/gruppo@2026-12-01T1000", "group", "Gruppo", NOW + timedelta(days=9), NOW + timedelta(days=9, hours=2), seats, place="Sala")
    other = Event("banco/altro@2026-12-01T1000", "group", "Altro", event.starts_at, event.ends_at, seats, place="Sala")
    with database.write() as store:
        store.insert("event", **seating.row_of(other))

    def takes(number: int) -> None:
        with database.write() as store:
            seating.take(store, event, Wish(f"w{number}", f"c{number}", b"sealed" * 40), NOW)

    def inserts(number: int) -> None:
        with database.write() as store:
            store.insert("seat", id=f"f{number}", event=other.id, number=number, code=f"d{number}", state="booked", promoted=0, sealed=b"sealed" * 40,
                         came_at="", left_at="")

    ours, floor = [], []
    for start_at in range(0, seats, seats // 10):
        # in turns, so that both meet the same moments of the machine
        ours.append(_seconds(takes, range(start_at, start_at + seats // 10)))
        floor.append(_seconds(inserts, range(start_at, start_at + seats // 10)))
    yield {"bench": "sign-ups", "seats": seats, "per_second": seats / sum(ours), "bare_insert_per_second": seats / sum(floor), "ratio": sum(ours) / sum(floor)}


def _seconds(act: Callable[[int], None], numbers: range) -> float:
    begun = perf_counter()
    for number in numbers:
        act(number)
    return perf_counter() - begun


def _opened(folder: Path, rounds: int) -> Iterator[dict]:
    shelves = {count: start.shelf(folder / str(count), count) for count in (FEW, MANY)}
    times: dict[int, list[list[float]]] = {count: [] for count in shelves}
    for _ in range(rounds + 1):
        for count, flows in shelves.items():
            told = subprocess.run([sys.executable, "-c", _OPENS, str(flows), str(folder / f"index{count}")], capture_output=True, text=True, check=True)
            times[count].append(json.loads(told.stdout))
    for at, what in enumerate(("the list of services", "the list, and one service opened")):
        # the first round makes the index
        few, many = (statistics.median(taken[at] for taken in times[count][1:]) * 1e3 for count in (FEW, MANY))
        yield {"bench": "shelf", "what": what, f"ms_of_{FEW}": few, f"ms_of_{MANY}": many, "ratio": many / few, "first_time_ms": times[MANY][0][at] * 1e3}
