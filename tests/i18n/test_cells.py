"""How wide a text is: we, Rich and wcwidth must count the same cells for whatever a language puts into the grid."""

from __future__ import annotations

from functools import cache

import pytest
from rich.cells import cell_len
from wcwidth import wcswidth

from kiosk.desk.drawn import Drawn
from kiosk.desk.probe import Answer
from kiosk.i18n import Catalogs, visual, width
from kiosk.i18n.phrases import FOR_STAFF
from kiosk.i18n.po import load
from tests.practice import ROOT

CATALOGS = Catalogs(ROOT / "locales")
LANGUAGES = sorted(place.parent.name for place in (ROOT / "locales").glob("*/LC_MESSAGES"))
BY_VOICE_AND_PAPER = {"bn", "si"}


@cache
def texts(language: str) -> tuple[str, ...]:
    """Every line of every translation, as it is painted."""
    words = CATALOGS.words(language)
    found = [words.autonym]
    for place in sorted((ROOT / "locales" / language / "LC_MESSAGES").glob("*.po")):
        for message in load(place)[0]:
            found += [message.string] if isinstance(message.string, str) else message.string
    return tuple(visual(line, words.direction) for text in found for line in (text or "").split("\n"))


def apart(found: tuple[str, ...]) -> list[str]:
    return [text for text in found if not width(text) == cell_len(text) == wcswidth(text)]


def test_the_languages_that_are_not_drawn_are_these():
    plain = Drawn(Answer("xterm-256color"))
    hidden = {language for language in LANGUAGES if not plain.shows(CATALOGS.words(language))}
    assert hidden == BY_VOICE_AND_PAPER & set(LANGUAGES)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in BY_VOICE_AND_PAPER])
def test_every_text_of_a_language_that_is_drawn_is_as_wide_for_all(language):
    assert len(texts(language)) > 1 and apart(texts(language)) == []


def test_the_texts_of_the_house_too():
    italian = [form for said in FOR_STAFF.values() for form in ([said] if isinstance(said, str) else said)]
    signs = ("[x]", "•", "─" * 3, "›", "»«", "▯", "…", "·", "┬┴│")
    assert apart((*italian, *signs)) == []


def test_for_the_scripts_of_india_they_do_not_agree_and_that_is_why_they_are_not_drawn():
    for text in ("স্বাগতম, আপনার নাম লিখুন", "කරුණාකර ඔබේ නම"):
        assert width(text) != cell_len(text)
