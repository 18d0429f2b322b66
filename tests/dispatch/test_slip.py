"""The slip: what the visitor takes home and what it must never show."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.dispatch.slip import COLUMNS, Printed, code_slips, receipt, slips
from kiosk.i18n import italian, width
from tests.dispatch.conftest import ARABIC, CHINESE, DESK, TODAY, finished

PRINTED = Printed("4821093716", DESK, TODAY)


@pytest.mark.parametrize("words", [italian(), ARABIC, CHINESE])
def test_a_receipt_is_at_most_42_columns_and_30_lines(journey, words):
    lines = receipt(slips(journey, (italian(), words), PRINTED)).splitlines()

    assert max(map(width, lines)) <= COLUMNS
    assert len(lines) <= 30


def test_a_receipt_says_code_steps_with_who_and_when_papers_and_telephone(journey):
    said = " ".join(receipt(slips(journey, (italian(),), PRINTED)).split())

    for expected in ("4821 0937 16", "[ ] 1. Porta il foglio all'ufficio (l'ufficio anagrafe; entro 20 giorni)",
                     "[ ] Il documento", "02 1234 5678, da lunedì a venerdì, 9-13"):
        assert expected in said


def test_a_step_or_a_paper_that_does_not_certainly_apply_is_left_out(journey):
    assert "Mai" not in receipt(slips(journey, (italian(),), PRINTED))


def test_a_visitor_who_reads_italian_gets_one_language(journey):
    assert len(slips(journey, (italian(), italian()), PRINTED)) == 1


@pytest.mark.parametrize(("neutral", "shown"), [("Modulo B", "Modulo B"), (None, "Modulo A")])
def test_the_slip_of_a_private_service_never_says_its_title(flow, neutral, shown):
    private = replace(flow, private=True, neutral_title=neutral)
    said = receipt(slips(finished(private), (italian(), ARABIC), PRINTED))

    assert ("Domanda di prova" in said, shown in said) == (False, True)


def test_no_answer_is_on_the_slip(flow):
    said = receipt(slips(finished(flow, cognome="Ferrarini", racconto="molto privato"), (italian(), ARABIC), PRINTED))

    assert ("Ferrarini" in said, "molto privato" in said) == (False, False)


def test_the_slip_of_a_visit_put_aside_has_its_code_and_last_day(flow):
    said = receipt(code_slips(flow, (italian(),), Printed("4821093755162043", DESK, TODAY, date(2026, 12, 5))))

    assert ("4821 0937 5516 2043" in said, "Torna entro: 5 dicembre 2026" in said) == (True, True)


def test_a_code_is_also_in_the_digits_of_the_language_and_its_groups_stand_in_the_same_order(flow):
    said = receipt(code_slips(flow, (italian(), ARABIC), Printed("4821093755162043", DESK, TODAY, date(2026, 12, 5))))

    assert ("4821 0937 5516 2043" in said, "٤٨٢١ ٠٩٣٧ ٥٥١٦ ٢٠٤٣" in said) == (True, True)


def test_the_number_of_what_was_sent_is_written_once(journey):
    assert "٤٨٢١" not in receipt(slips(journey, (italian(), ARABIC), PRINTED))


def test_arabic_lines_end_at_the_right_edge_and_the_number_stays_whole(journey):
    lines = receipt(slips(journey, (italian(), ARABIC), PRINTED)).splitlines()
    boxed = [line for line in lines if line.endswith("[ ]")]

    assert {width(line) for line in boxed} == {COLUMNS}
    assert boxed[0].endswith(" .1 [ ]")
