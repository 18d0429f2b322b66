"""Somebody looks for a place with the words they have, and slips on the keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.i18n import Catalogs
from kiosk.network import Actor, Directory
from kiosk.network.reading import read_folder
from tests.bench import places
from tests.practice import ROOT

ACTORS = read_folder(ROOT / "flows")[0]
MORE = (
    Actor("citta", "Associazione Città Aperta", "volunteers", ("italian", "home"), "Corsi di italiano la sera.", languages=("it", "ar"), place="Sesto San Giovanni"),
    Actor("naveen", "নবীন স্কুল", "school", ("italian",), "Scuola di quartiere.", languages=("bn",), place="Rho"),
)
SHELF = Directory((*ACTORS, *MORE))


def first(text: str, **more: str) -> str:
    return next((actor.id for actor in SHELF.search(text, **more)), "")


@pytest.mark.parametrize("typed, found", [
    ("caritas", "caritas-ambrosiana"), ("CARITAS", "caritas-ambrosiana"), ("carit", "caritas-ambrosiana"), ("cartias", "caritas-ambrosiana"),
    ("karitas", "caritas-ambrosiana"), ("uepe", "uepe-milano"), ("sportelo tag", "sportello-tag"), ("tribunale sorvegliansa", "tribunale-sorveglianza-milano"),
    ("citta aperta", "citta"), ("città", "citta"), ("cittá apera", "citta"), ("centro impiego", "centro-impiego-milano"), ("centro per l'impiego", "centro-impiego-milano"),
    ("centro per limpiego", "centro-impiego-milano"), ("cerco la carta d'identità", "carta-identita-milano"), ("san vittore", "san-vittore"),
    ("vittore san", "san-vittore"), ("serd", "serd"), ("droga", "serd"), ("নবীন", "naveen"),
], ids=["whole", "capitals", "begun", "swapped", "another letter", "short", "one left out", "two words", "no accent", "accent", "wrong accent",
        "kind", "elided", "run together", "a sentence", "two names", "other order", "abbreviation", "what it is for", "another script"])
def test_the_first_that_is_found(typed, found):
    assert first(typed) == found


def test_a_need_is_enough_and_can_be_said_in_ones_own_words():
    assert {"caritas-ambrosiana", "presidio-sociale-tribunale"} <= {actor.id for actor in SHELF.search("", need="money")}
    assert all("home" in actor.needs for actor in SHELF.search("dormitorio"))
    assert first("avvocato") == "ordine-avvocati-milano"


def test_a_place_narrows_what_is_found_slips_and_all():
    assert [actor.id for actor in SHELF.search("", place="segrate")] == ["sportello-lavoro-segrate"]
    assert [actor.id for actor in SHELF.search("lavoro", place="segarte")] == ["sportello-lavoro-segrate"]
    assert [actor.id for actor in SHELF.search("", place="sesto san giovanni")] == ["citta"]
    assert SHELF.search("", place="Palermo") == ()


def test_a_language_narrows_what_is_found():
    assert [actor.id for actor in SHELF.search("", language="ar")] == ["citta"]
    assert SHELF.languages() == ("ar", "bn", "it")
    assert first("arabo") == "citta"


def test_needs_are_found_in_the_readers_language_where_it_says_them():
    words = Catalogs(ROOT / "locales").words("en")
    wanted = words.say("want.work").replace("(it) ", "").split()[-1]
    assert all("work" in actor.needs for actor in Directory(ACTORS, words).search(wanted, limit=5))


@pytest.mark.parametrize(("language", "typed"), [("zh", "律师"), ("en", "lawyer"), ("fr", "avocat"), ("ar", "محام")])
def test_a_lawyer_is_found_in_the_readers_own_language(language, typed):
    found = Directory(ACTORS, Catalogs(ROOT / "locales").words(language)).search(typed, limit=4)
    assert "ordine-avvocati-milano" in [actor.id for actor in found]


def test_words_that_nobody_has_find_nothing():
    assert SHELF.search("xyzzyx qwrtpl") == () and SHELF.search("", need="gold") == ()


def test_the_words_that_somebody_has_count_where_not_all_do():
    assert first("caritas qwrtpl") == "caritas-ambrosiana"


def test_nothing_typed_is_everybody_by_name():
    names = [actor.name for actor in SHELF.search("")]
    assert len(names) == len(SHELF.actors) and names[0].startswith("AFOL")


@given(st.text(max_size=60))
def test_whatever_is_typed_finds_known_actors_or_none(text):
    assert set(SHELF.search(text)) <= set(SHELF.actors)


@given(st.sampled_from(ACTORS), st.data())
def test_one_slip_in_a_long_word_of_a_name_still_finds_it(actor, data):
    words = [word for word in actor.name.replace(",", "").split() if len(word) >= 8 and word.isalpha() and word.isascii()]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(1, len(word) - 2))
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2:]
    assert actor in SHELF.search(slip)


def test_among_ten_thousand_the_one_that_is_meant_comes_first():
    many = places.actors()
    wanted = replace(many[7777], id="proprio-questo", name="Sportello Quercianera")
    found = Directory([*many, wanted]).search("quercianra", limit=7)
    assert found[0] == wanted and len(many) == 10_000


def test_the_bench_counts_every_key():
    (row,) = places.rows(200)
    assert row["actors"] == 200 and row["keys"] == sum(map(len, places.TYPED)) and 0 < row["median_ms"] <= row["most_ms"]
