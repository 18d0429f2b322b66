"""What a visitor sees of a text in the grid: wrapped, joined, from right to left where it must be."""

import unicodedata

import pytest

from kiosk.i18n import caret, index_at, island, order, shape, typed_line, visual, width, wrap

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


def test_the_caret_of_an_arabic_input_is_at_the_left_end():
    assert 0 == caret(HELLO, len(HELLO), "rtl")
    assert len(HELLO) == caret(HELLO, 0, "rtl")


def test_the_caret_stands_beside_the_digit_typed_last():
    text = "بيت 12"
    assert "12 ﺖﻴﺑ" == typed_line(text, "rtl")
    assert "1" == typed_line(text, "rtl")[caret(text, 4, "rtl") - 1]
    assert "2" == typed_line(text, "rtl")[caret(text, 5, "rtl") - 1]


def test_a_click_is_where_the_caret_would_stand():
    for text in (HELLO, "بيت 12", "Via Roma 3"):
        for direction in ("rtl", "ltr"):
            for index in range(len(text) + 1):
                assert index == index_at(text, caret(text, index, direction), direction)


def test_a_typed_line_has_a_sign_for_each_typed_one():
    for text in ("لا إله", HELLO, "Ciao", "", "(بيت)"):
        assert len(text) == len(typed_line(text, "rtl")) == len(order(text, "rtl"))


def test_a_phone_number_is_not_torn_by_the_end_of_a_line():
    for cells in range(14, 30):
        assert "347 123 4567" in " ".join(wrap(f"اكتب رقم الهاتف {island('347 123 4567')} هنا من فضلك", cells, "rtl"))


def test_a_name_that_goes_on_in_the_next_line_keeps_its_direction():
    [first, second] = wrap("\u206812 34 56 78\u2069", 6, "rtl")
    assert ("12 34", "56 78") == (first, second)
