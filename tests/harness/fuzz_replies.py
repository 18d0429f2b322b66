"""What an office answers to an envelope, spoilt: heads, lengths, receipts and reasons, through the real line."""

from __future__ import annotations

import hashlib
import json
import random
import re
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path

from kiosk.config import Destination
from kiosk.dispatch.channels import channel
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel
from tests.harness.mutations import mutated
from tests.harness.promises import memory
from tests.offices.https import Exchange, Office
from tests.offices.replies import PAGE

_CONTENT = bytes(range(256)) * 8
_SHA256 = hashlib.sha256(_CONTENT).hexdigest()
_ID, _ANOTHER = "4f" * 16, "0" * 32
# a status, a word of the list that a relay may say, or what happened to the line: nothing that was read from it
_CODE = re.compile(r"http \d{3}( no receipt| [a-z]{1,10})?|connect|timeout|protocol|lost|tls")
_KINDS, _WAITS = (SENT, LATER, PERSON), (30.0, 86_400.0)
_RECEIPT = json.dumps({"id": _ID, "sha256": _SHA256})
_PLAIN = "X-Office: comune"
# as good offices and others answer: a status, a body, and one more line of the head
_SAID = (
    (200, _RECEIPT, _PLAIN), (201, json.dumps({"id": _ID, "sha256": _SHA256, "note": "ok"}), _PLAIN), (202, json.dumps({"id": _ID}), _PLAIN),
    (200, json.dumps({"id": _ANOTHER, "sha256": _SHA256}), _PLAIN), (200, PAGE.decode(), _PLAIN), (200, _RECEIPT, "Content-Encoding: gzip"),
    (409, json.dumps({"id": _ID}), _PLAIN), (409, json.dumps({"id": _ANOTHER, "code": "fork"}), _PLAIN), (422, '{"code": "signature"}', _PLAIN),
    (400, '{"code": "Anna Rossi"}', _PLAIN), (429, "", "Retry-After: 120"), (503, "", "Retry-After: Sun, 22 Nov 2026 12:00:00 GMT"), (301, "", "Location: /x"),
)


def certify(folder: Path) -> None:
    """An authority and the certificate of a server at `localhost`, as files."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")


def a_reply(chance: random.Random) -> Callable[[], str]:
    """One spoilt answer: an outcome with a name and nothing of what was said, and "sent" only by a receipt of this very envelope."""
    folder = tempfile.TemporaryDirectory(dir=memory())
    certify(Path(folder.name))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(folder.name) / "server.pem")
    said = [b""]

    async def answers(exchange: Exchange) -> None:
        await exchange.read()
        await exchange.say(said[0])

    office = Office(answers, context).__enter__()
    way = channel(Destination("comune", office.url, trust="ca.pem"), Path(folder.name), Limits(5.0, 5.0))
    parcel = Parcel(_ID, "4821093716", "comune", _CONTENT, _SHA256, 0, 1)

    def once(kept: object = folder) -> str:
        said[0] = _spoilt(chance)
        return _wrong(way.deliver(parcel), said[0])
    return once


def _spoilt(chance: random.Random) -> bytes:
    """A body alone, with the length it then has; or anything of the answer."""
    status, body, more = chance.choice(_SAID)
    if chance.random() < 0.5:
        return _answer(status, mutated(body, chance.choice(_SAID)[1], chance).encode("utf-8", "surrogatepass"), more)
    whole = [_answer(status, body.encode(), more) for status, body, more in _SAID]
    whole.append(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(_RECEIPT), _RECEIPT.encode()))
    whole.append(b"HTTP/1.1 100 Continue\r\n\r\n" + whole[0])
    return mutated(chance.choice(whole).decode(), chance.choice(whole).decode(), chance).encode("utf-8", "surrogatepass")


def _answer(status: int, body: bytes, more: str) -> bytes:
    return f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{more}\r\n\r\n".encode() + body


def _wrong(outcome: Outcome, said: bytes) -> str:
    if outcome.kind not in _KINDS or not _CODE.fullmatch(outcome.code):
        return "an outcome without a name of the house"
    if outcome.after is not None and not _WAITS[0] <= outcome.after <= _WAITS[1]:
        return "another wait than half a minute to a day"
    receipt = _ID.encode() in said and (_SHA256.encode() in said or outcome.code == "http 409")
    return "sent, without a receipt" if outcome.kind == SENT and not receipt else ""
