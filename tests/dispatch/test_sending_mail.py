"""An envelope by e-mail to real SMTP servers on the loopback: over TLS that is verified, or not at all."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from kiosk.config import Destination
from kiosk.dispatch.channels import channel
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.channels.mail import SUBJECT
from kiosk.dispatch.outbox import LATER, PERSON, SENT, UNCERTAIN, Outcome, Parcel
from kiosk.errors import ConfigIsWrong
from tests.offices.mail import Mailbox, cut, knows

CONTENT = os.urandom(10_000) + b"\r\n.\r\nMAIL FROM:<x@evil.example>\r\n..\n.\n"
PARCEL = Parcel("ab" * 16, "4821093716", "posta", CONTENT, hashlib.sha256(CONTENT).hexdigest(), 0, 1)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def served(certificate: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


@pytest.fixture(scope="module")
def context(authority):
    return served(authority.issue_cert("localhost"))


@pytest.fixture
def sends(tmp_path, authority):
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    (tmp_path / "password").write_text("segreta\n")

    def sent(port: int, whole: float = 3, connect: float = 2, scheme: str = "smtp", **more: object) -> Outcome:
        given = {
            "url": "mailto:protocollo@comune.example", "server": f"{scheme}://localhost:{port}", "sender": "sportello@quartiere.example",
            "trust": "ca.pem",
        }
        return channel(Destination("posta", **(given | more)), tmp_path, Limits(connect, whole)).deliver(PARCEL)

    return sent


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_the_mailbox_gets_one_neutral_letter_with_the_envelope(sends, context, scheme, implicit):
    with Mailbox(context, implicit) as box:
        assert sends(box.port, scheme=scheme) == Outcome(SENT, "smtp 250")
    letter, = box.letters
    attachment, = letter.message.iter_attachments()

    assert (letter.sender, letter.to) == ("sportello@quartiere.example", ["protocollo@comune.example"])
    assert dict(letter.message.items()).keys() == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    }
    assert letter.message["Subject"] == SUBJECT
    assert letter.message["Message-ID"] == f"<{PARCEL.id}@quartiere.example>"
    assert attachment.get_filename() == f"4821093716-{PARCEL.id}.zip"
    assert attachment.get_content() == CONTENT
    assert b"\n" not in letter.raw.replace(b"\r\n", b"")


def test_the_address_of_the_office_may_stand_in_the_address_of_the_server(sends, context):
    with Mailbox(context) as box:
        assert sends(box.port, url=f"smtp://localhost:{box.port}/protocollo@comune.example", server="").kind == SENT
    assert box.letters[0].to == ["protocollo@comune.example"]


def test_a_subject_that_the_office_prescribes_is_used(sends, context):
    with Mailbox(context) as box:
        assert sends(box.port, subject="Candidatura: città").kind == SENT
    assert box.letters[0].message["Subject"] == "Candidatura: città"


@pytest.mark.parametrize("wrong", [
    {"subject": "x\r\nBcc: tutti@evil.example"}, {"subject": "x\x0by"}, {"subject": "x\u2028y"}, {"subject": "x\x85y"},
    {"url": "mailto:a@b.example,c@d.example"}, {"url": "mailto:a@b.example%0d%0aBcc:x@y.example"}, {"url": "mailto:nobody"},
    {"url": "mailto:%22a b%22@c.example"}, {"url": "mailto:<a@b.example>"}, {"sender": "a@b.example\r\nX: y"}, {"sender": "a b@c.example"},
    {"url": "mailto:a@b.example;c@d.example"}, {"sender": "Tizio <a@b.example>"}, {"url": "mailto:è@b.example"}, {"password": "no"},
])
def test_nothing_but_one_address_and_one_line_gets_into_a_header(sends, wrong):
    with pytest.raises(ConfigIsWrong, match="destinations.posta"):
        sends(1, **wrong)


def test_a_domain_with_accents_goes_as_the_wire_has_it(sends, context):
    with Mailbox(context) as box:
        assert sends(box.port, url="mailto:protocollo@città.example").kind == SENT
    assert box.letters[0].to == ["protocollo@xn--citt-3na.example"]


def test_with_a_user_it_signs_in_and_only_over_tls(sends, context):
    with Mailbox(context, authenticator=knows("desk", "segreta"), auth_required=True) as box:
        assert sends(box.port, user="desk", password="password").kind == SENT
        assert sends(box.port, user="other", password="password") == Outcome(PERSON, "login 535")
        assert sends(box.port) == Outcome(PERSON, "smtp 530")
    assert len(box.letters) == 1


def test_a_server_without_tls_gets_nothing(sends):
    with Mailbox(None) as box:
        assert sends(box.port) == Outcome(PERSON, "no tls")
    assert box.letters == []


STRANGERS = {
    "of another authority": lambda authority: trustme.CA().issue_cert("localhost"),
    "expired": lambda authority: authority.issue_cert("localhost", not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime.now(UTC) - timedelta(days=1)),
    "of another host": lambda authority: authority.issue_cert("posta.example"),
}


@pytest.mark.parametrize("implicit", [False, True])
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_gets_nothing(sends, authority, stranger, implicit):
    with Mailbox(served(STRANGERS[stranger](authority)), implicit) as box:
        assert sends(box.port, scheme="smtps" if implicit else "smtp") == Outcome(PERSON, "tls")
    assert box.letters == []


@pytest.mark.parametrize(("said", "kind"), [
    ("250 OK", SENT), ("451 try later", LATER), ("452 full", LATER), ("550 no", PERSON), ("554 spam", PERSON), ("354 go on", UNCERTAIN),
])
def test_what_is_said_after_the_last_dot_decides(sends, context, said, kind):
    with Mailbox(context, answer=lambda server, letter: said) as box:
        assert sends(box.port).kind == kind


@pytest.mark.parametrize(("said", "kind"), [("550 nobody of this name", PERSON), ("450 mailbox busy", LATER)])
def test_an_address_that_is_refused_gets_no_letter(sends, context, said, kind):
    with Mailbox(context) as box:
        box.rcpt = said
        assert sends(box.port) == Outcome(kind, f"smtp {said[:3]}")
    assert box.letters == []


def test_a_line_that_breaks_after_the_last_dot_leaves_it_open_and_the_second_letter_is_the_same(sends, context):
    with Mailbox(context, answer=cut) as box:
        assert sends(box.port) == Outcome(UNCERTAIN, "uncertain")
        assert sends(box.port) == Outcome(UNCERTAIN, "uncertain")
    assert len({letter.message["Message-ID"] for letter in box.letters}) == 1


def _scripted(*said: bytes, pause: float = 0.0) -> int:
    """The port of a server that says these bytes to whoever comes, one after the other, and then nothing."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        try:
            for piece in said:
                line.sendall(piece)
                time.sleep(pause)
            line.settimeout(5)
            while line.recv(4096):
                pass
        except OSError:
            pass
        line.close()
        listening.close()

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def test_a_server_that_drips_is_cut_off(sends):
    begun = time.monotonic()

    assert sends(_scripted(*([b"220-x"] * 1000), pause=0.02), whole=0.1).kind == LATER
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize("said", [
    (b"",), (b"\x00\xff" * 5000,), (b"554 go away\r\n",), (b"250 hello\r\n",), (b"HTTP/1.1 200 OK\r\n\r\n<html>",),
    (b"220 x\r\n", b"250-x\r\n250 STARTTLS\r\n", b"250 of course\r\n"), (b"220 x\r\n", b"250 STARTTLS\r\n", b"454 no\r\n"),
    (b"220 x\r\n", b"250 STARTTLS\r\n", b"220 go\r\n", b"220 not TLS\r\n"), (b"220-" + b"x" * 90_000,),
])
def test_a_server_that_is_none_is_never_success(sends, said):
    assert sends(_scripted(*said), whole=0.3, connect=0.3).kind in (LATER, PERSON)


def test_nobody_there_is_a_matter_of_time(sends):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert sends(port) == Outcome(LATER, "lost")
