"""One transaction from inside, over each kind of store: which rows are meant, how many, in which order, and whose they are."""

from __future__ import annotations

import pytest

from kiosk.database import Database
from kiosk.errors import DatabaseFailed


@pytest.fixture
def store(store_url):
    database = Database(store_url)
    with database.write() as inside:
        yield inside
    database.close()


def draft(locator: bytes, **other: object) -> dict:
    return {"locator": locator, "epoch": 1, "revision": 1, "locked": b"", "expires_on": "2026-12-01", "holder": "", "desk": "", "saved_at": ""} | other


def envelope(name: str, **other: object) -> dict:
    return {"id": name, "reference": name, "sealed": b"", "sha256": "", "accepted_on": "", "state": "waiting", "destination": "", "chain": name,
            "seq": 0, "fence": 0, "leased_until": 0.0, "due_at": 0.0, "attempts": 0, "outcome": ""} | other


@pytest.fixture
def drafts(store):
    """Three drafts: c and a of one desk, b of another."""
    for locator, desk, epoch in ((b"c", "one", 3), (b"a", "one", 1), (b"b", "two", 2)):
        store.insert("draft", **draft(locator, desk=desk, epoch=epoch))
    return store


def named(rows) -> list[bytes]:
    return [bytes(row["locator"]) for row in rows]


def test_a_row_that_is_there_already_is_said_and_stays_as_it_is(drafts):
    with pytest.raises(DatabaseFailed):
        drafts.insert("draft", **draft(b"a", epoch=9))
    assert drafts.insert_once("draft", **draft(b"a", epoch=9)) is False
    assert drafts.insert_once("draft", **draft(b"d")) is True
    assert drafts.rows("draft", "epoch", locator=b"a") == [{"epoch": 1}]


def test_rows_are_those_that_match_in_everything_that_is_named(drafts):
    assert sorted(named(drafts.rows("draft", desk="one"))) == [b"a", b"c"]
    assert named(drafts.rows("draft", desk="one", epoch=3)) == [b"c"]
    assert drafts.rows("draft", desk="two", epoch=3) == []
    assert drafts.rows("draft", "epoch", "desk", locator=b"b") == [{"epoch": 2, "desk": "two"}]
    assert set(drafts.rows("draft", locator=b"b")[0]) == set(draft(b"b"))


def test_rows_come_in_the_order_of_a_column_and_no_more_than_asked_for(drafts):
    assert named(drafts.rows("draft", order="epoch")) == [b"a", b"b", b"c"]
    assert named(drafts.rows("draft", order="locator", limit=2)) == [b"a", b"b"]
    assert named(drafts.rows("draft", order="locator", limit=9)) == [b"a", b"b", b"c"]


def test_one_row_is_given_or_none(drafts):
    assert drafts.locked("draft", "epoch", locator=b"b") == {"epoch": 2}
    assert bytes(drafts.locked("draft", locator=b"b")["locator"]) == b"b"
    assert drafts.locked("draft", locator=b"z") is None


def test_what_is_changed_and_deleted_is_counted_and_the_rest_stays(drafts):
    assert drafts.update("draft", {"desk": "one"}, revision=7) == 2
    assert drafts.update("draft", {"desk": "one", "epoch": 2}, revision=8) == 0
    assert [row["revision"] for row in drafts.rows("draft", order="epoch")] == [7, 1, 7]
    assert (drafts.delete("draft", desk="one", epoch=1), drafts.delete("draft", desk="none")) == (1, 0)
    assert named(drafts.rows("draft", order="locator")) == [b"b", b"c"]
    assert (drafts.update("draft", {}, revision=9), drafts.delete("draft"), drafts.rows("draft")) == (2, 2, [])


def test_what_is_older_than_a_day_goes_and_that_day_itself_stays(store):
    for locator, day, desk in ((b"a", "2026-11-30", "one"), (b"b", "2026-12-01", "one"), (b"c", "2026-11-30", "two")):
        store.insert("draft", **draft(locator, expires_on=day, desk=desk))

    assert store.delete_before("draft", "expires_on", "2026-12-01", desk="one") == 1
    assert named(store.rows("draft", order="locator")) == [b"b", b"c"]
    assert store.delete_before("draft", "expires_on", "2026-12-02") == 2


@pytest.fixture
def due(store):
    """Five to be sent, the longest due first: e, then b and d alike, then c; a was sent."""
    now = store.now()
    for name, due_at in (("c", now), ("d", 2.0), ("b", 2.0), ("e", 1.0)):
        store.insert("envelope", **envelope(name, due_at=due_at))
    store.insert("envelope", **envelope("a", state="sent"))
    return store


def test_the_longest_due_is_claimed_first_and_one_at_a_time_unless_more_are_asked_for(due):
    until = due.now() + 60

    assert [row["id"] for row in due.claim("envelope", "waiting", until)] == ["e"]
    assert sorted(row["id"] for row in due.claim("envelope", "waiting", until, 2)) == ["b", "d"]
    assert [(row["id"], row["fence"], row["leased_until"]) for row in due.claim("envelope", "waiting", until, 2)] == [("c", 1, until)]
    assert due.claim("envelope", "waiting", until, 2) == []
    assert due.rows("envelope", "fence", id="a") == [{"fence": 0}]


def test_what_is_not_due_or_leased_or_of_a_destination_apart_is_left(store):
    now = store.now()
    for name, other in (("due", {"due_at": now}), ("later", {"due_at": now + 1}), ("free", {"leased_until": now}), ("leased", {"leased_until": now + 1}),
                        ("far", {"destination": "far"})):
        store.insert("envelope", **envelope(name, **other))

    assert {row["id"] for row in store.claim("envelope", "waiting", now + 60, 9, ["far"])} == {"due", "free"}
    assert [row["id"] for row in store.claim("envelope", "waiting", now + 60, 9)] == ["far"]


def test_the_clock_is_asked_once_in_a_transaction(store):
    assert store.now() == store.now()
    assert isinstance(store.now(), float)


def test_it_knows_whether_other_desks_share_it(store, store_url):
    assert store.is_shared == store_url.startswith("postgresql")


def test_who_claims_while_another_desk_does_gets_the_next_and_waits_for_nobody(shared_url):
    desks = [Database(shared_url), Database(shared_url)]
    with desks[0].write() as store:
        for name in "ab":
            store.insert("envelope", **envelope(name))
    with desks[0].write() as first, desks[1].write() as second:
        claimed = [row["id"] for store in (first, second) for row in store.claim("envelope", "waiting", store.now() + 60)]
    for desk in desks:
        desk.close()

    assert claimed == ["a", "b"]
