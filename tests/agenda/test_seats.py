"""Who gets a seat: the rules alone, and the store that follows them, against a plain list of people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.agenda import seating
from kiosk.agenda.desk_agenda import Agenda
from kiosk.agenda.events import Event, rome
from kiosk.agenda.seats import BOOKED, CANCELLED, WAITING, Count, Full
from kiosk.database import Database
from kiosk.errors import Refused

MORNING = datetime(2026, 11, 21, 10, tzinfo=rome())
BEGINS = datetime(2026, 12, 1, 10, tzinfo=rome())
ACTS = st.lists(st.one_of(st.tuples(st.just("join"), st.booleans()), st.tuples(st.just("leave"), st.integers(0, 30)), st.tuples(st.just("resize"), st.integers(1, 6))), max_size=40)


class People:
    """The same rules said plainly: a list of those who have a seat, and one of those who wait."""

    def __init__(self, seats: int) -> None:
        self.seats, self.sit, self.wait, self.came = seats, [], [], 0

    def join(self, would_wait: bool) -> str:
        if len(self.sit) < self.seats and not self.wait:
            self.came += 1
            self.sit.append(self.came)
            return BOOKED
        if not would_wait:
            return "full"
        self.came += 1
        self.wait.append(self.came)
        return WAITING

    def leave(self, number: int) -> None:
        for there in (self.sit, self.wait):
            if number in there:
                there.remove(number)
        self._fill()

    def resize(self, seats: int) -> None:
        self.seats = max(seats, len(self.sit))
        self._fill()

    def _fill(self) -> None:
        while self.wait and len(self.sit) < self.seats:
            self.sit.append(self.wait.pop(0))


def sooner(days: float = 10, seats: int = 2, name: str = "sala/gruppo") -> Event:
    begins = MORNING + timedelta(days=days)
    return Event(f"{name}@{begins:%Y-%m-%dT%H%M}", "group", "Gruppo", begins, begins + timedelta(hours=2), seats, place="Sala")


@pytest.fixture
def agenda(store_url, tmp_path) -> Agenda:
    return open_agenda(Database(store_url), tmp_path)


def open_agenda(database: Database, folder) -> Agenda:
    made = Agenda(folder, lambda: database, lambda: b"secret", lambda: MORNING)
    made.practice = True
    return made


def signed_up(agenda: Agenda, event: Event, waits: bool = False):
    code = agenda.make_code()
    return code, agenda.take(event, agenda.wish(code, {}, (), waits))


@given(st.integers(1, 5), ACTS)
def test_the_counts_follow_the_plain_list(seats, acts):
    people, count = People(seats), Count(seats)
    for act, value in acts:
        before = {number: BOOKED for number in people.sit} | {number: WAITING for number in people.wait}
        if act == "join":
            said = people.join(value)
            try:
                count, state = count.join(value)
            except Full:
                state = "full"
            assert said == state
        elif act == "leave":
            people.leave(value)
            count, _ = count.leave(before.get(value, CANCELLED))
        else:
            people.resize(value)
            count, _ = count.resized(value)
        assert (count.taken, count.waiting, count.last) == (len(people.sit), len(people.wait), people.came)
        assert count.taken <= count.seats and not (count.waiting and count.left)


@pytest.mark.parametrize("seed", range(4))
def test_the_store_follows_the_plain_list_too(agenda, seed):
    steps = [("join", True)] * 5 + [("leave", 1), ("join", False), ("leave", 4), ("resize", 3), ("leave", 2), ("join", True), ("leave", 3), ("resize", 1), ("join", True)]
    steps = steps[seed:] + steps[:seed]
    event, people, codes = sooner(), People(2), {}
    for act, value in steps:
        if act == "join":
            said = people.join(value)
            try:
                code, booking = signed_up(agenda, event, value)
            except Refused as refusal:
                assert (said, refusal.code) == ("full", "seat.full")
                continue
            assert (booking.state, booking.number) == (said, people.came)
            codes[booking.number] = code
        elif act == "leave" and value in codes:
            people.leave(value)
            agenda.give_up(codes[value])
        elif act == "resize":
            people.resize(value)
            agenda.resize(event, value)
        states = {number: agenda.find(code).state for number, code in codes.items()}
        assert sorted(number for number, state in states.items() if state == BOOKED) == sorted(people.sit)
        assert sorted(number for number, state in states.items() if state == WAITING) == people.wait


def test_the_last_seat_goes_once_and_the_second_may_wait_then_has_it(agenda):
    event = sooner(seats=1)
    code, first = signed_up(agenda, event)
    with pytest.raises(Refused, match="seat.full"):
        signed_up(agenda, event)
    other, second = signed_up(agenda, event, waits=True)
    assert (first.state, second.state, second.before) == (BOOKED, WAITING, 0)
    third_code, third = signed_up(agenda, event, waits=True)
    assert third.before == 1

    agenda.give_up(code)
    assert [seat["promoted"] for seat in agenda.seats_of(event)] == [0, 1, 0]
    assert (agenda.find(other).state, agenda.find(other).promoted, agenda.find(third_code).before) == (BOOKED, False, 0)
    assert agenda.find(code).state == CANCELLED and agenda.give_up(code).state == CANCELLED
    assert agenda.find(third_code).state == WAITING


def test_who_got_a_seat_from_the_list_is_told_once_at_the_first_look(agenda):
    event = sooner(seats=1)
    code, _ = signed_up(agenda, event)
    other, _ = signed_up(agenda, event, waits=True)
    agenda.give_up(code)
    assert [agenda.find(other).promoted, agenda.find(other).promoted] == [True, False]


def test_the_same_wish_twice_is_one_seat(agenda):
    event, code = sooner(), agenda.make_code()
    wish = agenda.wish(code, {}, ())
    first, again = agenda.take(event, wish), agenda.take(event, wish)
    assert (first.id, first.number, first.state) == (again.id, again.number, again.state)
    assert len(agenda.seats_of(event)) == 1


def test_a_date_that_has_begun_or_is_off_takes_nobody(agenda):
    with pytest.raises(Refused, match="seat.past"):
        signed_up(agenda, sooner(days=-0.01))
    event = sooner()
    code, _ = signed_up(agenda, event)
    agenda.close(event)
    with pytest.raises(Refused, match="seat.gone"):
        signed_up(agenda, event)
    assert agenda.find(code).event.state == "off" and event.id not in {one.id for one in agenda.coming()}


def test_more_seats_in_the_calendar_go_first_to_who_waits(agenda):
    small, large = sooner(seats=1), sooner(seats=2)
    signed_up(agenda, small)
    waits, _ = signed_up(agenda, small, waits=True)
    _, late = signed_up(agenda, large, waits=True)
    assert (agenda.find(waits).state, late.state) == (BOOKED, WAITING)


def test_nothing_of_a_person_is_in_the_store_but_what_is_sealed(agenda, store_url):
    from kiosk.dispatch import sealing

    secret, public = sealing.make_key()
    event, code = sooner(), agenda.make_code()
    agenda.take(event, agenda.wish(code, {"name": "Rosa Bianchi", "phone": "3331234567"}, (public,)))
    (seat,) = agenda.seats_of(event)
    kept = repr({name: value for name, value in seat.items() if name != "sealed"}) + repr(seat["sealed"])
    assert not any(text in kept for text in ("Rosa", "Bianchi", "3331234567", code))
    assert b"Rosa Bianchi" in sealing.unseal(bytes(seat["sealed"]), secret)
    agenda.give_up(code)
    assert agenda.seats_of(event)[0]["sealed"] == b""


def test_a_code_of_another_group_is_known_for_what_it_is(agenda):
    here, there = sooner(days=0.1), sooner(days=0.2, name="sala/altro")
    code, _ = signed_up(agenda, there)
    with pytest.raises(Refused, match="seat.other") as refused:
        agenda.note_time(code, here.id)
    assert refused.value.params["title"] == "Gruppo"
    with pytest.raises(Refused, match="code.slip"):
        agenda.find(code[:-1] + str((int(code[-1]) + 1) % 10))
    with pytest.raises(Refused, match="code.none"):
        agenda.find(agenda.make_code())


def test_who_comes_and_goes_is_noted_by_code_and_only_on_the_day(agenda):
    event = sooner(days=0.1)
    code, _ = signed_up(agenda, event)
    assert (agenda.note_time(code).came_at, agenda.note_time(code).left_at) == ("10:00", "10:00")
    later, _ = signed_up(agenda, sooner(days=3))
    with pytest.raises(Refused, match="seat.other_day"):
        agenda.note_time(later)
    full = sooner(days=0.15, seats=1, name="sala/pieno")
    signed_up(agenda, full)
    waits, _ = signed_up(agenda, full, waits=True)
    with pytest.raises(Refused, match="seat.no_seat"):
        agenda.note_time(waits)


def test_two_weeks_after_a_date_nothing_of_it_is_left(store_url, tmp_path):
    database, now = Database(store_url), [MORNING]
    agenda = Agenda(tmp_path, lambda: database, lambda: b"secret", lambda: now[0])
    code, _ = signed_up(agenda, sooner(days=1))
    signed_up(agenda, sooner(days=20))
    now[0] = MORNING + timedelta(days=16)
    assert agenda.forget(now[0].date()) == 1
    with pytest.raises(Refused, match="code.none"):
        agenda.find(code)
    with database.write() as store:
        assert (len(store.rows("event")), len(store.rows("seat"))) == (1, 1)


def test_a_date_that_an_operator_adds_is_on_the_list_and_a_past_one_is_not(agenda):
    agenda.add(sooner(name="desk/prova"))
    assert [one.origin for one in agenda.coming("group") if one.id.startswith("desk/")] == ["desk"]
    with pytest.raises(Refused, match="seat.past"):
        agenda.add(sooner(days=-1, name="desk/ieri"))


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["join", "wait", "leave"]), max_size=14))
def test_whatever_people_do_nobody_sits_twice_and_no_free_seat_is_waited_for(tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("agenda")
    database = Database(f"sqlite:///{folder / 'store.db'}")
    agenda, event, codes = open_agenda(database, folder), sooner(seats=2), []
    for act in acts:
        if act == "leave" and codes:
            agenda.give_up(codes.pop(0))
        elif act != "leave":
            try:
                codes.append(signed_up(agenda, event, act == "wait")[0])
            except Refused as refusal:
                assert refusal.code == "seat.full"
    states = [seat["state"] for seat in agenda.seats_of(event)]
    assert states.count(BOOKED) <= 2 and not (WAITING in states and states.count(BOOKED) < 2)
    assert len({seat["number"] for seat in agenda.seats_of(event)}) == len(states)
    database.close()


def test_the_row_is_held_before_anything_is_counted(agenda, monkeypatch):
    held = []
    locked = seating.Store.locked
    monkeypatch.setattr(seating.Store, "locked", lambda self, table, *columns, **where: held.append(table) or locked(self, table, *columns, **where))
    signed_up(agenda, sooner())
    assert held[0] == "event"
