"""Every card of a visit in languages that are longer, turned round or wide, on every size: nothing cut, nothing over something else."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from kiosk.desk import filling, return_cards, stages, staging
from kiosk.desk.card import Card
from kiosk.desk.desk import Receipt
from kiosk.desk.resting import Resting
from kiosk.desk.visit import Visit
from kiosk.i18n import Words, has_rtl, visual
from tests.practice import PracticeDesk
from tests.screens.seen import SIZES, Seen
from tests.screens.test_every_card import FILES, cards_in
from tests.screens.untrue import UNTRUE, longer

FULLEST = 7
"""The cards of each service with the most text on them: where there is not enough room, it shows there first."""
EVERY_SIZE = (*SIZES, (132, 43))
_STAGES = (
    "language", "how", "resume", "topic", "refused", "called", "full", "stop", "erase", "still", "hidden", "failed", "operator", "duties",
    "taking", "leftover", "found", "forget", "erased", "away", "kept", "elsewhere", "gone",
)
_WITH_A_FORM = (filling.before, filling.consent, filling.code, filling.form, filling.helping, filling.end, return_cards.retype)


def around(words: Words, folder) -> list[Card]:
    """The cards before, over and after a form."""
    desk = PracticeDesk(folder, codes=["4821093748210937"], languages=("it", "ar", "en", "zh", "fr"))
    visit = Visit(desk)
    visit.words, visit.calling, visit.problem = words, True, "choose"
    visit.found = Resting("Rinnovo del permesso", date(2026, 11, 3), date(2026, 11, 17), "another", True, True, ())
    found = [staging.card_of(stage)(visit) for stage in _STAGES]
    visit.found = Resting("Rinnovo del permesso", date(2026, 11, 3), date(2026, 11, 17), "", False, False, ())
    found.append(return_cards.found(visit))
    for topic, _ in desk.topics(words):
        visit.topic = topic
        found.append(stages.need(visit))
        for offer in desk.offers(topic):
            visit.session = desk.begin(offer.id, words)
            visit.code, visit.shown_code, visit.code_until = "4821093748210937", "4821 0937 4821 0937", "06/12/2026"
            visit.receipt, visit.code_seen, visit.printed = Receipt("12345678", "1234 5678"), True, "not_printed"
            visit.session.tell("notice.unsaved")
            found += [card(visit) for card in _WITH_A_FORM]
    return found


@pytest.fixture(scope="module")
def every_card(tmp_path_factory):
    @cache
    def made(name: str) -> tuple[Card, ...]:
        words = UNTRUE[name]
        filled = [card for file in FILES for card in sorted(cards_in(file, words), key=fullness)[-FULLEST:]]
        return (*around(words, tmp_path_factory.mktemp("desk")), *filled)

    return made


def fullness(card: Card) -> int:
    return sum(map(len, said(card)))


def said(card: Card) -> list[str]:
    """Every text of a card."""
    found = [card.service, card.part, card.language, card.notice, card.title]
    found += [line.text for line in card.lines if line.style != "picture"]
    for prompt in card.prompts:
        found += [prompt.label, prompt.hint, prompt.example, *prompt.problem, *(part.label for part in prompt.parts), *(part.problem for part in prompt.parts)]
        found += [text for option in (*prompt.options, *prompt.ways_out) for text in (option.text, option.detail)]
        found += [option.text for part in prompt.parts for option in part.options]
    return [text for text in found if text.strip()]


def words_of(text: str, direction: str) -> set[str]:
    """The words as painted; of the address of a site, which may be longer than a row, nothing."""
    own = "rtl" if direction == "rtl" and has_rtl(text) else "ltr"
    return {word for piece in visual(text, own).split() if "/" not in piece for word in re.findall(r"\w+", piece)}


def is_written(text: str, spans: list[str]) -> bool:
    """Do some of the spans, one after the other, make up this text?"""
    wanted = text.replace(" ", "")
    for start in range(len(spans)):
        at = 0
        for span in spans[start:]:
            at += len(span) if span and wanted.startswith(span, at) else 0
            if at == len(wanted):
                return True
    return False


def lost(card: Card, seen: Seen) -> list[str]:
    """The texts of a card that are not whole on its pages."""
    spans, pages = [], []
    for _ in range(len(seen.sheet.pages)):
        pages.append(seen.text)
        spans += [span.text.replace(" ", "") for row in seen.rows for span in row]
        seen.presses("pagedown")
    shown = set(re.findall(r"\w+", " ".join(pages)))
    return [text for text in said(card) if words_of(text, card.direction) - shown and not is_written(text, spans)]


@pytest.mark.parametrize("size", EVERY_SIZE, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", UNTRUE)
def test_no_text_is_cut_and_none_lies_over_another(every_card, name, size):
    cut = []
    for card in every_card(name):
        missing = lost(card, Seen(card, *size, UNTRUE[name]))
        cut += [(card.name, missing)] if missing else []
    assert cut == []


@pytest.mark.parametrize("size", EVERY_SIZE, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", UNTRUE)
def test_every_key_stands_whole_below_every_page(every_card, name, size):
    lacking = []
    for card in every_card(name):
        seen = Seen(card, *size, UNTRUE[name])
        for page in range(len(seen.sheet.pages)):
            below = "\n".join(seen.lines[-5:])
            lacking += [(card.name, page, does) for cap, does in card.keys if visual(does, card.direction) not in below or visual(cap, card.direction) not in below]
            seen.presses("pagedown")
    assert lacking == []


def test_the_longer_language_is_as_much_longer_as_translations_get():
    assert len(longer("Avanti")) == 12
    assert len(longer("Scegli la tua lingua")) == 36
    assert 1.35 < len(longer("Non serve l'indirizzo. Scegli il tipo di casa.")) / 47 <= 1.45
    assert longer("{n} di 12") == "{n} ddi 12" or "{n}" in longer("{n} di 12") and "12" in longer("{n} di 12")
