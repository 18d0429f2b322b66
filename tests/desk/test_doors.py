"""Every door by which a visit ends leaves the store as it should be: what rests, and that nobody has it open."""

from __future__ import annotations

import pytest

from kiosk.desk.visit import Visit
from tests.people import Guest

OPEN, LEFT, NONE = ["open"], ["left"], []


def rests(desk) -> list[str]:
    with desk.database.write() as store:
        return ["open" if row["holder"] else "left" for row in store.rows("draft", "holder")]


def parks(visit: Visit) -> None:
    visit.help()
    for typed in ({"help": "stop"}, {"stop": "save"}):
        visit.give(typed)


def erases(visit: Visit) -> None:
    visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}, {"erase": "yes"}):
        visit.give(typed)


def is_forgotten(visit: Visit) -> None:
    """Nobody touches the keys: asked, hidden, let go."""
    visit.still()
    visit.wake()
    visit.hide()
    visit.leave()


def hides_and_goes(visit: Visit) -> None:
    visit.hide()
    visit.leave()


def is_closed(visit: Visit, how: str) -> None:
    visit.operator()
    visit.give({"operator": visit.desk.operators.practice_pin()})
    visit.give({"duties": how})


DOORS = {
    "parked": (parks, LEFT), "idle": (is_forgotten, LEFT), "hidden and not back": (hides_and_goes, LEFT), "erased": (erases, NONE),
    "closed by an operator": (lambda visit: is_closed(visit, "leave"), LEFT), "stopped by an operator": (lambda visit: is_closed(visit, "halt"), LEFT),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_each_door_leaves(guest, practice, door):
    act, left = DOORS[door]
    person = guest()
    person.goes_to("cerca_lavoro")
    assert rests(practice) == OPEN
    act(person.visit)

    assert (person.visit.over, rests(practice), practice.rows("envelope")) == (True, left, 0)


@pytest.mark.parametrize("door", [name for name, (_, left) in DOORS.items() if left == LEFT])
def test_what_was_left_is_not_said_to_be_open_and_goes_on(guest, practice, door):
    person = guest()
    person.goes_to("cerca_lavoro")
    DOORS[door][0](person.visit)
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": person.visit.code}):
        later.give(typed)
    assert practice.italian.say("found.elsewhere") not in [line.text for line in later.card.lines]
    later.give({"found": "go"})

    assert (later.card.name, rests(practice)) == ("cerca_lavoro", OPEN)


def test_who_has_finished_leaves_an_envelope_and_no_draft(guest, practice):
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "done"})

    assert (rests(practice), practice.rows("envelope")) == (NONE, 1)


def test_who_says_no_to_the_consent_leaves_nothing(guest, practice):
    person = guest()
    person.goes_to("code")
    person.visit.back()
    person.visit.give({"consent": "no"})
    person.visit.give({"refused": "leave"})

    assert (person.visit.over, rests(practice), practice.rows("envelope")) == (True, NONE, 0)


def test_who_waits_on_the_last_card_until_it_goes_leaves_an_envelope_and_no_draft(guest, practice):
    person = guest()
    person.goes_to("end")
    person.visit.leave()

    assert (rests(practice), practice.rows("envelope")) == (NONE, 1)


def test_who_leaves_before_the_consent_leaves_nothing(guest, practice):
    for stage in ("language", "topic", "before", "consent"):
        person = guest()
        person.goes_to(stage)
        person.visit.leave()
        assert rests(practice) == NONE


def test_who_begins_a_second_service_and_goes_leaves_the_first_sent_and_the_second_resting(guest, practice):
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "more"})
    second = Guest(person.visit, "rinnovo-permesso", {})
    second.goes_to("code")
    second.visit.leave()

    assert (rests(practice), practice.rows("envelope")) == (LEFT, 1)


def test_a_visit_whose_process_died_is_said_to_be_open_perhaps_and_can_be_taken_up(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": person.visit.code}):
        later.give(typed)
    assert practice.italian.say("found.elsewhere") in [line.text for line in later.card.lines]
    later.give({"found": "go"})

    assert later.card.name == "cerca_lavoro"
