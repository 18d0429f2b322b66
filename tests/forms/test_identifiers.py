"""What is known of codes, phones and places, and how names are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.identifiers import (
    iban_doubt, iban_length, known_places, phone_is_usual, phone_number, place_search, show_phone, tax_code_doubt, tax_code_gap, tax_code_likely,
)
from kiosk.forms.identifiers.search import Search, mistakes


@pytest.mark.parametrize(("code", "doubt"), [("RSSMRA85T10A562S", False), ("RSSMRA85T10A562T", True), ("12345678903", False), ("12345678904", True), ("", True), ("X" * 16, True)])
def test_the_check_sign_of_a_tax_code(code, doubt):
    assert tax_code_doubt(code) is doubt


def test_letters_taken_for_digits_are_put_back_only_when_the_code_is_sound_then():
    assert [tax_code_likely(code) for code in ("RSSMRA85TI0A562S", "RSSMRA85TI0A562X", "RSSMRA85T10A562S")] == ["RSSMRA85T10A562S", None, None]


def test_where_a_sign_is_missing():
    assert [tax_code_gap(code) for code in ("RSSMRA85T10A562", "RSSMA85T10A562S", "1")] == ["A562", "SSMA", ""]


def test_how_long_an_iban_is():
    assert [iban_length(code) for code in ("IT60", "RO49", "ZZ00")] == [27, 24, None]
    assert [iban_doubt(code) for code in ("IT60X0542811101000000123456", "IT61X0542811101000000123456")] == [False, True]


@pytest.mark.parametrize(("text", "number"), [("333 1234567", "+393331234567"), ("0039 02 1", "+39021"), ("(+44) 20", "+4420"), ("393 1234567", "+393931234567"), ("39 393 1234567", "+393931234567")])
def test_a_number_gets_its_country(text, number):
    assert phone_number(text) == number


def test_numbers_that_can_exist():
    assert [phone_is_usual(number) for number in ("+393331234567", "+3912", "+", "+212612345678")] == [True, False, False, True]
    assert show_phone("+999") == "+999"


@pytest.mark.parametrize(("one", "other", "count"), [("napoli", "napoli", 0), ("napli", "napoli", 1), ("naploi", "napoli", 1), ("", "abc", 3), ("roma", "rome", 1), ("abc", "ca", 3)])
def test_mistakes_are_counted(one, other, count):
    assert mistakes(one, other) == count


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_mistakes_are_the_same_both_ways(one, other):
    assert mistakes(one, other) == mistakes(other, one)


def test_a_search_goes_from_the_name_to_its_start_to_its_words_to_slips():
    search = Search([("nova milanese", 0), ("milano", 1), ("milano marittima", 2), ("merano", 3)])
    assert [search.find(text) for text in ("milano", "mil", "marittima", "meramo", "", "zzz")] == [[1, 2], [1, 2, 0], [2], [3], [], []]


def test_places_of_today_come_first_and_are_written_as_people_do():
    names = [place.name for place in known_places()]
    assert {"Reggio nell'Emilia", "Cernusco sul Naviglio", "L'Aquila", "San Giovanni in Persiceto", "Sotto il Monte Giovanni XXIII"} <= set(names)
    assert [(place.today, place.abroad) for place in (known_places()[0], known_places()[-1])] == [(True, False), (False, True)]


def test_a_name_without_its_accent_is_found():
    assert known_places()[place_search().exact("forli")[0]].name == "Forlì"
