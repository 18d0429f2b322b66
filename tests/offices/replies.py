"""What a server may answer to an envelope, by name: the ones that are nobody's fault, and the ones that are somebody's.

A reply that has not taken the envelope must not look like success; one that has taken it and breaks off afterwards must
end, after another attempt, with the envelope taken once.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import zlib
from collections.abc import Awaitable, Callable

from tests.offices.https import Exchange, Reply, takes

PAGE = b"<!DOCTYPE html><html><body><h1>Benvenuto nel Wi-Fi</h1><form>...</form></body></html>"
LOCATIONS = (
    "http://127.0.0.1/", "https://127.0.0.1:1/", "//evil.example/x", "/envelopes", "envelopes/2", "?again", "#x", "", "https:///",
    "file:///etc/passwd", "ftp://x/", "javascript:alert(1)", "data:text/html,x", "http://169.254.169.254/", "https://[::1]:1/",
    "https://user:pw@localhost/", "\t/x", "https://xn--/", "http://localhost:99999/", "x" * 9000,
)
RETRY_AFTER = ("-1", "1000000000", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "1e9", "", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "12.5")

REPLIES: dict[str, Reply] = {}


def reply(answered: Callable[[Exchange], Awaitable[object]]) -> Reply:
    REPLIES[answered.__name__.replace("_", " ")] = answered
    return answered


def _fixed(name: str, status: int, body: bytes = b"", **headers: str) -> None:
    async def answered(exchange: Exchange) -> bool:
        await exchange.read()
        await exchange.answer(status, body, **headers)
        return True

    REPLIES[name] = answered


def _raw(name: str, said: bytes) -> None:
    async def answered(exchange: Exchange) -> None:
        await exchange.read()
        await exchange.say(said)

    REPLIES[name] = answered


def _said(name: str, made: Callable[[Exchange], bytes], **headers: str) -> None:
    """A 200 that has not taken anything, with a body that is nearly a receipt."""

    async def answered(exchange: Exchange) -> bool:
        await exchange.read()
        await exchange.answer(200, made(exchange), **headers)
        return True

    REPLIES[name] = answered


for number, location in enumerate(LOCATIONS):
    _fixed(f"redirect {number}", (301, 302, 303, 307, 308)[number % 5], Location=location)
for number, wait in enumerate(RETRY_AFTER):
    _fixed(f"busy {number}", (429, 503)[number % 2], Retry_After=wait)
for status in (400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 415, 418, 422, 425, 451, 500, 501, 502, 504, 507, 511, 599):
    _fixed(f"status {status}", status)
for status in (200, 202, 203, 206, 226, 511):
    _fixed(f"page {status}", status, PAGE, Content_Type="text/html; charset=utf-8")
for status in (200, 201, 202, 204, 205):
    _fixed(f"empty {status}", status, Content_Type="")
_fixed("page without a type", 200, PAGE, Content_Type="")
_fixed("page that calls itself JSON", 200, PAGE)
_fixed("status 999", 999)
_fixed("cookie", 200, b"{}", Set_Cookie="a=b; Path=/")

_raw("HTTP 0.9", PAGE)
_raw("nothing like HTTP", bytes(range(256)) * 40)
_raw("HTTP 2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
_raw("status in letters", b"HTTP/1.1 OK fine\r\n\r\n")
_raw("status of four digits", b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n")
_raw("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}")
_raw("length below zero", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}")
_raw("length in words", b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}")
_raw("length too long", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{}")
_raw("bad chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")
_raw("huge chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n{}")
_raw("cut chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}")
_raw("unknown transfer coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: cow\r\n\r\n{}")
_raw("line ends of one sign", b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}")
_raw("header without a name", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n")
_raw("NUL in a header", b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\n{}")
_raw("switching protocols", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nxx")
_raw("a million bytes of header", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n")
_raw("ninety thousand bytes of header", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 90_000 + b"\r\nContent-Length: 2\r\n\r\n{}")
_raw("ten thousand headers", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"Content-Length: 2\r\n\r\n{}")
_raw("two answers", b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 204 Yes\r\n\r\n")

_said("receipt of another", lambda it: it.receipt(id="0" * 32))
_said("receipt with another hash", lambda it: it.receipt(sha256="0" * 64))
_said("receipt with a hash in capitals", lambda it: it.receipt(sha256=it.sha256.upper()))
_said("receipt in a list", lambda it: b"[" + it.receipt() + b"]")
_said("receipt in a text", lambda it: json.dumps(it.receipt().decode()).encode())
_said("receipt without a hash", lambda it: json.dumps({"id": it.id}).encode())
_said("receipt with a name twice", lambda it: it.receipt()[:-1] + b', "id": "%s"}' % it.id.encode())
_said("receipt cut", lambda it: it.receipt()[:-1])
_said("receipt and more", lambda it: it.receipt() + b" {}")
_said("receipt that is not UTF-8", lambda it: it.receipt()[:-1] + b', "x": "\xff\xfe"}')
_said("receipt in UTF-16", lambda it: it.receipt().decode().encode("utf-16"))
_said("receipt with a huge number", lambda it: it.receipt()[:-1] + b', "x": ' + b"9" * 50_000 + b"}")
_said("deep JSON", lambda it: b"[" * 60_000)
_said("deep JSON in objects", lambda it: b'{"id":' * 10_000)
_said("receipt after a page of spaces", lambda it: b" " * 70_000 + it.receipt())
_said("the envelope itself", lambda it: it.body)
_said("compressed receipt", lambda it: gzip.compress(it.receipt()), Content_Encoding="gzip")


@reply
async def busy_but_takes(exchange: Exchange) -> None:
    await exchange.take()
    await exchange.answer(503)


@reply
async def takes_and_closes(exchange: Exchange) -> None:
    await exchange.take()


@reply
async def takes_and_cuts(exchange: Exchange) -> None:
    await exchange.take()
    exchange.cut()


@reply
async def takes_and_is_silent(exchange: Exchange) -> None:
    await exchange.take()
    await asyncio.sleep(2)


@reply
async def takes_and_cuts_the_receipt(exchange: Exchange) -> None:
    await exchange.take()
    await exchange.say(b"HTTP/1.1 200 OK\r\nContent-Length: 109\r\n\r\n" + exchange.receipt()[:40])
    exchange.cut()


@reply
async def takes_and_drips_the_receipt(exchange: Exchange) -> None:
    await exchange.take()
    await _drip(exchange, b"HTTP/1.1 200 OK\r\nContent-Length: 109\r\n\r\n" + exchange.receipt())


@reply
async def takes_and_shows_a_page(exchange: Exchange) -> bool:
    await exchange.take()
    await exchange.answer(200, PAGE, Content_Type="text/html")
    return True


@reply
async def takes_and_says_conflict(exchange: Exchange) -> bool:
    await exchange.take()
    await exchange.answer(409, json.dumps({"id": exchange.id}).encode())
    return True


@reply
async def conflict_with_another(exchange: Exchange) -> bool:
    await exchange.read()
    await exchange.answer(409, json.dumps({"id": "0" * 32}).encode())
    return True


@reply
async def conflict_of_content(exchange: Exchange) -> bool:
    await exchange.read()
    await exchange.answer(409, exchange.receipt(sha256=hashlib.sha256(b"other").hexdigest()))
    return True


@reply
async def takes_by_chunks_after_continues(exchange: Exchange) -> None:
    await exchange.take()
    body = exchange.receipt()
    chunks = b"".join(b"%x;note=x\r\n%c\r\n" % (1, sign) for sign in body)
    await exchange.say(b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")


@reply
async def takes_with_a_receipt_of_a_longer_hand(exchange: Exchange) -> bool:
    await exchange.take()
    await exchange.answer(200, exchange.receipt(note="x" * 40_000, at="2026-11-22"), Content_Type="text/plain")
    return True


@reply
async def closes_at_once(exchange: Exchange) -> None:
    exchange.writer.close()


@reply
async def cuts_at_once(exchange: Exchange) -> None:
    exchange.cut()


@reply
async def cuts_amid_the_body(exchange: Exchange) -> None:
    await exchange.read(1000)
    exchange.cut()


@reply
async def answers_before_the_body(exchange: Exchange) -> None:
    await exchange.answer(413)


@reply
async def reads_nothing(exchange: Exchange) -> None:
    await asyncio.sleep(2)


@reply
async def is_silent(exchange: Exchange) -> None:
    await exchange.read()
    await asyncio.sleep(2)


@reply
async def cuts_instead_of_answering(exchange: Exchange) -> None:
    await exchange.read()
    exchange.cut()


@reply
async def cuts_amid_the_head(exchange: Exchange) -> None:
    await exchange.read()
    await exchange.say(b"HTTP/1.1 200 OK\r\nContent-Le")
    exchange.cut()


@reply
async def drips_the_head(exchange: Exchange) -> None:
    await exchange.read()
    await _drip(exchange, b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100)


@reply
async def drips_the_body(exchange: Exchange) -> None:
    await exchange.read()
    await _drip(exchange, b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 1000, whole=19)


@reply
async def never_ends(exchange: Exchange) -> None:
    await exchange.read()
    await exchange.say(b"HTTP/1.1 200 OK\r\n\r\n")
    await _pour(exchange, b" " * 65_536)


@reply
async def never_ends_in_chunks(exchange: Exchange) -> None:
    await exchange.read()
    await exchange.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _pour(exchange, b"400\r\n" + b" " * 1024 + b"\r\n")


@reply
async def continues_for_ever(exchange: Exchange) -> None:
    await exchange.read()
    await _pour(exchange, b"HTTP/1.1 102 Processing\r\n\r\n" * 100)


@reply
async def headers_for_ever(exchange: Exchange) -> None:
    await exchange.read()
    await exchange.say(b"HTTP/1.1 200 OK\r\n")
    await _pour(exchange, b"X: y\r\n" * 1000)


def _bomb(name: str, coding: str, body: bytes) -> None:
    _fixed(name, 200, body, Content_Encoding=coding)


_bomb("gzip bomb", "gzip", gzip.compress(b" " * 50_000_000))
_bomb("deflate bomb", "deflate", zlib.compress(b" " * 50_000_000))
_bomb("coding nobody knows", "br, zstd, cow", b"{}")


async def _drip(exchange: Exchange, said: bytes, whole: int = 0) -> None:
    await exchange.say(said[:whole])
    for sign in said[whole:]:
        await exchange.say(bytes([sign]))
        await asyncio.sleep(0.02)


async def _pour(exchange: Exchange, said: bytes) -> None:
    for _ in range(2000):
        await exchange.say(said)
        await asyncio.sleep(0)


GOOD = {"takes": takes, **{name: REPLIES[name] for name in (
    "takes by chunks after continues", "takes with a receipt of a longer hand", "takes and says conflict",
)}}
"""Replies after which the envelope is sent at once."""

UNTOLD = ("busy but takes", "takes and closes", "takes and cuts", "takes and cuts the receipt", "takes and shows a page")
"""Replies of a server that has it, and does not say so; at once."""
