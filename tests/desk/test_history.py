"""Every change can be taken back, many of them, and answers that a change set aside can be put back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.visitor import Visitor, flow

FORM = flow("""
- page: figli
  ask: Hai figli?
  type: yes_no
- page: quanti
  ask: Quanti figli hai?
  type: number
  when: figli
- page: nome
  ask: Come ti chiami?
  type: surname
""")


def state(here: Visitor) -> object:
    return here.session.journey.answers


def test_the_last_change_is_taken_back_and_one_stands_where_it_was_made():
    here = Visitor(FORM).answers(figli="yes", quanti="2", nome="Rossi").changes("nome", nome="Bianchi")
    assert here.session.history.undo(here.session)
    assert (here.session.journey.answers.get("nome"), here.here) == ("Rossi", "nome")


def test_fifty_changes_are_taken_back_one_by_one():
    here = Visitor(FORM).answers(figli="no", nome="Rossi")
    seen = [state(here)]
    for number in range(60):
        here.changes("nome", nome="R" + "i" * number + "a")
        seen.append(state(here))
    for before in reversed(seen[:-1]):
        assert here.session.history.undo(here.session)
        assert state(here) == before


def test_with_nothing_done_there_is_nothing_to_take_back():
    here = Visitor(FORM)
    assert not here.session.history.undo(here.session)
    assert not here.session.history.put_back(here.session)


def test_answers_set_aside_by_a_change_are_put_back():
    here = Visitor(FORM).answers(figli="yes", quanti="2", nome="Rossi").changes("figli", figli="no")
    assert "quanti" not in here.session.journey.kept
    assert here.session.history.put_back(here.session)
    assert here.session.journey.kept.get("quanti") == 2
    assert here.session.journey.complete


def test_what_was_put_back_is_not_put_back_twice_but_can_be_taken_back():
    here = Visitor(FORM).answers(figli="yes", quanti="2", nome="Rossi").changes("figli", figli="no")
    here.session.history.put_back(here.session)
    assert not here.session.history.put_back(here.session)
    assert here.session.history.undo(here.session)
    assert "quanti" not in here.session.journey.kept


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([("figli", "yes"), ("figli", "no"), ("quanti", "1"), ("quanti", "4"), ("nome", "Rossi"), ("nome", "Verdi")]), max_size=12))
def test_taking_everything_back_leaves_nothing_of_it(steps):
    here = Visitor(FORM)
    empty = state(here)
    for page, text in steps:
        if here.session.journey.stop(page) is not None:
            here.changes(page, **{page: text})
    while here.session.history.undo(here.session):
        pass
    assert state(here) == empty
