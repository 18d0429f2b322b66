"""The cards of the network on every size of screen, in both directions of reading, alone and with somebody who helps."""

from __future__ import annotations

import pytest

from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from kiosk.i18n import width
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.practice import PracticeDesk

SIZES = [(80, 24), (60, 18), (40, 12)]
LONG = "Maria Anna Giuseppina Wanjiru Öztürk della Montagnola di Sopra"
STAGES = ("places", "results", "actor", "refer", "saying", "referred", "referral", "dropping", "sender", "booked_in", "expected")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = PracticeDesk(tmp_path_factory.mktemp("cards"))
    desk.drafts.floor = 0.0
    yield desk
    desk.database.close()


def at(desk, stage: str, language: str, together: bool = False) -> Visit:
    """A visit at one of the stages, come there by what a visitor does."""
    visit = Visit(desk)
    for choice in (language, "places"):
        visit.give({visit.stage: choice})
    visit.together = together
    if stage in ("sender", "booked_in", "expected"):
        return _sent_here(desk, visit, stage)
    if stage == "results":
        visit.give({"places": "milano"})
    for given in ({"places": "=ordine-avvocati-milano"}, {"actor": "refer"}, {"name": LONG, "phone": "+39 333 1234567"}, {"saying": "yes"}):
        if visit.stage != stage and visit.stage in ("places", "actor", "refer", "saying"):
            visit.give(given)
    if stage in ("referral", "dropping"):
        code = visit.seeking.code
        visit.stage = "resume"
        visit.give({"resume": code})
        visit.give({"referral": "cancel"} if stage == "dropping" else {"referral": ""})
    return visit


def _sent_here(desk, visit: Visit, stage: str) -> Visit:
    sender = desk.network.senders.invite("carta-identita-milano", desk.today())
    visit.stage = "resume"
    visit.give({"resume": desk.network.senders.book(sender, "registry", desk.today()) if stage == "expected" else sender})
    if stage == "booked_in":
        visit.give({"sender": "yes"})
    return visit


def pages(visit: Visit, columns: int, height: int) -> list[list]:
    """Every page of the card, as painted."""
    card = visit.card
    words = visit.desk.words(card.code)
    sheet = Sheet(card, words, visit)
    look = Look(columns, height, words, card.direction)
    found = [draw(sheet, look)]
    for _ in range(len(sheet.pages) - 1):
        sheet.press("pagedown", "")
        found.append(draw(sheet, look))
    return [[painted(row, columns, card.direction) for row in page] for page in found]


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_cut_and_nothing_overlaps(desk, stage, language):
    visit = at(desk, stage, language)
    assert visit.stage == stage
    for columns, height in SIZES:
        for page in pages(visit, columns, height):
            assert len(page) == height
            for row in page:
                ends = [(span.column, span.column + width(span.text)) for span in row]
                assert all(start >= 0 and end <= columns for start, end in ends)
                assert all(before[1] <= after[0] for before, after in zip(ends, ends[1:]))


@pytest.mark.parametrize("stage", ["actor", "saying"])
def test_who_helps_reads_the_same_card_in_italian(desk, stage):
    visit = at(desk, stage, "en", together=True)
    card = visit.card
    assert card.beside and card.beside.code == "it" and len(card.beside.lines) == len(card.lines)
    assert all(pages(visit, *size) for size in SIZES)


def test_the_first_rows_say_nothing_of_the_person(desk):
    visit = at(desk, "saying", "it")
    for columns, height in SIZES:
        first, second, *_ = pages(visit, columns, height)[0]
        assert not any("Wanjiru" in span.text for span in (*first, *second))


@pytest.mark.parametrize("stage", ["followups", "contacts", "sender_code"])
def test_the_cards_of_who_works_here(desk, stage):
    at(desk, "referred", "it")
    visit = Visit(desk)
    visit.go(stage)
    for columns, height in SIZES:
        for page in pages(visit, columns, height):
            assert len(page) == height and all(span.column + width(span.text) <= columns for row in page for span in row)


def test_every_code_is_shown_in_its_groups(desk):
    visit = at(desk, "booked_in", "it")
    assert any(line.style == "big" and line.text == codes.grouped(visit.seeking.given, codes.SHORT) for line in visit.card.lines)
