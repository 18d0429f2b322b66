"""Arabic and Urdu letters reach out to each other from both sides, or from none."""

import unicodedata

import pytest

from kiosk.i18n import shape
from kiosk.i18n.joining import joined
from kiosk.i18n.shaping import letters

URDU = "ا ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ہ ھ ء ی ے آ أ ئ ؤ ۂ ۃ ۓ".split()
WORDS = {
    "ٹماٹر": "\ufb68\ufee4\ufe8e\ufb68\ufeae",
    "لڑکی": "\ufedf\ufb8d\ufb90\ufbfd",
    "گاؤں": "\ufb94\ufe8e\ufe85\ufb9e",
    "چھوٹے": "\ufb7c\ufbad\ufeee\ufb68\ufbaf",
    "پژمردہ": "\ufb58\ufb8b\ufee3\ufeae\ufea9\ufba6",
    "ڈاک": "\ufb88\ufe8d\ufb8e",
    "بہن": "\ufe91\ufba9\ufee6",
    "الإقامة": "\ufe8d\ufef9\ufed7\ufe8e\ufee3\ufe94",
}


def form(sign):
    return unicodedata.decomposition(sign).partition(">")[0].lstrip("<")


def halves(text):
    """Each two neighbours of which only one reaches out to the other."""
    signs = [sign for sign in shape(text) if not unicodedata.combining(sign)]
    pairs = zip(signs, signs[1:])
    return [pair for pair in pairs if (form(pair[0]) in ("initial", "medial")) != (form(pair[1]) in ("medial", "final"))]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_arabic_or_urdu_is_joined(word):
    assert shape(word) == WORDS[word]


@pytest.mark.parametrize("letter", URDU)
def test_every_urdu_letter_in_every_place_is_joined_or_alone(letter):
    for text in (letter, f"{letter}ب", f"ب{letter}", f"ب{letter}ب", f"د{letter}ب", f"{letter}{letter}{letter}", f"ل{letter}"):
        assert halves(text) == []
        assert unicodedata.normalize("NFC", unicodedata.normalize("NFKC", shape(text))) == unicodedata.normalize("NFKC", text)


def test_no_letter_of_the_whole_block_reaches_out_to_one_that_does_not_answer():
    letters = [chr(code) for code in (*range(0x620, 0x700), *range(0x750, 0x780)) if unicodedata.category(chr(code)) == "Lo"]
    assert [letter for letter in letters if halves(f"ب{letter}ب") or halves(f"{letter}ل")] == []


def test_a_letter_with_a_mark_of_its_own_is_joined_as_the_letter_without_it():
    assert shape("بۂ") == "\ufe91\ufba7\u0654"


def test_marks_do_not_part_letters_but_a_non_joiner_does():
    assert shape("بَب") == "\ufe91\u064e\ufe90"
    assert shape("ب\u0670ب") == "\ufe91\u0670\ufe90"
    assert [form(sign) for sign in shape("می\u200cخواهم") if sign != "\u200c"][:3] == ["initial", "final", "initial"]


def test_lam_and_alef_with_a_mark_between_them_are_still_one():
    assert shape("لَا") == "\ufefb\u064e"
    assert joined("لا", ligatures=False) == ["\ufedf", "\ufe8e"]


@pytest.mark.parametrize("letter", URDU)
def test_every_letter_can_be_typed_alone_and_between_others(letter):
    for text in (letter, f"ب{letter}ب", f"a{letter}1"):
        assert len(letters(text, "rtl")) == len(letters(text, "ltr")) == len(text)
