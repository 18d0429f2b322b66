"""Envelopes to a server that answers anything, in every way, and an account of what it has really taken; both sides are killed on the way.

The senders, the outbox and the HTTPS channel are those of the house; waits pass by themselves, deadlines are short. Each
envelope meets one to four hostile answers and then an honest one; where a person is asked, a person says "again". In each
round one of two processes of senders is killed at some moment, and so is the one that follows it; in every fifth round the
server, whose ledger is on the disk. At the end every envelope was taken once: none twice, none missing, none believed sent that was not.
"""

from __future__ import annotations

import random
import secrets
import select
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kiosk.config import Config, Destination
from kiosk.database import Database
from kiosk.dispatch.envelopes import CONTENT, IDENTITY, Sealed
from tests.harness import Report
from tests.harness.both_sides import WHOLE, Senders, Server, certify, warm
from tests.harness.promises import memory
from tests.offices.https import Ledger
from tests.offices.papers import READERS, TODAY, due, opened
from tests.offices.replies import REPLIES

SHORT, LONG, BROKEN = 450, 100_000, 300
WAVE, ROUNDS = 200, 60
SLACK = 5.0
# hostile answers an envelope meets, 2.5 on average, and the honest one
_TRIES = 3.5
_GROWTH = 12.0
_ROUNDS_OF_A_SERVER, _LONGEST_AWAY = 5, 0.1
_ATTEMPT, _SILENCE = 0.005, 60.0

Build = Callable[[], None]


def run(runs: int, seed: int, broken: bool) -> Report:
    """`runs` deliveries; each of the broken builds must be found out by itself."""
    if not broken:
        return _played(Report("hostile-server", runs, seed), lambda: None)
    reports = {fault: _played(Report("hostile-server", runs // len(FAULTS), seed), build) for fault, build in FAULTS.items()}
    found = all(report.failures for report in reports.values())
    return Report(
        "hostile-server", runs, seed, [f"{fault}: {line}" for fault, report in reports.items() for line in report.failures] if found else [],
        {fault: len(report.failures) for fault, report in reports.items()},
    )


def _played(report: Report, build: Build) -> Report:
    # in memory where there is such a folder: the disk is the matter of other harnesses
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        certify(Path(folder))
        server, begun = Server(Path(folder), report.seed), time.monotonic()
        deliveries = Deliveries(Path(folder), server, build, report)
        try:
            deliveries.of(report.runs)
        finally:
            deliveries.close()
        report.failures = _failures(deliveries, server.ledger)
        report.figures = _figures(deliveries, server, time.monotonic() - begun)
        report.runs = deliveries.attempts
    return report


def _failures(deliveries: Deliveries, ledger: Ledger) -> list[str]:
    taken = Counter(ledger.taken.values())
    lost = [envelope for envelope, sha in deliveries.items.items() if sha not in taken]
    megabytes, files = deliveries.growth
    failures = [f"{envelope[:8]}: believed sent, and never taken" for envelope in lost if envelope not in deliveries.left]
    failures += [f"{envelope[:8]}: not sent after {ROUNDS} rounds" for envelope in deliveries.left]
    failures += [f"content {sha[:8]} taken {times} times" for sha, times in taken.items() if times > 1]
    failures += [f"fault of the sender: {code}" for code in deliveries.outcomes if code.startswith("fault")]
    if deliveries.longest > WHOLE + SLACK:
        failures.append(f"an attempt lasted {deliveries.longest:.1f} s")
    if megabytes > _GROWTH or files > 16:
        failures.append(f"the sender grew by {megabytes:.1f} MB and {files} files")
    return failures + deliveries.complaints


def _figures(deliveries: Deliveries, server: Server, seconds: float) -> dict[str, object]:
    ledger, (megabytes, files) = server.ledger, deliveries.growth
    taken = Counter(ledger.taken.values())
    return {
        "envelopes": len(deliveries.items), "attempts told": deliveries.attempts, "taken once": list(taken.values()).count(1),
        "duplicates": ledger.duplicates, "lost": len(set(deliveries.items.values()) - set(taken)), "requests": ledger.attempts.total(),
        "senders killed": f"{deliveries.killed}, {deliveries.at_work} of them at work", "servers killed": server.killed,
        "behaviours": f"{len(ledger.played)} of {len(REPLIES)}, each at least {min(ledger.played.values())} times",
        "attempts per second": round(deliveries.attempts / seconds), "envelopes per second": round(len(deliveries.items) / seconds, 1),
        "longest attempt": f"{deliveries.longest:.2f} s", "growth of the sender that lived": f"{megabytes:.1f} MB, {files} files",
        "outcomes": ", ".join(f"{code} {times}" for code, times in sorted(deliveries.outcomes.items())),
    }


class Deliveries:
    """A desk with its store, a process of senders that lives, one that is killed and followed by another, and the server."""

    def __init__(self, folder: Path, server: Server, build: Build, report: Report) -> None:
        store = f"sqlite:///{folder / 'sportello.db'}"
        self._config = Config(folder=folder, store=store, destinations=(Destination("comune", server.url, trust="ca.pem"),))
        self._server, self._build, self._report = server, build, report
        self._database = Database(store)
        self._outbox = opened(self._database)
        self._chance, self._rounds = random.Random(report.seed), 0
        warm(self._config)
        self._database.close()
        self.items: dict[str, str] = {}
        self.outcomes: Counter = Counter()
        self.longest, self.killed, self.at_work = 0.0, 0, 0
        self.left: list[str] = []
        self.complaints: list[str] = []
        self._sizes: list[tuple[float, int]] = []
        self._lives, self._mortal = self._senders(), None

    @property
    def attempts(self) -> int:
        return self.outcomes.total() + sum(one.attempts for one in self._both)

    @property
    def _both(self) -> list[Senders]:
        return [one for one in (self._lives, self._mortal) if one]

    @property
    def growth(self) -> tuple[float, int]:
        """Of the process that lives, in megabytes and files: what is loaded once and for all is loaded in the first wave."""
        return tuple(last - first for first, last in zip(self._sizes[0], self._sizes[-1]))

    def of(self, runs: int) -> None:
        """Wave after wave, until there were so many attempts."""
        while (missing := runs - self.attempts) > 0 and not (self.left or self.complaints):
            self._accept(min(WAVE, 1 + int(missing / _TRIES)))
            self._empty()
            self._sizes.append(self._lives.size)
            self._report.so_far(self.attempts, len(self.left) + len(self.complaints))

    def close(self) -> None:
        for one in self._both:
            self._bury(one)
        self._lives = self._mortal = None
        self.complaints += self._server.close()

    def _senders(self) -> Senders:
        return Senders(self._config, self._build, self.complaints)

    def _accept(self, many: int) -> None:
        for _ in range(many):
            parts = tuple((name, self._chance.randbytes(1500), READERS) for name in (IDENTITY, CONTENT))
            sealed = Sealed(self._chance.randbytes(16).hex(), f"{len(self.items) + 1:010}", TODAY, parts)
            envelope = self._outbox.accept(sealed, "comune")
            self.items[envelope.id] = envelope.sha256

    def _empty(self) -> None:
        """Sends until nothing waits; what is left after very many rounds."""
        waiting = self._outbox.waiting()
        for _ in range(ROUNDS):
            self._round(len(waiting))
            waiting = self._outbox.waiting()
            if not waiting or self.complaints:
                return
            self._outbox.retry()
            due(self._database)
        self.left = [one.id for one in waiting]

    def _round(self, waiting: int) -> None:
        """What is due, once; at moments of it processes of senders die, and now and then at another moment the server."""
        # no connection of this process may be open while another one is forked from it
        self._database.close()
        self._rounds += 1
        self._mortal, some = self._mortal or self._senders(), waiting // 3
        blows = {self._kill_senders: (self._mortal, self._chance.randint(0, some))}
        if self._rounds % _ROUNDS_OF_A_SERVER == 0:
            blows[self._kill_server] = self._lives, self._chance.randint(0, some)
        for one in self._both:
            one.go()
        while busy := [one for one in self._both if not one.rests]:
            self._listen(busy)
            for blow in [blow for blow, (whose, begun) in blows.items() if whose.begun >= begun]:
                del blows[blow]
                # anywhere in an attempt, not only at its beginning
                time.sleep(self._chance.uniform(0, _ATTEMPT))
                blow()
                if blow == self._kill_senders:
                    blows[blow] = self._mortal, self._chance.randint(1, 1 + some)

    def _listen(self, busy: list[Senders]) -> None:
        heard = select.select([one.child.heard_end for one in busy], [], [], _SILENCE)[0]
        for one in busy:
            if one.child.heard_end in heard:
                one.listen()
            elif not heard:
                self.complaints.append("a process of senders says nothing for a minute")
                one.rests = True

    def _kill_senders(self) -> None:
        self.killed += 1
        self.at_work += not self._mortal.rests
        self._bury(self._mortal)
        self._mortal = self._senders()
        self._mortal.go()

    def _kill_server(self) -> None:
        self.complaints += self._server.dies(self._chance.uniform(0, _LONGEST_AWAY))

    def _bury(self, one: Senders) -> None:
        one.die()
        self.outcomes += one.outcomes
        self.longest = max(self.longest, one.longest)


# builds broken on purpose

def _another_key_each_time() -> None:
    from kiosk.dispatch.channels import https

    good = https.signed
    https.signed = lambda *given: good(*given) | {"Idempotency-Key": secrets.token_hex(16)}


def _any_200_is_success() -> None:
    from kiosk.dispatch.channels import https
    from kiosk.dispatch.outbox import SENT, Outcome

    good = https.decide
    https.decide = lambda answer, *more: Outcome(SENT, f"http {answer.status}") if answer.status // 100 == 2 else good(answer, *more)


def _sent_until_it_fails() -> None:
    """Only a sender that is killed in between shows it."""
    from kiosk.dispatch.outbox import SENT, WAITING
    from kiosk.dispatch.sender import Sender

    good = Sender._outcome

    def mark(outbox, parcel, state):
        with outbox._database.write() as store:
            # as if sent today: a receipt of long ago is removed
            store.update("envelope", {"id": parcel.id}, state=state, due_at=store.now())

    def hopeful(self, outbox, parcel):
        mark(outbox, parcel, SENT)
        outcome = good(self, outbox, parcel)
        mark(outbox, parcel, WAITING)
        return outcome

    Sender._outcome = hopeful


FAULTS = {
    "another key at each attempt": _another_key_each_time, "any 200 is success": _any_200_is_success,
    "marked as sent, and as waiting when it fails": _sent_until_it_fails,
}
