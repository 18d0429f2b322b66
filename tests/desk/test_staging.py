"""The table of stages: each leads to a card that can be drawn and to a turn that takes what is given on it."""

import inspect

import pytest

from kiosk.desk import staging, works


@pytest.mark.parametrize("stage", [stage for stage in staging.STAGES if stage not in ("hidden",)])
def test_every_stage_has_a_card_and_a_turn(stage):
    assert list(inspect.signature(staging.card_of(stage)).parameters) == ["visit"]
    assert len(inspect.signature(staging.turn_of(stage)).parameters) == 2


def test_what_is_hidden_takes_nothing_but_the_key_that_shows_it():
    assert staging.STAGES["hidden"][1] == ""


def test_every_work_opens_a_stage():
    assert set(works.WORKS.values()) <= set(staging.STAGES)
