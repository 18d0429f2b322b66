"""An office that takes envelopes over HTTPS, and may answer anything: what a request gets is one function."""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """What an office has taken: an Idempotency-Key once, with the digest of its content."""

    taken: dict[str, str] = field(default_factory=dict)
    attempts: Counter = field(default_factory=Counter)
    bytes_of_bodies: int = 0

    @property
    def duplicates(self) -> int:
        """Contents that were taken more than once."""
        return len(self.taken) - len(set(self.taken.values()))


class Exchange:
    """One request and the line it came by; a reply decides when to read, what to take and what to write."""

    def __init__(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ledger: Ledger) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.request = lines[0]
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
        self.reader, self.writer, self.ledger = reader, writer, ledger
        self.body = b""
        self.key = self.headers.get("idempotency-key", "")
        self.id = self.headers.get("webhook-id", "")
        self.attempt = ledger.attempts[self.id]
        ledger.attempts[self.id] += 1

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    async def read(self, most: int | None = None) -> bytes:
        """The body of the request, or the beginning of it."""
        left = int(self.headers.get("content-length", 0))
        self.body += await self.reader.readexactly(left if most is None else min(most, left))
        self.ledger.bytes_of_bodies += len(self.body)
        return self.body

    async def take(self) -> None:
        """Reads the body and keeps it, once for each key."""
        await self.read()
        self.ledger.taken.setdefault(self.key, self.sha256)

    def receipt(self, **changed: object) -> bytes:
        return json.dumps({"id": self.id, "sha256": self.sha256} | changed).encode()

    async def say(self, said: bytes) -> None:
        self.writer.write(said)
        await self.writer.drain()

    async def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole HTTP answer; underscores in names stand for hyphens."""
        named = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        await self.say(f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1") + body)

    def cut(self) -> None:
        """The line breaks off, with no goodbye."""
        self.writer.transport.abort()


Reply = Callable[[Exchange], Awaitable[object]]


async def takes(exchange: Exchange) -> bool:
    """The office as it should be."""
    await exchange.take()
    await exchange.answer(200, exchange.receipt())
    return True


async def listen(reply: Reply, ledger: Ledger, context: ssl.SSLContext | None, port: int = 0) -> asyncio.Server:
    """An open server; after a reply that returns anything but True the line is closed."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if await reply(Exchange(head, reader, writer, ledger)) is not True:
                    break
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, OSError):
            pass
        finally:
            writer.close()

    return await asyncio.start_server(connected, "127.0.0.1", port, ssl=context, limit=2**18, backlog=512)


class Office:
    """A server in a thread of its own, for the length of a `with`."""

    def __init__(self, reply: Reply = takes, context: ssl.SSLContext | None = None) -> None:
        self.reply, self.ledger, self.port = reply, Ledger(), 0
        self._context, self._ready = context, threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/envelopes"

    async def _serve(self) -> None:
        self._loop, self._closed = asyncio.get_running_loop(), asyncio.Event()
        server = await listen(self._replied, self.ledger, self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._closed.wait()
        server.close()

    async def _replied(self, exchange: Exchange) -> object:
        return await self.reply(exchange)

    def __enter__(self) -> Office:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_failure: object) -> None:
        self._loop.call_soon_threadsafe(self._closed.set)
        self._thread.join(10)
