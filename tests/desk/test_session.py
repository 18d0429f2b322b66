"""One form being filled: what was typed is never lost, doubts pass when confirmed, and every step can be taken back."""

from __future__ import annotations

from kiosk.desk.pages import flow_card
from kiosk.desk.session import way_out
from tests.people import words
from tests.visitor import visitor

ONE = """
- page: eta
  ask: Quanti anni hai?
  type: number
  min: 0
- page: paga
  ask: Quanto guadagni?
  type: money
- page: fine
  ask: Vuoi dire altro?
  type: text
  optional: true
  refuse: true
"""

TWO = """
- page: chi
  ask: Chi sei?
  fields:
    - {field: eta, ask: Anni, type: number, check: [{rule: eta < 100, say: Sei sicuro?, soft: true}]}
    - {field: figli, ask: Figli, type: number}
- page: fine
  ask: Vuoi dire altro?
  type: text
  optional: true
"""


def shown(person, name: str = ""):
    """The prompt of a field on the card, or the only one."""
    prompts = flow_card(person.session).prompts
    return next(prompt for prompt in prompts if not name or prompt.name == name)


def test_what_was_typed_wrong_stays_on_the_card():
    person = visitor(ONE).gives(eta="molti").is_at("eta")
    assert (shown(person).typed, shown(person).problem != ()) == ("molti", True)


def test_what_was_typed_wrong_is_gone_after_a_step_back():
    person = visitor(ONE).answers(eta="30", paga="molto").is_at("paga").goes_back().is_at("eta")
    assert shown(person).problem == ()
    assert shown(person.gives(eta="30").is_at("paga")).problem == ()


def test_the_second_time_a_problem_is_said_differently_and_a_person_is_offered():
    person = visitor(ONE).gives(eta="molti")
    first = shown(person).problem
    second = shown(person.gives(eta="tanti")).problem
    assert first != second
    assert "Proviamo insieme? Premi F9: arriva una persona." in second


def test_an_answer_passed_clears_the_count_of_tries():
    person = visitor(ONE).gives(eta="molti").gives(eta="30").goes_back().gives(eta="boh")
    assert "Proviamo insieme? Premi F9: arriva una persona." not in shown(person).problem


def test_going_back_shows_what_was_typed_not_what_was_understood():
    person = visitor(ONE).answers(eta=" 30 ").goes_back().is_at("eta")
    assert shown(person).typed == " 30 "


def test_before_the_first_page_there_is_nothing():
    assert visitor(ONE).session.back() is False


def test_ways_out_are_taken_only_where_they_are_offered():
    person = visitor(ONE).gives(eta={"refused": True}).is_at("eta")
    assert person.problems == {"eta": "needed"}
    person.gives(eta=None).is_at("eta").answers(eta="30", paga="900", fine={"refused": True}).is_at("review")
    assert person.session.journey.kept.state("fine") == "refused"


def test_the_names_of_the_ways_out():
    assert [way_out(typed) for typed in (None, {"refused": True}, {"out": "blank"}, "", "x", {"street": "x"})] == [
        "unknown", "refused", "blank", None, None, None,
    ]


def test_a_wrong_field_does_not_empty_the_good_one_beside_it():
    person = visitor(TWO).gives(eta="30", figli="boh").is_at("chi")
    assert (shown(person, "eta").typed, shown(person, "figli").typed) == ("30", "boh")
    person.gives(figli="2").is_at("fine").keeps(eta=30, figli=2)


def test_a_doubt_passes_when_the_same_is_given_again():
    person = visitor(TWO).gives(eta="104", figli="2").is_at("chi").gives(eta="104", figli="2").is_at("fine")
    assert person.session.journey.kept.answer("eta").to_review is True


def test_a_doubt_about_other_text_is_a_new_doubt():
    visitor(TWO).gives(eta="104", figli="2").gives(eta="105", figli="2").is_at("chi").gives(eta="105", figli="2").is_at("fine")


def test_a_doubt_confirmed_beside_a_wrong_field_need_not_be_confirmed_for_ever():
    form = TWO.replace("type: number, check: [{rule: eta < 100, say: Sei sicuro?, soft: true}]", "type: date, past: true")
    doubtful = "7 marzo 1911"
    person = visitor(form)
    for figli in ("boh", "bah", "mah"):
        person.gives(eta=doubtful, figli=figli).is_at("chi")
    person.gives(eta=doubtful, figli="2").is_at("fine")


def test_an_amount_means_the_same_after_a_change_of_language():
    for spoken, typed in (("en", "1,500"), ("it", "1.500"), ("zh", "1,500.50")):
        for then in ("it", "en", "ar", "zh"):
            person = visitor(ONE, words(spoken)).answers(eta="30", paga=typed).is_at("fine")
            before = person.kept["paga"]
            person.session.words = words(then)
            person.goes_back().is_at("paga")
            person.gives(paga=shown(person).typed).is_at("fine").keeps(paga=before)


def test_a_date_means_the_same_after_a_change_of_language():
    form = "- page: nascita\n  ask: Quando?\n  type: date\n- page: fine\n  ask: Altro?\n  type: text"
    for then in ("en", "ar", "zh"):
        person = visitor(form).answers(nascita="7 marzo 1985")
        person.session.words = words(then)
        person.goes_back().gives(nascita=shown(person).typed).is_at("fine")
        assert str(person.kept["nascita"]) == "1985-03-07"


def test_a_row_of_the_check_page_is_changed_and_the_check_page_comes_back():
    person = visitor(ONE).answers(eta="30", paga="900", fine="").is_at("review")
    person.session.go_to("eta")
    person.is_at("eta").goes_back().is_at("review")
    person.changes("eta", eta="31").is_at("review").keeps(eta=31, paga=900)


def test_the_check_page_shows_each_answer_with_its_mark():
    person = visitor(TWO).gives(eta="104", figli="2").gives(eta="104", figli="2").gives(fine="").is_at("review")
    rows = flow_card(person.session).prompts[0].options
    assert [(row.text, row.detail, row.mark) for row in rows] == [
        ("Anni", "104 (da rivedere)", "!"), ("Figli", "2", ""), ("Vuoi dire altro?", "non dato", ""), ("È tutto giusto. Ho finito.", "", ""),
    ]


def test_a_choice_offered_no_more_is_asked_again():
    form = """
- page: eta
  ask: Quanti anni hai?
  type: number
- page: lavoro
  ask: Che cosa fai?
  type: choice
  choices:
    studio: Studio
    pensione: {text: Sono in pensione, when: eta > 50}
"""
    person = visitor(form).answers(eta="60", lavoro="pensione").is_at("review").changes("eta", eta="20").is_at("lavoro")
    assert [option.value for option in shown(person).options] == ["studio"]


def test_a_flow_that_asks_nothing_more_ends_at_the_ending_and_can_be_left_backwards():
    person = visitor(ONE + """---
endings:
  - ending: piccolo
    when: eta < 14
    title: Serve un adulto
    text: Torna con un adulto.
    next: [{do: Torna con un adulto, who: tu, when: quando vuoi}]
    keep: nothing
""").gives(eta="9").is_at("piccolo")
    card = flow_card(person.session)
    assert (card.name, [line.text for line in card.lines][1:]) == (
        "piccolo", ["Che cosa succede ora:", "1. Torna con un adulto. Chi: tu. Quando: quando vuoi."],
    )
    person.goes_back().is_at("eta").gives(eta="19").is_at("paga")
