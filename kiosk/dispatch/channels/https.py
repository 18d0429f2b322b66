"""Over HTTPS to a server that says which envelope it has taken.

Sent means: TLS verified, an agreed status, and a receipt with this envelope's id and hash. A page of the Wi-Fi is
none of that. The id is the same at every attempt, so that a server which keeps it takes an envelope once.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from kiosk.config import Destination
from kiosk.dispatch import desk_key, sealing
from kiosk.dispatch.channels.limits import Limits, secret, tls
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel

LONGEST_ANSWER = 64 * 1024
_FIXED = {"User-Agent": "sportello", "Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
_TAKEN = (200, 201, 202, 204)
_BUSY = (408, 425, 429)
# what a relay of ours may say; a stranger's words are not repeated
REASONS = frozenset({
    "chain", "clock", "desk", "envelope", "fork", "headers", "id", "key", "large", "link", "recipients", "signature", "type",
})
_SHORTEST_WAIT, _LONGEST_WAIT = 30.0, 86400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; `body` is None when it is longer than LONGEST_ANSWER or in a coding nobody asked for."""

    status: int
    media: str = ""
    body: bytes | None = b""
    retry_after: str = ""


class Https:
    """One office server."""

    def __init__(self, destination: Destination, folder: Path, limits: Limits) -> None:
        self._destination, self._limits = destination, limits
        self._tls = tls(destination, folder)
        self._signing = desk_key.signing_key(folder)
        self._secrets = tuple(_hmac_key(secret(destination, folder, named)) for named in destination.secrets)
        self._runner = asyncio.Runner()

    def deliver(self, parcel: Parcel) -> Outcome:
        """One attempt, over within the limits whatever the server does."""
        return self._runner.run(self._attempt(parcel))

    def close(self) -> None:
        self._runner.close()

    def longest(self, size: int) -> float:
        return self._limits.total(size)

    async def _attempt(self, parcel: Parcel) -> Outcome:
        from httpx import HTTPError, InvalidURL

        try:
            async with asyncio.timeout(self.longest(len(parcel.content))):
                answer = await self._post(parcel)
        except TimeoutError:
            return Outcome(LATER, "timeout")
        except (HTTPError, InvalidURL, OSError) as failure:
            return Outcome(LATER, _failed(failure))
        return decide(answer, parcel, self._destination.receipt)

    async def _post(self, parcel: Parcel) -> Answer:
        from httpx import AsyncHTTPTransport, Request

        headers = _FIXED | signed(parcel, self._signing, self._secrets, int(time.time()))
        known = {"timeout": {"connect": self._limits.connect}}
        request = Request("POST", self._destination.url, content=parcel.content, headers=headers, extensions=known)
        # below the client of httpx, which reads the address of a redirection, keeps cookies and looks for proxies. A line
        # for each envelope: what one attempt leaves behind, cut off wherever it was, the next one never meets
        async with AsyncHTTPTransport(verify=self._tls, trust_env=False) as line:
            response = await line.handle_async_request(request)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
        named = response.headers.get
        return Answer(response.status_code, named("content-type", ""), body, named("retry-after", ""))


async def _read(response) -> bytes | None:
    """The body as it came: nobody asked for a compressed one, so none is unpacked."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        return None
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LONGEST_ANSWER:
            return None
    return bytes(body)


def _failed(failure: BaseException) -> str:
    """A neutral code for a failure below HTTP."""
    from httpx import ConnectError, ConnectTimeout, RemoteProtocolError, TimeoutException

    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "tls"
        cause = cause.__cause__ or cause.__context__
    if isinstance(failure, (ConnectError, ConnectTimeout)):
        return "connect"
    if isinstance(failure, TimeoutException):
        return "timeout"
    return "protocol" if isinstance(failure, RemoteProtocolError) else "lost"


def _hmac_key(written: str) -> bytes:
    return base64.b64decode(written.removeprefix("whsec_")) if written.startswith("whsec_") else written.encode()


def signed(parcel: Parcel, signing: str, shared: Sequence[bytes], at: int) -> dict[str, str]:
    """The headers of an envelope, signed by the desk and with each shared secret (Standard Webhooks)."""
    message = b"%s.%d.%s" % (parcel.id.encode(), at, parcel.content)
    signatures = ["v1a," + base64.b64encode(sealing.sign(signing, message)).decode()]
    signatures += ["v1," + base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode() for key in shared]
    return {
        "Content-Type": parcel.media,
        "Idempotency-Key": parcel.id,
        "webhook-id": parcel.id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def decide(answer: Answer, parcel: Parcel, receipt: bool) -> Outcome:
    """What an answer means: the only place where an envelope becomes sent."""
    status = answer.status
    if status in _TAKEN:
        if _is_receipt(answer, parcel) or (not receipt and not _is_page(answer)):
            return Outcome(SENT, f"http {status}")
        return Outcome(LATER, f"http {status} no receipt", retry_after(answer.retry_after, time.time()))
    if status == 409 and _has_it(answer, parcel):
        return Outcome(SENT, "http 409")
    if status in _BUSY or status >= 500 or status < 200:
        return Outcome(LATER, f"http {status}", retry_after(answer.retry_after, time.time()))
    return Outcome(PERSON, f"http {status}{_reason(answer)}")


def _reason(answer: Answer) -> str:
    """The word with which a relay says why, after a space; "" for any other word."""
    code = _object(answer.body).get("code")
    return f" {code}" if isinstance(code, str) and code in REASONS else ""


def _is_receipt(answer: Answer, parcel: Parcel) -> bool:
    said = _object(answer.body)
    return said.get("id") == parcel.id and said.get("sha256") == parcel.sha256


def _has_it(answer: Answer, parcel: Parcel) -> bool:
    """A conflict with this very envelope: it came through before; with another content under its id, a person decides."""
    said = _object(answer.body)
    return said.get("id") == parcel.id and said.get("sha256", parcel.sha256) == parcel.sha256


def _is_page(answer: Answer) -> bool:
    if answer.body is None:
        return True
    return "html" in answer.media.lower() or answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _object(body: bytes | None) -> Mapping[str, object]:
    """A JSON object in which every name stands once; empty when the body is anything else."""
    try:
        said = json.loads((body or b"").decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name twice")
    return said


def retry_after(header: str, now: float) -> float | None:
    """The seconds a server asks for, never fewer than 30 nor more than a day; None when it does not say."""
    header = header.strip()
    try:
        if header.lstrip("-").isascii() and header.lstrip("-").isdigit():
            wait = float(header[:20])
        else:
            wait = parsedate_to_datetime(header).timestamp() - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(wait, _SHORTEST_WAIT), _LONGEST_WAIT)
