"""Two relays on one PostgreSQL: one ledger, one hand-over of each envelope, whichever of them dies."""

from __future__ import annotations

import asyncio
import shutil
import signal
import ssl
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme

from kiosk.database import Database
from tests import stores
from tests.offices import papers
from tests.offices.https import Exchange, Office
from tests.offices.relay import Desk, Relay, office_key, until

DESKS = 5


class SlowSystem:
    """Takes a key once; stops in the middle of the envelope `held` until it is let go."""

    def __init__(self) -> None:
        self.held = ""
        self.is_holding = False

    async def __call__(self, exchange: Exchange) -> bool:
        await exchange.take()
        if exchange.key == self.held and exchange.attempt == 0:
            self.is_holding = True
            await asyncio.sleep(60)
        await exchange.answer(204)
        return True


@pytest.fixture
def system(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "system-ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with Office(SlowSystem(), context) as office:
        yield office


@pytest.fixture
def two(tmp_path, shared_url, system):
    """Two relays that share a ledger, and hand on to one system."""
    office = office_key(tmp_path / "one")
    (tmp_path / "two").mkdir()
    shutil.copy(tmp_path / "one" / "office.key", tmp_path / "two" / "office.key")
    desks = [Desk(f"desk-{place}", office) for place in range(DESKS)]
    hand = f'[relay.hand]\nurl = "{system.url}"\ntrust = "{tmp_path / "system-ca.pem"}"'
    made = [Relay(tmp_path / name, desks, store=shared_url, hand=hand) for name in ("one", "two")]
    yield made
    for relay in made:
        relay.stop(signal.SIGKILL)


def post(relay: Relay, desk: Desk, envelope) -> int:
    return relay.post(envelope.content, desk.headers(envelope.id, envelope.content)).status_code


def test_each_envelope_is_handed_on_once_though_one_relay_dies_with_one_in_its_hands(two, system, submission):
    one, other = two
    made = [(desk, desk.envelope(submission)) for desk in one.desks for _ in range(3)]
    system.reply.held = made[0][1].id
    one.start()
    assert post(one, *made[0]) == 201
    until(lambda: system.reply.is_holding)
    other.start()
    with ThreadPoolExecutor(6) as together:
        assert set(together.map(lambda pair: post(two[made.index(pair) % 2], *pair), made[1:])) == {201}
        # the same again at the other one: the same receipt, nothing new
        assert set(together.map(lambda pair: post(two[(made.index(pair) + 1) % 2], *pair), made)) == {200}
    until(lambda: len(system.ledger.taken) == len(made))
    one.stop(signal.SIGKILL)
    assert [row["id"] for row in other.rows("envelope") if row["state"] == "waiting"] == [made[0][1].id]
    # the time of its lease has passed
    database = Database(other.store)
    papers.due(database)
    database.close()
    until(lambda: all(row["state"] == "sent" for row in other.rows("envelope")))
    assert sorted(system.ledger.taken) == sorted(envelope.id for _, envelope in made)
    assert system.ledger.duplicates == 0
    assert dict(system.ledger.attempts) == {envelope.id: 2 if envelope.id == made[0][1].id else 1 for _, envelope in made}
    assert len(other.rows("ledger")) == len(made)


def test_of_two_contradicting_envelopes_at_the_same_moment_one_is_taken(two, submission):
    for relay in two:
        relay.start()
    pairs = []
    for desk in two[0].desks:
        first = desk.envelope(submission)
        fourth, fifth = desk.envelope(submission, seq=4, prev="1" * 64), desk.envelope(submission, seq=5, prev="2" * 64)
        for near, far in ((first, desk.envelope(submission, seq=1, prev="")), (fourth, fifth)):
            pairs.append(((two[0], desk, near), (two[1], desk, far)))
    with ThreadPoolExecutor(8) as together:
        for pair in pairs:
            assert sorted(together.map(lambda sent: post(*sent), pair)) == [201, 409]
    rows = two[0].rows("ledger")
    assert sorted(row["verdict"] for row in rows) == ["fork"] * len(pairs) + ["kept"] * len(pairs)


def test_the_same_envelope_at_both_in_the_same_moment_is_one(two, submission):
    for relay in two:
        relay.start()
    with ThreadPoolExecutor(8) as together:
        for desk in two[0].desks:
            envelope = desk.envelope(submission)
            assert sorted(together.map(lambda relay: post(relay, desk, envelope), two * 2)) == [200, 200, 200, 201]
    assert len(two[0].rows("ledger")) == DESKS


def test_a_store_that_is_away_is_told_as_such(two, submission):
    relay = two[0].start()
    desk = relay.desks[0]
    envelope = desk.envelope(submission)
    name = relay.store.partition("?")[0].rpartition("/")[2]
    stores.admin(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    answer = relay.post(envelope.content, desk.headers(envelope.id, envelope.content))
    assert (answer.status_code, answer.json(), answer.headers["retry-after"]) == (503, {"code": "store"}, "60")
    stores.admin(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    until(lambda: post(relay, desk, envelope) == 201)
