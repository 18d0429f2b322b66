"""From the disk to the office: who may take an envelope, what becomes of it, and that nothing is ever given up."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from kiosk.database import Database
from kiosk.dispatch import envelopes
from kiosk.dispatch.outbox import (
    DAY, LATER, PERSON, SENT, UNCERTAIN, WAITING, Outbox, Outcome, Waiting, backoff,
)
from kiosk.errors import DatabaseFailed, Rejected
from tests.offices.papers import SIGNING, TODAY, due, noise, opened

OK = Outcome(SENT, "http 200")


@pytest.fixture
def database(store_url):
    """The same over both kinds of store."""
    made = Database(store_url)
    yield made
    made.close()


@pytest.fixture
def outbox(database):
    return opened(database)


def row(database, sealed):
    with database.write() as store:
        return dict(store.rows("envelope", id=sealed.id)[0])


def shift(database, sealed, seconds: float) -> None:
    """As if so many seconds had passed for this row."""
    before = row(database, sealed)
    with database.write() as store:
        store.update("envelope", {"id": sealed.id}, due_at=before["due_at"] - seconds, leased_until=before["leased_until"] - seconds)


def test_two_desks_of_one_store_have_a_chain_each(database):
    sealed = [Outbox(database, desk, SIGNING).accept(noise(reference)) for desk, reference in (("a", "4821093716"), ("b", "4821093717"))]

    assert [(head.desk, head.seq) for head in (envelopes.read(one.content) for one in sealed)] == [("a", 1), ("b", 1)]


def test_the_same_envelope_twice_is_kept_once(outbox):
    sealed = noise()
    first, second = outbox.accept(sealed), outbox.accept(sealed)

    assert first == second
    assert [waiting.reference for waiting in outbox.waiting()] == ["4821093716"]


def test_a_desk_whose_numbers_the_office_knows_already_begins_another_chain(outbox):
    """Its store came back from an old copy: what it numbers from now on must not be refused for ever."""
    first = envelopes.read(outbox.accept(noise()).content)
    outbox.record(*outbox.claim(), Outcome(PERSON, "http 409 fork"))
    later = envelopes.read(outbox.accept(noise("4821093717")).content)

    assert (later.seq, later.prev) == (1, "")
    assert later.chain != first.chain


def test_another_content_under_the_same_id_is_refused(outbox):
    sealed = noise()
    outbox.accept(sealed)
    with pytest.raises(DatabaseFailed):
        outbox.accept(envelopes.Sealed(sealed.id, "4821093717", TODAY, noise().parts))


def test_an_envelope_that_cannot_be_kept_leaves_the_draft_and_the_chain_as_they_were(database, outbox):
    with database.write() as store:
        store.insert("draft", locator=b"l" * 16, epoch=0, revision=1, locked=b"x", expires_on="2026-12-01", holder="")
    outbox.accept(noise())
    with pytest.raises(DatabaseFailed):
        outbox.accept(noise(), draft=b"l" * 16)
    with database.write() as store:
        assert len(store.rows("draft", "revision")) == 1
        assert [chain["seq"] for chain in store.rows("chain", "seq")] == [1]


def test_two_senders_never_hold_the_same_envelope(store_url, outbox):
    references = {f"48210937{number:02}" for number in range(40)}
    for reference in references:
        outbox.accept(noise(reference, 10), "comune")
    taken = []

    def take():
        database = Database(store_url)
        mine = Outbox(database)
        while parcels := mine.claim():
            taken.append(parcels[0].reference)
            mine.record(parcels[0], OK)
        database.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(taken) == sorted(references)
    assert outbox.waiting() == ()


def test_a_holder_that_died_loses_its_lease_and_what_it_says_later_counts_for_nothing(database, outbox):
    sealed = noise()
    outbox.accept(sealed, "comune")
    first, = outbox.claim(lease=60)
    assert outbox.claim() == ()
    shift(database, sealed, 61)
    second, = outbox.claim()

    assert (first.id, first.content) == (second.id, second.content)
    assert outbox.record(first, OK) is False
    assert outbox.keep(first, 60) is False
    assert [one.state for one in outbox.waiting()] == [WAITING]
    assert outbox.record(second, OK) is True
    assert outbox.record(second, Outcome(LATER, "late")) is False


def test_a_lease_can_be_made_longer(database, outbox):
    sealed = noise()
    outbox.accept(sealed)
    parcel, = outbox.claim(lease=60)
    assert outbox.keep(parcel, 600)
    shift(database, sealed, 61)

    assert outbox.claim() == ()


def test_a_destination_can_be_left_alone(outbox):
    outbox.accept(noise("4821093716"), "comune")
    outbox.accept(noise("4821093717"), "caf")

    assert [parcel.destination for parcel in outbox.claim(5, apart={"comune"})] == ["caf"]


def test_what_was_sent_is_not_in_the_files_of_the_store_any_more(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    outbox, sealed = opened(database), noise()
    content = outbox.accept(sealed).content
    outbox.record(*outbox.claim(), OK)
    kept = b"".join(place.read_bytes() for place in (tmp_path / "desk").iterdir())

    assert [part for _, part, _ in sealed.parts if part[100:200] in kept] == []
    assert content[:200] not in kept
    database.close()


def test_what_was_sent_is_known_and_empty(outbox):
    sealed = noise()
    outbox.accept(sealed)
    outbox.record(*outbox.claim(), OK)

    assert outbox.sealed(sealed.reference) is None
    assert outbox.has(sealed.reference)
    assert outbox.accept(sealed).content == b""


def test_receipts_are_kept_for_thirty_days(database, outbox):
    sealed = noise()
    outbox.accept(sealed)
    outbox.record(*outbox.claim(), OK)
    with database.write() as store:
        sent_at = store.now()
    sent_on = date.fromtimestamp(sent_at)

    assert outbox.forget_receipts(sent_on + timedelta(days=30)) == 0
    assert outbox.forget_receipts(sent_on + timedelta(days=32)) == 1
    assert not outbox.has(sealed.reference)


def test_what_is_not_sent_is_never_forgotten(outbox):
    outbox.accept(noise("4821093716"))
    outbox.accept(noise("4821093717"))
    outbox.record(outbox.claim(1)[0], Outcome(PERSON, "http 403"))

    assert outbox.forget_receipts(TODAY + timedelta(days=4000)) == 0
    assert len(outbox.waiting()) == 2


def test_waits_grow_to_an_hour_and_are_spread(outbox):
    for attempts, longest in ((0, 30), (1, 60), (3, 240), (7, 3600), (100_000, 3600)):
        waits = [backoff(attempts) for _ in range(400)]
        assert 0 <= min(waits) < longest / 8
        assert longest * 7 / 8 < max(waits) <= longest


@pytest.mark.parametrize(("after", "least", "most"), [(None, 0, 30), (45.0, 45, 45), (DAY, DAY, DAY)])
def test_what_comes_later_is_due_after_the_wait(database, outbox, after, least, most):
    sealed = noise()
    outbox.accept(sealed)
    parcel, = outbox.claim()
    with database.write() as store:
        before = store.now()
    outbox.record(parcel, Outcome(LATER, "http 503", after))

    assert least <= row(database, sealed)["due_at"] - before <= most + 5
    assert [(one.attempts, one.outcome) for one in outbox.waiting()] == [(1, "http 503")]


def test_an_uncertain_letter_is_tried_once_more_after_a_day_and_then_a_person_is_asked(database, outbox):
    sealed = noise()
    outbox.accept(sealed, "posta")
    outbox.record(*outbox.claim(), Outcome(UNCERTAIN, "uncertain"))
    assert outbox.claim() == ()
    assert [one.state for one in outbox.overdue(TODAY)] == [UNCERTAIN]
    shift(database, sealed, DAY - 60)
    assert outbox.claim() == ()
    shift(database, sealed, 61)
    outbox.record(*outbox.claim(), Outcome(LATER, "lost"))
    assert row(database, sealed)["state"] == UNCERTAIN
    due(database)
    outbox.record(*outbox.claim(), Outcome(UNCERTAIN, "uncertain"))
    due(database)

    assert outbox.claim() == ()
    assert row(database, sealed)["state"] == PERSON
    assert outbox.sealed(sealed.reference)


def test_a_person_makes_it_go_again(database, outbox):
    first, second = noise("4821093716"), noise("4821093717")
    for sealed in (first, second):
        outbox.accept(sealed)
        outbox.record(*outbox.claim(), Outcome(PERSON, "http 403"))
    due(database)
    assert outbox.claim() == ()

    assert outbox.retry("4821093716") == 1
    assert [parcel.reference for parcel in outbox.claim(5)] == ["4821093716"]
    assert outbox.retry() == 2
    assert [parcel.reference for parcel in outbox.claim(5)] == ["4821093717"]
    assert outbox.retry("0000000000") == 0


def test_three_days_without_delivery_ask_a_person(outbox):
    outbox.accept(noise(), "comune")

    assert outbox.overdue(TODAY + timedelta(days=2)) == ()
    assert outbox.overdue(TODAY + timedelta(days=3)) == (
        Waiting(outbox.waiting()[0].id, "4821093716", TODAY, WAITING, "comune", 0, ""),
    )


def test_a_clock_that_ran_ahead_does_not_put_off_for_years(database, outbox):
    ahead, soon = noise("4821093716"), noise("4821093717")
    for sealed, wait in ((ahead, 50 * 365 * DAY), (soon, 3600.0)):
        outbox.accept(sealed)
        outbox.record(*outbox.claim(), Outcome(LATER, "http 503", wait))
    outbox.mend_times()

    assert [parcel.reference for parcel in outbox.claim(5)] == ["4821093716"]


def test_when_a_destination_answers_again_what_waited_for_the_line_is_due(outbox):
    for reference, code in (("4821093716", "connect"), ("4821093717", "http 503")):
        outbox.accept(noise(reference), "comune")
        outbox.record(*outbox.claim(), Outcome(LATER, code, 3600.0))
    outbox.hasten("comune", {"connect"})

    assert [parcel.reference for parcel in outbox.claim(5)] == ["4821093716"]


def test_what_is_printed_is_settled_by_the_visit_itself(outbox):
    first, second = noise("4821093716"), noise("4821093717")
    for sealed in (first, second):
        outbox.accept(sealed, "carta")

    assert outbox.settle(first.id, Outcome(SENT, "printed"))
    assert outbox.settle(second.id, Outcome(PERSON, "not printed"))
    assert [(one.reference, one.state) for one in outbox.waiting()] == [("4821093717", PERSON)]


def test_an_exported_envelope_is_whole_and_stays(tmp_path, outbox):
    envelope = outbox.accept(noise())
    place = outbox.export("4821093716", tmp_path)

    assert place.read_bytes() == envelope.content
    assert place.name == f"4821093716-{envelope.id}.zip"
    assert outbox.export("4821093716", tmp_path) == place
    assert [one.state for one in outbox.waiting()] == [WAITING]
    with pytest.raises(Rejected):
        outbox.export("0000000000", tmp_path)


def test_a_parcel_does_not_show_its_content(outbox):
    outbox.accept(noise())
    parcel, = outbox.claim()

    assert "PK" in parcel.content.decode("latin-1")[:2]
    assert "PK" not in repr(parcel)
