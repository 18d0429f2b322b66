"""Codes said on an Italian telephone: every letter has its word, digits go two by two, signs have names."""

from __future__ import annotations

from string import ascii_uppercase

import pytest

from kiosk.i18n.telephone import NAMES, SIGNS, TOWNS, pairs, spelled, spelled_line

WORDS = (
    "Ancona Bologna Como Domodossola Empoli Firenze Genova Hotel Imola Livorno Milano Napoli Otranto Padova Quarto Roma Savona Torino Udine Venezia Zara"
).split()


def test_every_letter_is_said_with_its_town_and_the_five_foreign_ones_by_name():
    assert set(TOWNS) | set(NAMES) == set(ascii_uppercase) and not set(TOWNS) & set(NAMES)
    assert list(TOWNS.values()) == WORDS
    assert NAMES == {"J": "i lunga", "K": "cappa", "W": "doppia vu", "X": "ics", "Y": "ipsilon"}
    for letter in ascii_uppercase:
        (said,), = spelled(letter)
        assert said == f"{letter} {TOWNS.get(letter) or NAMES[letter]}" and spelled(letter.lower()) == spelled(letter)


def test_each_town_begins_with_its_letter():
    assert all(town[0] == letter for letter, town in TOWNS.items())


@pytest.mark.parametrize(("number", "said"), [
    ("7", ("7",)), ("85", ("8 5",)), ("562", ("5 6 2",)), ("3331", ("3 3", "3 1")), ("33312", ("3 3", "3 1 2")), ("", ()),
])
def test_digits_go_two_by_two_and_none_is_left_alone_at_the_end(number, said):
    assert pairs(number) == said


def test_a_tax_code_is_read_back_in_its_groups():
    assert spelled("RSS MRA 85T10 A562 S") == (
        ("R Roma", "S Savona", "S Savona"), ("M Milano", "R Roma", "A Ancona"), ("8 5", "T Torino", "1 0"), ("A Ancona", "5 6 2"), ("S Savona",),
    )


def test_an_iban_a_permit_and_a_phone_number():
    assert spelled("IT60 X054 2811 101") == (
        ("I Imola", "T Torino", "6 0"), ("X ics", "0 5 4"), ("2 8", "1 1"), ("1 0 1",),
    )
    assert spelled("I1234567") == (("I Imola", "1 2", "3 4", "5 6 7"),)
    assert spelled("+39 333 1234567") == (("più", "3 9"), ("3 3 3",), ("1 2", "3 4", "5 6 7"))


def test_an_address_of_mail_has_its_signs_by_name():
    assert spelled_line("jo.w-y_2@posta.it") == (
        "J i lunga, O Otranto, punto, W doppia vu, trattino, Y ipsilon, trattino basso, 2, chiocciola, P Padova, O Otranto, S Savona, T Torino, A Ancona,"
        " punto, I Imola, T Torino"
    )
    assert len(set(SIGNS.values())) == len(SIGNS) - 1


def test_a_letter_with_an_accent_is_said_with_it_and_what_has_no_name_as_it_is():
    assert spelled_line("è") == "E Empoli, con l'accento"
    assert spelled_line("ł?") == "ł, ?"


@pytest.mark.parametrize("text", ["RSSMRA85T10A562S", "0281111010", "a.b@c.it"])
def test_what_was_said_can_be_written_down_again(text):
    """Nothing is lost: from what is said comes back what was read."""
    back = {name: sign for sign, name in SIGNS.items()} | {"apostrofo": "'"}
    written = "".join(back.get(said, "".join(part[0] if part[0].isalpha() else part for part in said.split(" ")[: 1 if said[0].isalpha() else None])) for group in spelled(text) for said in group)
    assert written == text.upper()
