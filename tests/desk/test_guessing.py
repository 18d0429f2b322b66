"""Somebody at the kiosk who tries codes all day: what the numbers of the kiosk leave of the chance, and what a guess is told."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.database import Database
from kiosk.desk.drafts import Drafts
from kiosk.desk.pepper import LONGEST
from kiosk.dispatch import codes
from kiosk.errors import Refused

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
RESTING, GUESSES, OPEN = 200, 2000, 8
"""Drafts in the store, guesses at them, and the hours a day that a kiosk is open."""
pytestmark = pytest.mark.usefixtures("cheap_codes")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory):
    """A store with many drafts, each under a code far from the next."""
    place = tmp_path_factory.mktemp("desk")
    database = Database(f"sqlite:///{place / 'sportello.db'}")
    opened = Drafts(database, place, lambda: TODAY)
    for number in range(RESTING):
        opened.save(code_of(number * 7919), {"flow": "prova", "answers": {"cognome": {"value": "Canarini"}}}, UNTIL)
    yield opened
    database.close()


def code_of(body: int) -> str:
    """The code whose first fifteen digits are these."""
    digits = f"{body:015d}"
    return digits + codes.check_digit(digits)


def told(drafts: Drafts, code: str) -> tuple:
    """All that a refusal lets out."""
    with pytest.raises(Refused) as refused:
        drafts.look(code, TODAY)
    return type(refused.value), refused.value.code, refused.value.params, refused.value.args, refused.value.__cause__


def test_a_month_of_guessing_at_one_kiosk_is_worth_less_than_one_in_a_million(drafts):
    """One guess at a time, and each is told after the floor; a thousand drafts rest, none longer than a month."""
    guesses = LONGEST * OPEN * 3600 / drafts.floor
    random_digits = sum(codes.DRAFT) - 1

    assert (random_digits, drafts.floor >= 1.0, LONGEST) == (15, True, 30)
    assert guesses * 1000 / 10**random_digits < 1e-6


def test_thousands_of_guesses_next_to_hundreds_of_good_codes_open_nothing_and_are_told_alike(drafts, monkeypatch):
    """Every guess has a good check digit, and differs from a code that there is in its last digits."""
    monkeypatch.setattr(drafts, "floor", 0.0)
    guesses = [code_of(number % RESTING * 7919 + 1 + number // RESTING) for number in range(GUESSES)]

    assert len(set(guesses)) == GUESSES
    assert {repr(told(drafts, guess)) for guess in guesses} == {repr((Refused, "code.none", {}, ("code.none",), None))}
    assert drafts.look(code_of(7919), TODAY).content["flow"] == "prova"
