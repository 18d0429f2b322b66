"""Forty ways to write a date, and what is said when it is none."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kiosk.forms.calendar import COUNTS, age
from kiosk.forms.fields import DateType, PartialDate, Reading, TimeType
from kiosk.i18n import Catalogs
from tests.forms.desk_of_fields import ITALIAN, TODAY, said, shown, typed

BIRTH = DateType(past=True)
MARCH_7 = PartialDate(1985, 3, 7)


def days(first: int, last: int) -> Iterator[date]:
    """Every day from the first of one year to the last of another."""
    begins = date(first, 1, 1)
    return (begins + timedelta(number) for number in range((date(last, 12, 31) - begins).days + 1))


@pytest.mark.parametrize("text", [
    "7 3 85", "7/3/85", "07/03/1985", "7-3-1985", "7.3.1985", "7 marzo 1985", "7 Marzo 85", "7 mar 1985", "il 7 marzo del 1985", "7 mars 1985",
    "7 March 1985", "March 7, 1985", "March 7th 1985", "7 martie 1985", "7 de marzo de 1985", "٧/٣/١٩٨٥", "٧ مارس ١٩٨٥", "1985-03-07",
    "1985/3/7", "1985年3月7日", "07031985", "070385", "19850307", "  7   3   1985  ", "7..3..1985", {"day": "7", "month": "3", "year": "85"},
    {"day": "07", "month": "marzo", "year": "1985"}, {"day": "7 3 1985", "month": "", "year": ""}, {"day": "٧", "month": "٣", "year": "١٩٨٥"},
])
def test_the_seventh_of_march(text):
    assert typed(BIRTH, text) == MARCH_7


@pytest.mark.parametrize(("text", "problem"), [
    ("", "date.empty"), (None, "date.empty"), ({}, "date.empty"), ("7 marzo", "date.year_missing"), ("7 3", "date.year_missing"),
    ("marzo 1985", "date.day_missing"), ("1985", "date.month_missing"), ("00-00-1985", "date.month_missing"), ("29-2-1985", "date.short_month"),
    ("31-4-1990", "date.short_month"), ("32-1-1990", "date.day"), ("13/13/1990", "date.month"), ("03/27/1985", "date.month"),
    ("7/3/2085", "date.future"), ("22/11/2026", "date.future"), ("1/1/985", "date.year"), ("7/3/1405", "date.calendar"), ("7/3/2528", "date.calendar"),
    ("7/3/1200", "date.year"), ("boh", "date.form"), ("7 termidoro 1990", "date.word"), ("1 2 3 4 1990", "date.form"), ("[red]", "date.form"),
    ("...", "date.form"), ("9" * 5000, "date.year"), ({"day": "7", "month": "3", "year": ""}, "date.year_missing"),
    ({"day": "x", "month": "3", "year": "1985"}, "date.day_missing"), ({"day": "7", "month": "marte", "year": "1985"}, "date.word"),
    ("²/3/1985", "date.word"), ("7/3/-85 9", "date.form"),
])
def test_what_is_no_birth_date(text, problem):
    assert typed(BIRTH, text) == problem


@pytest.mark.parametrize(("text", "value"), [
    ("1985", PartialDate(1985)), ("solo 1985", "date.word"), ("3/1985", PartialDate(1985, 3)), ("marzo 85", PartialDate(1985, 3)),
    ("1985-03", PartialDate(1985, 3)), ("00/00/1985", PartialDate(1985)), ("7 3 1985", MARCH_7), ("01/01/1985", PartialDate(1985, 1, 1)),
    ({"day": "", "month": "", "year": "1985"}, PartialDate(1985)), ({"day": "", "month": "3", "year": "1985"}, PartialDate(1985, 3)),
])
def test_a_paper_with_only_the_year(text, value):
    assert typed(DateType(precision="year"), text) == value


def test_month_and_year_is_enough_where_the_author_says_so():
    assert [typed(DateType(precision="month"), text) for text in ("3/1985", "1985")] == [PartialDate(1985, 3), "date.month_missing"]


def test_two_digits_are_never_a_birth_to_come():
    assert [typed(BIRTH, f"1/1/{year}").year for year in ("26", "27", "85", "00", "99")] == [2026, 1927, 1985, 2000, 1999]


def test_two_digits_of_an_expiry_are_to_come():
    assert typed(DateType(), "1/1/30") == PartialDate(2030, 1, 1)


def test_an_appointment_cannot_be_over():
    assert [typed(DateType(future=True), day) for day in ("20/11/2026", "21/11/26")] == ["date.past", PartialDate(2026, 11, 21)]


def test_a_very_old_birth_is_only_asked_about():
    assert typed(BIRTH, "7/3/1890") == ("date.old", PartialDate(1890, 3, 7))


def test_a_day_that_the_month_has_not():
    assert said(BIRTH, "29/2/1985") == "Questa data non esiste: febbraio 1985 ha 28 giorni. Controlla giorno, mese e anno."


@pytest.mark.parametrize(("text", "words"), [("7 3 1985", "7 marzo 1985"), ("1/1/1985", "1 gennaio 1985")])
def test_a_date_is_shown_in_words(text, words):
    assert shown(BIRTH, text) == words


def test_a_date_is_read_back_with_the_age():
    assert (BIRTH.echo("7 3 85", ITALIAN), BIRTH.echo("7 3", ITALIAN)) == ("Leggiamo: 7 marzo 1985 - 41 anni", "")


def test_a_partial_date_knows_its_bounds():
    february = PartialDate(1984, 2)
    assert (str(february.earliest), str(february.latest), str(february), february.precision) == ("1984-02-01", "1984-02-29", "1984-02", "month")


@pytest.mark.parametrize("value", [MARCH_7, PartialDate(1985, 3), PartialDate(1985)])
def test_a_date_is_stored_and_shown_without_loss(value):
    kind = DateType(precision="year")
    assert kind.load(kind.dump(value)) == typed(kind, kind.show(value, ITALIAN.words)) == value


def test_every_day_of_two_centuries_is_read_as_it_is_written_and_stored_without_loss():
    kind, seen = DateType(), 0
    for day in days(1900, 2100):
        value = PartialDate(day.year, day.month, day.day)
        assert kind.read(f"{day.day}/{day.month}/{day.year}", ITALIAN).value == kind.load(kind.dump(value)) == value
        seen += 1
    assert 73_414 == seen


@pytest.mark.parametrize("year", [1900, 1985, 2000, 2026, 2100])
def test_every_day_of_a_year_is_read_as_the_kiosk_shows_it(year):
    kind = DateType()
    for day in days(year, year):
        value = PartialDate(day.year, day.month, day.day)
        assert kind.read(kind.show(value, ITALIAN.words), ITALIAN).value == value


def test_whoever_was_born_on_any_day_is_seventeen_the_day_before_the_birthday_and_eighteen_on_it():
    leap = 0
    for born in days(1900, 2100):
        in_leap_years = (born.month, born.day) == (2, 29)
        of_age = date(born.year + 18, 3, 1) if in_leap_years else born.replace(year=born.year + 18)
        assert (age(born, of_age - timedelta(1)), age(born, of_age)) == (17, 18), born
        leap += in_leap_years
    assert 49 == leap


@pytest.mark.parametrize(("today", "years"), [
    (date(2004, 2, 29), 0), (date(2005, 2, 28), 0), (date(2005, 3, 1), 1), (date(2008, 2, 28), 3), (date(2008, 2, 29), 4), (date(2022, 2, 28), 17),
    (date(2022, 3, 1), 18),
])
def test_somebody_born_on_the_29_of_february_grows_older_on_the_1_of_march_or_on_that_very_day(today, years):
    assert years == age(date(2004, 2, 29), today)


def test_the_first_and_the_last_year_that_there_are_overflow_nothing():
    counted = {name: [count(*pair) for pair in ((date.min, date.max), (date.max, date.min))] for name, count in COUNTS.items()}
    assert counted == {"age": [9998, -9999], "days_since": [3_652_058, -3_652_058], "days_until": [-3_652_058, 3_652_058], "year": [1, 9999]}
    assert [(PartialDate(year).earliest, PartialDate(year, 12).latest) for year in (1, 9999)] == [(date(year, 1, 1), date(year, 12, 31)) for year in (1, 9999)]
    assert {typed(DateType(precision="year"), text) for text in ("1/1/0001", "31/12/9999", "0001", "9999", "0000", "1/1/10000")} == {"date.year"}


def test_the_day_comes_first_in_english_too():
    english = Reading(Catalogs("locales", None).words("en"), TODAY)
    assert typed(BIRTH, "3/7/85", english) == PartialDate(1985, 7, 3)


@pytest.mark.parametrize(("text", "value"), [
    ("14:05", "14:05"), ("9", "09:00"), ("9.30", "09:30"), ("ore 14", "14:00"), ("2 pm", "14:00"), ("12 am", "00:00"), ("14h30", "14:30"),
    ("1405", "14:05"), ("٩:٣٠", "09:30"), ("24:00", "time.impossible"), ("12:60", "time.impossible"), ("", "time.empty"), ("mai", "time.form"),
])
def test_a_time(text, value):
    assert typed(TimeType(), text) == value
