"""Every language that is here: whole, sound, and fit for the screen or, where its script is not simple, for paper and voice."""

import unicodedata
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from kiosk.authoring import extract
from kiosk.i18n import SOURCE, Catalogs, check_catalog, phrases, visual, width
from kiosk.i18n.phrases import FOR_VISITORS, PHRASES
from kiosk.i18n.scripts import SIMPLE, script

ROOT = Path(__file__).parents[2]
LOCALES, FLOWS = ROOT / "locales", ROOT / "flows"
CATALOGS = Catalogs(LOCALES)
FILES = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
CODES = [code for code in CATALOGS.languages() if code != SOURCE]


def shown(code):
    """Every text of a language's files, as (place, text)."""
    for path in (LOCALES / code / "LC_MESSAGES").glob("*.po"):
        for key, text in CATALOGS.catalog(code, path.stem)._catalog.items():
            if key:
                yield str(key), text


def test_english_arabic_and_chinese_are_here():
    assert {"it", "en", "ar", "zh"} <= set(CATALOGS.languages())


def test_no_phrase_is_said_in_two_rooms():
    rooms = [import_module(f"kiosk.i18n.phrases.{one.name}").PHRASES for one in iter_modules(phrases.__path__)]
    assert len(PHRASES) == sum(len(room) for room in rooms)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_file_has_no_faults_and_no_gaps(path):
    assert [] == [str(problem) for problem in check_catalog(path)]


@pytest.mark.parametrize("code", CODES)
def test_the_kiosk_and_the_bank_are_whole(code):
    bank = tuple((entry.place, entry.text) for entry in extract.shelf(FLOWS) if entry.domain == "bank")
    assert () == CATALOGS.missing(code, "kiosk", tuple(FOR_VISITORS.items()))
    assert () == CATALOGS.missing(code, "bank", bank)
    assert CATALOGS.complete(code, "kiosk")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_file_holds_nothing_that_is_no_longer_said(path):
    entries = extract.phrases() if path.stem == "kiosk" else extract.shelf(FLOWS)
    said = {f"{entry.place}\x04{entry.text[0] if isinstance(entry.text, tuple) else entry.text}" for entry in entries}
    kept = {key[0] if isinstance(key, tuple) else key for key in CATALOGS.catalog(path.parts[-3], path.stem)._catalog}
    assert set() == {key for key in kept if key and not key.startswith("header\x04")} - said


@pytest.mark.parametrize("code", [code for code in CODES if script(CATALOGS.words(code).autonym) in SIMPLE])
def test_rich_and_we_measure_every_text_alike(code):
    from rich.cells import cell_len

    direction = CATALOGS.words(code).direction
    lines = [visual(text, direction) for _, text in shown(code)]
    assert [] == [line for line in lines if cell_len(line) != width(line)]


def test_every_arabic_letter_is_joined():
    lines = [visual(text, "rtl") for _, text in shown("ar")]
    assert [] == [line for line in lines if any("\u0621" <= sign <= "\u064a" and unicodedata.category(sign) == "Lo" for sign in line)]


@pytest.mark.parametrize("code", CODES)
def test_a_problem_takes_at_most_two_lines(code):
    texts = [(key, text) for key, text in shown(code) if key.startswith(("problem.", "('problem."))]
    assert [] == [(key, width(text)) for key, text in texts if width(text) > 120]


@pytest.mark.parametrize("code", CODES)
def test_no_phrase_of_a_language_is_left_in_italian(code):
    words = CATALOGS.words(code)
    said = [words.say(key, n=3) if isinstance(text, tuple) else words.say(key) for key, text in FOR_VISITORS.items()]
    assert [] == [text for text in said if text.startswith("(it)")]
