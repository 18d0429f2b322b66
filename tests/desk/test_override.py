"""What no field takes passes when an operator says why, is marked wherever it is shown, and never moves a form by itself."""

from __future__ import annotations

import json
import re

import pytest

from kiosk.desk import marking, memory, override
from kiosk.desk.override import FORM, LOGIC, OVERRIDES, may_override
from kiosk.desk.pages import flow_card
from kiosk.desk.standing import Trouble
from kiosk.dispatch.content import gather
from kiosk.dispatch.submission import Circumstances, freeze
from kiosk.errors import Refused
from kiosk.forms.fields import Problem
from kiosk.forms.journey import Journey
from kiosk.forms.provenance import confirm
from kiosk.forms.review import rows, show
from kiosk.i18n import italian
from kiosk.i18n.phrases.problems import PHRASES
from tests.dispatch.conftest import DESK
from tests.visitor import NOON, visitor

FORM_OF = """
- page: codice
  ask: Codice fiscale
  type: tax_code
- page: nascita
  ask: Quando sei nato o nata?
  type: date
- page: casa
  ask: Dove abiti?
  fields:
    - {field: comune, ask: Comune, type: municipality}
    - {field: anni, ask: Anni in casa, type: number, max: 90, check: [{rule: anni < 50, say: "È tanto. Controlla.", soft: true}]}
- page: accordo
  ask: Va bene?
  type: yes_no
- page: soldi
  ask: Quanti soldi hai?
  type: money
  when: anni > 3
- page: figli
  ask: I figli
  repeat: yes
  entry: "{nome}"
  max: 3
  pages:
    - {page: nome, ask: Nome, type: given_names}
- page: ultima
  ask: Altro?
  type: text
  max_length: 10
"""
TELEPHONE = "- {page: telefono, ask: Il telefono, type: phone}"


def lets_pass(person, name: str, reason: str = "document", note: str = "") -> bool:
    return override.override(person.session, name, reason, note)


def stuck_at_the_house():
    person = visitor(FORM_OF).gives(codice="XYZ")
    assert lets_pass(person, "codice") and person.is_at("nascita")
    person.gives(nascita="nel 1370 dell'Egira").session.typed_by = "operator"
    assert lets_pass(person, "nascita", "foreign") and person.is_at("casa")
    return person


def finished():
    person = stuck_at_the_house().gives(comune="Milano", anni="900")
    assert lets_pass(person, "anni", "other", "lo dice il foglio")
    person.gives(accordo="yes").gives(figli="add").gives(nome="Maria 2")
    assert lets_pass(person, "nome", "system")
    return person.gives(figli="done").gives(ultima="basta")


def submission(journey):
    return freeze(journey, italian(), Circumstances("it", NOON, NOON, "Anna"), "4821093716")


def test_every_problem_of_a_field_is_of_form_or_of_logic():
    known = {key.removeprefix("problem.").removesuffix(".again") for key in PHRASES if key.startswith("problem.")} | {"rule", "check", "needed"}
    assert known - FORM - LOGIC == set()
    assert FORM & LOGIC == set()
    assert FORM <= known


def test_a_field_passes_as_it_was_typed():
    answer = stuck_at_the_house().session.journey.kept.answer("codice")
    assert ("XYZ", None, "XYZ", True, "document", "visitor") == (answer.value, answer.fact, answer.typed, answer.to_review, answer.reason, answer.typed_by)
    answer = stuck_at_the_house().session.journey.kept.answer("nascita")
    assert ("nel 1370 dell'Egira", "foreign", "operator") == (answer.value, answer.reason, answer.typed_by)


@pytest.mark.parametrize("code", sorted(LOGIC))
def test_logic_never_gives_way(code):
    assert not may_override(Trouble(Problem(code)))
    assert not may_override(Trouble(Problem(code, soft=True)))


def test_a_doubt_is_not_for_an_operator():
    assert may_override(Trouble(Problem("date.far"))) and not may_override(Trouble(Problem("date.far", soft=True)))


def test_what_cannot_be_overridden_is_refused_and_stays_as_it_was():
    person = stuck_at_the_house().gives(comune="Milano", anni="2").gives(accordo="forse")
    for name, reason, note, code in [("accordo", "document", "", "override.logic"), ("codice", "document", "", "override.logic"), ("boh", "document", "", "override.logic")]:
        with pytest.raises(Refused) as refused:
            lets_pass(person, name, reason, note)
        assert code == refused.value.code
    person = visitor(FORM_OF).gives(codice="XYZ")
    for reason, note in [("", ""), ("perché sì", "x"), ("other", ""), ("other", "  "), ("altro", "x")]:
        with pytest.raises(Refused) as refused:
            lets_pass(person, "codice", reason, note)
        assert "override.reason" == refused.value.code
    assert {"codice": "tax_code.length"} == person.problems and "codice" not in person.session.journey.answers


def test_one_field_that_passes_answers_no_doubt_about_another():
    person = stuck_at_the_house().gives(comune="", anni="70")
    assert {"comune": "municipality.empty"} == person.problems
    assert not lets_pass(person, "comune", "unavailable")
    assert {"anni": "rule"} == person.problems and person.here == "casa"
    person.gives(anni="70").is_at("accordo")
    answer = person.session.journey.kept.answer("comune")
    assert ("blank", None, "unavailable", True) == (answer.state, answer.value, answer.reason, answer.to_review)


def test_a_condition_knows_nothing_of_it():
    person = stuck_at_the_house().gives(comune="Milano", anni="900")
    assert {"anni": "number.high"} == person.problems
    assert lets_pass(person, "anni")
    person.is_at("accordo").gives(accordo="yes").is_at("figli")
    assert person.kept["anni"] is None


def test_enter_on_it_later_leaves_it_and_another_answer_takes_its_place():
    person = finished().is_at("review")
    shown = flow_card(person.session)
    assert any("XYZ (da rivedere)" == option.detail for option in shown.prompts[0].options)
    person.session.go_to("codice")
    (prompt,) = flow_card(person.session).prompts
    person.gives(codice=prompt.typed).is_at("review")
    assert "document" == person.session.journey.kept.answer("codice").reason
    person.changes("codice", codice="RSSMRA85M01H501Q").is_at("review")
    assert ("", False) == ((answer := person.session.journey.kept.answer("codice")).reason, answer.to_review)


def test_one_left_empty_stays_so_when_enter_is_pressed_on_it_again():
    person = visitor(FORM_OF).gives(codice="")
    assert {"codice": "tax_code.empty"} == person.problems and lets_pass(person, "codice", "unavailable")
    person.goes_back().is_at("codice")
    person.session.give({"codice": {"out": "blank"}})
    person.is_at("nascita")


def test_it_can_be_taken_back_like_any_change():
    person = visitor(FORM_OF).gives(codice="XYZ")
    assert lets_pass(person, "codice")
    assert person.session.history.undo(person.session)
    person.is_at("codice")
    assert "codice" not in person.session.journey.answers
    assert {"codice": "tax_code.length"} == person.gives(codice="XYZ").problems


def test_the_mark_that_it_wants_a_second_look_stays_when_the_key_for_it_is_pressed():
    session = stuck_at_the_house().session
    session.go_to("codice")
    assert marking.mark(session) == marking.STAYS
    assert session.journey.kept.answer("codice").to_review


def test_a_secret_in_the_note_is_covered():
    person = visitor(FORM_OF).gives(codice="XYZ")
    lets_pass(person, "codice", "other", "la password è Gatto1")
    assert "other: la password è ***" == person.session.journey.kept.answer("codice").reason


def test_an_answer_of_several_parts_is_one_text_in_italian():
    person = visitor(TELEPHONE).gives(telefono={"number": "12", "whose": "mine", "message": "no"})
    assert {"telefono": "phone.short"} == person.problems
    assert lets_pass(person, "telefono", "foreign")
    assert "12, È mio, No" == person.session.journey.kept.answer("telefono").value


def test_a_draft_carries_it():
    journey = finished().session.journey
    stored = json.loads(json.dumps(memory.dump(journey.flow, journey.answers, (italian(),))))
    loaded, apart = memory.load(journey.flow, stored, NOON.date())
    assert () == apart
    assert journey.answers == loaded


def test_a_draft_of_before_has_no_reason_and_loads():
    journey = visitor(FORM_OF).answers(codice="RSSMRA85M01H501Q", nascita="1 8 1985").session.journey
    stored = memory.dump(journey.flow, journey.answers)
    for one in stored.values():
        del one["override"]
    assert (journey.answers, ()) == memory.load(journey.flow, stored, NOON.date())


def test_the_office_reads_why():
    found = submission(finished().session.journey)
    assert ("XYZ", "document", True) == tuple(found.answers["codice"][key] for key in ("value", "override", "to_review"))
    assert "other: lo dice il foglio" == found.answers["anni"]["override"]
    assert "system" == found.answers["figli"]["value"][0]["nome"]["override"]
    assert "override" not in found.answers["ultima"]
    assert json.loads(found.to_json())["answers"]["nascita"]["value"] == "nel 1370 dell'Egira"


def test_the_paper_says_that_it_wants_a_second_look():
    journey = confirm(finished().session.journey)
    content = gather(journey, submission(journey), DESK, (italian(),))
    assert "XYZ (da rivedere)" == content.answers["answers"]["codice"] and content.answers["value"]["codice"] is None
    assert "Maria 2 (da rivedere)" == content.answers["repeats"]["figli"][0]["nome"]
    assert {"!"} == {row["mark"] for part in content.answers["rows"] for row in part["rows"] if row["value"] in ("XYZ", "Maria 2")}


def test_the_reasons_have_words_and_the_list_is_closed():
    assert ["document", "unavailable", "foreign", "system", "other"] == [value for value, _ in OVERRIDES]
    assert all(re.search(r"\w", label) for _, label in OVERRIDES)


def test_every_answer_can_be_shown_and_walked_again():
    journey = finished().session.journey
    for row in rows(journey):
        assert show(row.field, row.answer, italian())
    assert Journey.through(journey.flow, journey.answers).complete
