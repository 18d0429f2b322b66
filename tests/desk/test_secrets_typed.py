"""A password or a PIN that somebody types does not stay on the screen, goes nowhere, and nothing else that was typed is lost."""

from __future__ import annotations

import json

import pytest

from kiosk.desk import memory
from kiosk.desk.pages import flow_card
from kiosk.i18n import italian
from tests.people import words
from tests.visitor import visitor

FORM = """
- page: racconto
  ask: Che cosa è successo?
  type: paragraph
- page: chi
  ask: Chi sei?
  fields:
    - {field: nome, ask: Nome, type: given_names}
    - {field: codice, ask: Codice fiscale, type: tax_code}
- page: telefono
  ask: Il telefono
  type: phone
- page: figli
  ask: I figli
  repeat: yes
  entry: "{figlio}"
  max: 3
  pages:
    - {page: figlio, ask: Nome, type: text}
- page: ultima
  ask: Altro?
  type: text
  optional: true
"""
TOLD = "Ieri non entravo.\nLa mia password è Gatto99, l'ho provata due volte.\nPoi sono venuto qui."


def prompt(person, name: str = ""):
    return next(one for one in flow_card(person.session).prompts if not name or one.name == name)


def test_it_is_stopped_with_the_reason_and_covered_and_the_rest_stays():
    person = visitor(FORM).gives(racconto=TOLD).is_at("racconto")
    assert {"racconto": "text.credential"} == person.problems
    assert italian().say("problem.text.credential") == prompt(person).problem[0]
    assert TOLD.replace("Gatto99", "***") == prompt(person).typed
    assert "Gatto99" not in repr(vars(person.session)) + repr(person.session.typed)


def test_enter_on_the_covered_text_goes_on():
    person = visitor(FORM).gives(racconto=TOLD)
    person.gives(racconto=prompt(person).typed).is_at("chi")
    answers = person.session.journey.answers
    assert TOLD.replace("Gatto99", "***") == answers.answer("racconto").value
    assert "Gatto99" not in json.dumps(memory.dump(person.session.flow, answers, (italian(),)))


@pytest.mark.parametrize("field", ["nome", "codice"])
def test_in_whatever_field_and_what_stands_in_the_other_one_stays(field):
    person = visitor(FORM).answers(racconto="Niente.").is_at("chi")
    typed = {"nome": "Amina", "codice": "RSSMRA85M01H501Q"} | {field: "pin 123456"}
    person.gives(**typed).is_at("chi")
    assert {field: "text.credential"} == person.problems
    assert {"nome": "Amina", "codice": "RSSMRA85M01H501Q"} | {field: "pin ***"} == {name: prompt(person, name).typed for name in typed}


def test_in_one_part_of_an_answer_and_in_an_entry_of_a_list():
    person = visitor(FORM).answers(racconto="x", nome="Amina", codice="RSSMRA85M01H501Q").is_at("telefono")
    person.gives(telefono={"number": "otp: 883921", "whose": "mine", "message": "no"}).is_at("telefono")
    assert ["otp: ***"] == [part.typed for part in prompt(person).parts if part.name == "number"]
    person.gives(telefono={"number": "3331234567", "whose": "mine", "message": "no"}).gives(figli="add")
    assert {"figlio": "text.credential"} == person.gives(figlio="otp 883921").problems


@pytest.mark.parametrize(("language", "typed"), [("zh", "我的密码是abc123"), ("ar", "كلمة السر هي gatto123"), ("fr", "mot de passe : chaton7")])
def test_whoever_reads_another_language_is_told_in_it(language, typed):
    person = visitor(FORM, words(language)).gives(racconto=typed)
    assert {"racconto": "text.credential"} == person.problems
    assert "abc123" not in prompt(person).typed and "gatto" not in prompt(person).typed and "chaton" not in prompt(person).typed


def test_an_honest_way_out_is_no_secret():
    person = visitor(FORM).answers(racconto="x", nome="Amina", codice="RSSMRA85M01H501Q", telefono={"number": "3331234567", "whose": "mine", "message": "no"})
    person.gives(figli="done").gives(ultima={"out": "blank"}).is_at("review")
