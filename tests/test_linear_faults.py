"""A fault of the kiosk in plain prompts: what was typed is there again, but never a PIN."""

from __future__ import annotations

import io

import pytest

from kiosk.desk.visit import Visit
from kiosk.linear import Linear
from tests.people import Guest, finisher
from tests.practice import PracticeDesk


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    desk = PracticeDesk(tmp_path_factory.mktemp("desk"))
    desk.codes = [desk.drafts.make_code()]
    return desk


def fails_once(visit: Visit) -> None:
    """What is given the first time meets a fault of the kiosk."""
    give = visit.give

    def fails(typed: dict[str, object]) -> None:
        visit.give = give
        raise ValueError(typed)

    visit.give = fails


def test_what_was_typed_over_a_question_is_there_again_after_a_fault(desk):
    visit, target = Visit(desk), io.StringIO()
    Guest(visit, "did", finisher("did").answers).goes_to("nome")
    fails_once(visit)
    Linear(visit, io.StringIO("Rossi\nAda\n\n\n\n"), target).run()
    assert "Le tue risposte sono ancora qui." in target.getvalue()
    assert {name: visit.session.journey.kept.get(name) for name in ("cognome", "nome")} == {"cognome": "Rossi", "nome": "Ada"}


def test_a_pin_is_typed_anew_after_a_fault(desk):
    visit = Visit(desk)
    visit.operator()
    fails_once(visit)
    Linear(visit, io.StringIO(f"{desk.operators.practice_pin()}\n\n\n"), io.StringIO()).run()
    assert visit.overlay == "operator"
