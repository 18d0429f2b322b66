"""The cards of a visit that is taken up again, in every language and on every size of screen: nothing is cut."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import SimpleNamespace

import pytest

from kiosk.desk import filling, return_cards, stages
from kiosk.desk.card import Card
from kiosk.desk.resting import Resting
from kiosk.desk.session import Session
from kiosk.desk.walk import play
from kiosk.dispatch import codes
from kiosk.forms.review import Row, rows
from kiosk.i18n import visual
from tests.people import finisher, flow, words
from tests.screens.seen import SIZES, Seen
from tests.screens.test_every_card import _words
from tests.visitor import NOON

LANGUAGES = ("it", "en", "ar", "zh")
CODE = "4821093755162043"
UNFIT = tuple({"path": [f"campo{n}"], "answer": {"said": {"it": [f"Una domanda di una volta, la numero {n}", "via Orsini 12, Milano"]}}} for n in range(9))
TAKEN = {"elsewhere", "gone", "retype", "away", "forget", "erased", "kept"}


def rests(**more: object) -> Resting:
    return Resting(**({"title": flow("did").title, "left_on": date(2026, 11, 20), "until": date(2026, 12, 4), "holder": "somebody",
                       "is_offered": True, "asks_again": True, "unfit": ()} | more))


class Sitting(SimpleNamespace):
    """As much of a visit as these cards look at."""

    by_phone = False


@cache
def answered() -> tuple[Row, ...]:
    """A few answers of somebody, one of them long."""
    kept = rows(play(flow("did"), finisher("did").answers, words("it"), NOON).session.journey)
    return tuple(row for row in kept if row.field.name in ("cognome", "residenza"))


def sitting(language: str, **more: object) -> Sitting:
    said = words(language)
    shown = codes.grouped(CODE, codes.DRAFT)
    return Sitting(**({
        "words": said, "problem": "", "problem_params": {}, "calling": False, "found": rests(), "session": Session(flow("did"), said, NOON, NOON.date()),
        "unsaved": answered(), "typed": "4821", "shown_code": shown,
        "code_until": "06/12/2026", "printed": "", "desk": SimpleNamespace(can_print=True),
    } | more))


@cache
def cards(language: str) -> tuple[Card, ...]:
    plain = [getattr(return_cards, name)(sitting(language)) for name in sorted(TAKEN)]
    found = [return_cards.found(sitting(language, found=rests(**more))) for more in (
        {}, {"unfit": UNFIT[:3]}, {"unfit": UNFIT}, {"is_offered": False}, {"holder": "", "asks_again": False},
    )]
    wrong = [stages.resume(sitting(language, problem=f"code.{code}", problem_params={"n": n, "expected": 16}))
             for code, n in (("short", 8), ("long", 1), ("letters", 0), ("slip", 0), ("none", 0))]
    given = [filling.code(sitting(language, printed=printed)) for printed in ("", "printed", "not_printed")]
    return (*plain, *found, *wrong, *given)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_on_some_page(language, size):
    lost = []
    for card in cards(language):
        shown = set(_words(" ".join(Seen(card, *size).leafs())))
        said = [card.title, *(line.text for line in card.lines)]
        said += [text for prompt in card.prompts for text in (*prompt.problem, *(option.text for option in (*prompt.options, *prompt.ways_out)))]
        for text in said:
            wanted = {word for word in _words(visual(text, card.direction)) if language != "zh" or word.isascii()}
            lost += [(card.name, wanted - shown)] if wanted - shown else []
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_an_ordinary_screen_each_is_one_page(language):
    many = {card.name: len(Seen(card).leafs()) for card in cards(language) if len(card.lines) < 9}
    assert {name: pages for name, pages in many.items() if pages > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_stands_whole_and_in_the_same_order_in_both_scripts(language):
    text = Seen(filling.code(sitting(language))).text
    assert codes.grouped(CODE, codes.DRAFT) in text
    assert ("٤٨٢١ ٠٩٣٧ ٥٥١٦ ٢٠٤٣" in text) == (language == "ar")


def test_nothing_is_chosen_beforehand():
    assert [option.text for card in cards("it") for prompt in card.prompts for option in prompt.options if option.chosen] == []
