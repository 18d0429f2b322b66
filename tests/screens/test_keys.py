"""Trembling and held keys, and keys that come in a burst."""

from kiosk.screens.keys import Guard


def _meant(keys, typing=False, has_box=False, shown_at=0.0):
    guard = Guard()
    guard.show(shown_at)
    return [key for key, at in keys if guard.passes(key, at, typing, has_box)]


def test_a_trembling_finger_counts_once_on_a_choice():
    assert _meant([("3", 1.00), ("3", 1.08), ("3", 1.14), ("enter", 1.5)]) == ["3", "enter"]


def test_a_held_digit_counts_once():
    assert _meant([("3", 1 + n * 0.03) for n in range(20)]) == ["3"]


def test_a_held_arrow_moves_at_a_calm_pace():
    assert len(_meant([("down", 1 + n * 0.04) for n in range(9)])) == 3


def test_the_enter_of_the_card_before_does_not_confirm_the_next_one():
    assert _meant([("enter", 1.1), ("escape", 1.25), ("enter", 1.45)], shown_at=1.0) == ["enter"]


def test_an_enter_after_a_digit_is_meant_however_fast():
    assert _meant([("2", 1.01), ("enter", 1.02)], shown_at=1.0) == ["2", "enter"]


def test_where_text_is_typed_nothing_is_dropped():
    keys = [(key, 1 + n * 0.001) for n, key in enumerate(["s", "s", "enter", "s", "s", "tab", "enter", "enter"])]
    assert len(_meant(keys, typing=True, has_box=True, shown_at=1.0)) == len(keys)
