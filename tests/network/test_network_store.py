"""What a desk adds to the network, over SQLite and over a real PostgreSQL: actors, places, referrals, senders, offers."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from kiosk.database import Database
from kiosk.errors import Refused
from kiosk.network import Actor, Network, employers, kept
from kiosk.network.employers import Offer
from kiosk.network.referrals import ACCEPTED, CANCELLED, MESSAGE, MET, NOT_FIT, PAPER, SENT, Referrals
from kiosk.network.senders import A_DAY, ARRIVED, Senders
from tests.practice import ROOT

TODAY = date(2026, 11, 21)
SECRET = bytes(range(32))
CODE, OTHER = "123456789012", "210987654321"
MINE = Actor("bottega", "Bottega di quartiere", "employer", ("work",), "Prende persone in prova.", phone="02 5555555", source="Telefonata", read_on=TODAY)


@pytest.fixture
def database(store_url, tmp_path):
    (tmp_path / "desk").mkdir()
    return Database(store_url)


@pytest.fixture
def room(database):
    return Network(ROOT / "flows", lambda: database, lambda: SECRET, lambda: TODAY)


def at_once(*doing):
    """All of these, each in a thread of its own, begun together: what each gave, or the Refused it met."""
    gate, found = threading.Barrier(len(doing)), [None] * len(doing)

    def run(place, what):
        gate.wait()
        try:
            found[place] = what()
        except Refused as refusal:
            found[place] = refusal
    threads = [threading.Thread(target=run, args=one) for one in enumerate(doing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def sent(database, code: str = CODE, way: str = MESSAGE):
    referrals = Referrals(database, SECRET)
    made = referrals.made(code, "uepe-milano", "penal_office", way, TODAY)
    with database.write() as store:
        referrals.add(store, made)
    return referrals, made


def change(database, referrals, seen, status, today=TODAY):
    with database.write() as store:
        return referrals.change(store, seen, status, today)


def test_a_desks_own_actor_is_found_beside_the_shared_ones(room, database):
    shared = len(room.actors_now())
    assert kept.put(database, MINE, TODAY)
    room.look()
    assert len(room.actors) == shared + 1 and room.actor("bottega").shared is False
    assert room.actor("bottega").phone == "02 5555555" and room.actor("san-vittore").shared


def test_a_desk_may_say_otherwise_of_a_shared_one_and_take_it_back(room, database):
    kept.put(database, Actor("san-vittore", "San Vittore, ufficio colloqui", "prison", ("law",), "Colloqui.", phone="02 000000"), TODAY)
    room.look()
    assert room.actor("san-vittore").phone == "02 000000"
    assert kept.remove(database, "san-vittore") and not kept.remove(database, "san-vittore")
    room.look()
    assert room.actor("san-vittore").phone == "02 438521"


def test_an_actor_of_another_version_is_left_out_and_too_long_a_one_not_taken(room, database):
    with database.write() as store:
        store.insert("actor", id="strano", content='{"colour": "blue"}', added_on="2026-11-21")
    assert not kept.put(database, Actor("lungo", "x" * 5000, "other"), TODAY)
    room.look()
    assert room.actor("strano") is None and room.actor("lungo") is None and room.actor("uepe-milano")


def test_what_an_actor_said_stays_until_it_says_otherwise(room, database):
    kept.note(database, "uepe-milano", places=3, since_on=TODAY, check_on=TODAY + timedelta(days=7))
    kept.note(database, "uepe-milano", closed_until=TODAY)
    room.look()
    said = room.said["uepe-milano"]
    assert (said.places, said.since_on, said.check_on) == (3, TODAY, TODAY + timedelta(days=7))
    assert said.is_closed(TODAY) and not said.is_closed(TODAY + timedelta(days=1))
    kept.note(database, "uepe-milano", places=0)
    room.look()
    assert room.said["uepe-milano"].places == 0


def test_a_contact_that_nobody_looked_at_is_overdue_until_somebody_does(room, database):
    late = TODAY + timedelta(days=400)
    old = Network(ROOT / "flows", lambda: database, lambda: SECRET, lambda: late)
    assert len(old.overdue()) == len(old.actors) and not room.overdue()
    kept.checked(database, "uepe-milano", late)
    assert "uepe-milano" not in {actor.id for actor in old.overdue()}
    kept.note(database, "uepe-milano", check_on=late - timedelta(days=1))
    assert "uepe-milano" in {actor.id for actor in old.overdue()}


def test_a_referral_goes_its_way_and_no_other(database):
    referrals, made = sent(database)
    assert [one.status for one in referrals.to_follow()] == [SENT]
    accepted = change(database, referrals, made, ACCEPTED, TODAY + timedelta(days=2))
    assert (accepted.status, accepted.changed_on, accepted.made_on) == (ACCEPTED, TODAY + timedelta(days=2), TODAY)
    met = change(database, referrals, accepted, MET)
    assert referrals.to_follow() == ()
    for status in (ACCEPTED, MET, NOT_FIT, CANCELLED, SENT):
        with pytest.raises(Refused, match="referral.over"):
            change(database, referrals, met, status)


def test_two_who_say_how_it_went_at_once_do_not_overwrite_each_other(database):
    for number in range(5):
        referrals, made = sent(database, f"{number}23456789012")
        found = at_once(*(lambda status=status: change(database, referrals, made, status) for status in (MET, NOT_FIT, ACCEPTED, CANCELLED)))
        refused = [one for one in found if isinstance(one, Refused)]
        done = [one for one in found if not isinstance(one, Refused)]
        assert len(done) == 1 and {one.code for one in refused} == {"referral.changed"}
        with database.write() as store:
            assert referrals.of_code(store, f"{number}23456789012").status == done[0].status


def test_one_code_is_one_referral_however_often_it_is_sent(database):
    referrals, made = sent(database)
    with pytest.raises(Refused, match="referral.over"), database.write() as store:
        referrals.add(store, made)
    assert len(referrals.to_follow()) == 1


def test_who_is_due_comes_first_on_the_list(database):
    referrals, first = sent(database, CODE)
    sent(database, OTHER, PAPER)
    change(database, referrals, first, ACCEPTED, TODAY + timedelta(days=3))
    assert [one.status for one in referrals.to_follow()] == [SENT, ACCEPTED]
    assert not referrals.to_follow()[0].is_due(TODAY) and referrals.to_follow()[0].is_due(TODAY + timedelta(days=14))


def test_a_referral_is_named_by_its_code_or_its_four_signs(database):
    referrals, made = sent(database, "572000000003")
    assert referrals.named(made.short.lower()) == made
    with pytest.raises(Refused, match="referral.none"):
        referrals.named("ZZZZ")


def test_what_is_over_is_forgotten_and_what_nobody_closes_too(database):
    referrals, made = sent(database, CODE)
    sent(database, OTHER)
    change(database, referrals, made, NOT_FIT)
    with database.write() as store:
        assert referrals.forget(store, TODAY + timedelta(days=30)) == 0
        assert referrals.forget(store, TODAY + timedelta(days=31)) == 1
        assert referrals.forget(store, TODAY + timedelta(days=366)) == 1


def test_a_code_of_the_store_is_no_code_without_the_secret(database):
    sent(database)
    with database.write() as store:
        assert Referrals(database, bytes(32)).of_code(store, CODE) is None
        assert Referrals(database, SECRET).of_code(store, CODE)


def test_a_sender_books_somebody_in_who_then_comes(database):
    senders = Senders(database, SECRET)
    code = senders.invite("caritas-ambrosiana", TODAY)
    given = senders.book(code, "charity", TODAY)
    with database.write() as store:
        assert senders.sender_of(store, code, TODAY) == "caritas-ambrosiana" and senders.sender_of(store, given, TODAY) is None
        assert senders.expected(store, given, TODAY).actor == "caritas-ambrosiana" and senders.expected(store, code, TODAY) is None
    assert senders.arrive(given, TODAY).kind == "charity" and senders.arrive(given, TODAY) is None
    with database.write() as store:
        assert senders.expected(store, given, TODAY).state == ARRIVED


@pytest.mark.parametrize("later, revoked", [(181, False), (0, True)], ids=["expired", "taken back"])
def test_a_sender_whose_code_is_good_no_more_books_nobody_in(database, later, revoked):
    senders = Senders(database, SECRET)
    code = senders.invite("caritas-ambrosiana", TODAY)
    if revoked:
        assert senders.revoke("caritas-ambrosiana") == 1
    day = TODAY + timedelta(days=later)
    assert not senders.invites()[0].is_good(day)
    with pytest.raises(Refused, match="code.none"):
        senders.book(code, "charity", day)


def test_somebody_who_was_booked_in_long_ago_is_not_expected_any_more(database):
    senders = Senders(database, SECRET)
    given = senders.book(senders.invite("caritas-ambrosiana", TODAY), "charity", TODAY)
    with database.write() as store:
        assert senders.expected(store, given, TODAY + timedelta(days=30)) and not senders.expected(store, given, TODAY + timedelta(days=31))
        assert senders.forget(store, TODAY + timedelta(days=31)) == 1


def test_a_sender_books_so_many_a_day_and_no_more_from_however_many_desks(database):
    senders = Senders(database, SECRET)
    code = senders.invite("caritas-ambrosiana", TODAY)
    for _ in range(A_DAY - 2):
        senders.book(code, "charity", TODAY)
    found = at_once(*[lambda: senders.book(code, "charity", TODAY)] * 5)
    assert sum(isinstance(one, str) for one in found) == 2 and {one.code for one in found if isinstance(one, Refused)} == {"sender.many"}
    assert senders.book(code, "charity", TODAY + timedelta(days=1))


def test_what_employers_offer_is_counted_without_losing_anybody(database):
    employers.ask(database, Offer("bottega", TODAY, "internship", 4, 0, TODAY + timedelta(days=10)))
    at_once(*[lambda: employers.meet(database, "bottega", "internship", 1)] * 6)
    employers.ask(database, Offer("bottega", TODAY, "internship", 2, 0, None))
    (offer,) = employers.offers(database)
    assert (offer.places, offer.met, offer.check_on) == (2, 6, None)
    with pytest.raises(Refused, match="offer.none"):
        employers.meet(database, "bottega", "job", 1)


def test_the_last_answer_of_an_employer_stands_first(database):
    for days, places in ((0, 1), (30, 5)):
        employers.ask(database, Offer("bottega", TODAY + timedelta(days=days), "job", places, 0, TODAY + timedelta(days=days + 20)))
    latest, _ = employers.offers(database)
    assert latest.places == 5 and latest.is_due(TODAY + timedelta(days=50)) and not latest.is_due(TODAY + timedelta(days=49))
