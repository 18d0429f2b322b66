"""What is typed or pasted: cleaned, its digits made plain, folded for search."""

import sys
import unicodedata

import pytest

from kiosk.i18n import clean, digits, fold, island, width


def test_a_name_is_kept_as_it_was_typed():
    for name in ("D'Angelo", "Șerban", "Nguyễn Thị Ánh", "Παπαδόπουλος", "王小明", "محمد", "O", "শেখ হাসিনা"):
        assert unicodedata.normalize("NFC", name) == clean(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b]0;evil\x07Mario", "]0;evilMario"),
        ("a\x9bb", "ab"),
        ("Mario\u202eonaM", "MarioonaM"),
        ("a\u2066b\u2069\u200e\u061c", "ab"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("a\udcffb", "ab"),
        ("a\ufeffb\ufff9", "ab"),
        ("uno\tdue\ntre\r\nquattro", "uno due tre  quattro"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_signs_that_steer_or_hide_are_taken_out(typed, kept):
    assert kept == clean(typed)


def test_lines_are_kept_when_asked_for():
    assert "uno\ndue\ntre" == clean("uno\r\ndue\x85tre", newlines=True)


@pytest.mark.parametrize("marks", ["\u0335", "\u20dd", "\u0335\u20dd"], ids=["through", "around", "both"])
def test_a_tower_of_marks_is_cut(marks):
    tower = "x" + marks * 500
    assert tower[:9] == clean(tower)
    assert tower[1:9] == clean(tower[1:])


def test_marks_are_counted_anew_on_every_letter():
    word = ("x" + "\u0335" * 8) * 5
    assert word == clean(word)
    assert word + "e" == clean(word + "\u0335e")
    # five and five in a row, of two kinds, are ten
    assert "x" + "\u0335" * 5 + "\u20dd" * 3 == clean("x" + "\u0335" * 5 + "\u20dd" * 5)


def test_no_more_than_the_limit_is_kept():
    assert 2000 == len(clean("a" * 1_000_000))
    assert "abcde" == clean("abcdefgh", 5)


def test_what_is_taken_out_leaves_its_place_to_what_is_seen():
    assert "abcde" == clean("".join(f"\u200e\u200e\u200e{sign}" for sign in "abcdefgh"), 5)


def test_behind_four_times_the_limit_nothing_is_looked_at():
    assert "" == clean("\u200e" * 20 + "a", 5)


def test_nothing_cleaned_is_ever_a_control_sign():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {unicodedata.category(sign) for at in range(0, len(everything), 400) for sign in clean(everything[at : at + 400])}
    assert not left & {"Cc", "Cs"}


def test_digits_of_any_script_become_plain():
    assert "7/3/1985 12 45 1.5" == digits("٧/٣/١٩٨٥ ۱۲ ४५ １٫５")
    assert "1'234.56%, così" == digits("١٬٢٣٤٫٥٦٪، così")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Sant'Angelo in Vado", "SANT’ANGELO in vado"),
        ("Forlì-Cesena", "forli cesena"),
        ("Reggio nell’Emilia", "reggio nell'emilia"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("المَغْرِب", "المغرب"),
        ("Côte d'Ivoire", "cote divoire"),
    ],
)
def test_what_is_searched_is_found_without_accents_and_capitals(written, typed):
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łukasz", "lukasz"), ("Møller", "moller"), ("Đorđe", "dorde"), ("Guðrún", "gudrun"), ("Æsir", "aesir"), ("Œuvre", "oeuvre"),
        ("Işık", "isik"), ("Þór", "thor"), (" Forlì-Cesena,  Sant’Angelo/Maxi_2 ", "forli cesena santangelo maxi 2"),
    ],
)
def test_a_word_is_folded_to_plain_letters(written, folded):
    assert folded == fold(written)


def test_an_island_takes_no_cells():
    assert 11 == width(island("347 1234567"))


def test_width_agrees_with_the_tables_over_every_plain_sign():
    from wcwidth import wcwidth

    signs = [chr(point) for point in range(0x20, 0xFFFF) if unicodedata.category(chr(point))[0] in "LNPSZ"]
    assert [] == [sign for sign in signs if width(sign) != max(0, wcwidth(sign))]
