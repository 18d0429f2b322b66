"""The one address of a relay, as an ASGI application: POST / takes an envelope file and answers after it is on the disk.

201 {"id", "sha256"} the first time, 200 with the same words after that; everything else is {"code"} (see `refusals`).
A body is read under a deadline that grows with what has arrived, and all bodies together have a limit.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.dispatch.relay import signed
from kiosk.dispatch.relay.reception import Reception
from kiosk.dispatch.relay.refusals import NotTaken
from kiosk.errors import DatabaseFailed

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

TYPE = "application/vnd.sportello.envelope+zip"
LARGEST = 20 * 2**20
TOGETHER = 128 * 2**20
# a desk gives up after 30 seconds and one more for every 100 kB: there is no use in waiting longer
PATIENCE, RATE = 30.0, 100_000
_LINGER, _MOST_DISCARDED = 10.0, 4 * LARGEST
_RETRY_AFTER = {"busy": "30", "store": "60"}


class Door:
    """Takes requests for a reception; `taken` is called after each new envelope."""

    def __init__(self, reception: Reception, taken: Callable[[], object], clock: Callable[[], float] = time.time) -> None:
        self._reception, self._taken, self._clock = reception, taken, clock
        self._held = 0

    async def answer(self, request: Request) -> Response:
        """What a desk is told."""
        from starlette.requests import ClientDisconnect

        try:
            return await self._receive(request)
        except NotTaken as refusal:
            if refusal.code != "slow":
                await _discard(request)
            return _refused(refusal)
        except ClientDisconnect:
            return _refused(NotTaken(400, "envelope"))

    async def _receive(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        _check_kind(request)
        named = signed.read(request.headers, self._clock())
        body = bytearray()
        try:
            await self._fill(body, request)
            return await run_in_threadpool(self._take, named, bytes(body))
        finally:
            self._held -= len(body)

    async def _fill(self, body: bytearray, request: Request) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(PATIENCE) as deadline:
                async for chunk in request.stream():
                    self._held += len(chunk)
                    body += chunk
                    if len(body) > LARGEST:
                        raise NotTaken(413, "large")
                    if self._held > TOGETHER:
                        raise NotTaken(503, "busy")
                    deadline.reschedule(begun + PATIENCE + len(body) / RATE)
        except TimeoutError:
            raise NotTaken(408, "slow") from None

    def _take(self, named: signed.Signed, body: bytes) -> Response:
        from starlette.responses import JSONResponse

        try:
            header, receipt = self._reception.take(named, body)
        except DatabaseFailed:
            raise NotTaken(503, "store") from None
        if receipt.is_first:
            _tell(f"{header.desk} {header.seq}: accolta")
            self._taken()
        return JSONResponse({"id": receipt.id, "sha256": receipt.sha256}, 201 if receipt.is_first else 200)


def application(door: Door) -> Starlette:
    """The application around a door; every answer is JSON."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    async def elsewhere(_request: Request, failure: HTTPException) -> Response:
        return _refused(NotTaken(failure.status_code, {404: "path", 405: "method"}.get(failure.status_code, "request")))

    async def failed(_request: Request, failure: Exception) -> Response:
        hardening.note(failure)
        return _refused(NotTaken(500, "program"))

    return Starlette(routes=[Route("/", door.answer, methods=["POST"])], exception_handlers={HTTPException: elsewhere, Exception: failed})


def _check_kind(request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise NotTaken(415, "type")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise NotTaken(415, "type")
    if int(request.headers.get("content-length", "0")) > LARGEST:
        raise NotTaken(413, "large")


async def _discard(request: Request) -> None:
    """Lets the body pass: a desk that is cut while it sends sees a broken line, not why it was refused."""
    from starlette.requests import ClientDisconnect

    left = _MOST_DISCARDED
    try:
        async with asyncio.timeout(_LINGER):
            async for chunk in request.stream():
                left -= len(chunk)
                if left < 0:
                    return
    except (TimeoutError, ClientDisconnect, RuntimeError):
        return


def _refused(refusal: NotTaken) -> Response:
    from starlette.responses import JSONResponse

    _tell(f"non accolta: {refusal.code}")
    headers = {"retry-after": _RETRY_AFTER[refusal.code]} if refusal.code in _RETRY_AFTER else {}
    return JSONResponse({"code": refusal.code}, refusal.status, headers)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
