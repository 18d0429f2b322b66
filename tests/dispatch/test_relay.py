"""The office's side of HTTPS: what is taken, what is refused, and what the ledger shows."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import pytest

from kiosk.__main__ import main
from kiosk.dispatch import envelopes
from kiosk.dispatch.envelopes import Keys, Link
from tests.offices.relay import Desk, Relay, office_key, told


@pytest.fixture(scope="module")
def relay(tmp_path_factory) -> Relay:
    folder = tmp_path_factory.mktemp("relay")
    office = office_key(folder)
    made = Relay(folder, [Desk(f"desk-{place}", office) for place in range(40)])
    yield made.start()
    made.stop()


@pytest.fixture
def desk(relay: Relay) -> Desk:
    """One that has not been used yet."""
    return relay.fresh()


def sent(relay: Relay, desk: Desk, envelope, **more):
    return relay.post(envelope.content, desk.headers(envelope.id, envelope.content, **more))


def test_an_envelope_is_on_the_disk_when_the_desk_is_told(relay, desk, submission):
    envelope = desk.envelope(submission)
    answer = sent(relay, desk, envelope)
    assert answer.status_code == 201
    assert answer.json() == {"id": envelope.id, "sha256": hashlib.sha256(envelope.content).hexdigest()}
    kept = next(row for row in relay.rows("envelope") if row["id"] == envelope.id)
    assert bytes(kept["sealed"]) == envelope.content and kept["state"] == "waiting"
    row = next(row for row in relay.rows("ledger") if row["id"] == envelope.id)
    assert (row["desk"], row["seq"], row["head"], row["sha256"]) == (desk.name, 1, envelope.head, envelope.sha256)


def test_the_same_request_again_gives_the_same_receipt_and_no_second_row(relay, desk, submission):
    envelope = desk.envelope(submission)
    headers = desk.headers(envelope.id, envelope.content)
    first, again = relay.post(envelope.content, headers), relay.post(envelope.content, headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len([row for row in relay.rows("ledger") if row["id"] == envelope.id]) == 1


@pytest.mark.parametrize("late", [-301, 301, 86400, -10**9])
def test_a_captured_request_is_worth_nothing_after_five_minutes(relay, desk, submission, late):
    envelope = desk.envelope(submission)
    assert told(sent(relay, desk, envelope, at=time.time() + late)) == (400, "clock")
    assert envelope.id not in {row["id"] for row in relay.rows("ledger")}


def test_another_content_with_the_same_id_is_refused_even_with_a_good_signature(relay, desk, submission):
    first = desk.envelope(submission)
    assert sent(relay, desk, first).status_code == 201
    other = envelopes.seal(submission, (), Keys((desk.office,)))
    other = envelopes.close(replace(other, id=first.id), Link(desk.name, desk.chain, 2, desk.prev), desk.secret)
    assert told(sent(relay, desk, other)) == (409, "id")
    assert [row["sha256"] for row in relay.rows("ledger") if row["id"] == first.id] == [first.sha256]


def test_a_body_changed_on_the_way_is_refused(relay, desk, submission):
    envelope, other = desk.envelope(submission), desk.envelope(submission)
    headers = desk.headers(envelope.id, envelope.content)
    assert told(relay.post(other.content, headers)) == (400, "id")
    changed = bytearray(envelope.content)
    changed[len(changed) // 2] ^= 1
    assert told(relay.post(bytes(changed), headers)) == (422, "envelope")


def test_who_is_not_known_or_does_not_hold_the_key_leaves_no_row(relay, desk, submission):
    before = relay.rows("ledger"), relay.rows("envelope"), relay.rows("chain")
    stranger = Desk("nobody", desk.office)
    envelope = stranger.envelope(submission)
    assert told(sent(relay, stranger, envelope)) == (401, "desk")
    thief = Desk(desk.name, desk.office)
    envelope = thief.envelope(submission)
    assert told(sent(relay, thief, envelope)) == (401, "signature")
    # the request is the desk's, the envelope another's: and the other way round
    assert told(sent(relay, desk, envelope)) == (401, "key")
    own = desk.envelope(submission)
    assert told(sent(relay, thief, own)) == (401, "signature")
    assert (relay.rows("ledger"), relay.rows("envelope"), relay.rows("chain")) == before


def test_an_envelope_that_this_office_cannot_open_stays_with_the_desk(relay, desk, submission, tmp_path):
    envelope = desk.envelope(submission, office=office_key(tmp_path / "other"))
    assert told(sent(relay, desk, envelope)) == (422, "recipients")


def test_what_comes_ahead_is_kept_and_the_gap_is_seen_until_it_is_filled(relay, desk, submission, capsys):
    made = [desk.envelope(submission) for _ in range(5)]
    for envelope in (made[0], made[4], made[3]):
        assert sent(relay, desk, envelope).status_code == 201
    assert f"{desk.name} ({desk.chain}): ultima 5, arrivate 3; mancano 2-3" in ledger(relay, capsys)
    for envelope in (made[2], made[1]):
        assert sent(relay, desk, envelope).status_code == 201
    assert f"{desk.name} ({desk.chain}): ultima 5, arrivate 5" in ledger(relay, capsys)


def test_a_second_envelope_with_a_number_is_refused_and_seen(relay, desk, submission, capsys):
    first = desk.envelope(submission)
    assert sent(relay, desk, first).status_code == 201
    fork = desk.envelope(submission, seq=1, prev="")
    for _ in range(2):
        assert told(sent(relay, desk, fork)) == (409, "fork")
    assert f"{desk.name} ({desk.chain}): ultima 1, arrivate 1; doppie, rifiutate: 1" in ledger(relay, capsys)
    assert not [row for row in relay.rows("envelope") if row["id"] == fork.id]


def test_an_envelope_replaced_put_in_or_taken_out_is_noticed(relay, desk, submission, capsys):
    first, second, third = (desk.envelope(submission) for _ in range(3))
    for envelope in (first, third):
        assert sent(relay, desk, envelope).status_code == 201
    # somebody with the key of the desk replaces the second: its neighbour names another
    replaced = desk.envelope(submission, seq=2, prev=first.head)
    assert told(sent(relay, desk, replaced)) == (409, "fork")
    # or puts one in after the third that follows from nothing known
    put_in = desk.envelope(submission, seq=4, prev="0" * 64)
    assert told(sent(relay, desk, put_in)) == (409, "fork")
    # taken out: the number stays missing
    assert "mancano 2; doppie, rifiutate: 2, 4" in ledger(relay, capsys)
    assert sent(relay, desk, second).status_code == 201


def test_a_chain_belongs_to_one_desk(relay, desk, submission):
    assert sent(relay, desk, desk.envelope(submission)).status_code == 201
    other = next(one for one in relay.desks if one.name != desk.name)
    envelope = other.envelope(submission, chain=desk.chain, seq=2, prev=desk.prev)
    assert told(sent(relay, other, envelope)) == (409, "chain")


def test_two_desks_may_give_the_same_number_to_two_people(relay, submission, capsys):
    one, two = relay.fresh(), relay.fresh()
    made = {desk: desk.envelope(submission) for desk in (one, two)}
    assert [sent(relay, *pair).status_code for pair in made.items()] == [201, 201]
    assert made[two].id[:10] in ledger(relay, capsys)


def ledger(relay: Relay, capsys) -> str:
    assert main(["office", "ledger", "--config", str(relay.folder / "relay.toml")]) == 0
    return capsys.readouterr().out
