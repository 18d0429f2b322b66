"""What the kiosk says: short, plain, nobody blamed, and the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiosk.authoring import extract
from kiosk.desk.frame import KEYS
from kiosk.i18n import width
from kiosk.i18n.phrases import FOR_VISITORS
from tests.people import CATALOGS
from tests.practice import ROOT

CODES = CATALOGS.languages()
TRANSLATED = [code for code in CODES if code != "it"]
BANNED = re.compile(
    r"(?i)\b(si prega|sottoscritt[oa]|istanz[ae]|presso codest|ai sensi|mendac[ei]|apposit[oaie]|effettuar\w*|obbligatori[oaie]|non valid[oaie]"
    r"|errat[oaie]|invalid[oaie]|vietat[oaie]|ops|scus[ai]|per favore)\b|attenzione!"
)
TO_BOTH = re.compile(r"\b\w+[oaie]/[oaie]\b|\w\*|ə")
DOUBT = re.compile(r"(?i)\bnon\b[^.,;:?]*\b(non|senza)\b")
SENTENCE = re.compile(r"[.!?;\n]+(?:\s|$)")
HOLE = re.compile(r"\{[a-z_]+\}")
LONGEST_SENTENCE, LONGEST_QUESTION, LONGEST_KEY = 20, 120, 10


def forms(text: str | tuple[str, str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def phrases() -> Iterator[tuple[str, str]]:
    """Key and Italian text of all that the kiosk itself says to a visitor."""
    return ((f"{key} {number}", form) for key, text in FOR_VISITORS.items() for number, form in enumerate(forms(text)))


def written() -> Iterator[tuple[str, str]]:
    """Place and Italian text of all that the authors say to a visitor."""
    for entry in extract.shelf(ROOT / "flows"):
        if not entry.place.endswith((".operator", ".law")):
            yield from ((f"{entry.domain}: {entry.place}", form) for form in forms(entry.text))


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text) if sentence.strip()]


EVERYTHING = {**dict(phrases()), **dict(written())}


def test_there_is_something_to_look_at():
    assert len(EVERYTHING) > 800


def test_no_word_of_the_office_and_none_that_blames():
    assert {place: text for place, text in EVERYTHING.items() if BANNED.search(text)} == {}


def test_the_lists_of_words_do_find_them():
    assert [bool(BANNED.search(text)) for text in ("Il codice non è valido", "Codice non valido", "Data errata.", "Scusa!", "Scuola")] == [
        False, True, True, True, False,
    ]
    assert [bool(TO_BOTH.search(text)) for text in ("Sei sicuro/a?", "benvenut*", "05/03", "e/o")] == [True, True, False, False]


def test_nobody_is_spoken_to_with_a_slash():
    assert {place: text for place, text in EVERYTHING.items() if TO_BOTH.search(text)} == {}


def test_a_question_has_no_double_no():
    asked = {place: text for place, text in EVERYTHING.items() if text.endswith("?")}
    assert {place: text for place, text in asked.items() if DOUBT.search(text)} == {}


def test_no_sentence_has_more_than_twenty_words():
    long = {place: sentence for place, text in EVERYTHING.items() for sentence in sentences(text) if len(sentence.split()) > LONGEST_SENTENCE}
    assert long == {}


@pytest.mark.parametrize("code", CODES)
def test_the_name_of_a_key_and_what_it_does_fit_the_footer(code):
    words = CATALOGS.words(code)
    said = {f"{room}.{key}": words.say(f"{room}.{key}") for room in ("key", "does") for key in KEYS}
    assert {key: text for key, text in said.items() if width(text) > LONGEST_KEY} == {}


@pytest.mark.parametrize("code", CODES)
def test_that_there_is_no_voice_fits_the_smallest_screen(code):
    words = CATALOGS.words(code)
    said = {key: words.say(key) for key in FOR_VISITORS if key.startswith("voice.") and key.endswith(".short")}
    assert len(said) == 2 and {key: text for key, text in said.items() if width(text) > 36} == {}


@pytest.mark.parametrize("code", CODES)
def test_a_question_takes_at_most_two_lines(code):
    words = CATALOGS.words(code)
    titles = {key: words.say(key, n=2) for key in FOR_VISITORS if key.endswith((".title", ".ask"))}
    asked = {f"{entry.domain}: {entry.place}": words.text(entry.domain, entry.place, entry.text)
             for entry in extract.shelf(ROOT / "flows") if entry.place.endswith(".ask")}
    assert {place: text for place, text in (titles | asked).items() if width(text) > LONGEST_QUESTION} == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_is_whole(code):
    begun = {path.stem for path in (ROOT / "locales" / code / "LC_MESSAGES").glob("*.po")}
    assert {"kiosk", "bank", "ascolto", "did", "colloqui-in-carcere", "rinnovo-permesso"} <= begun
    for domain in sorted(begun):
        texts = FOR_VISITORS.items() if domain == "kiosk" else ((one.place, one.text) for one in extract.shelf(ROOT / "flows") if one.domain == domain)
        assert CATALOGS.missing(code, domain, tuple(texts)) == (), domain
        assert CATALOGS.complete(code, domain), domain


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_filled_in_is_the_same_in_every_language(code):
    words = CATALOGS.words(code)
    different = {}
    for key, italian in FOR_VISITORS.items():
        for n in (1, 2, 3, 11, 100):
            said = words.say(key, n="{n}" if isinstance(italian, str) else n)
            wanted = set(HOLE.findall(forms(italian)[-1])) - {"{n}"}
            if set(HOLE.findall(said)) - {"{n}"} != wanted:
                different[key] = said
    assert different == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_phrase_of_one_language_is_the_text_of_another_key(code):
    words = CATALOGS.words(code)
    for yes, no in (("consent.yes", "consent.no"), ("erase.yes", "erase.no"), ("out.unknown", "out.refused"), ("out.refused", "out.blank")):
        assert words.say(yes) != words.say(no)
