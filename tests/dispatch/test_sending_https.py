"""An envelope over HTTPS to real servers on the loopback: honest ones, strangers, broken ones and hostile ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import random
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product

import pytest
import trustme

from kiosk.config import Destination
from kiosk.dispatch import desk_key, sealing
from kiosk.dispatch.channels import channel
from kiosk.dispatch.channels.https import Answer, decide, retry_after
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel
from kiosk.errors import ConfigIsWrong
from tests.offices import https, replies
from tests.offices.https import Office

SHORT = Limits(connect=2, whole=3)
CONTENT = b"PK" + b"sealed" * 4000
PARCEL = Parcel("ab" * 16, "4821093716", "comune", CONTENT, hashlib.sha256(CONTENT).hexdigest(), 0, 1)
RECEIPT = json.dumps({"id": PARCEL.id, "sha256": PARCEL.sha256}).encode()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority):
    return served(authority.issue_cert("localhost"))


def served(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


@pytest.fixture
def folder(tmp_path, authority):
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return tmp_path


@pytest.fixture
def sends(folder):
    """Delivers the parcel once to an office, within a second."""
    opened = []

    def sent(office: Office, limits: Limits = SHORT, **more: object) -> Outcome:
        way = channel(Destination("comune", **({"url": office.url, "trust": "ca.pem"} | more)), folder, limits)
        opened.append(way)
        return way.deliver(PARCEL)

    yield sent
    for way in opened:
        way.close()


def test_an_honest_office_has_it_and_says_so(sends, context):
    with Office(context=context) as office:
        assert sends(office) == Outcome(SENT, "http 200")
    assert office.ledger.taken == {PARCEL.id: PARCEL.sha256}


def test_what_goes_with_an_envelope_is_the_same_id_and_signatures_of_exactly_these_bytes(sends, folder, context):
    (folder / "one").write_text("whsec_" + base64.b64encode(b"first secret").decode())
    (folder / "two").write_text("second secret\n")
    seen = []

    async def notes(exchange):
        seen.append((exchange.request, exchange.headers))
        return await https.takes(exchange)

    with Office(notes, context) as office:
        assert sends(office, secrets=("one", "two")).kind == SENT
    (request, headers), = seen
    message = f"{PARCEL.id}.{headers['webhook-timestamp']}.".encode() + CONTENT
    desk, *shared = [signature.split(",") for signature in headers["webhook-signature"].split(" ")]
    assert request == "POST /envelopes HTTP/1.1"
    assert headers["idempotency-key"] == headers["webhook-id"] == PARCEL.id
    assert headers["content-type"] == "application/vnd.sportello.envelope+zip"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert desk[0] == "v1a" and sealing.verify(desk_key.public(folder), message, base64.b64decode(desk[1]))
    assert shared == [["v1", base64.b64encode(hmac.digest(key, message, "sha256")).decode()] for key in (b"first secret", b"second secret")]
    assert set(headers) == {
        "host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "content-type", "idempotency-key",
        "webhook-id", "webhook-timestamp", "webhook-signature",
    }
    assert headers["accept-encoding"] == "identity"


def test_each_envelope_has_a_line_of_its_own_and_no_cookie(folder, context):
    seen = []

    async def notes(exchange):
        seen.append((exchange.writer.get_extra_info("peername"), exchange.headers.get("cookie")))
        await exchange.take()
        await exchange.answer(200, exchange.receipt(), Set_Cookie="a=b; Path=/")
        return True

    with Office(notes, context) as office:
        way = channel(Destination("comune", office.url, trust="ca.pem"), folder)
        assert [way.deliver(PARCEL).kind for _ in range(3)] == [SENT] * 3
        way.close()
    assert len({peer for peer, _ in seen}) == 3
    assert [cookie for _, cookie in seen] == [None] * 3


def _expired(authority):
    return served(authority.issue_cert("localhost", not_after=datetime.now(UTC) - timedelta(days=1), not_before=datetime.now(UTC) - timedelta(days=9)))


def _not_yet(authority):
    return served(authority.issue_cert("localhost", not_before=datetime.now(UTC) + timedelta(days=2)))


def _old(authority):
    made = served(authority.issue_cert("localhost"))
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1_1
    return made


STRANGERS = {
    "of another authority": lambda authority: served(trustme.CA().issue_cert("localhost")),
    "expired": _expired,
    "not valid yet": _not_yet,
    "of another host": lambda authority: served(authority.issue_cert("ufficio.example")),
    "of an address for a name": lambda authority: served(authority.issue_cert("127.0.0.1")),
    "of every host of a domain": lambda authority: served(authority.issue_cert("*.localhost")),
    "of an authority under another": lambda authority: served(trustme.CA(parent_cert=trustme.CA()).issue_cert("localhost")),
    "TLS 1.1": _old,
    "no TLS": lambda authority: None,
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_gets_not_one_byte_of_the_envelope(sends, authority, stranger):
    with Office(context=STRANGERS[stranger](authority)) as office:
        outcome = sends(office, Limits(2, 0.3) if stranger == "no TLS" else SHORT)
    assert outcome.kind == LATER
    # a server that speaks no TLS waits for more of the greeting
    assert outcome.code == ("timeout" if stranger == "no TLS" else "tls")
    assert (office.ledger.bytes_of_bodies, office.ledger.taken) == (0, {})


def test_the_machines_own_authorities_do_not_know_this_one(sends, context, monkeypatch, folder):
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("SSLKEYLOGFILE", str(folder / "keys.log"))
    with Office(context=context) as office:
        assert sends(office, trust="") == Outcome(LATER, "tls")
        assert sends(office).kind == SENT
    assert not (folder / "keys.log").exists()


def test_proxies_of_the_environment_are_not_asked(sends, context, monkeypatch):
    with Office() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with Office(context=context) as office:
            assert sends(office).kind == SENT
    assert not proxy.ledger.attempts


def test_nobody_there_is_a_matter_of_time(sends, context):
    with Office(context=context) as office:
        pass
    assert sends(office, url=f"https://localhost:{office.port}/") == Outcome(LATER, "connect")
    assert sends(office, url="https://ufficio.invalid/") == Outcome(LATER, "connect")


@pytest.mark.parametrize("name", replies.REPLIES)
def test_whatever_a_server_answers_the_envelope_is_sent_only_when_it_was_taken(folder, context, name):
    async def answers(exchange):
        return await replies.REPLIES[name](exchange)

    with Office(answers, context) as office:
        destination = Destination("comune", office.url, trust="ca.pem")
        # a slow machine may take its time where the envelope is sent, and only there
        hasty, patient = channel(destination, folder, Limits(2, 0.1)), channel(destination, folder)
        begun = time.monotonic()
        outcome = (patient if name in replies.GOOD else hasty).deliver(PARCEL)
        lasted = time.monotonic() - begun
        office.reply = https.takes
        again = patient.deliver(PARCEL)
        hasty.close()
        patient.close()

    assert lasted < 5
    assert (outcome.kind == SENT) == (name in replies.GOOD), outcome
    assert outcome.after is None or 30 <= outcome.after <= 86400
    assert len(outcome.code) <= 80
    assert again == Outcome(SENT, "http 200")
    assert office.ledger.taken == {PARCEL.id: PARCEL.sha256}


class Hasty(Limits):
    """Attempts that are cut off after these seconds each, and then none."""

    deadlines: list[float]

    def total(self, size: int) -> float:
        return self.deadlines.pop() if self.deadlines else 30.0


def test_an_attempt_cut_off_at_any_moment_leaves_nothing_that_the_next_one_meets(folder, context):
    draw = random.Random(7)
    before = len(os.listdir("/proc/self/fd"))
    Hasty.deadlines = [draw.uniform(0, 0.01) for _ in range(200)]
    with Office(context=context) as office:
        way = channel(Destination("comune", office.url, trust="ca.pem"), folder, Hasty())
        came = {way.deliver(PARCEL).code for _ in range(200)}
        files = len(os.listdir("/proc/self/fd"))
        assert way.deliver(PARCEL) == Outcome(SENT, "http 200")
        way.close()

    assert "timeout" in came
    assert files < before + 40
    assert office.ledger.duplicates == 0


def test_an_office_without_receipts_is_believed_but_a_page_is_not():
    for status, media, body, kind in (
        (200, "text/plain", b"ok", SENT), (204, "", b"", SENT), (202, "application/json", b"{}", SENT),
        (200, "text/html", b"", LATER), (200, "", b" <html>", LATER), (200, "application/xhtml+xml", b"x", LATER),
        (200, "text/plain", None, LATER), (302, "", b"", PERSON), (511, "text/html", b"", LATER), (203, "", b"ok", PERSON),
    ):
        assert decide(Answer(status, media, body), PARCEL, receipt=False).kind == kind, (status, media, body)


BODIES = {
    "nothing": b"", "receipt": RECEIPT, "page": replies.PAGE, "object": b"{}", "list": b"[]", "too long": None, "noise": bytes(range(256)),
    "id alone": json.dumps({"id": PARCEL.id}).encode(), "other id": RECEIPT.replace(b"ab", b"cd"),
    "other hash": json.dumps({"id": PARCEL.id, "sha256": "0" * 64}).encode(),
}


@pytest.mark.parametrize("hundred", range(1, 6))
def test_every_status_with_every_body_has_one_meaning(hundred):
    for status, (name, body) in product(range(100 * hundred, 100 * hundred + 100), BODIES.items()):
        outcome = decide(Answer(status, "application/json", body, "120"), PARCEL, receipt=True)
        if status in (200, 201, 202, 204):
            expected = SENT if name == "receipt" else LATER
        elif status == 409:
            expected = SENT if name in ("receipt", "id alone") else PERSON
        elif status < 200 or status in (408, 425, 429) or status >= 500:
            expected = LATER
        else:
            expected = PERSON
        assert outcome.kind == expected, (status, name)
        assert outcome.after == (120 if expected == LATER else None)


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(("header", "wait"), [
    ("120", 120), (" 45 ", 45), ("0", 30), ("-1", 30), ("29", 30), ("86401", 86400), ("1000000000", 86400), ("9" * 500, 86400),
    (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300), (format_datetime(NOW - timedelta(days=9), usegmt=True), 30),
    ("Fri, 31 Dec 9999 23:59:59 GMT", 86400), ("Thu, 01 Jan 1970 00:00:00 GMT", 30),
    ("", None), ("soon", None), ("1e9", None), ("12.5", None), ("--5", None), ("٣", None), ("²", None), ("inf", None), ("nan", None),
    ("Mon, 99 Foo 2026 99:99:99 GMT", None), ("\0", None), ("5, 6", None),
])
def test_the_wait_a_server_asks_for_is_between_half_a_minute_and_a_day(header, wait):
    assert retry_after(header, NOW.timestamp()) == wait


def test_a_file_that_is_not_there_is_said_to_the_installer(folder):
    for wrong in ({"trust": "no.pem"}, {"secrets": ("no",)}):
        with pytest.raises(ConfigIsWrong, match="destinations.comune"):
            channel(Destination("comune", "https://localhost/", **wrong), folder)
