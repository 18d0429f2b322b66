"""Numbers and money as people write them, and the plain digit that must cost nothing."""

import timeit
from decimal import Decimal

import pytest

from kiosk.forms.fields import MoneyType, NumberType
from tests.forms.desk_of_fields import ITALIAN, said, shown, typed


@pytest.mark.parametrize(("text", "value"), [
    ("5", 5), (" 5 ", 5), ("٣", 3), ("１２", 12), ("1.500", 1500), ("1 500", 1500), ("007", 7), (7, 7), ("+4", 4),
    ("", "number.empty"), ("tre", "number.letters"), ("5 figli", "number.letters"), ("²", "number.letters"), ("1,5", "number.whole"),
    ("9" * 16, "number.long"), ("9" * 10_000, "number.long"), ("1.5.", "number.unclear"), ("0", "number.low"), ("99999", "number.high"),
])
def test_a_number(text, value):
    assert typed(NumberType(min=1, max=9000), text) == value


def test_decimals_are_allowed_by_the_author_only():
    assert [typed(NumberType(decimals=1), text) for text in ("1,5", "1.5", "2,0", "1,55")] == [Decimal("1.5"), Decimal("1.5"), 2, "number.decimals"]


@pytest.mark.parametrize(("text", "value"), [
    ("1.234,56 €", "1234.56"), ("€ 850", "850.00"), ("850 euro", "850.00"), ("12.50", "12.50"), ("1.500", "1500.00"),
    ("١٢٫٥", "12.50"), ("0", "0.00"),
])
def test_money(text, value):
    assert typed(MoneyType(), text) == Decimal(value)


@pytest.mark.parametrize(("text", "problem"), [
    ("mille", "money.letters"), ("-3", "money.low"), ("12,555", "money.decimals"), ("", "money.empty"), ("99999999", "money.high"),
])
def test_what_is_no_amount(text, problem):
    assert typed(MoneyType(), text) == problem


def test_an_amount_is_shown_as_here():
    assert shown(MoneyType(), "1234,5") == "1.234,50 €"


def test_the_limit_is_said_in_money():
    assert said(MoneyType(max=1500), "2000") == "La somma è troppo grande. Scrivi 1.500,00 € o di meno."


@pytest.mark.parametrize(("kind", "value"), [(NumberType(decimals=2), Decimal("3.25")), (NumberType(), 12), (MoneyType(), Decimal("0.10"))])
def test_a_stored_number_is_the_same_number(kind, value):
    assert kind.load(kind.dump(value)) == value


def test_a_plain_digit_is_read_in_a_few_microseconds():
    kind = NumberType(min=0, max=20)
    assert min(timeit.repeat(lambda: kind.read("5", ITALIAN), number=2000, repeat=5)) / 2000 < 5e-6
