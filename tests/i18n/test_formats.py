"""Dates, numbers and names as a visitor writes and reads them."""

from decimal import Decimal

import pytest

from kiosk.i18n import Words, country_names, fold, italian

ITALIAN = italian()
ENGLISH = Words("en", "English")
ARABIC = Words("ar", "العربية")
CHINESE = Words("zh", "中文")


def test_dates_are_written_in_words():
    assert ["7 marzo 1985", "7 March 1985", "7 مارس 1985", "1985年3月7日"] == [
        words.date(1985, 3, 7) for words in (ITALIAN, ENGLISH, ARABIC, CHINESE)
    ]


def test_a_date_shows_as_much_as_is_known():
    assert ["1985", "marzo 1985", "1 gennaio 1985"] == [ITALIAN.date(1985), ITALIAN.date(1985, 3), ITALIAN.date(1985, 1, 1)]


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError):
        ITALIAN.date(1985, 2, 29)


def test_amounts_have_two_decimals_and_the_sign_after():
    assert ["1.234,50 €", "1,234.50 €", "1,234.50 €", "1,234.50 €"] == [
        words.money(Decimal("1234.5")) for words in (ITALIAN, ENGLISH, ARABIC, CHINESE)
    ]


def test_numbers_keep_their_decimals():
    assert ["1.234.567", "0,50", "-3"] == [ITALIAN.number(number) for number in (1234567, Decimal("0.50"), -3)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.500", "1500"),
        ("1,5", "1.5"),
        ("12.50", "12.50"),
        ("1.500,00", "1500.00"),
        ("1,500.00", "1500.00"),
        ("1'500", "1500"),
        ("1 500,5", "1500.5"),
        ("€ 12", "12"),
        ("12 euro", "12"),
        ("٧٫٥", "7.5"),
        ("1.234.567", "1234567"),
        ("0.500", "0.500"),
        ("-3", "-3"),
        (",5", "0.5"),
    ],
)
def test_a_number_is_read_as_an_italian_means_it(typed, read):
    assert Decimal(read) == ITALIAN.read_number(typed)


@pytest.mark.parametrize("typed", ["", "abc", "1.2.3", "1.50.0", "12a", "1,2,3", "1..5", "--3", "١٢ب", "1e5", "0x10", "NaN"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        ITALIAN.read_number(typed)


def test_an_english_reader_may_copy_an_amount_from_an_italian_paper():
    assert Decimal("1500.00") == ENGLISH.read_number("1.500,00")
    assert Decimal("1500") == ENGLISH.read_number("1,500")


def test_a_factor_of_a_thousand_is_never_guessed():
    for words in (ENGLISH, ARABIC, CHINESE):
        with pytest.raises(ValueError):
            words.read_number("1.500")


@pytest.mark.parametrize(
    ("typed", "month"),
    [("marzo", 3), ("Mar", 3), ("mars", 3), ("مارس", 3), ("آذار", 3), ("sept.", 9), ("août", 8), ("gen", 1), ("三月", 3), ("iulie", 7), ("setiembre", 9), ("Mayo", 5),
     ("Hunyo", 6), ("مارچ", 3), ("دسمبر", 12), ("ডিসেম্বর", 12), ("জুলাই", 7), ("මාර්තු", 3), ("දෙසැ", 12), ("qershor", 6), ("липня", 7), ("março", 3)],
)
def test_a_month_is_known_in_any_language(typed, month):
    assert month == ITALIAN.month(typed)


@pytest.mark.parametrize("typed", ["ma", "", "x", "Roma", "13", "3"])
def test_what_names_no_one_month_is_none(typed):
    assert ITALIAN.month(typed) is None


def test_countries_are_named_in_each_language():
    assert ["Marocco", "Morocco", "المغرب", "摩洛哥"] == [words.country("MA") for words in (ITALIAN, ENGLISH, ARABIC, CHINESE)]


def test_a_code_that_is_no_country_stays_a_code():
    assert "QQ" == ITALIAN.country("QQ")


def test_a_country_is_found_by_its_name_in_any_language():
    names = country_names()
    assert {"MA"} == {names[fold(name)] for name in ("Marocco", "morocco", "Maroc", "المغرب", "摩洛哥", "Марокко")}


def test_groups_of_countries_are_no_countries():
    assert not {"EU", "UN", "ZZ", "001"} & {code for code, _ in ITALIAN.countries()}


def test_the_alphabet_of_countries_ignores_accents():
    names = [name for _, name in ENGLISH.countries()]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")


def test_languages_are_named():
    assert ["Arabo", "Arabic"] == [words.language_name("ar") for words in (ITALIAN, ENGLISH)]


@pytest.mark.parametrize(("language", "shown"), [
    ("it", ""), ("en", ""), ("zh", ""), ("ar", "٤٨٢١ ٠٩٣٧"), ("fa", "۴۸۲۱ ۰۹۳۷"), ("bn", "৪৮২১ ০৯৩৭"), ("ne", "४८२१ ०९३७"), ("my", "၄၈၂၁ ၀၉၃၇"),
])
def test_a_code_is_also_written_in_the_digits_people_learnt_to_read(language, shown):
    assert Words(language, "x").own_digits("4821 0937").replace("\u200e", "") == shown
