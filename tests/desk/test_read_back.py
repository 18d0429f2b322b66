"""Before a declaration is signed it is read back, row by row; only what the person stands by is on the paper."""

from __future__ import annotations

import io

from pypdf import PdfReader

from kiosk.dispatch import documents
from kiosk.dispatch.content import gather
from kiosk.forms.provenance import stands
from kiosk.forms.review import papers, rows
from kiosk.i18n import italian
from tests.people import PEOPLE, names
from tests.visitor import Visitor, flow

FORM = """
- page: nome
  ask: Come ti chiami?
  type: surname
- page: paese
  ask: Da quale Paese vieni?
  type: country
"""


def test_nothing_is_confirmed_before_the_person_says_so_and_everything_after():
    here = Visitor(flow(FORM)).answers(nome="Rossi", paese="Peru")
    assert [row.answer.confirmed for row in rows(here.session.journey)] == [False, False]
    here.session.confirm()
    assert [row.answer.confirmed for row in rows(here.session.journey)] == [True, True]


def test_what_is_typed_again_is_not_confirmed_any_more():
    here = Visitor(flow(FORM)).answers(nome="Rossi", paese="Peru")
    here.session.confirm()
    here.changes("nome", nome="Bianchi")
    assert [row.answer.confirmed for row in rows(here.session.journey)] == [False, True]


def test_confirming_twice_is_the_same_journey_so_that_a_second_try_sends_the_same_envelope():
    here = Visitor(flow(FORM)).answers(nome="Rossi", paese="Peru")
    here.session.confirm()
    once = here.session.journey
    here.session.confirm()
    assert here.session.journey is once


def test_what_fell_off_the_path_was_not_shown_and_is_not_confirmed():
    here = Visitor(flow("""
- page: figli
  ask: Hai figli?
  type: yes_no
- page: quanti
  ask: Quanti figli hai?
  type: number
  when: figli
""")).answers(figli="yes", quanti="2").changes("figli", figli="no")
    here.session.confirm()
    assert not here.session.journey.answers.answer("quanti").confirmed


def dichiarazione(guest) -> str:
    """The text of the declaration that came of the visit, on one line."""
    session, desk = guest.visit.session, guest.visit.desk
    content = gather(session.journey, session.ready.submission, desk.config.desk, (italian(), session.words))
    paper = next(paper for paper in papers(session.journey) if paper.id == "dichiarazione")
    return " ".join(PdfReader(io.BytesIO(documents.render(paper, content).content)).pages[0].extract_text().split())


def test_a_declaration_is_read_back_after_the_check_page_and_says_in_which_language(guest):
    somebody = guest("colloqui-in-carcere", "ar")
    card = somebody.goes_to("readback")
    assert (card.code, names(card)[-1]) == ("ar", "done")
    assert {option.text for option in card.prompts[0].options[:-1]} == {row.label(somebody.visit.words) for row in rows(somebody.visit.session.journey)}

    somebody.does()
    assert somebody.visit.card.name == "end"
    assert all(answer["confirmed"] for answer in somebody.visit.session.ready.submission.answers.values() if "confirmed" in answer)
    assert "Letto alla persona, riga per riga, in lingua: Arabo" in dichiarazione(somebody)


def test_a_row_that_the_person_does_not_stand_by_is_blank_on_the_paper_and_said_in_the_submission(guest):
    somebody = guest("colloqui-in-carcere")
    somebody.goes_to("readback")
    somebody.visit.give({"readback": "nome"})
    assert next(option for option in somebody.visit.card.prompts[0].options if option.value == "nome").detail == "in bianco, a mano"

    name = somebody.visit.session.journey.kept.answer("nome").value
    somebody.does()
    assert somebody.visit.session.ready.submission.answers["nome"]["confirmed"] is False
    assert name not in dichiarazione(somebody)


def test_what_was_worked_out_from_a_row_left_blank_is_blank_too():
    session = Visitor(flow("""
- page: anni
  ask: Quanti anni hai?
  type: number
- page: mesi
  ask: Quanti mesi?
  type: number
- page: conti
  fields:
    - {field: doppio, type: computed, compute: anni * 2, short: Il doppio}
    - {field: insieme, type: computed, compute: doppio + mesi, short: Insieme}
    - {field: triplo, type: computed, compute: mesi * 3, short: Il triplo}
""")).answers(anni="7", mesi="5").session
    session.left_blank = {"anni"}
    session.confirm()
    assert {row.path: stands(row) for row in rows(session.journey)} == {"anni": False, "mesi": True, "doppio": False, "insieme": False, "triplo": True}


def test_a_sum_of_money_worked_out_from_a_row_left_blank_is_not_on_the_paper_either(guest):
    def figures(*blank: str) -> str:
        somebody = guest("rinnovo-permesso")
        somebody.goes_to("review")
        somebody.visit.session.helped.by = "Anna"
        somebody.goes_to("readback")
        for row in blank:
            somebody.visit.give({"readback": row})
        somebody.does()
        session, desk = somebody.visit.session, somebody.visit.desk
        content = gather(session.journey, session.ready.submission, desk.config.desk, (italian(), session.words))
        made = [documents.render(paper, content) for paper in papers(session.journey) if paper.template]
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(one.content)).pages) for one in made)

    whole, without = figures(), figures("durata")
    for figure in ("Contributo: 40,00", "TOTALE: 116,46"):
        assert figure in whole and figure not in without
    assert "TOTALE: chiedi alla Posta" in without


def test_what_the_kiosk_worked_out_is_no_row_of_its_own_to_leave_blank_but_follows_the_others(guest):
    agreed = next(person for person in PEOPLE["did"] if person.answers.get("motivo_fine") == "accordo")
    somebody = guest("did", **agreed.answers)
    somebody.goes_to("review")
    session = somebody.visit.session
    session.helped.by = "Anna"
    somebody.goes_to("readback")
    worked = next(row for row in rows(session.journey) if row.field.compute is not None)

    def shown() -> str:
        return next(option for option in somebody.visit.card.prompts[0].options if option.value == worked.path).detail

    before = shown()
    somebody.visit.give({"readback": worked.path})
    assert (shown(), session.left_blank) == (before, set())
    somebody.visit.give({"readback": "fine_lavoro"})
    assert shown() == "in bianco, a mano" != before


def test_a_row_chosen_twice_is_on_the_paper_again(guest):
    somebody = guest("colloqui-in-carcere")
    somebody.goes_to("readback")
    for _ in range(2):
        somebody.visit.give({"readback": "cognome"})
    somebody.does()
    assert somebody.visit.session.ready.submission.answers["cognome"]["confirmed"] is True


def test_escape_goes_back_to_the_check_page_and_what_was_left_blank_is_asked_anew(guest):
    somebody = guest("colloqui-in-carcere")
    somebody.goes_to("readback")
    somebody.visit.give({"readback": "cognome"})
    somebody.visit.back()
    assert somebody.visit.card.name == "review"
    somebody.goes_to("readback")
    assert somebody.visit.session.left_blank == set()


def test_a_line_that_is_no_row_changes_nothing(guest):
    somebody = guest("colloqui-in-carcere")
    somebody.goes_to("readback")
    somebody.visit.give({"readback": "nessuna"})
    assert somebody.visit.card.name == "readback" and somebody.visit.session.left_blank == set()


def test_a_paper_that_declares_nothing_is_not_read_back(guest):
    somebody = guest("did")
    somebody.goes_to("end")
    assert "readback" not in somebody.met
    assert somebody.visit.session.ready.submission.circumstances.read_in is None
