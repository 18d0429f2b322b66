"""What a visitor sees of a text in the grid: wrapped, joined, from right to left where it must be."""

import unicodedata

import pytest

from kiosk.i18n import island, letters, shape, visual, width, wrap

HELLO = "مرحبا بكم، اكتب اسمك"


def plain(visual_line):
    """The letters of a painted Arabic line, back in reading order and in their usual forms."""
    return unicodedata.normalize("NFKC", visual_line[::-1])


def test_italian_is_wrapped_at_spaces():
    lines = wrap("Ciao, questa è una frase un po' lunga", 20)
    assert ["Ciao, questa è una", "frase un po' lunga"] == lines


def test_an_empty_text_is_one_empty_line():
    assert [""] == wrap("", 20)


def test_line_ends_are_kept():
    assert ["uno", "", "due"] == wrap("uno\n\ndue", 20)


def test_a_word_wider_than_the_line_is_cut_and_nothing_is_lost():
    name = "Andrianampoinimerinatompokoindrindra"
    assert name == "".join(wrap(name, 10))


def test_no_line_is_wider_than_asked_in_any_script():
    for text in (HELLO * 3, "请写下您的姓名和出生日期。然后按 Enter 键。" * 3, "Żółć " * 20):
        for cells in (7, 20, 41):
            assert all(width(line) <= cells for line in wrap(text, cells, "rtl"))


def test_chinese_breaks_between_signs_but_never_before_a_full_stop():
    lines = wrap("请写下您的姓名和出生日期。好吗？", 10)
    assert "请写下您的姓名和出生日期。好吗？" == "".join(lines)
    assert not [line for line in lines if line[0] in "。？"]


def test_arabic_is_wrapped_before_it_is_turned():
    first, second = wrap(HELLO, 11, "rtl")
    assert "مرحبا بكم،" == plain(first)
    assert "اكتب اسمك" == plain(second)


def test_letters_are_joined():
    assert not [sign for sign in shape("ٹ ڈ ڑ ں ے ہ ھ گ چ پ ک ی مرحبا") if "\u0620" <= sign <= "\u06ff"]


def test_lam_and_alef_are_one_sign_and_allah_is_not():
    assert "\ufefb" == shape("لا")
    assert 4 == len(shape("الله"))


def test_brackets_face_the_right_way():
    assert "(Roma)" in visual(shape("مدينة (Roma) هنا"), "rtl")


@pytest.mark.parametrize("number", ["347 123 4567", "IT60 X054 2811", "14:05", "1.234,56 €", "12/03/1985"])
def test_numbers_on_an_island_read_from_left_to_right(number):
    assert number in visual(f"اكتب {island(number)} هنا", "rtl")


def test_no_direction_marks_are_painted():
    assert "abc 12" == visual(f"abc {island('12')}", "ltr")


def test_italian_inside_arabic_keeps_its_order():
    assert "Permesso di soggiorno" in visual("تصريح Permesso di soggiorno هنا", "rtl")


def test_vowel_marks_stand_after_their_letter():
    line = visual("مَرْحَبًا", "rtl")
    assert "Mn" != unicodedata.category(line[0])


def painted(text, direction="rtl"):
    return "".join(letter.painted for letter in letters(text, direction))


def test_every_letter_that_is_typed_has_a_cell_of_its_own():
    for text in ("لا إله", HELLO, "Ciao", "", "(بيت)", "می‌خواهم", "مَرْحَبًا", "بيت 12 Roma"):
        for direction in ("rtl", "ltr"):
            places = [letter.index for letter in letters(text, direction)]
            marks = [place for place, sign in enumerate(text) if unicodedata.category(sign) in ("Mn", "Cf")]
            assert list(range(len(text))) == sorted([*places, *marks])


def test_what_is_typed_stands_as_it_will_be_read():
    for text in ("بيت 12", "(بيت)", "بيت Roma 3", HELLO, "قرية ٣"):
        assert painted(text) == visual(text, "rtl")


def test_vowel_marks_that_are_typed_stand_after_their_letter():
    assert painted("مَرْحَبًا") == visual("مَرْحَبًا", "rtl")
    assert all(letter.painted[0] != "\u064e" for letter in letters("مَرْحَبًا", "rtl"))


def test_a_mark_without_a_letter_has_a_cell():
    assert ["\xa0\u064e"] == [letter.painted for letter in letters("\u064e", "rtl")]


def test_a_phone_number_is_not_torn_by_the_end_of_a_line():
    for cells in range(14, 30):
        assert "347 123 4567" in " ".join(wrap(f"اكتب رقم الهاتف {island('347 123 4567')} هنا من فضلك", cells, "rtl"))


def test_a_name_that_goes_on_in_the_next_line_keeps_its_direction():
    [first, second] = wrap("\u206812 34 56 78\u2069", 6, "rtl")
    assert ("12 34", "56 78") == (first, second)
