"""The network between a desk and a shared store, and what can become of it: away, silent, slow, cut at the worst moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMIT = b"COMMIT\x00"
_CHUNK = 65536


class Proxy:
    """Passes everything on to the socket of a server, until it is told otherwise.

    `silent`: nothing is passed on any more, and nobody is told. `cut_before` and `cut_after` count COMMITs: that one, from
    now, is lost on the way there, or arrives while the answer is lost; 0 is none. Only those count that come after
    `trigger` was said on their line. `delay`: seconds for each piece that passes.
    """

    def __init__(self, server: Path) -> None:
        self._server = str(server / ".s.PGSQL.5432")
        self.silent, self.delay, self.trigger = False, 0.0, b""
        self.cut_before = self.cut_after = self.commits = self.cuts = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._open: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task] = set()
        self.back()

    def url(self, url: str) -> str:
        """The same store, through here."""
        return url.split("?")[0].replace("@/", f"@127.0.0.1:{self.port}/")

    def back(self) -> None:
        """It listens, on the same port as before."""
        self._listener = self._do(asyncio.start_server(self._pass, "127.0.0.1", self.port))
        self.port = self._listener.sockets[0].getsockname()[1]

    def away(self) -> None:
        """Nobody listens here, and whoever is connected is cut off."""
        self._do(self._leave())

    def cut(self) -> None:
        """Whoever is connected is cut off; others may come."""
        self._do(self._drop())

    def close(self) -> None:
        self.away()
        self._do(self._settle())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, step: object) -> object:
        return asyncio.run_coroutine_threadsafe(step, self._loop).result(60)

    async def _leave(self) -> None:
        self._listener.close()
        await self._drop()

    async def _settle(self) -> None:
        if self._lines:
            await asyncio.wait(self._lines, timeout=5)

    async def _drop(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    async def _pass(self, desk: asyncio.StreamReader, to_desk: asyncio.StreamWriter) -> None:
        self._lines.add(asyncio.current_task())
        asyncio.current_task().add_done_callback(self._lines.discard)
        server, to_server = await asyncio.open_unix_connection(self._server)
        ends, line = (to_desk, to_server), {"doomed": False, "told": False}
        self._open.update(ends)
        ways = [asyncio.ensure_future(way) for way in (self._there(desk, to_server, line), self._back_again(server, to_desk, line))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for writer in ends:
            writer.transport.abort()
            self._open.discard(writer)

    async def _there(self, desk: asyncio.StreamReader, to_server: asyncio.StreamWriter, line: dict) -> None:
        while content := await desk.read(_CHUNK):
            await self._weather()
            line["told"] = line["told"] or (self.trigger != b"" and self.trigger in content)
            if COMMIT in content and (line["told"] or not self.trigger):
                self.commits += 1
                before, after = self.cut_before == 1, self.cut_after == 1
                self.cut_before, self.cut_after = max(0, self.cut_before - 1), max(0, self.cut_after - 1)
                if before:
                    self.cuts += 1
                    raise EOFError
                line["doomed"] = after
            to_server.write(content)
            await to_server.drain()
        raise EOFError

    async def _back_again(self, server: asyncio.StreamReader, to_desk: asyncio.StreamWriter, line: dict) -> None:
        while content := await server.read(_CHUNK):
            await self._weather()
            if line["doomed"]:
                self.cuts += 1
                raise EOFError
            to_desk.write(content)
            await to_desk.drain()
        raise EOFError

    async def _weather(self) -> None:
        await asyncio.sleep(self.delay)
        while self.silent:
            await asyncio.sleep(0.02)


@contextmanager
def proxy(server: Path) -> Iterator[Proxy]:
    made = Proxy(server)
    try:
        yield made
    finally:
        made.silent = False
        made.close()
