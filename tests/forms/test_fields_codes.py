"""Codes copied from a card: how many signs is certain, the rest is for the document to say."""

import pytest

from kiosk.forms.fields import IbanType, PermitNumberType, TaxCodeType
from tests.forms.desk_of_fields import ITALIAN, said, shown, typed

TAX, IBAN, PERMIT = TaxCodeType(), IbanType(), PermitNumberType()
ROSSI = "RSSMRA85T10A562S"


@pytest.mark.parametrize("text", [ROSSI, ROSSI.lower(), "RSS MRA 85T10 A562 S", "rss-mra.85t10/a562,s", " RSSMRA85T10A562S "])
def test_a_tax_code_in_any_dress(text):
    assert typed(TAX, text) == ROSSI


@pytest.mark.parametrize("text", ["RSSMRA85T10A56NH", "RSSMRA85T1LA562D", "RSSMRAURTMLARSNL", "12345678903", "123 456 789 03"])
def test_letters_for_digits_and_provisional_codes(text):
    assert TAX.read(text, ITALIAN).value == text.replace(" ", "")


def test_a_code_with_letters_for_digits_is_right_as_it_is():
    assert typed(TAX, "RSSMRA85T10A56NH") == "RSSMRA85T10A56NH"


@pytest.mark.parametrize(("text", "value"), [
    ("RSSMRA85TI0A562S", ("tax_code.meant", ROSSI)), ("RSSMRA85T1OA562S", ("tax_code.meant", ROSSI)), ("1234567890E", ("tax_code.check", "1234567890E")),
    ("RSSMRA85T10A562X", ("tax_code.check", "RSSMRA85T10A562X")), ("12345678901", ("tax_code.check", "12345678901")),
    ("I2345678903", ("tax_code.meant", "12345678903")), ("1111111111111111", ("tax_code.check", "1111111111111111")),
])
def test_what_looks_wrong_is_only_asked_about(text, value):
    assert typed(TAX, text) == value


@pytest.mark.parametrize(("text", "problem"), [
    ("", "tax_code.empty"), ("   ", "tax_code.empty"), ("x", "tax_code.length"), (ROSSI + "X", "tax_code.length"), ("RSSMRA85T10A56@", "tax_code.sign"),
    ("[red]", "tax_code.sign"), ("A" * 9999, "tax_code.length"), ("رقم", "tax_code.sign"),
])
def test_what_is_no_tax_code(text, problem):
    assert typed(TAX, text) == problem


@pytest.mark.parametrize(("text", "words"), [
    ("RSSMRA85T10A562", "Qui ci sono 15 segni. Il codice ha 16 segni. Forse ne manca uno dopo «A562»."),
    ("R", "Qui c'è 1 segno. Il codice ha 16 segni, o 11 numeri."),
    ("1234567890", "Qui ci sono 10 segni. Il codice ha 16 segni, o 11 numeri."),
])
def test_the_signs_are_counted(text, words):
    assert said(TAX, text) == words


@pytest.mark.parametrize(("text", "words"), [("rssmra85", "RSS MRA 85"), (ROSSI, "RSS MRA 85T10 A562 S"), ("12345678903", "123 456 789 03"), ("", "")])
def test_a_code_is_read_in_groups_while_it_is_typed(text, words):
    assert TAX.echo(text, ITALIAN) == words


def test_a_tax_code_is_kept_plain():
    assert shown(TAX, "rss mra 85t10 a562 s") == ROSSI


@pytest.mark.parametrize(("text", "value"), [
    ("it60 x054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"), ("GB82WEST12345698765432", "GB82WEST12345698765432"),
    ("IT60X0542811101000000123457", ("iban.check", "IT60X0542811101000000123457")), ("IT60X05428", "iban.length"), ("60X0", "iban.start"),
    ("", "iban.empty"), ("IT60 [", "iban.sign"), ("ZZ12", "iban.length_abroad"),
])
def test_an_iban(text, value):
    assert typed(IBAN, text) == value


def test_an_iban_is_shown_in_fours():
    assert shown(IBAN, "IT60X0542811101000000123456") == "IT60 X054 2811 1010 0000 0123 456"


@pytest.mark.parametrize(("text", "value"), [
    ("I12345678", "I12345678"), ("i 1234 5678", "I12345678"), ("A123456", "A123456"), ("ABC", ("permit_number.check", "ABC")),
    ("", "permit_number.empty"), ("9" * 21, "permit_number.long"), ("I123#", "permit_number.sign"),
])
def test_a_permit_number(text, value):
    assert typed(PERMIT, text) == value
