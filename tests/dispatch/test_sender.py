"""The sender as it runs at a desk: a store, a configuration, offices on the loopback; killed, stopped, left alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import trustme

from kiosk.config import Config, Destination
from kiosk.database import Database
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import PERSON, WAITING
from kiosk.dispatch.sender import Sender
from tests.offices import https
from tests.offices.https import Office
from tests.offices.papers import due, noise, opened
from tests.practice import ROOT

CONFIG = """
[store]
folder = "{folder}"
[office]
recipients = ["age1x"]
[destinations.comune]
url = "{url}"
trust = "ca.pem"
"""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority):
    import ssl
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    return made


@pytest.fixture
def outbox(database):
    return opened(database)


@pytest.fixture
def folder(tmp_path, authority):
    (tmp_path / "desk").mkdir(exist_ok=True)
    authority.cert_pem.write_to_path(tmp_path / "desk" / "ca.pem")
    return tmp_path / "desk"


@pytest.fixture
def sender_to(folder, database):
    """A sender of this desk, for these destinations by name."""
    made = []

    def built(probe: float = 60, **urls: str) -> Sender:
        destinations = tuple(Destination(name, url, trust="ca.pem") for name, url in urls.items())
        config = Config(folder=folder, store=database.url, destinations=destinations)
        made.append(Sender(config, Limits(2, 0.5), probe))
        return made[-1]

    yield built
    for sender in made:
        sender.close()


def states(outbox):
    return {one.reference: (one.state, one.outcome) for one in outbox.waiting()}


def test_everything_due_is_carried_to_its_office(outbox, sender_to, context, folder, capfd):
    (folder / "stick").mkdir()
    for reference, destination in (("4821093716", "comune"), ("4821093724", "stick"), ("4821093732", "comune")):
        outbox.accept(noise(reference), destination)
    with Office(context=context) as office:
        assert sender_to(comune=office.url, stick=f"file://{folder}/stick").once() == 3
    said = capfd.readouterr().err

    assert states(outbox) == {}
    assert len(office.ledger.taken) == 2 and len(list((folder / "stick").iterdir())) == 1
    assert "4821093716" not in said and "comune http 200" in said


def test_what_is_printed_or_collected_is_left_alone_and_an_unknown_office_asks_a_person(outbox, sender_to):
    for reference, destination in (("4821093716", ""), ("4821093724", "carta"), ("4821093732", "chiuso")):
        outbox.accept(noise(reference), destination)

    assert sender_to(carta="print:").once() == 1
    assert states(outbox) == {"4821093716": (WAITING, ""), "4821093724": (WAITING, ""), "4821093732": (PERSON, "destination")}


def test_an_office_that_does_not_answer_is_asked_once_a_minute_and_the_others_do_not_wait(outbox, sender_to, context):
    with Office(context=context) as closed:
        pass
    for reference, destination in (("4821093716", "caf"), ("4821093724", "caf"), ("4821093732", "comune")):
        outbox.accept(noise(reference), destination)
    with Office(context=context) as office:
        sender = sender_to(caf=f"https://localhost:{closed.port}/", comune=office.url)
        assert sender.once() == 2
        assert sorted(states(outbox).values()) == [(WAITING, ""), (WAITING, "connect")]
        assert sender.once() == 0


def test_when_the_line_is_back_all_goes_at_once(outbox, sender_to, context, folder):
    references = ("4821093716", "4821093724", "4821093732")
    with Office(context=context) as office:
        sender = sender_to(probe=0.0, comune=office.url)

        async def away(exchange):
            exchange.cut()

        office.reply = away
        for reference in references:
            outbox.accept(noise(reference), "comune")
            assert sender.once() == 1
        office.reply = https.takes
        outbox.accept(noise("4821093740"), "comune")
        sender.once()

    assert states(outbox) == {}
    assert len(office.ledger.taken) == 4


def test_a_setting_that_is_wrong_is_tried_again_later(outbox, sender_to, folder, context):
    outbox.accept(noise(), "comune")
    (folder / "ca.pem").unlink()
    assert sender_to(comune="https://localhost:1/").once() == 1
    assert states(outbox) == {"4821093716": (WAITING, "settings")}


@pytest.fixture
def started(folder, tmp_path):
    """`sportello send` as a process of its own."""
    processes = []

    def start(url: str, *more: str) -> subprocess.Popen:
        (tmp_path / "desk.toml").write_text(CONFIG.format(folder=folder, url=url))
        command = [sys.executable, "-m", "kiosk", "send", "--config", str(tmp_path / "desk.toml"), *more]
        processes.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def until(true) -> None:
    limit = time.monotonic() + 100
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_the_command_sends_once_and_ends(outbox, started, context):
    outbox.accept(noise(), "comune")
    with Office(context=context) as office:
        assert started(office.url, "--once").wait(100) == 0
    assert (states(outbox), len(office.ledger.taken)) == ({}, 1)


def test_where_the_log_is_full_it_sends_all_the_same(outbox, folder, tmp_path):
    (tmp_path / "comune").mkdir()
    for reference in ("4821093716", "4821093724"):
        outbox.accept(noise(reference), "comune")
    (tmp_path / "desk.toml").write_text(CONFIG.format(folder=folder, url=(tmp_path / "comune").as_uri()))
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "kiosk", "send", "--once", "--config", str(tmp_path / "desk.toml")]
        assert subprocess.run(command, cwd=ROOT, stderr=full, timeout=100).returncode == 0
    assert (states(outbox), len(list((tmp_path / "comune").iterdir()))) == ({}, 2)


def test_told_to_end_it_finishes_the_envelope_in_hand(outbox, started, context):
    held = []

    async def slow(exchange):
        await exchange.take()
        held.append(exchange)
        await asyncio.sleep(1)
        await exchange.answer(200, exchange.receipt())

    outbox.accept(noise("4821093716"), "comune")
    outbox.accept(noise("4821093724"), "comune")
    with Office(slow, context) as office:
        process = started(office.url)
        until(lambda: held)
        process.send_signal(signal.SIGTERM)
        assert process.wait(100) == 0

    assert len(states(outbox)) == len(held) == 1


def test_killed_while_the_office_has_it_the_envelope_comes_again_and_is_taken_once(outbox, started, context, database):
    held = []

    async def holds(exchange):
        await exchange.take()
        held.append(exchange)
        await asyncio.sleep(30)

    outbox.accept(noise(), "comune")
    with Office(holds, context) as office:
        process = started(office.url)
        until(lambda: held)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert outbox.claim() == ()
        office.reply = https.takes
        due(database)
        assert started(office.url, "--once").wait(100) == 0

    assert states(outbox) == {}
    assert (sum(office.ledger.attempts.values()), len(office.ledger.taken), office.ledger.duplicates) == (2, 1, 0)


def test_two_senders_of_one_store_deliver_each_envelope_once(outbox, started, context):
    for number in range(30):
        outbox.accept(noise(f"48210937{number:02}", 100), "comune")
    with Office(context=context) as office:
        both = [started(office.url, "--once") for _ in range(2)]
        assert [process.wait(100) for process in both] == [0, 0]

    assert states(outbox) == {}
    assert set(office.ledger.attempts.values()) == {1} and len(office.ledger.taken) == 30


def test_a_store_that_is_away_holds_up_no_other(outbox, folder, context, database):
    outbox.accept(noise(), "comune")
    with Office(context=context) as office:
        config = Config(folder=folder, store=database.url, destinations=(Destination("comune", office.url, trust="ca.pem"),))
        sender = Sender(replace(config, store="postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"))
        assert sender.once() == 1
        sender.close()
    assert states(outbox) == {}


def test_an_office_that_only_another_desk_knows_is_left_to_that_desk(shared_url, folder, context):
    database = Database(shared_url)
    outbox = opened(database)
    outbox.accept(noise(), "caf")
    with Office(context=context) as office:
        ours, theirs = (
            Sender(Config(folder=folder, store=shared_url, destinations=(Destination(name, office.url, trust="ca.pem"),)))
            for name in ("comune", "caf")
        )
        ours.once()
        assert states(outbox) == {"4821093716": (WAITING, "")}
        assert theirs.once() == 1
        for sender in (ours, theirs):
            sender.close()
    assert states(outbox) == {}
    database.close()
