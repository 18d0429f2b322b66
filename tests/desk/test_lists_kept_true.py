"""The list of who comes, in the desk's own folder: it says no more than the store does, and goes when its date is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.agenda import seating
from kiosk.agenda.events import Event
from kiosk.desk.visit import Visit
from kiosk.dispatch import office
from tests.practice import PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")


@pytest.fixture
def desk(tmp_path) -> PracticeDesk:
    return PracticeDesk(tmp_path / "desk")


@pytest.fixture
def read(tmp_path, desk):
    """Who stands on a list, as who reads it opens it: number, state, name."""
    times = iter(range(9))

    def opened(place: Path) -> list[tuple[int, str, str]]:
        papers = office.open_envelope(desk.config, str(place), tmp_path / f"opened {next(times)}")
        (found,) = (one for one in papers if one.suffix == ".json")
        return [(one["number"], one["state"], one["name"]) for one in json.loads(found.read_text("utf-8"))["people"]]
    return opened


def group(desk: PracticeDesk, place: int = 0) -> Event:
    return desk.agenda.coming("group")[place]


def signs_up(desk: PracticeDesk, event: Event, name: str) -> str:
    code = desk.agenda.make_code()
    desk.agenda.take(event, desk.wish(event, code, {"name": name, "phone": ""}, False))
    return code


def listed(desk: PracticeDesk, event: Event) -> Path:
    """An operator writes the list of this date."""
    before = lists(desk)
    visit = Visit(desk)
    visit.operator()
    for typed in ({"operator": desk.operators.practice_pin()}, {"duties": "works"}, {"works": "calendar"}, {"calendar": event.id}, {"gathering": "list"}):
        visit.give(typed)
    (made,) = lists(desk) - before
    return made


def lists(desk: PracticeDesk) -> set[Path]:
    """Everything in the folder of lists."""
    return set((desk.config.folder / "lists").glob("*"))


def gives_up(desk: PracticeDesk, code: str) -> str:
    """Somebody comes back with the code and leaves the seat; what the card says then."""
    visit = Visit(desk)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": code}, {"booked": "leave"}, {"leaving": "yes"}):
        visit.give(typed)
    return visit.card.title


def test_who_gave_up_a_seat_stands_on_the_list_without_a_name(desk, read):
    event = group(desk)
    leaves, _ = signs_up(desk, event, "Marta"), signs_up(desk, event, "Rosa")
    place = listed(desk, event)
    assert read(place) == [(1, "booked", "Marta"), (2, "booked", "Rosa")]

    assert gives_up(desk, leaves) == "Il posto non è più tuo."
    assert read(place) == [(1, "cancelled", ""), (2, "booked", "Rosa")]
    assert lists(desk) == {place} and place.stat().st_mode & 0o777 == 0o600


def test_where_nobody_wrote_a_list_none_is_written_when_a_seat_is_given_up(desk):
    assert gives_up(desk, signs_up(desk, group(desk), "Marta")) == "Il posto non è più tuo."
    assert lists(desk) == set()


def test_what_was_given_up_at_another_desk_is_gone_from_the_list_at_the_next_opening(desk, read):
    event = group(desk)
    signs_up(desk, event, "Marta")
    place = listed(desk, event)
    with desk.database.write() as store:
        seating.give_up(store, store.rows("seat", "code", event=event.id)[0]["code"])
    desk.open()

    assert read(place) == [(1, "cancelled", "")]


def test_two_weeks_after_a_date_its_list_is_gone_and_those_of_other_dates_are_not(desk, read):
    over, coming = group(desk), group(desk, 3)
    signs_up(desk, over, "Marta")
    signs_up(desk, coming, "Rosa")
    gone, stays = listed(desk, over), listed(desk, coming)
    desk.clock = lambda: over.ends_at + timedelta(days=13)
    desk.confirm_day()
    assert lists(desk) == {gone, stays} and read(gone) == [(1, "booked", "Marta")]
    desk.clock = lambda: over.ends_at + timedelta(days=15)
    desk.confirm_day()
    assert lists(desk) == {stays} and read(stays) == [(1, "booked", "Rosa")]


def test_a_list_that_cannot_be_written_anew_is_taken_away(desk):
    event = group(desk)
    leaves = signs_up(desk, event, "Marta")
    place = listed(desk, event)
    place.with_suffix(".part").mkdir()

    assert gives_up(desk, leaves) == "Il posto non è più tuo."
    assert not place.exists()


def test_a_list_that_was_begun_when_the_power_went_is_gone_at_the_next_opening(desk):
    event = group(desk)
    signs_up(desk, event, "Marta")
    place = listed(desk, event)
    place.with_suffix(".part").write_bytes(place.read_bytes()[:40])
    desk.open()

    assert lists(desk) == {place}
