"""What stands in the row of an envelope after each thing that can be done with it, and that its neighbours stay as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.database import Database
from kiosk.dispatch import envelopes, outbox
from kiosk.dispatch.outbox import DAMAGED, DAY, LATER, PERSON, PRINTED, SENT, SPOOLED, UNCERTAIN, WAITING, Outbox, Outcome, Parcel
from kiosk.errors import DatabaseFailed, Rejected
from tests.offices.papers import SIGNING, TODAY, noise

FIRST, SECOND, THIRD = "4821093716", "4821093717", "4821093718"
DRAFT = {"epoch": 0, "revision": 1, "expires_on": "2026-12-01", "holder": "", "desk": "", "saved_at": ""}


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    yield made
    made.close()


@pytest.fixture
def box(database):
    return Outbox(database, "milano-1", SIGNING)


@pytest.fixture
def row(database):
    """The row of a reference; with values, changed to those."""

    def found(reference: str, **changed: object) -> dict:
        with database.write() as store:
            store.update("envelope", {"reference": reference}, **changed or {"reference": reference})
            return dict(store.rows("envelope", reference=reference)[0])

    return found


@pytest.fixture
def now(database):
    with database.write() as store:
        return store.now()


def soon(seconds: float):
    return pytest.approx(seconds, abs=30)


def claimed(box: Outbox, **more: object) -> list[str]:
    return sorted(parcel.reference for parcel in box.claim(9, **more))


def test_the_words_in_a_store_are_those_they_always_were():
    assert (WAITING, UNCERTAIN, PERSON, SENT, SPOOLED) == ("waiting", "uncertain", "person", "sent", "spooled")
    assert (DAMAGED, LATER, PRINTED, outbox.FORK) == ("damaged", "later", "printed", " fork")


def test_the_longest_wait_doubles_from_half_a_minute_to_an_hour(monkeypatch):
    monkeypatch.setattr(outbox.secrets, "randbelow", lambda below: below - 1)

    assert [round(outbox.backoff(tries), 3) for tries in (0, 1, 2, 6, 7, 9, 100_000)] == [30, 60, 120, 1920, 3600, 3600, 3600]
    assert DAY == 86_400.0


@pytest.mark.parametrize(("media", "end"), [
    (None, ".zip"), ("application/vnd.sportello.envelope+zip", ".zip"), ("application/zip", ".zip"), ("application/json", ".json"), ("text/plain", ""),
])
def test_a_file_is_named_by_its_reference_its_id_and_its_kind(media, end):
    parcel = Parcel("ab", FIRST, "", b"PK", "", 0, 0, **{"media": media} if media else {})

    assert parcel.file_name == f"{FIRST}-ab{end}"


def test_a_new_row_says_nothing_but_that_it_waits(box, row, now):
    envelope = box.accept(noise(FIRST), "comune")
    kept = row(FIRST)

    assert (kept["state"], kept["destination"], kept["fence"], kept["leased_until"], kept["due_at"], kept["attempts"], kept["outcome"], kept["seq"]) == (
        "waiting", "comune", 0, 0.0, 0.0, 0, "", 1)
    assert (kept["id"], kept["sha256"], len(kept["chain"])) == (envelope.id, envelope.sha256, 16)


def test_what_belongs_beside_it_is_done_with_it_or_not_at_all(database, box):
    with database.write() as store:
        for locator in (b"l" * 16, b"m" * 16):
            store.insert("draft", **DRAFT, locator=locator, locked=b"x")

    def fails(store):
        raise DatabaseFailed("no")

    with pytest.raises(DatabaseFailed):
        box.accept(noise(FIRST), draft=b"l" * 16, beside=fails)
    assert box.waiting() == ()
    box.accept(noise(FIRST), draft=b"l" * 16, beside=lambda store: store.delete("last_day"))
    with database.write() as store:
        assert [bytes(draft["locator"]) for draft in store.rows("draft")] == [b"m" * 16]


def test_a_draft_that_became_an_envelope_is_in_no_file_any_more(tmp_path, database, box):
    with database.write() as store:
        store.insert("draft", **DRAFT, locator=b"l" * 16, locked=b"a canary in a draft" * 9)
    box.accept(noise(FIRST), draft=b"l" * 16)

    assert b"canary" not in b"".join(place.read_bytes() for place in (tmp_path / "desk").iterdir())


def test_the_same_envelope_again_is_what_was_kept_and_after_its_delivery_an_empty_one(box):
    sealed = noise(FIRST)
    first = box.accept(sealed)
    assert box.accept(sealed) == first and first.head == envelopes.read(first.content).head
    with pytest.raises(DatabaseFailed):
        box.accept(envelopes.Sealed(sealed.id, FIRST, TODAY, noise().parts))
    box.record(*box.claim(), Outcome(SENT, "http 200"))

    again = box.accept(sealed)
    assert (again.id, again.reference, again.accepted_on, again.content, again.head) == (sealed.id, FIRST, TODAY, b"", "")


def test_a_claim_takes_what_waits_before_what_is_uncertain_and_no_more_than_asked_for(box, row):
    for reference in (FIRST, SECOND, THIRD):
        box.accept(noise(reference))
    row(FIRST, state=UNCERTAIN)
    row(SECOND, state=UNCERTAIN)

    assert [parcel.reference for parcel in box.claim()] == [THIRD]
    assert len(box.claim()) == 1 and len(box.claim(5)) == 1
    assert box.claim(5) == ()


def test_a_claim_lasts_a_minute_unless_it_is_said_how_long(box, row, now):
    box.accept(noise(FIRST))
    box.accept(noise(SECOND))
    box.claim()
    box.claim(lease=600.0)

    assert sorted((row(FIRST)["leased_until"], row(SECOND)["leased_until"])) == [soon(now + 60), soon(now + 600)]


def test_what_was_damaged_is_put_before_a_person_and_holds_up_nobody(box, row):
    for reference in (FIRST, SECOND):
        box.accept(noise(reference))
    row(FIRST, due_at=-2.0, sealed=b"spoilt")
    row(SECOND, due_at=-1.0)

    assert [parcel.reference for parcel in box.claim(1)] == [SECOND]
    assert (row(FIRST)["state"], row(FIRST)["outcome"], row(FIRST)["leased_until"]) == ("person", "damaged", 0.0)
    assert (row(SECOND)["state"], row(SECOND)["outcome"]) == ("waiting", "")


def test_whole_ones_go_although_one_among_them_is_damaged(box, row):
    for reference in (FIRST, SECOND, THIRD):
        box.accept(noise(reference))
    row(SECOND, sealed=b"spoilt")

    assert claimed(box) == [FIRST, THIRD]
    assert [row(reference)["state"] for reference in (FIRST, SECOND, THIRD)] == ["waiting", "person", "waiting"]


def test_a_destination_apart_is_left_in_every_state(box, row):
    for reference, destination in ((FIRST, "comune"), (SECOND, "comune"), (THIRD, "caf")):
        box.accept(noise(reference), destination)
    row(SECOND, state=UNCERTAIN)
    row(THIRD, state=UNCERTAIN)

    assert claimed(box, apart={"comune"}) == [THIRD]


def test_damaged_ones_of_a_destination_apart_stay_apart(box, row):
    for reference, destination in ((FIRST, "caf"), (SECOND, "comune")):
        box.accept(noise(reference), destination)
    row(FIRST, sealed=b"spoilt")

    assert box.claim(1, apart={"comune"}) == ()
    assert row(SECOND)["fence"] == 0


def test_a_lease_given_back_lets_the_next_one_in_at_once(box):
    box.accept(noise(FIRST))
    parcel, = box.claim()

    assert box.claim() == () and box.keep(parcel, 0)
    assert [one.fence for one in box.claim()] == [parcel.fence + 1]


def test_what_came_of_an_attempt_is_counted_cut_and_lets_go(box, row):
    box.accept(noise(FIRST))
    box.record(*box.claim(), Outcome(LATER, "x" * 200, 10.0))
    kept = row(FIRST, due_at=0.0)

    assert (kept["attempts"], kept["outcome"], kept["leased_until"]) == (1, "x" * 80, 0.0)
    box.record(*box.claim(), Outcome(LATER, "http 503"))
    assert (row(FIRST)["attempts"], row(FIRST)["outcome"]) == (2, "http 503")


def test_what_was_delivered_is_written_only_once(box, row):
    box.accept(noise(FIRST))
    parcel, = box.claim()
    assert box.record(parcel, Outcome(SENT, "http 200"))
    kept = row(FIRST)

    assert box.record(parcel, Outcome(PERSON, "http 400")) is False
    assert row(FIRST) == kept and bytes(kept["sealed"]) == b""


def test_what_a_sender_holds_is_not_settled_by_anybody_else(box, row):
    envelope = box.accept(noise(FIRST))
    box.claim()

    assert box.settle(envelope.id, Outcome(SENT, PRINTED)) is False
    assert box.settle("0" * 32, Outcome(SENT, PRINTED)) is False
    assert row(FIRST)["state"] == WAITING


@pytest.mark.parametrize(("kind", "state", "then", "wait"), [
    (SENT, WAITING, SENT, 30 * DAY), (PERSON, WAITING, PERSON, None), (UNCERTAIN, WAITING, UNCERTAIN, DAY), (LATER, WAITING, WAITING, 45.0),
    (SENT, UNCERTAIN, SENT, 30 * DAY), (PERSON, UNCERTAIN, PERSON, None), (UNCERTAIN, UNCERTAIN, PERSON, None), (LATER, UNCERTAIN, UNCERTAIN, 45.0),
])
def test_each_outcome_leads_to_one_state_and_one_wait(box, row, now, kind, state, then, wait):
    box.accept(noise(FIRST))
    row(FIRST, state=state, due_at=7.0)
    box.record(*box.claim(), Outcome(kind, "code", 45.0))

    assert (row(FIRST)["state"], row(FIRST)["due_at"]) == (then, 7.0 if wait is None else soon(now + wait))


def test_a_fork_ends_the_chain_of_this_desk_and_of_no_other(database, box):
    Outbox(database, "milano-2", SIGNING).accept(noise(SECOND))
    box.accept(noise(FIRST))
    parcel = next(one for one in box.claim(2) if one.reference == FIRST)
    box.record(parcel, Outcome(PERSON, "http 409 fork"))

    with database.write() as store:
        assert [(chain["desk"], chain["seq"]) for chain in store.rows("chain")] == [("milano-2", 1)]


def test_a_number_that_only_sounds_like_a_fork_ends_no_chain(database, box):
    box.accept(noise(FIRST))
    box.record(*box.claim(), Outcome(PERSON, "http 409 fork it"))

    with database.write() as store:
        assert len(store.rows("chain")) == 1


def test_who_waits_is_told_by_day_and_number(box, row):
    for reference, days in ((THIRD, 0), (SECOND, 1), (FIRST, 1)):
        box.accept(noise(reference, day=TODAY + timedelta(days=days)))
    row(FIRST, state=PERSON)
    row(THIRD, state=UNCERTAIN)

    assert [one.reference for one in box.waiting()] == [THIRD, FIRST, SECOND]


def test_a_person_is_asked_at_once_for_some_and_after_three_days_for_all(box, row):
    for reference, state in ((FIRST, SPOOLED), (SECOND, UNCERTAIN), (THIRD, PERSON)):
        box.accept(noise(reference))
        row(reference, state=state)

    assert [one.reference for one in box.overdue(TODAY)] == [SECOND, THIRD]
    assert [one.reference for one in box.overdue(TODAY + timedelta(days=3))] == [FIRST, SECOND, THIRD]


def test_a_reference_is_somebody_elses_apart_from_ones_own(box):
    envelope = box.accept(noise(FIRST))

    assert (box.has(FIRST), box.has(FIRST, apart=envelope.id), box.has(FIRST, apart="0" * 32), box.has(SECOND)) == (True, False, True, False)
    assert (box.sealed(FIRST), box.sealed(SECOND)) == (envelope.content, None)


def test_again_means_at_once_in_every_state_but_for_what_was_sent(box, row, now):
    for reference, state in ((FIRST, UNCERTAIN), (SECOND, WAITING), (THIRD, SENT)):
        box.accept(noise(reference))
        row(reference, state=state, due_at=now + DAY)

    assert box.retry() == 2
    assert [(row(one)["state"], row(one)["due_at"]) for one in (FIRST, SECOND, THIRD)] == [
        (WAITING, soon(now)), (WAITING, soon(now)), (SENT, now + DAY)]


def test_a_line_that_is_back_hastens_what_waited_for_it_and_nothing_else(box, row, now):
    for reference, destination, state in ((FIRST, "comune", WAITING), (SECOND, "caf", WAITING), (THIRD, "comune", UNCERTAIN)):
        box.accept(noise(reference), destination)
        row(reference, state=state, outcome="connect", due_at=now + DAY)
    box.hasten("comune", ["http 503"])
    assert claimed(box) == []
    box.hasten("comune", ["http 503", "connect"])

    assert claimed(box) == [FIRST]
    assert row(FIRST)["due_at"] == soon(now)


def test_only_what_is_put_off_for_more_than_a_day_and_an_hour_is_mended(box, row, now):
    ahead = 25 * 3600.0
    for reference, changed in ((FIRST, {"due_at": now + ahead - 60}), (SECOND, {"leased_until": now + ahead + 60}),
                               (THIRD, {"due_at": now + ahead + 60, "state": UNCERTAIN})):
        box.accept(noise(reference))
        row(reference, **changed)
    box.mend_times()

    assert (row(FIRST)["due_at"], row(FIRST)["leased_until"]) == (now + ahead - 60, 0.0)
    assert [(row(one)["due_at"], row(one)["leased_until"]) for one in (SECOND, THIRD)] == [(soon(now), 0.0)] * 2


def test_what_was_delivered_is_not_exported(tmp_path, box):
    box.accept(noise(FIRST))
    box.record(*box.claim(), Outcome(SENT, "http 200"))

    with pytest.raises(Rejected):
        box.export(FIRST, tmp_path)
