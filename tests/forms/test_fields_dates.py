"""Forty ways to write a date, and what is said when it is none."""

import pytest

from kiosk.forms.fields import DateType, PartialDate, Reading, TimeType
from kiosk.i18n import Catalogs
from tests.forms.desk_of_fields import ITALIAN, TODAY, said, shown, typed

BIRTH = DateType(past=True)
MARCH_7 = PartialDate(1985, 3, 7)


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


def test_the_day_comes_first_in_english_too():
    english = Reading(Catalogs("locales", None).words("en"), TODAY)
    assert typed(BIRTH, "3/7/85", english) == PartialDate(1985, 7, 3)


@pytest.mark.parametrize(("text", "value"), [
    ("14:05", "14:05"), ("9", "09:00"), ("9.30", "09:30"), ("ore 14", "14:00"), ("2 pm", "14:00"), ("12 am", "00:00"), ("14h30", "14:30"),
    ("1405", "14:05"), ("٩:٣٠", "09:30"), ("24:00", "time.impossible"), ("12:60", "time.impossible"), ("", "time.empty"), ("mai", "time.form"),
])
def test_a_time(text, value):
    assert typed(TimeType(), text) == value
