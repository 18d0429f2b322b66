"""The sum behind a PIN's tries, to the token and the second, and what is counted while the store is away."""

from __future__ import annotations

import time

import pytest

from kiosk.database import Database
from kiosk.desk import gate as gates
from kiosk.desk.gate import CAPACITY, DAY, Bucket, Gate, Memory, Uptime, _kept
from kiosk.errors import ConfigIsWrong, DatabaseFailed, Refused
from tests.harness.pin import Set

HOUR, TOKEN = 3600.0, 86_400.0 / 25


def bucket(tokens: float = 10.0, wrong: int = 0, seen_at: float = 1000.0, wait: float = 0.0) -> Bucket:
    return Bucket(tokens, wrong, "first", seen_at, wait)


def test_a_token_comes_back_in_the_twenty_fifth_part_of_a_day_and_never_more_than_there_is_room_for():
    assert bucket().at("first", 1000 + TOKEN) == bucket(11.0, seen_at=1000 + TOKEN)
    assert bucket(24.5).at("first", 1000 + TOKEN).tokens == CAPACITY == 25.0
    assert bucket(2.5).at("first", 1000 + TOKEN, 3.0).tokens == 3.0
    assert (DAY, gates.A_DAY, gates.IN_MEMORY) == (86_400.0, 25.0, 3.0)


def test_waiting_is_waited_off_and_the_row_of_wrong_ones_stays():
    later = bucket(wrong=7, wait=120.0).at("first", 1050.0)

    assert (later.wait, later.wrong, later.seen_at) == (70.0, 7, 1050.0)
    assert bucket(wait=120.0).at("first", 1200.0).wait == 0.0
    assert bucket(wait=120.0).at("first", 1000.0) == bucket(wait=120.0)


@pytest.mark.parametrize(("boot", "now"), [("second", 50.0), ("second", 2000.0), ("first", 999.0)])
def test_of_another_boot_only_what_it_is_up_counts(boot, now):
    later = bucket(wrong=7, wait=2500.0).at(boot, now)

    assert (later.tokens, later.wait, later.wrong) == (pytest.approx(10 + now / TOKEN), 2500.0 - now, 7)
    assert (later.boot, later.seen_at) == (boot, now)


def test_what_was_tried_elsewhere_is_taken_off_and_the_longer_row_and_wait_are_kept():
    assert bucket(10.0, 2, wait=5.0).owing(3, bucket(1.0, 4, wait=1.0)) == bucket(7.0, 4, wait=5.0)
    assert bucket(10.0, 4, wait=1.0).owing(0, bucket(1.0, 2, wait=5.0)) == bucket(10.0, 4, wait=5.0)


@pytest.mark.parametrize(("tokens", "wait", "seconds", "minutes"), [
    (10.0, 0.5, 1, 1), (10.0, 60.0, 60, 1), (10.0, 60.5, 61, 2), (0.0, 0.0, 3456, 58), (0.5, 30.0, 1728, 29), (0.5, 1800.0, 1800, 30), (-1.0, 0.0, 6912, 116),
])
def test_who_must_wait_is_told_the_longer_of_the_two(tokens, wait, seconds, minutes):
    with pytest.raises(Refused) as refused:
        bucket(tokens, wait=wait).spent()

    assert (refused.value.code, refused.value.params) == ("pin.wait", {"seconds": seconds, "n": minutes})


@pytest.mark.parametrize(("wrong", "wait"), [(0, 0.0), (3, 0.0), (4, 30.0), (5, 60.0), (8, 480.0), (9, 900.0), (10, 900.0), (100_000, 900.0)])
def test_a_try_costs_a_token_and_from_the_fifth_on_a_wait(wrong, wait):
    assert bucket(1.0, wrong).spent() == bucket(0.0, wrong + 1, wait=wait)


def test_a_right_pin_gives_one_token_back_and_ends_the_row():
    assert bucket(10.0, 7, wait=60.0).returned() == bucket(11.0)
    assert bucket(24.5).returned() == bucket(25.0)
    assert bucket(10.0).follows(bucket(3.0, 7, wait=60.0)) == bucket(10.0, 7, wait=60.0)


def test_new_memory_has_what_came_since_the_boot_and_keeps_what_is_written():
    memory = Memory()
    assert memory.read("first", 2 * TOKEN) == (Bucket(2.0, 0, "first", 2 * TOKEN, 0.0), 0)
    assert memory.read("first", 9 * TOKEN)[0].tokens == 3.0
    memory.write(bucket(1.5, 4, wait=90.0), 2)

    assert memory.read("first", 1000.0) == (bucket(1.5, 4, wait=90.0), 2)


def test_the_count_of_the_machine_goes_on_while_it_sleeps():
    assert gates._CLOCK == time.CLOCK_BOOTTIME


def test_a_machine_that_does_not_name_its_boots_has_one_without_a_name(monkeypatch, tmp_path):
    monkeypatch.setattr(gates, "_BOOT", tmp_path / "none")

    assert Uptime().boot() == ""


class Away:
    """A store that is there, or fails as `failure` says."""

    failure: Exception | None = None

    def __init__(self, folder) -> None:
        self._store = Database(f"sqlite:///{folder / 'sportello.db'}")
        self.machine = Set("first", 50 * HOUR)
        self.gate = Gate(self.open, uptime=self.machine)

    def open(self) -> Database:
        if self.failure:
            raise self.failure
        return self._store

    def kept(self) -> tuple[float, int]:
        with self._store.write() as inside:
            kept = _kept(inside, "", 0.0)
        return kept.tokens, kept.wrong

    def close(self) -> None:
        self._store.close()


@pytest.fixture
def away(tmp_path):
    made = Away(tmp_path)
    yield made
    made.close()


FAILURES = [DatabaseFailed("full"), ConfigIsWrong("locked"), OSError("gone")]


@pytest.mark.parametrize("failure", FAILURES, ids=["full", "locked", "gone"])
def test_a_right_pin_while_the_store_is_away_leaves_nothing_owed(away, failure):
    away.failure = failure
    for _ in range(4):
        away.gate.spend()
        away.gate.give_back()
    away.failure = None
    away.gate.spend()

    assert away.kept() == (CAPACITY - 1, 1)


def test_wrong_ones_while_the_store_is_away_are_owed_once(away):
    away.failure = FAILURES[0]
    away.gate.spend()
    away.gate.spend()
    away.failure = None
    away.gate.spend()
    away.gate.spend()

    assert away.kept() == (CAPACITY - 4, 4)


@pytest.mark.parametrize("failure", FAILURES, ids=["full", "locked", "gone"])
def test_a_token_that_cannot_be_put_back_is_lost_and_nothing_else(away, failure):
    away.gate.spend()
    away.failure = failure
    away.gate.give_back()
    assert away.kept() == (CAPACITY - 1, 1)
    away.failure = None
    away.gate.spend()

    assert away.kept() == (CAPACITY - 2, 2)


def test_what_was_tried_without_the_store_is_given_back_without_it(away):
    away.gate.spend()
    away.failure = FAILURES[0]
    away.gate.spend()
    away.failure = None
    away.gate.give_back()

    assert away.kept() == (CAPACITY - 1, 1)


def test_a_right_pin_of_which_the_store_does_not_hear_ends_no_row(away):
    for _ in range(4):
        away.gate.spend()
    away.failure = FAILURES[0]
    away.gate.give_back()
    away.gate.spend()

    with pytest.raises(Refused) as refused:
        away.gate.spend()
    assert refused.value.params["seconds"] == 30


def test_after_a_right_pin_five_are_free_in_memory_too(away):
    away.gate.spend()
    away.gate.give_back()
    away.failure = FAILURES[0]
    for _ in range(3):
        away.gate.spend()
    away.machine._up += 3 * TOKEN
    away.gate.spend()
    away.gate.spend()

    with pytest.raises(Refused) as refused:
        away.gate.spend()
    assert refused.value.params["seconds"] == 30


def test_a_row_of_wrong_ones_goes_on_while_the_store_is_away_and_ends_with_a_right_one(away):
    for _ in range(4):
        away.gate.spend()
    away.failure = FAILURES[0]
    away.gate.spend()
    with pytest.raises(Refused) as refused:
        away.gate.spend()
    assert refused.value.params == {"seconds": 30, "n": 1}
    away.gate.give_back()
    away.gate.spend()
    away.failure = None
    away.gate.spend()
    away.gate.give_back()

    # the one that was owed came off, the right ones gave theirs back
    assert away.kept() == (CAPACITY - 5, 0)


def test_what_ended_in_the_store_has_ended_in_memory_too(away):
    for _ in range(4):
        away.gate.spend()
    away.gate.give_back()
    away.failure = FAILURES[0]
    for _ in range(3):
        away.gate.spend()

    with pytest.raises(Refused) as refused:
        away.gate.spend()
    assert refused.value.params["seconds"] > 900
