"""The ladder of autonomy: who typed what, and what the person can do alone the next time, on the screen and on paper."""

from __future__ import annotations

from kiosk.desk.assist import OPERATOR, Assist
from kiosk.desk.ladder import ALONE, LOOKED_ON, TOGETHER, paper, steps
from kiosk.desk.visit import Visit
from tests.people import finisher, names, texts

FLOW = "did"


def _half_by_hand(guest) -> Visit:
    """Somebody helps, and types from the second part of the form on."""
    guest.goes_to("situazione")
    visit = guest.visit
    visit.assist = Assist("Anna", interpreter="none")
    first = visit.session.page.section
    while visit.stage != "end":
        if visit.stage == "form" and visit.session.page and visit.session.page.section != first:
            visit.assist.types = OPERATOR
        guest.does()
    return visit


def test_who_did_all_alone_is_offered_no_ladder(guest):
    person = guest(FLOW)
    person.goes_to("end")
    assert {step.rung for step in person.visit.steps} == {ALONE} and "ladder" not in names(person.visit.card)


def test_what_was_done_together_can_be_done_alone_the_next_time(guest):
    visit = _half_by_hand(guest(FLOW))
    rungs = [step.rung for step in visit.steps]
    assert rungs[0] == TOGETHER and set(rungs[1:]) == {LOOKED_ON}
    visit.give({"end": "ladder"})
    assert visit.card.name == "ladder" and visit.session.flow.sections[0].title in texts(visit.card)
    visit.give({"ladder": "done"})
    assert visit.card.name == "end"


def test_the_paper_says_the_steps_and_no_answer(guest):
    visit = _half_by_hand(guest(FLOW))
    handout = paper(visit.steps, visit.desk.words("fr"))
    said = " ".join(line for part in handout.parts for line in part.lines)
    assert [part.kind for part in handout.parts] == ["todo", "todo"]
    assert not any(str(value) in said for value in finisher(FLOW).answers.values() if isinstance(value, str) and len(value) > 3)


def test_a_private_service_leaves_no_step(guest):
    person = guest("colloqui-in-carcere")
    person.goes_to("end")
    assert person.visit.steps == () == steps(person.visit.session)


def test_after_the_last_form_nothing_of_the_visit_rests(guest):
    visit = _half_by_hand(guest(FLOW))
    visit.give({"end": "ladder"})
    assert (visit.rests, visit.may_stop) == ("", False)
