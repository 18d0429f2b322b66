"""What is written in a calendar is read strictly, and said all at once; what repeats falls on the right days and hours."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.agenda.calendars import Entry, read_files, read_folder
from kiosk.agenda.commands import check
from kiosk.agenda.events import at, clock_trouble, holiday, of_store, rome, stored
from kiosk.agenda.occurrences import dates
from tests.practice import ROOT

TODAY = date(2026, 11, 21)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""The nights on which the clock goes ahead, and back."""
GOOD = """agenda: sala
events:
  - event: gruppo
    kind: group
    title: Gruppo
    place: Sala
    on: 2026-12-01
    starts: "10:00"
    ends: "12:00"
    seats: 12
"""


def read(tmp_path, text: str, name: str = "sala"):
    folder = tmp_path / "agenda"
    folder.mkdir(exist_ok=True)
    place = folder / f"{name}.yaml"
    place.write_text(text, "utf-8")
    entries, problems = read_files([place], TODAY)
    return entries, [f"{one.line}:{one.column} {one.code}" for one in problems]


def weekly(*days: int, **more: object) -> Entry:
    return Entry("x/y", "group", "Gruppo", time(10), time(12), 12, place="Sala", every=days, **more)


def test_a_good_calendar_has_no_problem_and_its_event_is_whole(tmp_path):
    entries, problems = read(tmp_path, GOOD)
    assert problems == []
    (event,) = dates(entries, TODAY, TODAY + timedelta(weeks=6))
    assert (event.id, event.seats, event.starts_at, event.place) == ("sala/gruppo@2026-12-01T1000", 12, at(date(2026, 12, 1), time(10)), "Sala")


@pytest.mark.parametrize(("before", "after", "said"), [
    ("on: 2026-12-01", "on: 2026-12-08", "7:9 F101"),
    ("on: 2026-12-01", "on: 2026-12-07", "7:9 F101"),
    ("on: 2026-12-01", "on: 2026-11-20", "7:9 F100"),
    ("on: 2026-12-01", "every: [martedi]", "7:13 F016"),
    ("on: 2026-12-01", "seats: 3", "10:5 F011"),
    ('ends: "12:00"', 'ends: "10:00"', "9:11 F104"),
    ('starts: "10:00"', 'starts: "dieci"', "8:13 F016"),
    ("seats: 12", "seats: 0", "10:12 F016"),
    ("place: Sala", "link: http://esempio.it", "6:11 F016"),
    ("    place: Sala\n", "", "3:5 F106"),
    ("kind: group", "kind: festa", "4:11 F016"),
    ("agenda: sala", "agenda: altra", "1:9 F021"),
    ("title: Gruppo", "titolo: Gruppo", "5:5 F013"),
])
def test_each_mistake_is_said_where_it_stands(tmp_path, before, after, said):
    assert before in GOOD
    _, problems = read(tmp_path, GOOD.replace(before, after, 1))
    assert said in problems


def test_all_mistakes_are_said_at_once_and_the_other_events_go_on(tmp_path):
    second = GOOD.partition("events:\n")[2].replace("event: gruppo", "event: altro")
    entries, problems = read(tmp_path, GOOD.replace("seats: 12", "seats: 0").replace('"12:00"', '"09:00"') + second)
    assert {"9:11 F104", "10:12 F016"} <= set(problems)
    assert [entry.id for entry in entries] == ["sala/altro"]


def test_a_time_that_the_clock_jumps_over_or_shows_twice_is_refused(tmp_path):
    night = GOOD.replace('"10:00"', '"02:30"').replace('"12:00"', '"05:00"')
    holiday_too = night.replace("2026-12-01", f"{SPRING}").replace("seats: 12", "seats: 12\n    holidays: yes")
    assert "8:13 F102" in read(tmp_path, holiday_too)[1]
    assert "8:13 F103" in read(tmp_path, night.replace("2026-12-01", f"{AUTUMN + timedelta(days=371)}"), "sala")[1]


def test_the_same_hour_stays_on_the_clock_when_it_changes():
    before, after = dates([weekly(1, slots=60)], SPRING - timedelta(days=6), SPRING + timedelta(days=3))[::2]
    assert [f"{one.starts_at:%H:%M}" for one in (before, after)] == ["10:00", "10:00"]
    assert [one.starts_at.astimezone(UTC).hour for one in (before, after)] == [9, 8]
    assert (after.starts_at - before.starts_at.astimezone(UTC)) == timedelta(days=7, hours=-1)


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)), st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None)))
def test_a_time_that_is_there_once_is_stored_and_comes_back_as_it_was(day, clock):
    if not clock_trouble(day, clock):
        moment = at(day, clock)
        again = of_store(stored(moment))
        assert (again, again.date(), again.time(), again.tzinfo) == (moment, day, clock, rome())


def test_only_the_two_nights_of_a_year_have_times_that_are_none():
    odd = {day for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(730)) if clock_trouble(day, time(2, 30))}
    assert odd == {date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)}


def test_what_repeats_is_not_on_holidays_nor_on_the_days_left_out():
    found = [one.day for one in dates([weekly(1, apart=(date(2026, 12, 15),))], date(2026, 12, 1), date(2026, 12, 31))]
    assert found == [date(2026, 12, 1), date(2026, 12, 22), date(2026, 12, 29)]
    assert holiday(date(2026, 12, 8)) and not holiday(date(2026, 12, 9)) and "Ambrogio" in holiday(date(2026, 12, 7))


def test_slots_are_dates_of_their_own_and_a_short_rest_is_left_out():
    entry = Entry("x/y", "workstation", "PC", time(9), time(12, 30), 10, place="Sala", every=(2,), slots=60)
    found = dates([entry], date(2026, 12, 2), date(2026, 12, 2))
    assert [f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}" for one in found] == ["09:00-10:00", "10:00-11:00", "11:00-12:00"]
    assert len({one.id for one in found}) == 3 and {one.seats for one in found} == {10}


def test_the_examples_are_there_for_practice_only_and_have_ten_workstations_from_nine_to_six():
    assert read_folder(ROOT / "flows", TODAY)[0] == ()
    entries, problems = read_folder(ROOT / "flows", TODAY, practice=True)
    assert problems == () and check([ROOT / "flows"], TODAY) == []
    day = [one for one in dates(entries, date(2026, 12, 2), date(2026, 12, 2)) if one.kind == "workstation"]
    assert len(day) == 9 and {one.seats for one in day} == {10} and f"{day[0].starts_at:%H:%M}" == "09:00" and f"{day[-1].ends_at:%H:%M}" == "18:00"


def listens(tmp_path) -> None:
    """The folder has the listening flow that is shipped."""
    (tmp_path / "topics.yaml").write_bytes((ROOT / "flows" / "topics.yaml").read_bytes())
    for name in ("bank", "ascolto"):
        (tmp_path / name).symlink_to(ROOT / "flows" / name)


def door(when: str) -> str:
    return f"    doors:\n      - {{when: '{when}', because: Un gruppo di chi cerca lavoro., first: yes}}\n"


def test_an_event_may_say_for_whom_the_listening_opens_its_door(tmp_path):
    listens(tmp_path)
    (entry,), problems = read(tmp_path, GOOD + door('bisogno == "lavoro"'))
    assert problems == [] and entry.doors[0] == ('bisogno == "lavoro"', "Un gruppo di chi cerca lavoro.", True)


@pytest.mark.parametrize(("when", "said"), [('bisogni == "lavoro"', "F054"), ('bisogno == "lavori"', "F046"), ('bisogno == "lavoro" and bisogno == "casa"', "F050")])
def test_a_door_that_nobodys_answers_open_is_told_where_it_stands(tmp_path, when, said):
    listens(tmp_path)
    entries, problems = read(tmp_path, GOOD + door(when))
    assert entries == () and [one.split()[1] for one in problems] == [said]
