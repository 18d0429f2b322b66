"""Somebody who works here helps: over the same visit, with keys of their own, and not one answer is changed by it."""

from __future__ import annotations

import io

import pytest

from kiosk.desk.visit import Visit
from kiosk.linear import Linear
from tests.people import Guest, names, texts


@pytest.fixture
def helped(guest, practice):
    """A guest on some page of the practice form, with Prova beside them."""

    def arrives(to: str = "nascita", name: str = "did", language: str = "ar", **answers: object) -> Guest:
        person = guest(name, language, **answers)
        person.goes_to(to)
        opens(person.visit, practice)
        return person

    return arrives


def opens(visit: Visit, practice, interpreter: str = "none") -> None:
    """F12, the PIN, the menu, and whether somebody interprets."""
    visit.operator()
    visit.give({"operator": practice.operators.practice_pin()})
    visit.give({"duties": "assist"})
    visit.give({"interpreter": interpreter})


def duty(visit: Visit, practice, choice: str) -> None:
    visit.operator()
    if visit.overlay == "operator":
        visit.give({"operator": practice.operators.practice_pin()})
    visit.give({"duties": choice})


def answers(visit: Visit) -> dict[str, tuple]:
    return {name: (one.value, one.state) for name, one in visit.session.journey.answers.items()}


def row(visit: Visit, place: str):
    return next(option for option in visit.card.prompts[0].options if option.value == place)


def goes(visit: Visit, place: str) -> None:
    visit.press("f3")
    visit.give({"questions": place})


def test_before_a_language_is_chosen_there_is_nobody_to_help(practice):
    visit = Visit(practice)
    visit.operator()
    visit.give({"operator": practice.operators.practice_pin()})
    assert "assist" not in names(visit.card)


def test_help_begins_behind_the_pin_in_two_languages_and_changes_nothing(guest, practice):
    person = guest("did", "ar")
    person.goes_to("nascita")
    before = person.visit.session.journey
    opens(person.visit, practice)
    card = person.visit.card
    assert (card.name, card.code, card.beside.code, person.visit.session.journey is before) == ("nascita", "ar", "it", True)
    assert (card.assist.who, card.assist.types) == ("Aiuta: Prova", "Scrive: la persona")


def test_without_help_its_keys_do_nothing(guest):
    person = guest()
    person.goes_to("nascita")
    for key in ("f3", "f4", "f6", "f7", "f8"):
        assert not person.visit.helps(key)
        person.visit.press(key)
    assert (person.visit.card.name, person.visit.card.assist, person.visit.session.typed_by) == ("nascita", None, "visitor")


def test_who_types_is_swapped_with_one_key_said_in_row_one_and_kept_with_the_answer(helped):
    person = helped()
    visit = person.visit
    visit.press("f8")
    assert (visit.card.assist.types, visit.session.typed_by) == ("Scrive: Prova", "operator")
    person.does()
    assert visit.session.journey.kept.answer("nascita").typed_by == "operator"
    visit.press("f8")
    assert (visit.card.assist.types, visit.session.typed_by) == ("Scrive: la persona", "visitor")


def test_help_can_be_closed_and_the_person_goes_on_alone(helped, practice):
    visit = helped().visit
    visit.press("f8")
    before = visit.session.journey
    duty(visit, practice, "alone")
    assert (visit.assist, visit.card.beside, visit.card.assist, visit.session.typed_by, visit.session.journey is before) == (None, None, None, "visitor", True)


def test_who_interprets_is_asked_once_and_a_child_is_not_taken_without_saying_why(guest, practice):
    person = guest("did", "ar")
    person.goes_to("nascita")
    visit = person.visit
    opens(visit, practice, "minor")
    assert "adulti" in texts(visit.card)
    visit.give({"minor": "other"})
    assert visit.card.name == "interpreter"
    visit.give({"interpreter": "family"})
    assert (visit.card.name, visit.assist.interpreter) == ("nascita", "family")
    duty(visit, practice, "alone")
    duty(visit, practice, "assist")
    assert (visit.card.name, visit.assist.interpreter) == ("nascita", "family")


def test_the_question_says_how_the_answer_will_stand_on_the_paper_and_what_to_look_out_for(helped):
    visit = helped("motivo", "rinnovo-permesso").visit
    card = visit.card
    assert dict(card.assist.marks)["Stato"] == "vuota"
    assert dict(card.assist.texts)["Per chi aiuta"] == "Se il motivo è cambiato, può servire una conversione. Chiedere a un patronato."
    assert "Lavoro subordinato" in dict(card.assist.wordings).values()


def test_a_document_seen_before_the_answer_waits_for_it_and_leaves_no_number(helped):
    person = helped()
    visit = person.visit
    visit.press("f6")
    assert visit.card.code == "it"
    visit.give({"kind": "passport", "expiry": ""})
    assert visit.card.prompts[0].problem != ()
    visit.give({"kind": "passport", "expiry": "valid"})
    assert visit.card.name == "nascita"
    person.does()
    assert visit.session.journey.kept.answer("nascita").seen == "passaporto, non scaduto, visto da Prova il 21 novembre 2026"


def test_a_document_said_to_be_seen_by_mistake_is_taken_back(helped):
    person = helped("nascita")
    visit = person.visit
    person.does()
    goes(visit, "nascita")
    for given, seen in (({"kind": "permit", "expiry": "expired"}, "permesso di soggiorno, scaduto, visto da Prova il 21 novembre 2026"),
                        ({"kind": {"out": "no"}}, None)):
        visit.press("f6")
        visit.give(given)
        assert visit.session.journey.kept.answer("nascita").seen == seen


def test_a_mark_for_a_second_look_is_on_the_list_and_goes_off_again(helped):
    person = helped()
    visit = person.visit
    visit.press("f7")
    assert "prima" in visit.card.notice
    person.does()
    goes(visit, "nascita")
    visit.press("f7")
    visit.press("f3")
    assert row(visit, "nascita").cells[2] == "DA RIVEDERE"
    visit.press("f3")
    visit.press("f7")
    visit.press("f3")
    assert row(visit, "nascita").cells[2] == "fatta"


def test_a_note_has_tags_and_words_rests_with_the_draft_and_goes_to_the_office(helped, practice, tmp_path):
    person = helped()
    visit = person.visit
    visit.press("f4")
    visit.give({"tags": ["missing", "sciocchezze"], "text": "porta la ricevuta lunedì"})
    assert visit.card.name == "nascita"
    assert dict(visit.card.assist.marks)["Nota"] == "sì" and "ricevuta" not in repr(visit.card)
    person.does()
    kept = practice.draft(visit.code)["helped"]
    assert kept == {"by": "Prova", "notes": {"nascita": {"tags": ["missing"], "text": "porta la ricevuta lunedì"}}}
    assert practice.resume(visit.code, visit.words).helped.notes == visit.session.helped.notes


def test_words_that_tell_too_much_are_asked_about_once_and_secrets_never_taken(helped):
    visit = helped().visit
    visit.press("f4")
    visit.give({"tags": [], "text": "è malato"})
    assert "Dato delicato" in visit.card.prompts[1].problem[0]
    visit.give({"tags": [], "text": "è malato"})
    assert (visit.card.name, visit.session.helped.notes["nascita"].text) == ("nascita", "è malato")
    visit.press("f4")
    visit.give({"tags": [], "text": "la password è pippo2026"})
    assert visit.card.name == "noting" and "pippo2026" not in repr(visit.card)
    visit.give({"tags": [], "text": "x" * 201})
    assert visit.card.name == "noting"
    visit.give({"tags": [], "text": ""})
    assert visit.session.helped.notes == {}


def test_a_note_left_half_written_does_not_show_on_another_page(helped):
    person = helped()
    visit = person.visit
    visit.press("f4")
    visit.give({"tags": [], "text": "è malato"})
    visit.press("f4")
    person.does()
    visit.press("f4")
    assert visit.card.prompts[1].typed == ""


def test_the_list_jumps_and_says_where_one_is(helped):
    person = helped()
    visit = person.visit
    person.does()
    here = visit.card.name
    visit.press("f3")
    assert (visit.card.title + visit.card.service, [option.value for option in visit.card.prompts[0].options if option.chosen]) == ("Elenco", [here])
    visit.give({"questions": "nascita"})
    assert visit.card.name == "nascita"
    visit.press("f3")
    visit.give({"questions": "next"})
    assert visit.card.name == here
    visit.press("f3")
    visit.give({"questions": "review"})
    assert visit.card.name == "questions" and visit.card.prompts[0].problem != ()


def test_a_question_that_comes_later_cannot_be_opened_before_its_time(helped):
    visit = helped("situazione").visit
    visit.press("f3")
    later = next(option.value for option in visit.card.prompts[0].options if option.value.startswith("#"))
    visit.give({"questions": later})
    assert visit.card.name == "questions" and visit.card.prompts[0].problem != ()


def test_changes_are_taken_back_one_by_one_many_of_them(helped):
    person = helped("review")
    visit = person.visit
    before = answers(visit)
    steps = len(visit.session.history)
    assert steps >= 10
    visit.press("f3")
    for _ in range(steps):
        visit.give({"questions": "undo"})
        assert visit.card.name == "questions"
    assert answers(visit) == {}
    assert before != {}
    visit.give({"questions": "undo"})
    assert visit.card.prompts[0].problem != ()


def test_sixty_changes_can_be_taken_back(helped):
    visit = helped().visit
    for number in range(60):
        goes(visit, "situazione")
        person_gives = {"situazione": names(visit.card)[number % 2]}
        visit.give(person_gives)
    visit.press("f3")
    for _ in range(60):
        visit.give({"questions": "undo"})
        assert visit.card.prompts[0].problem == ()


def test_in_help_the_end_goes_through_reading_back_and_a_spoken_yes_is_written_down(helped, practice, tmp_path):
    person = helped("review")
    visit = person.visit
    visit.give({"review": "done"})
    assert (visit.card.name, names(visit.card)[-2:]) == ("readback", ["done", "voice"])
    visit.give({"readback": "voice"})
    assert visit.card.name == "end"
    circumstances = visit.session.ready.submission.circumstances
    assert (circumstances.assisted_by, circumstances.by_voice, circumstances.read_in) == ("Prova", True, "ar")
    assert all(answer["confirmed"] for answer in visit.session.ready.submission.answers.values() if answer.get("typed_by") in ("visitor", "operator"))


def test_the_spoken_yes_is_not_for_somebody_alone(guest):
    person = guest("colloqui-in-carcere", "ar")
    card = person.goes_to("readback")
    assert "voice" not in names(card)
    person.visit.give({"readback": "voice"})
    assert person.visit.card.name == "readback"


def test_what_somebody_else_typed_is_read_back_even_if_they_have_gone_and_says_so(helped, practice):
    person = helped()
    visit = person.visit
    visit.press("f8")
    person.does()
    duty(visit, practice, "alone")
    card = person.goes_to("review")
    assert any("(" in option.detail and option.value == "nascita" for option in card.prompts[0].options)
    visit.give({"review": "done"})
    assert visit.card.name == "readback"


def test_the_whole_form_can_be_filled_from_the_list(helped, practice):
    person = helped("situazione")
    visit = person.visit
    duty(visit, practice, "listed")
    for _ in range(60):
        if visit.card.name != "questions":
            person.does()
            continue
        chosen = next((option.value for option in visit.card.prompts[0].options if option.chosen), None)
        if chosen is None:
            break
        visit.give({"questions": chosen})
    assert visit.session.journey.complete
    visit.give({"questions": "check"})
    assert visit.card.name == "review"


def test_a_rule_holds_on_the_list_as_it_does_on_the_page(helped, practice):
    visit = helped("nascita").visit
    duty(visit, practice, "listed")
    visit.give({"questions": "nascita"})
    visit.give({"nascita": "31 febbraio 1985"})
    assert (visit.card.name, visit.card.prompts[0].problem != ()) == ("nascita", True)


def test_help_does_not_outlive_the_visit(helped, practice):
    person = helped()
    person.visit.press("f8")
    person.visit.leave()
    assert Visit(practice).assist is None


def test_the_next_service_of_the_same_visit_knows_who_types(helped):
    person = helped("review")
    visit = person.visit
    visit.press("f8")
    person.goes_to("readback")
    visit.give({"readback": "done"})
    visit.give({"end": "more"})
    other = Guest(visit, "did", person.answers, "ar")
    other.goes_to("situazione")
    other.does()
    assert (visit.session.typed_by, visit.session.helped.by) == ("operator", "Prova")


def test_what_is_wrong_by_its_form_alone_passes_for_a_reason_and_is_to_be_looked_at_again(helped, practice):
    visit = helped("nascita").visit
    visit.give({"nascita": "anno del topo"})
    duty(visit, practice, "accept")
    visit.give({"reason": "", "note": ""})
    assert (visit.card.name, visit.card.prompts[0].problem != ()) == ("accepting", True)
    visit.give({"reason": "foreign", "note": ""})
    assert visit.card.name != "nascita" and visit.overlay == ""
    visit.press("f3")
    assert row(visit, "nascita").cells[2] == "DA RIVEDERE"
    assert visit.session.journey.kept.answer("nascita").reason == "foreign"


def test_nothing_is_offered_to_pass_where_nothing_stands_in_the_way(helped, practice):
    visit = helped("nascita").visit
    visit.operator()
    assert "accept" not in names(visit.card)


def test_the_same_help_is_there_line_by_line(helped):
    visit, said = helped("nascita", language="it").visit, io.StringIO()
    Linear(visit, io.StringIO("F8\n23\n3\n1985\nF3\nU\nF3\n"), said).run()
    assert [part in said.getvalue() for part in ("Aiuta: Prova · Scrive: la persona", "Scrive: Prova", "Per chi aiuta: Vale la data", "U Togli l'ultima modifica")] == [True] * 4
    assert "23 marzo 1985" in said.getvalue()
    assert (visit.session.journey.answers.answer("nascita"), visit.card.name) == (None, "nascita")


def test_line_by_line_without_help_the_name_of_a_key_is_only_a_text(guest):
    person = guest()
    person.goes_to("nome")
    assert person.visit.command("F3") is None
