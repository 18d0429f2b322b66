"""Envelopes to a server that answers anything, in every way, and an account of what it has really taken.

The sender, the outbox and the HTTPS channel are those of the house; waits pass by themselves, deadlines are short. Each
envelope meets one to four hostile answers and then an honest one; where a person is asked, a person says "again". At the
end every envelope was taken once: none twice, none missing, none believed sent that was not.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import secrets
import ssl
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from tests.harness import Report

SHORT, LONG, BROKEN = 600, 100_000, 240
WAVE, WORKERS, ROUNDS = 200, 6, 60
WHOLE, SLACK = 0.2, 5.0
# one answer in so many is of a server that takes the envelope and then fails to say so
_TAKEN_UNTOLD = 4
# hostile answers an envelope meets, 2.5 on average, and the honest one
_TRIES = 3.5
_GROWTH = 12.0
_MEMORY = "/dev/shm"


def run(runs: int, seed: int, broken: bool) -> Report:
    """`runs` deliveries; a broken build must both send twice and believe what was not taken, each told by itself."""
    if not broken:
        return _played(runs, seed, "")
    reports = [_played(runs // 2, seed, fault) for fault in FAULTS]
    found = all(report.failures for report in reports)
    return Report(
        "hostile-server", runs, seed, [line for report in reports for line in report.failures] if found else [],
        {fault: len(report.failures) for fault, report in zip(FAULTS, reports)},
    )


def _played(runs: int, seed: int, fault: str) -> Report:
    spawn = multiprocessing.get_context("spawn")
    # in memory where there is such a folder: the disk is the matter of other harnesses
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.path.isdir(_MEMORY) else None) as folder:
        _certify(Path(folder))
        ours, theirs = spawn.Pipe()
        told, telling = spawn.Pipe()
        server = spawn.Process(target=_serve, args=(theirs, folder, seed), daemon=True)
        server.start()
        sending = spawn.Process(target=_send, args=(telling, folder, (ours.recv(), runs, seed, fault)), daemon=True)
        sending.start()
        theirs.close(), telling.close()
        try:
            sent = told.recv()
            ours.send("end")
            taken = ours.recv()
        finally:
            for process in (sending, server):
                process.join(10)
                process.kill()
    return _report(sent, taken, seed)


def _report(sent: dict, taken: dict, seed: int) -> Report:
    items, ledger = dict(line.split() for line in sent["items"].splitlines()), taken["ledger"]
    by_content = Counter(ledger.values())
    lost = [envelope for envelope, sha in items.items() if sha not in by_content]
    doubled = [sha for sha, times in by_content.items() if times > 1]
    failures = [f"{envelope[:8]}: believed sent, and never taken" for envelope in lost if envelope not in sent["left"]]
    failures += [f"{envelope[:8]}: not sent after {ROUNDS} rounds" for envelope in sent["left"]]
    failures += [f"content {sha[:8]} taken {by_content[sha]} times" for sha in doubled]
    failures += [f"fault of the sender: {code}" for code in sent["outcomes"] if code.startswith("fault")]
    if sent["longest"] > WHOLE + SLACK:
        failures.append(f"an attempt lasted {sent['longest']:.1f} s")
    if sent["growth"] > _GROWTH or sent["files"] > 16:
        failures.append(f"the sender grew by {sent['growth']:.1f} MB and {sent['files']} files")
    attempts = sum(sent["outcomes"].values())
    return Report("hostile-server", attempts, seed, failures, {
        "envelopes": len(items), "attempts": attempts, "taken once": len(by_content) - len(doubled), "duplicates": len(doubled),
        "lost": len(lost), "requests": taken["requests"], "behaviours": f"{len(taken['played'])}, each at least {min(taken['played'].values())} times",
        "attempts per second": round(attempts / sent["seconds"]), "envelopes per second": round(len(items) / sent["seconds"], 1),
        "longest attempt": f"{sent['longest']:.2f} s", "growth of the sender": f"{sent['growth']:.1f} MB, {sent['files']} files",
        "outcomes": ", ".join(f"{code} {times}" for code, times in sorted(sent["outcomes"].items())),
    })


def _certify(folder: Path) -> None:
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")


def _serve(told: Connection, folder: str, seed: int) -> None:
    """The server, in a process of its own."""
    from tests.offices.https import Exchange, Ledger, listen, takes
    from tests.offices.replies import REPLIES, UNTOLD

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(folder) / "server.pem")
    ledger, played, names = Ledger(), Counter(dict.fromkeys(REPLIES, 0)), sorted(REPLIES)

    async def answers(exchange: Exchange) -> object:
        patience = 1 + int(exchange.id[:2], 16) % 4
        if exchange.attempt >= patience:
            return await takes(exchange)
        draw = random.Random(f"{seed} {exchange.id} {exchange.attempt}")
        name = draw.choice(names if draw.randrange(_TAKEN_UNTOLD) else UNTOLD)
        played[name] += 1
        return await REPLIES[name](exchange)

    async def serve() -> None:
        server = await listen(answers, ledger, context)
        told.send(server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, told.recv)
        server.close()

    asyncio.run(serve())
    told.send({"ledger": ledger.taken, "requests": sum(ledger.attempts.values()), "played": dict(played)})


class _Watched:
    """A channel that notes how long each attempt lasts and what came of it."""

    def __init__(self, channel) -> None:
        self._channel = channel
        self.slowest, self.outcomes = 0.0, Counter()
        self.close, self.longest = channel.close, channel.longest

    def deliver(self, parcel):
        begun = time.monotonic()
        try:
            outcome = self._channel.deliver(parcel)
        except Exception as fault:
            self.outcomes[f"fault {type(fault).__name__}"] += 1
            raise
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.outcomes[outcome.code] += 1
        return outcome


def _send(telling: Connection, folder: str, task: tuple[int, int, int, str]) -> None:
    """The house's side, in a process of its own."""
    port, runs, seed, fault = task
    sys.stderr = open(os.devnull, "w")
    if fault:
        FAULTS[fault]()
    telling.send(_Desk(Path(folder), port, seed).delivers(runs))


class _Desk:
    """A desk with its store, and several senders at work on it."""

    def __init__(self, folder: Path, port: int, seed: int) -> None:
        from kiosk.config import Config, Destination
        from kiosk.database import Database
        from tests.offices.papers import opened

        store = f"sqlite:///{folder / 'sportello.db'}"
        destination = Destination("comune", f"https://localhost:{port}/", trust="ca.pem")
        self._config = Config(folder=folder, store=store, destinations=(destination,))
        self._database = Database(store)
        self._outbox = opened(self._database)
        self._draw = random.Random(seed)
        self._number, self._items = 0, folder / "items"

    def delivers(self, runs: int) -> dict[str, object]:
        left, begun, before = [], time.monotonic(), None
        senders = [self._sender() for _ in range(WORKERS)]
        watched = [sender._channels["comune"] for sender in senders]
        while (missing := runs - sum(sum(one.outcomes.values()) for one in watched)) > 0 and not left:
            self._accept(min(WAVE, 1 + int(missing / _TRIES)))
            left += self._emptied(senders)
            # what is loaded once and for all is loaded in the first wave
            before = before or _size()
        grown, files = (after - earlier for after, earlier in zip(_size(), before))
        return {
            "items": self._items.read_text(), "left": left, "seconds": time.monotonic() - begun, "growth": grown, "files": files,
            "longest": max(one.slowest for one in watched), "outcomes": dict(sum((one.outcomes for one in watched), Counter())),
        }

    def _sender(self):
        from kiosk.dispatch.channels.limits import Limits
        from kiosk.dispatch.sender import Sender

        sender = Sender(self._config, Limits(2.0, WHOLE), probe=0.0)
        sender._channels["comune"] = _Watched(sender._channel("comune"))
        return sender

    def _accept(self, many: int) -> None:
        """New envelopes in the outbox; their ids and digests are noted outside the memory that is measured."""
        from kiosk.dispatch.envelopes import CONTENT, IDENTITY, Sealed
        from tests.offices.papers import READERS, TODAY

        with self._items.open("a") as items:
            for _ in range(many):
                self._number += 1
                parts = tuple((name, self._draw.randbytes(1500), READERS) for name in (IDENTITY, CONTENT))
                envelope = self._outbox.accept(Sealed(self._draw.randbytes(16).hex(), f"{self._number:010}", TODAY, parts), "comune")
                items.write(f"{envelope.id} {envelope.sha256}\n")

    def _emptied(self, senders: list) -> list[str]:
        """Sends until nothing waits; what is left after very many rounds."""
        from tests.offices.papers import due

        for _ in range(ROUNDS):
            threads = [threading.Thread(target=sender.once) for sender in senders]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if not self._outbox.waiting():
                return []
            self._outbox.retry()
            due(self._database)
        return [one.id for one in self._outbox.waiting()]


def _size() -> tuple[float, int]:
    """Megabytes in memory and open files of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20, len(os.listdir("/proc/self/fd"))


def _another_key_each_time() -> None:
    from kiosk.dispatch.channels import https

    good = https.signed
    https.signed = lambda *given: good(*given) | {"Idempotency-Key": secrets.token_hex(16)}


def _any_200_is_success() -> None:
    from kiosk.dispatch.channels import https
    from kiosk.dispatch.outbox import SENT, Outcome

    good = https.decide
    https.decide = lambda answer, *more: Outcome(SENT, f"http {answer.status}") if answer.status // 100 == 2 else good(answer, *more)


FAULTS = {"another key at each attempt": _another_key_each_time, "any 200 is success": _any_200_is_success}
