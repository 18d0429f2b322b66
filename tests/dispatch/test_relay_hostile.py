"""What anybody on the network may do to a relay: it answers no, holds nothing of it, and goes on."""

from __future__ import annotations

import base64
import io
import json
import socket
import ssl
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.dispatch import archive, sealing
from tests.dispatch.conftest import finished, service, submitted
from tests.offices.relay import Desk, Relay, office_key, told, until

MOST = 20 * 2**20


@pytest.fixture(scope="module")
def relay(tmp_path_factory) -> Relay:
    folder = tmp_path_factory.mktemp("relay")
    office = office_key(folder)
    made = Relay(folder, [Desk("milano-1", office)])
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def files(relay) -> dict[str, bytes]:
    """The four files of a good envelope."""
    return archive.unpack(relay.desks[0].envelope(submitted(finished(service()))).content)


def signed_again(relay: Relay, files: dict[str, bytes], **changes: object) -> bytes:
    """The envelope with another head, signed by the desk: what only a broken desk can make."""
    head = json.loads(files["envelope.json"])
    head |= changes
    written = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    return archive.pack(files | {"envelope.json": written, "envelope.sig": sealing.sign(relay.desks[0].secret, written)})


def zipped(entries: dict[str, bytes], method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return packed.getvalue()


def bodies(relay: Relay, files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Envelopes that are none, by what is wrong with each."""
    whole = archive.pack(files)
    flipped = bytearray(whole)
    flipped[-10] ^= 255
    yield from {
        "nothing": b"", "one byte": b"P", "text": b"ciao" * 100, "zeros": bytes(100_000), "json": b"{}", "html": b"<html>" * 50,
        "only the sign of a zip": b"PK\x03\x04", "the end of a zip alone": b"PK\x05\x06" + bytes(18),
        "cut in half": whole[: len(whole) // 2], "one byte less": whole[:-1], "one byte more": whole + b"\0",
        "something before": b"#!/bin/sh\n" + whole, "twice": whole + whole, "a byte flipped": bytes(flipped),
        "compressed": zipped(files, zipfile.ZIP_DEFLATED), "by another program": zipped(files, zipfile.ZIP_STORED),
        "a bomb": zipped({"envelope.json": bytes(50_000_000)}, zipfile.ZIP_DEFLATED),
        "empty zip": archive.pack({}), "no head": archive.pack({name: files[name] for name in files if name != "envelope.json"}),
        "no signature": archive.pack({name: files[name] for name in files if name != "envelope.sig"}),
        "one part": archive.pack({name: files[name] for name in files if name != "identity.age"}),
        "a file more": archive.pack(files | {"more.txt": b"x"}), "another order": archive.pack(dict(reversed(files.items()))),
        "parts exchanged": archive.pack(files | {"identity.age": files["content.age"], "content.age": files["identity.age"]}),
        "a way out": zipped({"../../etc/passwd": b"x"}, zipfile.ZIP_STORED), "thousand files": archive.pack({f"f{n}": b"" for n in range(1000)}),
        "short signature": archive.pack(files | {"envelope.sig": b"x" * 63}),
        "head no json": archive.pack(files | {"envelope.json": b"{"}), "head deep": archive.pack(files | {"envelope.json": b"[" * 10_000}),
        "head a list": archive.pack(files | {"envelope.json": b"[]"}), "head huge": archive.pack(files | {"envelope.json": b" " * 10**6}),
        "head not utf-8": archive.pack(files | {"envelope.json": b"\xff\xfe{}"}),
    }.items()
    for name, value in (
        ("v", 2), ("id", ["a"]), ("id", "../x"), ("desk", {"a": 1}), ("seq", -1), ("seq", 2**40), ("seq", True), ("seq", 1.0), ("seq", "1"),
        ("prev", None), ("prev", "0" * 64), ("chain", "x" * 16), ("reference", "12"), ("parts", []), ("parts", None), ("key", 7),
        ("parts", [{"name": "identity.age", "sha256": "0" * 64, "length": 1, "recipients": [["x"]]}] * 2), ("more", 1), ("desk", "a\u0000b"),
    ):
        yield f"{name} is {value!r}"[:60], signed_again(relay, files, **{name: value})


def test_fifty_kinds_of_bodies_that_are_no_envelope(relay, files):
    head = json.loads(files["envelope.json"])
    kinds = list(bodies(relay, files))
    assert len(kinds) >= 50
    with relay.client() as client:
        for _ in range(2):
            for kind, body in kinds:
                headers = relay.desks[0].headers(head["id"], body)
                answer = client.post("/", content=body, headers=headers)
                assert 400 <= answer.status_code < 500, kind
                assert told(answer)[1] in ("envelope", "id", "link", "key", "desk", "signature"), kind
            before = relay.memory()
        for _, body in kinds * 3:
            client.post("/", content=body, headers=relay.desks[0].headers(head["id"], body))
    assert relay.memory() - before < 8_000
    assert relay.rows("ledger") == relay.rows("envelope") == []


def test_headers_that_are_missing_or_strange(relay, files):
    body = archive.pack(files)
    good = relay.desks[0].headers(json.loads(files["envelope.json"])["id"], body)
    signature = good["webhook-signature"]
    strange = [
        *({name: value for name, value in good.items() if name != gone} for gone in list(good)[2:]),
        *(good | {"webhook-id": value} for value in ("", "../../x", "A" * 32, "a" * 33)),
        *(good | {"webhook-timestamp": value} for value in ("", "-1", "now", "1e9", "9" * 40, "٣" * 10)),
        *(good | {"webhook-signature": value} for value in (
            "", "v1a", "v1a,", "v1a,!!!", "v1," + signature[4:], "v2," + signature[4:], signature[:-8], "v1a," + "A" * 3000,
        )),
        good | {"idempotency-key": "b" * 32},
    ]
    with relay.client() as client:
        for headers in strange:
            encoded = {name: value.encode() for name, value in headers.items()}
            assert told(client.post("/", content=body, headers=encoded))[0] == 400, headers
        for many in (" ".join(["v1a," + base64.b64encode(bytes(64)).decode()] * 100), signature[:20] + "AAAA" + signature[24:]):
            assert told(client.post("/", content=body, headers=good | {"webhook-signature": many})) == (401, "signature")
        assert told(client.post("/", content=body, headers=good | {"content-type": "application/zip"})) == (415, "type")
        assert told(client.post("/", content=body, headers=good | {"content-encoding": "gzip"})) == (415, "type")
        assert told(client.post("/else", content=body, headers=good)) == (404, "path")
        assert told(client.get("/")) == (405, "method")
    assert relay.rows("ledger") == []


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_in_words(relay, declared):
    content = bytes(MOST + 1)
    pieces = (content[at:at + 65536] for at in range(0, len(content), 65536))
    with relay.client() as client:
        headers = relay.desks[0].headers("a" * 32, b"")
        assert told(client.post("/", content=content if declared else pieces, headers=headers)) == (413, "large")


def line(relay: Relay, **more: object) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(relay.trust))
    for name, value in more.items():
        setattr(context, name, value)
    host, port = relay.address.split(":")
    return context.wrap_socket(socket.create_connection((host, int(port)), timeout=20), server_hostname="127.0.0.1")


def test_only_tls_of_today_is_spoken(relay):
    with pytest.raises(ssl.SSLError), pytest.warns(DeprecationWarning):
        line(relay, minimum_version=ssl.TLSVersion.TLSv1_1, maximum_version=ssl.TLSVersion.TLSv1_1)
    host, port = relay.address.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as plain:
        plain.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        assert b"HTTP" not in received(plain)


@pytest.mark.parametrize("said", [
    b"\x00\xff" * 4000, b"GET\r\n\r\n", b"POST / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nA: " + b"x" * 40_000,
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"POST /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
])
def test_what_is_no_request_gets_a_refusal_or_the_end_of_the_line(relay, said):
    with line(relay) as spoken:
        spoken.sendall(said)
        assert b" 4" in (received(spoken) or b" 4")[:16]
    with relay.client() as client:
        assert told(client.get("/"))[0] == 405


def received(spoken: socket.socket) -> bytes:
    try:
        return spoken.recv(65536)
    except (ConnectionError, ssl.SSLError):
        return b""


def test_clients_that_say_nothing_or_stop_halfway_do_not_keep_the_others_out(relay, submission):
    desk = relay.desks[0]
    with ThreadPoolExecutor(10) as together:
        silent = list(together.map(lambda _: line(relay), range(60)))
    for place, spoken in enumerate(silent):
        if place % 3 == 0:
            spoken.sendall(b"POST / HT")
        if place % 3 == 1:
            head = desk.headers("a" * 32, b"") | {"host": "x", "content-length": "100000"}
            spoken.sendall(b"POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\nPK")
    begun = time.monotonic()
    with relay.client() as client:
        assert client.get("/").status_code == 405
    assert time.monotonic() - begun < 25
    for spoken in silent:
        spoken.close()


def test_all_bodies_together_have_a_limit(relay):
    """Six large bodies that never end fit in; the seventh is asked to come later, and the memory is given back."""
    before, body = relay.memory(), bytes(19_500_000)
    head = relay.desks[0].headers("a" * 32, b"") | {"host": "x", "content-length": "20000000"}
    said = b"POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\n"
    open_lines = [line(relay) for _ in range(6)]
    for spoken in open_lines:
        spoken.sendall(said + body)
    until(lambda: relay.memory() - before > 100_000)
    with relay.client() as client:
        answer = client.post("/", content=body, headers=relay.desks[0].headers("a" * 32, body))
        assert (told(answer), answer.headers["retry-after"]) == ((503, "busy"), "30")
    assert relay.memory() - before < 220_000
    for spoken in open_lines:
        spoken.close()
    until(lambda: relay.memory() - before < 60_000)
