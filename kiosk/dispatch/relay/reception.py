"""An envelope at the door of the office: who sent it, is it whole, can it be opened here; then it goes into the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from kiosk.config import Relay
from kiosk.dispatch import envelopes, sealing
from kiosk.dispatch.envelopes import Header
from kiosk.dispatch.relay.ledger import Ledger, Receipt
from kiosk.dispatch.relay.refusals import NotTaken
from kiosk.dispatch.relay.signed import Signed
from kiosk.errors import Rejected


class Reception:
    """What every request goes through; `opens` are the ids of the office's keys, empty when the relay opens nothing."""

    def __init__(self, relay: Relay, ledger: Ledger, opens: Collection[str], clock: Callable[[], datetime] | None = None) -> None:
        self._relay, self._ledger, self._opens = relay, ledger, frozenset(opens)
        self._clock = clock or (lambda: datetime.now(UTC))

    def take(self, signed: Signed, content: bytes) -> tuple[Header, Receipt]:
        """The receipt of an envelope that is on the disk now; NotTaken, DatabaseFailed."""
        header = _header(content)
        if header.id != signed.id:
            raise NotTaken(400, "id")
        self._check_sender(header, signed, content)
        if self._opens and not self._opens & {key for part in header.parts for key in part.recipients}:
            raise NotTaken(422, "recipients")
        return header, self._ledger.receive(header, content, self._clock().date())

    def _check_sender(self, header: Header, signed: Signed, content: bytes) -> None:
        keys = self._relay.keys_of(header.desk)
        if not keys:
            raise NotTaken(401, "desk")
        signed.check(content, keys)
        named = [key for key in keys if sealing.key_id(key) == header.key]
        if not named:
            raise NotTaken(401, "key")
        try:
            envelopes.check_signature(content, named[0])
        except Rejected:
            raise NotTaken(401, "signature") from None


def _header(content: bytes) -> Header:
    try:
        return envelopes.read(content)
    except Rejected:
        raise NotTaken(422, "envelope") from None
