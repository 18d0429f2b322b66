"""All questions of a form on one list, and what whoever helps puts beside an answer: marks that never change one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.desk import marking
from kiosk.desk.assist import Helped, Note
from kiosk.desk.delicate import kinds
from kiosk.desk.questions import ASIDE, CONFIRM, DONE, REVIEW, SEEN, SKIPPED, TODO, following, questions
from kiosk.i18n import italian
from tests.visitor import Visitor, flow

FORM = flow("""
- page: nome
  ask: Come ti chiami?
  short: Nome
  type: surname
- page: casa
  ask: Dove vivi?
  short: Casa
  type: choice
  choices: {strada: Per strada, affitto: In affitto}
- page: via
  ask: In quale via?
  short: Via
  type: text
  when: casa == "affitto"
- page: malattia
  ask: Come stai?
  short: Salute
  type: text
  private: true
- page: soldi
  ask: Quanto guadagni?
  short: Soldi
  type: money
  optional: true
- page: figli
  ask: Hai figli?
  short: Figli
  entry: "{bimbo}"
  repeat: yes
  max: 3
  pages:
    - {page: bimbo, ask: Come si chiama?, short: Nome del figlio, type: given_names}
""")
DAY = date(2026, 11, 22)
WHOLE = {"nome": "Rossi", "casa": "affitto", "via": "Roma", "malattia": "CANARINO", "soldi": ""}


def states(here: Visitor) -> dict[str, str]:
    return {one.label: one.state for one in questions(here.session, italian())}


def test_the_list_says_of_each_question_what_was_answered_by_whom_and_what_is_still_to_do():
    here = Visitor(FORM).answers(nome="Rossi")
    here.session.typed_by = "operator"
    here.answers(casa="affitto")
    listed = {one.label: one for one in questions(here.session, italian())}
    assert [(listed[name].state, listed[name].by, listed[name].answer) for name in ("Nome", "Casa", "Via")] == [
        (DONE, "visitor", "Rossi"), (CONFIRM, "operator", "In affitto"), (TODO, "", "")]
    assert [one.number for one in listed.values()] == list(range(1, len(listed) + 1))


def test_a_private_answer_is_never_on_the_list():
    here = Visitor(FORM).answers(**WHOLE)
    listed = questions(here.session, italian())
    assert "CANARINO" not in repr([(one, one.answer) for one in listed])
    assert next(one.answer for one in listed if one.label == "Salute") == "risposta data"


def test_only_a_page_that_the_answers_lead_to_can_be_opened_from_it():
    here = Visitor(FORM).answers(nome="Rossi")
    listed = questions(here.session, italian())
    assert {one.label: bool(one.place) for one in listed} == {
        "Nome": True, "Casa": True, "Via": False, "Salute": False, "Soldi": False}


def test_what_a_change_sets_aside_is_still_there_and_says_so():
    here = Visitor(FORM).answers(**WHOLE).changes("casa", casa="strada")
    assert states(here)["Via"] == ASIDE
    assert here.session.history.put_back(here.session)
    assert states(here)["Via"] == DONE


def test_an_answer_left_empty_is_skipped_and_the_next_to_do_is_found_in_a_circle():
    here = Visitor(FORM).answers(nome="Rossi", casa="strada", malattia="x", soldi="")
    listed = questions(here.session, italian())
    assert states(here)["Soldi"] == SKIPPED
    assert following(listed, "figli", SKIPPED).place == "soldi"
    assert following(listed, "nome", REVIEW) is None


def test_entries_of_a_repeat_have_their_own_lines_and_open_their_own_page():
    here = Visitor(FORM).answers(nome="Rossi", casa="strada", malattia="x", soldi="")
    here.gives(figli="add").gives(bimbo="Aldo").gives(figli="add").gives(bimbo="Bea").gives(figli="done")
    listed = {one.label: one for one in questions(here.session, italian())}
    assert (listed["Figli"].answer, listed["2. Nome del figlio"].answer, listed["2. Nome del figlio"].place) == ("2", "Bea", "figli/1/bimbo")
    here.session.go_to("figli/1/bimbo")
    assert here.session.page.id == "bimbo"


def test_the_document_seen_is_its_kind_who_saw_it_and_when_and_nothing_else():
    assert marking.seen_text("passport", "valid", "Anna", DAY) == "passaporto, non scaduto, visto da Anna il 22 novembre 2026"
    assert marking.seen_text("identity", "expired", "Anna", DAY) == "carta d'identità, scaduta, vista da Anna il 22 novembre 2026"
    assert marking.seen_text("receipt", "none", "Anna", DAY) == "ricevuta, vista da Anna il 22 novembre 2026"


def test_a_document_is_seen_for_answers_that_are_there():
    here = Visitor(FORM)
    assert not marking.see(here.session, "passaporto")
    here.answers(nome="Rossi").session.go_to("nome")
    assert marking.see(here.session, "passaporto")
    assert (states(here)["Nome"], here.session.journey.kept.answer("nome").value) == (SEEN, "Rossi")


def test_a_mark_goes_on_and_off_and_each_is_a_step_that_can_be_taken_back():
    here = Visitor(FORM).answers(nome="Rossi")
    here.session.go_to("nome")
    assert (marking.mark(here.session), states(here)["Nome"]) == (marking.MARKED, REVIEW)
    assert (marking.mark(here.session), states(here)["Nome"]) == (marking.UNMARKED, DONE)
    here.session.history.undo(here.session)
    assert states(here)["Nome"] == REVIEW


def test_an_answer_that_passed_a_doubt_stays_marked_so_that_the_doubt_does_not_come_back():
    here = Visitor(flow("""
- page: eta
  ask: Quanti anni hai?
  type: number
  check:
    - {rule: eta < 100, say: Sono tanti., soft: true}
"""))
    here.gives(eta="104").gives(eta="104").is_at("review")
    here.session.go_to("eta")
    assert marking.mark(here.session) == marking.STAYS
    assert here.session.journey.complete


def test_the_same_answer_given_again_keeps_its_marks_and_another_one_does_not():
    here = Visitor(FORM).answers(nome="Rossi")
    session = here.session
    session.go_to("nome")
    marking.see(session, "passaporto")
    for given_again, seen in (("Rossi", "passaporto"), ("Bianchi", None)):
        session.go_to("nome")
        at, before = session.at, session.answers
        session.give({"nome": given_again})
        marking.carry(session, at, before, None)
        assert session.journey.kept.answer("nome").seen == seen


def test_a_document_seen_before_the_answer_was_typed_waits_for_it():
    session = Visitor(FORM).session
    at, before = session.at, session.answers
    session.give({"nome": "Rossi"})
    marking.carry(session, at, before, "passaporto")
    assert session.journey.kept.answer("nome").seen == "passaporto"


def test_what_was_left_with_the_form_comes_back_with_it_and_an_older_draft_has_nothing():
    left = Helped("Anna", {"nome": Note(("doubt",), "due cognomi")})
    assert Helped.of(left.plain()) == left
    assert Helped.of({}) == Helped()


def test_notes_go_to_the_office_with_the_label_of_their_page_and_only_while_it_is_on_the_way():
    here = Visitor(FORM).answers(**WHOLE)
    here.session.helped.notes = {"via": Note(("missing",), "ricevuta"), "altrove": Note(("doubt",))}
    assert marking.notes(here.session, italian()) == ({"place": "via", "label": "Via", "tags": ["missing"], "text": "ricevuta"},)
    here.changes("casa", casa="strada")
    assert marking.notes(here.session, italian()) == ()


@pytest.mark.parametrize(("text", "found"), [
    ("è in cura all'ospedale", "health"), ("di religione musulmana", "faith"), ("è rom", "origin"), ("ha una condanna", "offence"),
    ("È MALATO", "health"), ("parla di un reato", "offence"),
], ids=["hospital", "faith", "origin", "sentence", "capitals", "crime"])
def test_words_that_tell_too_much_are_known(text, found):
    assert found in kinds(text)


@pytest.mark.parametrize("text", [
    "manca la ricevuta", "richiamare lunedì", "due cognomi sul passaporto", "la data è sul retro", "chiedere al figlio", "abita a Roma", "", "numero di telefono nuovo",
], ids=["receipt", "call", "names", "date", "child", "town", "nothing", "telephone"])
def test_a_note_as_they_are_is_not_doubted(text):
    assert kinds(text) == frozenset()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["see", "unsee", "mark", "list", "note", "jump nome", "jump casa", "jump malattia"]), max_size=12))
def test_marks_never_change_an_answer_nor_the_way(acts):
    here = Visitor(FORM).answers(**WHOLE).gives(figli="done")
    session = here.session
    before = {name: (one.value, one.state, one.typed_by) for name, one in session.journey.kept.items()}
    session.go_to("nome")
    for act in acts:
        name, _, place = act.partition(" ")
        {"see": lambda: marking.see(session, "passaporto"), "unsee": lambda: marking.see(session, None), "mark": lambda: marking.mark(session),
         "list": lambda: questions(session, italian()), "note": lambda: session.helped.notes.update(nome=Note(("doubt",))),
         "jump": lambda: session.go_to(place)}[name]()
    assert {name: (one.value, one.state, one.typed_by) for name, one in session.journey.kept.items()} == before
    assert session.journey.complete
    while session.history.undo(session):
        pass
    assert {name: one.seen for name, one in session.journey.kept.items() if one.seen} == {}


def test_a_note_stays_with_its_own_child_when_another_is_taken_away_and_comes_back():
    here = Visitor(FORM).answers(nome="Rossi", casa="strada", malattia="x", soldi="")
    for name in ("Aldo", "Bea", "Ciro"):
        here.gives(figli="add").gives(bimbo=name)
    left = here.session.helped
    left.notes |= {f"figli/{number}/bimbo": Note((), f"di {name}") for number, name in enumerate(("Aldo", "Bea", "Ciro"))}
    left.waiting["figli/2/bimbo"] = "passaporto di Ciro"

    def noted() -> dict:
        each = here.session.journey.answers.answer("figli").value.each
        return {one.get("bimbo"): left.notes[f"figli/{number}/bimbo"].text for number, one in enumerate(each)}

    before = noted()
    here.gives(figli="1").gives(figli="remove")
    assert noted() == {"Aldo": "di Aldo", "Ciro": "di Ciro"}
    assert (sorted(left.notes), left.waiting) == (["figli/0/bimbo", "figli/1/bimbo"], {"figli/1/bimbo": "passaporto di Ciro"})
    assert here.session.history.undo(here.session)
    assert noted() == before and left.waiting == {"figli/2/bimbo": "passaporto di Ciro"}
