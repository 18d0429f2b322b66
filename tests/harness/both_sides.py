"""The two sides of a delivery as processes to be killed: senders at work on one store, and an office that keeps its ledger on the disk."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kiosk.config import Config, Destination
from kiosk.dispatch.channels import channel
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import Parcel
from kiosk.dispatch.sender import Sender
from tests.harness.children import Child, Tell, remarks
from tests.offices.https import Exchange, KeptLedger, listen, takes
from tests.offices.replies import REPLIES, UNTOLD

THREADS = 3
WHOLE = 0.2
_HERE = "127.0.0.1"
# one answer in so many is of a server that takes the envelope and then fails to say so
_TAKEN_UNTOLD = 4


def certify(folder: Path) -> None:
    """An authority and the certificate of a server at `localhost`, as files."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")


class Server:
    """The office: each envelope gets one to four hostile answers and then an honest one, whichever server of this port is asked."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed, self.killed = folder, seed, 0
        self._place = folder / "ledger"
        self._held = socket.socket()
        # held, and never listened on: while the server is away, nobody else gets its port
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._held.bind((_HERE, 0))
        self._child = self._started()

    @property
    def url(self) -> str:
        return f"https://localhost:{self._held.getsockname()[1]}/"

    @property
    def ledger(self) -> KeptLedger:
        """What all the servers together have taken."""
        return KeptLedger(self._place)

    def dies(self, away: float) -> list[str]:
        """Killed, and another one there after some time; what the first had to complain of."""
        said = self.close()
        self.killed += 1
        time.sleep(away)
        self._child = self._started()
        return said

    def close(self) -> list[str]:
        self._child.kill()
        return remarks(self._child.ended()[0])

    def _started(self) -> Child:
        child = Child(lambda tell: asyncio.run(_serve(self._held.getsockname()[1], self._folder, self._seed, tell)))
        assert os.read(child.heard_end, 1), "the server has not come up"
        return child


async def _serve(port: int, folder: Path, seed: int, tell: Tell) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    ledger, names = KeptLedger(folder / "ledger"), sorted(REPLIES)

    async def answers(exchange: Exchange) -> object:
        patience = 1 + int(exchange.id[:2], 16) % 4
        if exchange.attempt >= patience:
            return await takes(exchange)
        draw = random.Random(f"{seed} {exchange.id} {exchange.attempt}")
        name = draw.choice(names if draw.randrange(_TAKEN_UNTOLD) else UNTOLD)
        ledger.plays(name)
        return await REPLIES[name](exchange)

    server = await listen(answers, ledger, context, port)
    tell("")
    await server.serve_forever()


class Senders:
    """A process of several senders. They empty the store each time they are told to; every attempt is told, and then that they rest.

    `begun` are the attempts since they were told the last time.
    """

    def __init__(self, config: Config, build: Callable[[], None], complaints: list[str]) -> None:
        told, self._order = os.pipe()
        self.child = Child(lambda tell: _sends(config, build, told, tell))
        os.close(told)
        self.rests, self.size = True, (0.0, 0)
        self.outcomes, self.complaints = Counter(), complaints
        self.begun, self.longest, self._cut = 0, 0.0, ""

    @property
    def attempts(self) -> int:
        return sum(self.outcomes.values())

    def go(self) -> None:
        self.rests, self.begun = False, 0
        os.write(self._order, b"g")

    def listen(self) -> None:
        """To what can be heard: nothing at all is the end of the process."""
        text = self.child.told()
        if not text:
            self.complaints.append("a process of senders ended by itself")
            self.rests = True
        self._hear(text)

    def die(self) -> None:
        """Whatever they were about; what had been told before counts."""
        self.child.kill()
        self._hear(self.child.ended()[0])
        os.close(self._order)
        self.rests = True

    def _hear(self, text: str) -> None:
        *lines, self._cut = (self._cut + text).split("\n")
        self.complaints += remarks("\n".join(lines))
        for line in lines:
            word, _, rest = line.partition(" ")
            self.begun += word == "begins"
            if word == "went":
                seconds, _, code = rest.partition(" ")
                self.outcomes[code] += 1
                self.longest = max(self.longest, float(seconds))
            elif word == "rests":
                megabytes, files = rest.split()
                self.size, self.rests = (float(megabytes), int(files)), True


def _sends(config: Config, build: Callable[[], None], told: int, tell: Tell) -> None:
    build()
    senders = [_sender(config, tell) for _ in range(THREADS)]
    while os.read(told, 1):
        threads = [threading.Thread(target=sender.once) for sender in senders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        megabytes, files = _size()
        tell(f"rests {megabytes} {files}")


def _sender(config: Config, tell: Tell) -> Sender:
    sender = Sender(config, Limits(2.0, WHOLE), probe=0.0)
    name = config.destinations[0].name
    sender._channels[name] = _Watched(sender._channel(name), tell)
    return sender


class _Watched:
    """A channel that tells how long each attempt lasts and what came of it."""

    def __init__(self, way, tell: Tell) -> None:
        self._way, self._tell = way, tell
        self.close, self.longest = way.close, way.longest

    def deliver(self, parcel):
        begun = time.monotonic()
        self._tell("begins")
        try:
            outcome = self._way.deliver(parcel)
        except Exception as fault:
            self._tell(f"went {time.monotonic() - begun} fault {type(fault).__name__}")
            raise
        self._tell(f"went {time.monotonic() - begun} {outcome.code}")
        return outcome


def _size() -> tuple[float, int]:
    """Megabytes in memory and open files of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20, len(os.listdir("/proc/self/fd"))


def warm(config: Config) -> None:
    """One attempt at nobody: what a sender loads for it, the processes forked from this one need not load again."""
    nobody = Destination("nessuno", f"https://{_HERE}:1/", trust=config.destinations[0].trust)
    way = channel(nobody, config.folder, Limits(1.0, 1.0))
    way.deliver(Parcel("", "", nobody.name, b"", "", 0, 0))
    way.close()
