"""Lessons to try things out: nothing is asked before, nothing is kept after, and who is stuck gets a person."""

from __future__ import annotations

import pytest

from kiosk.desk.visit import Visit
from tests.people import names, texts

WRONG, RIGHT = "cassa", {"parola": "casa", "maiuscola": "Anna", "mouse": "gatto", "chiocciola": "anna@posta.it", "numeri": "2026"}


@pytest.fixture
def trying(practice):
    """Somebody at the first page of the lesson on the keyboard."""
    visit = Visit(practice)
    for stage, choice in (("language", "it"), ("how", "alone"), ("topic", "imparare"), ("need", "tastiera")):
        visit.give({stage: choice})
    return visit


def _to_the_end(visit):
    while visit.stage == "trying":
        visit.give({prompt.name: RIGHT.get(prompt.name, True) for prompt in visit.card.prompts})


def test_it_begins_at_once_and_says_that_it_is_a_try(trying):
    assert trying.stage == "trying" and "puoi sbagliare" in texts(trying.card)


def test_what_is_wrong_is_said_and_can_be_done_again(trying):
    trying.give({"guarda": True})
    trying.give({"parola": WRONG})
    (prompt,) = trying.card.prompts
    assert prompt.typed == WRONG and "riprova" in prompt.problem[0]
    trying.give({"parola": RIGHT["parola"]})
    assert trying.card.name == "maiuscola"


def test_who_is_wrong_three_times_is_not_left_alone(trying):
    trying.give({"guarda": True})
    for _ in range(3):
        trying.give({"parola": WRONG})
    assert trying.calling and trying.overlay == "called"


def test_nothing_of_it_is_in_the_store(trying, practice):
    _to_the_end(trying)
    assert trying.stage == "learned" and [practice.rows(table) for table in ("draft", "envelope")] == [0, 0]
    assert (trying.rests, trying.may_stop, trying.acts.counts["learned", "tastiera", "alone"]) == ("", False, 1)


def test_it_can_be_done_again_and_another_chosen(trying):
    _to_the_end(trying)
    trying.give({"learned": "again"})
    assert (trying.stage, trying.card.name, trying.tried.answers.names()) == ("trying", "guarda", frozenset())
    _to_the_end(trying)
    trying.give({"learned": "other"})
    assert trying.stage == "topic" and "imparare" in names(trying.card)


def test_one_step_back_leads_through_it_and_out(trying):
    trying.give({"guarda": True})
    trying.back()
    assert trying.card.name == "guarda"
    trying.back()
    assert trying.stage == "need"


def test_it_is_read_in_two_languages_while_somebody_helps(practice):
    visit = Visit(practice)
    for stage, choice in (("language", "ar"), ("how", "together"), ("called", ""), ("topic", "imparare"), ("need", "tastiera")):
        visit.give({stage: choice})
    assert visit.card.beside is not None and visit.card.beside.code == "it"
