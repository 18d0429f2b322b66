"""The cards behind the operator's menu and those of the school: every word is on some page, on every size, in every direction."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk import config
from kiosk.desk.assist import Assist
from kiosk.desk.school import Classroom, Exercise, read_lessons
from kiosk.desk.visit import Visit
from kiosk.i18n import visual
from tests.people import Guest, finisher
from tests.practice import MORNING, ROOT, PracticeDesk
from tests.screens.seen import SIZES, Seen

OVER = ("duties", "handing", "desks", "agree", "takeover", "danger", "advice", "parked")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    named = (("Sportello Lavoro", "stanza 4"), ("Anagrafe", ""))
    made = PracticeDesk(tmp_path_factory.mktemp("desk"), desks=named, desk=replace(config.Config().desk, safety="Marta, 02 1234567"))
    made.codes = [made.drafts.make_code()]
    return made


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", text))


def lost(card, size: tuple[int, int], language: str) -> set[str]:
    """The words of a card that are on none of its pages."""
    shown = words(" ".join(Seen(card, *size).leafs()))
    said = [card.title, card.coach, *(line.text for line in card.lines)]
    for prompt in card.prompts:
        said += [prompt.label, *(text for option in prompt.options for text in (option.text, option.hint))]
    return {word for text in said for word in words(visual(text, card.direction)) - shown if language != "zh" or word.isascii()}


@pytest.mark.parametrize("language", ["it", "ar", "zh"])
def test_every_word_of_the_operators_cards_is_on_some_page(desk, language):
    person = Guest(Visit(desk), "did", finisher("did").answers, language)
    person.goes_to("nascita")
    visit = person.visit
    visit.passing.to, visit.passing.place = "today", "Sportello Lavoro, stanza 4"
    for name in OVER:
        visit.overlay = name
        for size in SIZES:
            assert lost(visit.card, size, language) == set(), (name, size)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_beside_somebody_who_helps_nothing_of_them_overlaps(desk, language):
    person = Guest(Visit(desk), "did", finisher("did").answers, language)
    person.goes_to("nascita")
    visit = person.visit
    visit.assist, visit.together = Assist("Anna"), True
    visit.attend()
    visit.passing.to, visit.passing.place = "today", "Sportello Lavoro, stanza 4"
    for name in OVER:
        visit.overlay = name
        for size in SIZES:
            assert Seen(visit.card, *size).lines
    visit.overlay = "danger"
    assert [line.text for line in visit.card.lines if "1522" in line.text] != [line.text for line in visit.card.beside.lines if "1522" in line.text]
    assert sum("1522" in line.text for line in visit.card.lines) == 1


def test_every_word_of_the_school_is_on_some_page(tmp_path):
    room = Classroom(replace(config.Config(), folder=tmp_path, flows=ROOT / "flows", locales=ROOT / "locales"), lambda: MORNING)
    try:
        cards = [Exercise(room).card]
        for lesson in read_lessons():
            visit = Exercise(room)
            visit.give({"school": lesson.id})
            cards.append(visit.card)
            visit.give({})
            cards.append(visit.card)
            visit.leave()
            cards.append(visit.card)
        for card in cards:
            for size in SIZES:
                assert lost(card, size, "it") == set(), (card.name, size)
    finally:
        room.close()
