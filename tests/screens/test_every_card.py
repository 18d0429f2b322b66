"""Every page that a persona meets, in every language and on every size of screen: nothing is cut, nothing overlaps."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kiosk.authoring.answers import read_personas
from kiosk.authoring.shelf import Shelf
from kiosk.desk.pages import flow_card
from kiosk.desk.walk import play
from kiosk.forms.fields import INPUT_KINDS
from kiosk.forms.flow import Flow
from kiosk.i18n import Catalogs, Words, visual
from kiosk.screens.kinds import INPUTS
from tests.screens.seen import SIZES, Seen
from tests.visitor import NOON

ROOT = Path(__file__).parents[2]
CATALOGS = Catalogs(ROOT / "locales")
FILES = sorted((ROOT / "flows").glob("*/*.personas.yaml"))
LANGUAGES = ("it", "ar", "zh")


@cache
def flow_of(file: Path) -> Flow:
    return Shelf(ROOT / "flows").flow(file.name.removesuffix(".personas.yaml"))


@cache
def cards(file: Path, language: str) -> tuple:
    """Those of one of our own languages."""
    return cards_in(file, CATALOGS.words(language))


def cards_in(file: Path, words: Words) -> tuple:
    """Each different card that the personas of a file come across, their check page and their endings included."""
    found = {}
    for persona in read_personas(file):
        session = play(flow_of(file), persona.answers, words, NOON).session
        last = flow_card(session)
        found[last.name, len(last.prompts[0].options) if last.prompts else 0] = last
        for stop in session.journey.stops:
            if not (stop.asks or stop.page.repeat):
                continue
            session.go_to(stop.page.id)
            card = flow_card(session)
            found.setdefault((card.name, card.id), card)
    return tuple(found.values())


def _words(text: str) -> list[str]:
    """The words of a text; of the address of a site, which may be longer than a row, nothing."""
    return [word for piece in text.split() if "/" not in piece for word in re.findall(r"\w{2,}", piece)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_every_word_is_on_some_page(file, language, size):
    lost = []
    for card in cards(file, language):
        seen = Seen(card, *size)
        shown = set(_words(" ".join(seen.leafs())))
        said = [card.title, *(line.text for line in card.lines)]
        for prompt in card.prompts:
            said += [prompt.label, prompt.hint, *(option.text for option in (*prompt.options, *prompt.ways_out))]
        for text in said:
            wanted = {word for word in _words(visual(text, card.direction)) if language != "zh" or word.isascii()}
            lost += [(card.name, wanted - shown)] if wanted - shown else []
    assert lost == []


def test_there_is_a_way_of_entering_for_every_kind_of_answer():
    assert set(INPUTS) == INPUT_KINDS | {"rows", "table"}
