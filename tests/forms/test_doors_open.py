"""Which doors are open for what was said, in which order, and why one is not."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.authoring.reader import read_flow
from kiosk.forms.answers import UNKNOWN, Answer, Answers
from kiosk.forms.conditions import ConditionIsWrong
from kiosk.forms.doors import Door, Profile, Way, standing_open
from kiosk.forms.journey import answered

LISTENING = read_flow("""
flow: ascolto
title: Ascolto
summary: Serve a provare.
topic: altro
minutes: 1
listening: yes
privacy: {purpose: Provare, legal_basis: consent, categories: [common], recipients: [nessuno], days: 1}
sections:
  - section: tutto
    title: Tutto
    pages:
      - {page: bisogno, ask: Che cosa ti serve?, type: choice, choices: {lavoro: Lavoro, casa: Casa}, unknown: true}
      - {page: figli, ask: Hai figli?, type: yes_no, unknown: true}
""", "ascolto.yaml")
TODAY = date(2026, 11, 22)


def profile(**said: object) -> Profile:
    """What somebody said: a value, or None for «non lo so»."""
    answers = Answers(TODAY)
    for name, value in said.items():
        answers = answers.with_answer(name, Answer(state=UNKNOWN) if value is None else answered(LISTENING.fields[name], value))
    return Profile(LISTENING, answers)


def way(name: str, *doors: tuple, kind: str = "service") -> Way:
    return Way(kind, name, name.title(), tuple(Door(*door) for door in doors), name)


def offered(said: Profile, *ways: Way) -> list[tuple[str, str]]:
    return [(one.way.id, one.door.because) for one in standing_open(ways, said)]


def test_a_door_that_certainly_opens_is_offered_with_its_reason():
    assert offered(profile(bisogno="lavoro"), way("did", ('bisogno == "lavoro"', "Cerchi lavoro."))) == [("did", "Cerchi lavoro.")]


@pytest.mark.parametrize("said", [{}, {"bisogno": None}, {"bisogno": "casa"}])
def test_what_is_not_known_opens_nothing(said):
    assert offered(profile(**said), way("did", ('bisogno == "lavoro"', "Cerchi lavoro."))) == []


def test_not_knowing_can_be_what_a_door_waits_for():
    assert offered(profile(bisogno=None), way("servizio", ("not known(bisogno)", "Non lo sai ancora."))) == [("servizio", "Non lo sai ancora.")]


def test_what_cannot_wait_comes_first_and_then_services_before_leaflets_before_places():
    open_to_all = 'bisogno == "lavoro"'
    ways = (way("posto", (open_to_all, "a"), kind="actor"), way("scheda", (open_to_all, "b"), kind="leaflet"), way("data", (open_to_all, "c"), kind="event"),
            way("uno", (open_to_all, "d")), way("due", (open_to_all, "e")), way("urgente", (open_to_all, "f", True), kind="actor"))
    assert [name for name, _ in offered(profile(bisogno="lavoro"), *ways)] == ["urgente", "uno", "due", "scheda", "data", "posto"]


def test_one_thing_is_offered_once_by_its_first_open_door_and_rather_by_one_that_cannot_wait():
    did = way("did", ('bisogno == "casa"', "chiusa"), ('bisogno == "lavoro"', "prima"), ("figli", "dopo"), ("figli and known(bisogno)", "subito", True))
    assert offered(profile(bisogno="lavoro"), did) == [("did", "prima")]
    assert offered(profile(bisogno="lavoro", figli=True), did) == [("did", "subito")]


def test_the_place_of_a_reason_is_that_of_its_own_door():
    opened = standing_open((way("did", ('bisogno == "casa"', "a"), ('bisogno == "lavoro"', "b")),), profile(bisogno="lavoro"))[0]
    assert (opened.place, opened.number) == ("door.2", 2)


def test_why_a_door_is_closed_is_said_part_by_part():
    said = profile(bisogno="lavoro")
    assert said.unmet('bisogno == "casa" and figli and known(bisogno)') == (('bisogno == "casa"', False), ("figli", None))
    assert said.unmet('bisogno == "lavoro"') == ()
    assert said.unmet('bisogno == "casa" or figli') == (('bisogno == "casa" or figli', None),)


def test_a_condition_about_another_form_is_refused_and_its_door_stays_closed():
    with pytest.raises(ConditionIsWrong):
        profile().holds('reddito == "alto"')
    did = way("did", ('reddito == "alto"', "altro"), ("known(bisogno)", "questo"))
    assert offered(profile(bisogno="lavoro"), did) == [("did", "questo")]


def test_the_listening_flow_keeps_nothing_of_what_it_asks():
    assert [field.keep for field in LISTENING.fields.values()] == [False, False]
