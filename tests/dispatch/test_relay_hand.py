"""From the last key of a visit to the office's own folder, system or mailbox: once, whatever dies on the way."""

from __future__ import annotations

import base64
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from kiosk import config
from kiosk.__main__ import main
from kiosk.config import Destination
from kiosk.desk.desk import Desk as WholeDesk
from kiosk.desk.walk import play
from kiosk.dispatch import codes, desk_key, sealing
from kiosk.dispatch.documents import PDF, Rendered
from kiosk.dispatch.outbox import Outbox
from kiosk.dispatch.sender import Sender
from kiosk.dispatch.submission import kept_answers
from kiosk.hardening import die_with_parent
from tests.offices.https import Exchange, Office
from tests.offices.mail import Mailbox
from tests.offices.relay import Desk, Relay, office_key, until
from tests.people import finisher
from tests.practice import PracticeDesk

PAPER = Rendered("domanda-4821093716.pdf", PDF, b"%PDF-1.7 Rossi")


REFERENCE = "482109371" + codes.check_digit("482109371")


@pytest.fixture
def submission(submission):
    return replace(submission, reference=REFERENCE)


@pytest.fixture
def relays():
    """Makes relays, and stops them."""
    made = []

    def relay(folder: Path, desks: list[Desk] | None = None, **more: str) -> Relay:
        office = office_key(folder)
        made.append(Relay(folder, desks if desks is not None else [Desk("milano-1", office)], **more))
        return made[-1]

    yield relay
    for one in made:
        one.stop()


class KnownDesk:
    """A whole desk in a folder, whose signing key a relay knows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name, self.public = folder, "milano-1", desk_key.public(folder)

    def open(self, relay: Relay, port: str = "") -> PracticeDesk:
        public = sealing.public_key((relay.folder / "office.key").read_text())
        to = Destination("ufficio", f"https://{port or relay.address}/", recipients=(public,), trust=str(relay.trust))
        return PracticeDesk(self.folder, desk=config.Desk(id=self.name), destinations=(to,), recipients=(public,))


def visited(desk: PracticeDesk) -> tuple[str, dict]:
    """The reference of a finished visit, and its answers as they were kept on the screen."""
    played = play(desk.shelf.flow("did"), finisher("did").answers, desk.words("ar"), desk.clock())
    reference = desk.finish(played.session).reference
    return reference, json.loads(json.dumps(kept_answers(played.session.journey), default=str))


def send(desk: PracticeDesk) -> int:
    sender = Sender(desk.config)
    handled = sender.once()
    sender.close()
    return handled


def states(desk: PracticeDesk) -> list[tuple[str, str]]:
    with desk.database.write() as store:
        return [(row["state"], row["outcome"]) for row in store.rows("envelope", "state", "outcome")]


def test_what_is_typed_at_the_desk_is_what_the_office_finds_in_its_folder(tmp_path, relays):
    office = tmp_path / "office"
    office.mkdir()
    known = KnownDesk(tmp_path / "desk")
    relay = relays(tmp_path / "relay", [known], hand=office.as_uri()).start()
    desk = known.open(relay)
    reference, typed = visited(desk)
    assert send(desk) == 1
    assert states(desk) == [("sent", "http 201")]
    found = until(lambda: office / reference if (office / reference).is_dir() else None)
    answers = json.loads((found / "answers.json").read_bytes())
    assert answers["answers"] == typed and len(typed) > 3
    assert answers["reference"] == reference
    assert any(place.suffix == ".pdf" and place.read_bytes().startswith(b"%PDF") for place in found.iterdir())
    assert {place.stat().st_mode & 0o777 for place in found.iterdir()} == {0o600}
    handed = until(lambda: [row for row in relay.rows("envelope") if row["state"] == "sent"])
    assert [bytes(row["sealed"]) for row in handed] == [b""]
    assert len(relay.rows("ledger")) == 1


def test_nothing_that_was_opened_is_ever_in_the_ledger_or_in_the_log(tmp_path, relays, submission):
    office = tmp_path / "office"
    office.mkdir()
    relay = relays(tmp_path / "relay", hand=office.as_uri()).start()
    desk = relay.desks[0]
    envelope = desk.envelope(submission, [PAPER])
    assert relay.post(envelope.content, desk.headers(envelope.id, envelope.content)).status_code == 201
    until((office / REFERENCE).is_dir)
    assert b"Rossi" in (office / REFERENCE / "answers.json").read_bytes()
    relay.stop()
    for place in relay.folder.iterdir():
        content = place.read_bytes()
        assert b"Rossi" not in content and b"Prova" not in content, place


class Cutting(threading.Thread):
    """A line between desk and relay; when the first byte of an answer comes it is kept back, and `then` is done."""

    def __init__(self, relay: Relay, then) -> None:
        super().__init__(daemon=True)
        self._relay, self._then = relay, then
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._door.getsockname()[1]
        self.start()

    def run(self) -> None:
        near, _ = self._door.accept()
        host, port = self._relay.address.split(":")
        far = socket.create_connection((host, int(port)))
        threading.Thread(target=_copy, args=(near, far), daemon=True).start()
        committed = False
        while said := far.recv(65536):
            committed = committed or bool(self._relay.rows("ledger"))
            if committed:
                break
            near.sendall(said)
        self._then()
        near.shutdown(socket.SHUT_RDWR)


def _copy(one: socket.socket, other: socket.socket) -> None:
    try:
        while said := one.recv(65536):
            other.sendall(said)
    except OSError:
        return


def test_a_relay_that_dies_after_it_has_kept_an_envelope_and_before_it_says_so(tmp_path, relays):
    office = tmp_path / "office"
    office.mkdir()
    known = KnownDesk(tmp_path / "desk")
    relay = relays(tmp_path / "relay", [known]).start()
    cut = Cutting(relay, lambda: relay.stop(signal.SIGKILL))
    desk = known.open(relay, cut.address)
    reference, _ = visited(desk)
    assert send(desk) == 1
    cut.join(20)
    assert [state for state, _ in states(desk)] == ["waiting"]
    assert len(relay.rows("ledger")) == 1
    relay.hand = office.as_uri()
    relay.start()
    until((office / reference).is_dir)
    again = known.open(relay)
    Outbox(again.database).retry(reference)
    assert send(again) == 1
    assert states(again) == [("sent", "http 200")]
    assert len(relay.rows("ledger")) == len(relay.rows("envelope")) == 1
    time.sleep(0.3)
    assert [place.name for place in office.iterdir()] == [reference]


class System:
    """The office's own program, which takes an Idempotency-Key once; `first` is what it does before it answers well."""

    def __init__(self, first=None) -> None:
        self.bodies: list[dict] = []
        self._first = first

    async def __call__(self, exchange: Exchange) -> bool:
        await exchange.take()
        if exchange.attempt == 0 and self._first:
            return self._first(exchange)
        self.bodies.append(json.loads(exchange.body))
        await exchange.answer(204)
        return True


@pytest.fixture
def authority(tmp_path):
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "system-ca.pem")
    return made


def served(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    return made


def to_system(office: Office, tmp_path: Path) -> str:
    return f'[relay.hand]\nurl = "{office.url}"\ntrust = "{tmp_path / "system-ca.pem"}"'


def test_a_system_gets_the_answers_and_the_papers_as_json(tmp_path, relays, submission, authority):
    system = System()
    with Office(system, served(authority)) as office:
        relay = relays(tmp_path / "relay", hand=to_system(office, tmp_path)).start()
        desk = relay.desks[0]
        envelope = desk.envelope(submission, [PAPER])
        relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
        told = until(lambda: system.bodies)[0]
        assert list(office.ledger.taken) == [envelope.id]
    assert (told["id"], told["reference"], told["desk"]) == (envelope.id, REFERENCE, "milano-1")
    assert told["answers"]["answers"]["cognome"]["value"] == "Rossi"
    assert [(paper["name"], paper["type"], base64.b64decode(paper["base64"])) for paper in told["papers"]] == [(PAPER.name, "application/pdf", PAPER.content)]


def test_a_mailbox_gets_the_answers_and_the_papers_as_attachments(tmp_path, relays, submission, authority):
    with Mailbox(served(authority)) as box:
        hand = [f'server = "smtp://localhost:{box.port}"', 'url = "mailto:protocollo@comune.example"', 'sender = "sportello@comune.example"']
        trust = f'trust = "{tmp_path / "system-ca.pem"}"'
        relay = relays(tmp_path / "relay", hand="\n".join(["[relay.hand]", *hand, trust])).start()
        desk = relay.desks[0]
        envelope = desk.envelope(submission, [PAPER])
        relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
        letter = until(lambda: box.letters)[0].message
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert letter["Subject"] == f"Domanda dallo sportello {REFERENCE}" and envelope.id in letter["Message-ID"]
    assert sorted(files) == ["answers.json", PAPER.name, "envelope.json"] and files[PAPER.name] == PAPER.content
    assert json.loads(files["answers.json"])["answers"]["cognome"]["value"] == "Rossi"
    assert "sigillata" not in letter.get_body().get_content()


def test_a_part_for_other_readers_is_handed_on_still_sealed(tmp_path, relays, submission, authority):
    system, others = System(), sealing.make_key()
    with Office(system, served(authority)) as office:
        relay = relays(tmp_path / "relay", hand=to_system(office, tmp_path)).start()
        desk = relay.desks[0]
        envelope = desk.envelope(submission, [PAPER], identity=(others[1],))
        relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
        told = until(lambda: system.bodies)[0]
    assert "Rossi" not in json.dumps(told) and told["papers"] == []
    assert [part["name"] for part in told["sealed"]] == ["identity.age"]
    assert b"Rossi" in sealing.unseal(base64.b64decode(told["sealed"][0]["base64"]), others[0])


def test_a_system_that_breaks_off_gets_it_again_under_the_same_id(tmp_path, relays, submission, authority):
    system = System(lambda exchange: exchange.cut())
    with Office(system, served(authority)) as office:
        relay = relays(tmp_path / "relay", hand=to_system(office, tmp_path)).start()
        desk = relay.desks[0]
        envelope = desk.envelope(submission)
        relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
        until(lambda: [row for row in relay.rows("envelope") if row["attempts"]])
        assert system.bodies == []
        # the relay is killed and another takes over: the line is tried anew
        relay.stop(signal.SIGKILL)
        assert main(["office", "ledger", "--config", str(relay.folder / "relay.toml"), "--retry", codes.grouped(REFERENCE, codes.REFERENCE)]) == 0
        relay.start()
        until(lambda: system.bodies)
        until(lambda: [row for row in relay.rows("envelope") if row["state"] == "sent"])
        assert list(office.ledger.taken) == [envelope.id] and office.ledger.attempts[envelope.id] == 2


def test_what_nobody_opened_waits_for_a_person(tmp_path, relays, submission, capsys):
    """Without `hand`: the office opens what waits, and says when it has it."""
    relay = relays(tmp_path / "relay").start()
    desk = relay.desks[0]
    envelope = desk.envelope(submission, [PAPER])
    relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
    told = str(relay.folder / "relay.toml")
    key = str(relay.folder / "office.key")
    assert main(["--config", told, "office", "open", REFERENCE, "-o", str(tmp_path / "out"), "-k", key]) == 0
    assert b"Rossi" in (tmp_path / "out" / "answers.json").read_bytes()
    assert main(["office", "ledger", "--config", told]) == 0
    assert f"{REFERENCE} del" in capsys.readouterr().out
    assert main(["office", "ledger", "--config", told, "--done", codes.grouped(REFERENCE, codes.REFERENCE)]) == 0
    assert f"{REFERENCE} del" not in capsys.readouterr().out
    assert relay.rows("envelope") == [] and len(relay.rows("ledger")) == 1
    assert main(["office", "ledger", "--config", told, "--done", REFERENCE]) == 1


def test_a_folder_that_is_away_is_waited_for(tmp_path, relays, submission):
    office = tmp_path / "stick"
    relay = relays(tmp_path / "relay", hand=office.as_uri()).start()
    desk = relay.desks[0]
    envelope = desk.envelope(submission)
    relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
    row = until(lambda: [row for row in relay.rows("envelope") if row["attempts"]])[0]
    assert (row["state"], row["outcome"], bytes(row["sealed"])) == ("waiting", "folder missing", envelope.content)
    assert not office.exists()


@pytest.mark.parametrize(("changes", "told"), [
    ({"secret": "{folder}/open.key"}, "anche altri possono leggere"),
    ({"secret": "{folder}/tls.pem"}, "non è una chiave segreta"),
    ({"key": "{folder}/open.key"}, "anche altri possono leggere"),
    ({"key": "{folder}/none"}, "non posso leggere"),
    ({"certificate": "{folder}/office.key"}, "non sono un certificato TLS"),
    ({"certificate": ""}, "servono il certificato"),
    ({"listen": "127.0.0.1"}, "serve dove ascoltare"),
    ({"listen": "192.0.2.1:8443"}, "non posso ascoltare"),
])
def test_a_relay_that_cannot_work_says_what_to_change(tmp_path, capsys, changes, told):
    folder = tmp_path / "relay"
    relay = Relay(folder, [Desk("milano-1", office_key(folder))])
    (folder / "open.key").write_text((folder / "office.key").read_text())
    (folder / "open.key").chmod(0o644)
    place = relay.write(**{name: value.format(folder=folder) for name, value in changes.items()})
    assert main(["office", "relay", "--config", str(place)]) == 1
    assert told in capsys.readouterr().err


def test_the_whole_way_can_be_tried_on_one_machine_with_two_commands(tmp_path):
    folder = tmp_path / "prova"
    for _ in range(2):
        with practising(folder) as said:
            desk = WholeDesk(config.load(said[0].split("--config ")[1].strip()))
            desk.open()
            reference, typed = visited(desk)
            assert send(desk) == 1
            found = until(lambda reference=reference: list(folder.glob(f"arrivate/{reference}/answers.json")))[0]
            assert json.loads(found.read_bytes())["answers"] == typed


@contextmanager
def practising(folder: Path) -> Iterator[list[str]]:
    """The relay of practice while it runs; what it said."""
    command = [sys.executable, "-m", "kiosk", "office", "relay", "--practice", str(folder)]
    relay = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
    try:
        yield [relay.stderr.readline() for _ in range(3)]
    finally:
        relay.terminate()
        relay.communicate()
    assert relay.returncode == 0


def test_the_store_of_a_desk_is_no_ledger(tmp_path, capsys):
    known = KnownDesk(tmp_path / "desk")
    relay = Relay(tmp_path / "relay", [known])
    office_key(relay.folder)
    visited(known.open(relay, "127.0.0.1:9"))
    relay.store = f"sqlite:///{known.folder / 'sportello.db'}"
    assert main(["office", "relay", "--config", str(relay.write())]) == 1
    assert "è di uno sportello" in capsys.readouterr().err


def test_without_the_part_of_the_office_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    import importlib.util
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "uvicorn" else found(name, *more))
    relay = Relay(tmp_path, [Desk("milano-1", office_key(tmp_path))])
    assert main(["office", "relay", "--config", str(relay.write())]) == 1
    assert "sportello[office]" in capsys.readouterr().err
