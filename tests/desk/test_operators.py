"""The PIN of who stands beside a visitor."""

import os

import pytest

from kiosk.config import Config, Operator
from kiosk.database import Database
from kiosk.desk.gate import Gate
from kiosk.desk.operators import PRACTICE_PIN, Operators
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import Refused
from kiosk.i18n import Words
from tests.practice import PracticeDesk


def operators_of(config: Config) -> Operators:
    return Operators(config, Gate(lambda: Database(config.local_store)))


@pytest.fixture(scope="module")
def anna():
    return Operator("Anna", sealing.hash_pin("482109"))


def test_a_good_pin_lets_its_owner_in(anna, tmp_path):
    operators = operators_of(Config(folder=tmp_path, operators=(anna,)))

    assert (operators.named("482109"), operators.named("482108")) == ("Anna", None)


def test_a_pin_is_read_in_any_digits(anna, tmp_path):
    assert operators_of(Config(folder=tmp_path, operators=(anna,))).named("٤٨٢١٠٩") is not None


def test_the_practice_desk_makes_a_pin_that_its_owner_can_read(tmp_path):
    operators = operators_of(Config(folder=tmp_path / "prova", practice=True))
    pin = operators.practice_pin()

    assert len(pin) == 6 and operators.named(pin)
    assert (tmp_path / "prova" / PRACTICE_PIN).stat().st_mode & 0o777 == 0o600


def test_a_real_desk_without_operators_lets_nobody_in(tmp_path):
    assert operators_of(Config(folder=tmp_path)).named("") is None


def test_what_cannot_be_a_pin_is_nobodys_and_costs_no_try(tmp_path):
    operators = operators_of(Config(folder=tmp_path, practice=True))

    assert {operators.named(typed) for typed in ("", "12345", "12345a", "      ", "a" * 500) * 10} == {None}
    assert operators.named(operators.practice_pin()) is not None


def test_after_five_wrong_pins_one_has_to_wait_and_a_kiosk_begun_again_knows_it(tmp_path):
    for _ in range(5):
        operators_of(Config(folder=tmp_path)).named("000000")
    with pytest.raises(Refused) as refused:
        operators_of(Config(folder=tmp_path)).named("000000")

    assert refused.value.code == "pin.wait"
    assert 25 <= refused.value.params["seconds"] <= 30 and refused.value.params["n"] == 1


def test_while_one_has_to_wait_the_right_pin_does_not_open_either(anna, tmp_path):
    operators = operators_of(Config(folder=tmp_path, operators=(anna,)))
    for _ in range(5):
        operators.named("000000")

    with pytest.raises(Refused, match="pin.wait"):
        operators.named("482109")


def test_a_good_pin_clears_the_wrong_ones(anna, tmp_path):
    operators = operators_of(Config(folder=tmp_path, operators=(anna,)))
    for pin in ("000001", "000002", "000003", "000004", "482109", "000005", "000006"):
        operators.named(pin)

    assert operators.named("482109") is not None


def test_a_right_pin_may_be_given_a_hundred_times_a_day(tmp_path):
    operators = operators_of(Config(folder=tmp_path, practice=True))
    pin = operators.practice_pin()

    assert {operators.named(pin) for _ in range(100)} == {"Prova"}


def test_one_pin_of_two_persons_opens_for_neither_and_says_why(anna, tmp_path):
    berto = Operator("Berto", sealing.hash_pin("482109"))
    with pytest.raises(Refused, match="pin.shared"):
        operators_of(Config(folder=tmp_path, operators=(anna, berto))).named("482109")


def test_of_two_persons_each_is_known_by_name(anna, tmp_path):
    berto = Operator("Berto", sealing.hash_pin("111222"))
    operators = operators_of(Config(folder=tmp_path, operators=(anna, berto)))

    assert [operators.named(pin) for pin in ("111222", "482109", "482100")] == ["Berto", "Anna", None]


def test_the_operators_card_says_how_many_minutes(tmp_path):
    visit = Visit(PracticeDesk(tmp_path))
    visit.operator()
    for _ in range(6):
        visit.give({"operator": "000000"})

    assert visit.card.prompts[0].problem == ("Troppi PIN sbagliati. Riprova tra un minuto.",)


def test_a_store_that_cannot_be_opened_gives_all_visits_together_three_tries(tmp_path):
    desk = PracticeDesk(tmp_path)
    desk.operators.practice_pin()
    (tmp_path / "sportello.db").mkdir()
    tried = []
    for _ in range(6):
        visit = os.fork()
        if visit == 0:
            os._exit(_one_wrong_pin(desk))
        tried.append(os.waitstatus_to_exitcode(os.waitpid(visit, 0)[1]))

    assert set(tried) <= {TRIED, MUST_WAIT} and tried.count(TRIED) <= 3


TRIED, MUST_WAIT, OTHERWISE = 7, 8, 9


def _one_wrong_pin(desk) -> int:
    try:
        desk.named("000000")
    except Refused:
        return MUST_WAIT
    except BaseException:
        return OTHERWISE
    return TRIED


def test_the_card_says_the_wait_in_minutes_and_the_shared_pin_in_words():
    words = Words()

    assert words.say("problem.pin.wait", seconds=30, n=1) == "Troppi PIN sbagliati. Riprova tra un minuto."
    assert words.say("problem.pin.wait", seconds=3000, n=50) == "Troppi PIN sbagliati. Riprova tra 50 minuti."
    assert "sportello operator" in words.say("problem.pin.shared")
