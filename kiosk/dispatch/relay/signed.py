"""The signature of a request (Standard Webhooks, Ed25519): who sends, that the body is theirs, that it is sent now.

A captured request is of no use after five minutes, and before that only gives the same receipt again.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.dispatch import sealing
from kiosk.dispatch.relay.refusals import NotTaken

WINDOW = 300
_ID = re.compile(r"[0-9a-f]{32}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_MOST = 8
_VERSION = "v1a,"


@dataclass(frozen=True, slots=True)
class Signed:
    """The three headers of a request, not yet believed."""

    id: str
    timestamp: str
    signatures: tuple[bytes, ...]

    def check(self, body: bytes, keys: tuple[str, ...]) -> None:
        """NotTaken unless one of these public keys signed this body under these headers."""
        message = f"{self.id}.{self.timestamp}.".encode() + body
        if not any(sealing.verify(key, message, signature) for key in keys for signature in self.signatures):
            raise NotTaken(401, "signature")


def read(headers: Mapping[str, str], now: float) -> Signed:
    """The headers of a request received at `now` (seconds since 1970); NotTaken "headers", "id" or "clock"."""
    given = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = _signatures(headers.get("webhook-signature", ""))
    if not _ID.fullmatch(given[0]) or not _SECONDS.fullmatch(given[1]) or not signatures:
        raise NotTaken(400, "headers")
    if headers.get("idempotency-key", given[0]) != given[0]:
        raise NotTaken(400, "id")
    if abs(now - int(given[1])) > WINDOW:
        raise NotTaken(400, "clock")
    return Signed(*given, signatures)


def _signatures(written: str) -> tuple[bytes, ...]:
    ours = [one.removeprefix(_VERSION) for one in written.split(" ") if one.startswith(_VERSION)]
    return tuple(filter(None, map(_decoded, ours[:_MOST])))


def _decoded(written: str) -> bytes:
    try:
        found = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if len(found) == 64 else b""
