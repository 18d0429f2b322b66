"""The PIN of who stands beside a visitor."""

import pytest

from kiosk.config import Config, Operator
from kiosk.desk.operators import PRACTICE_PIN, Operators
from kiosk.dispatch import sealing
from kiosk.errors import Refused


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def anna():
    return Operator("Anna", sealing.hash_pin("482109"))


def test_a_good_pin_lets_its_owner_in(anna, tmp_path):
    operators = Operators(Config(folder=tmp_path, operators=(anna,)))

    assert (operators.named("482109"), operators.named("482108")) == ("Anna", None)


def test_a_pin_is_read_in_any_digits(anna, tmp_path):
    assert Operators(Config(folder=tmp_path, operators=(anna,))).lets_in("٤٨٢١٠٩") is True


def test_the_practice_desk_makes_a_pin_that_its_owner_can_read(tmp_path):
    operators = Operators(Config(folder=tmp_path / "prova", practice=True))
    pin = operators.practice_pin()

    assert (len(pin), operators.lets_in(pin)) == (6, True)
    assert (tmp_path / "prova" / PRACTICE_PIN).stat().st_mode & 0o777 == 0o600


def test_a_real_desk_without_operators_lets_nobody_in(tmp_path):
    assert Operators(Config(folder=tmp_path)).lets_in("") is False


def test_after_five_wrong_pins_each_further_one_waits_longer(tmp_path):
    clock = Clock()
    operators = Operators(Config(folder=tmp_path), clock)
    waits = []
    for _ in range(9):
        try:
            operators.lets_in("000000")
        except Refused as refusal:
            waits.append(refusal.params["seconds"])
            clock.now += refusal.params["seconds"]
            operators.lets_in("000000")

    assert waits == [31, 61, 121, 241] or waits == [31, 61, 121, 241][: len(waits)]
    assert len(waits) == 4


def test_a_good_pin_clears_the_wrong_ones(anna, tmp_path):
    operators = Operators(Config(folder=tmp_path, operators=(anna,)))
    for pin in ("1", "2", "3", "4", "482109", "5", "6"):
        operators.lets_in(pin)

    assert operators.lets_in("482109") is True
