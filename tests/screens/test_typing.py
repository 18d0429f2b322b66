"""What a visitor does on a card with something to type."""

from dataclasses import replace

import pytest

from kiosk.desk.card import Option
from tests.screens.album import code_card, date_card, name_card, paragraph_card, parts_card, search_card, words_of
from tests.screens.seen import Seen

IT = words_of("it")


def test_tab_and_enter_go_to_the_next_field_and_the_last_enter_gives():
    seen = Seen(name_card(IT)).types("El Khatib").presses("tab").types("Youssef").presses("enter")
    assert seen.given == {"surname": "El Khatib", "given": "Youssef"}
    assert Seen(name_card(IT)).types("De").presses("enter").types("Ana").presses("enter").given == {"surname": "De", "given": "Ana"}


def test_digits_are_text_in_a_box():
    assert Seen(code_card(IT, typed="", problem=())).types("123").presses("enter").given == {"codice": "123"}


def test_the_strip_of_signs_is_reached_with_arrows():
    seen = Seen(name_card(IT)).types("D").presses("down", "enter", "up").types("Angel").presses("down", "right", "right", "enter")
    assert seen.presses("tab").types("x").presses("enter").given == {"surname": "D'Angelà", "given": "x"}


@pytest.mark.parametrize("key", ("right", "enter"))
def test_a_language_without_signs_of_its_own_has_no_strip(key):
    card = name_card(IT)
    card = replace(card, prompts=tuple(replace(one, signs=" ") for one in card.prompts))
    seen = Seen(card).types("Angela").presses("down", key)
    assert seen.presses("tab").types("x").presses("enter").given.keys() == {"surname", "given"}


def test_a_way_out_needs_nothing_typed():
    seen = Seen(date_card(IT)).presses("down", "down", "down", "enter")
    assert seen.given == {"nascita": {"out": "unknown"}}


def test_typing_takes_back_a_way_out():
    seen = Seen(date_card(IT)).presses("down", "down", "down", " ", "up", "up", "up", "3")
    assert "( ) Non lo so" in seen.text


def test_a_whole_date_in_the_first_box_is_handed_over_as_it_is():
    assert Seen(date_card(IT)).types("7/3/85").presses("enter", "enter", "enter").given == {"nascita": "7/3/85"}


def test_a_date_in_three_boxes_is_read_back():
    seen = Seen(date_card(IT)).types("7").presses("tab").types("marzo").presses("tab").types("1985")
    assert "Leggiamo: 7 marzo 1985" in seen.text
    assert seen.presses("enter").given == {"nascita": {"day": "7", "month": "marzo", "year": "1985"}}


def test_what_is_wrong_stands_between_hint_and_box_and_what_was_typed_stays():
    lines = Seen(code_card(IT)).lines
    hint, problem, box = (next(n for n, line in enumerate(lines) if part in line) for part in ("tessera", "! Qui ci sono", "[>RSSMRA"))
    assert hint < problem < box


def test_the_caret_goes_to_the_part_that_is_wrong():
    seen = Seen(parts_card(IT)).types("1")
    assert "[>20101" in seen.line("CAP  ")


def test_a_sensitive_text_is_masked_until_the_visitor_wants_to_see_it():
    seen = Seen(paragraph_card(IT, masked=True)).types("segreto")
    assert "segreto" not in seen.text and "*******" in seen.text
    seen.presses("down", "down", "enter")
    assert "segreto" in seen.text


@pytest.mark.parametrize(("made", "typed"), [(date_card, "7319"), (parts_card, "7319"), (code_card, "7319"), (name_card, "Zoraya")])
def test_whatever_is_sensitive_is_masked_in_every_box_and_shown_when_the_visitor_wants(made, typed):
    card = made(IT)
    prompts = tuple(replace(prompt, masked=True, typed="", problem=(), parts=tuple(replace(part, typed="") for part in prompt.parts)) for prompt in card.prompts)
    seen = Seen(replace(card, prompts=prompts)).types(typed)
    assert typed not in seen.text and "*" * len(typed) in seen.text
    assert seen.text.count("Mostra quello che scrivo") == 1
    seen.sheet.focus = seen.sheet.inputs[-1].reveal
    seen.presses("space")
    assert typed in seen.text


def test_a_name_out_of_many_is_picked_with_an_arrow():
    seen = Seen(search_card(IT)).types("ma").presses("down", "down")
    assert seen.line("Mauritania").startswith(">")
    assert seen.presses("enter").given == {"paese": "Mauritania"}


def test_a_long_paragraph_wraps_and_keeps_every_letter():
    text = "La casa di mio fratello era piccola e allora siamo andati via da Torino e poi siamo tornati."
    seen = Seen(paragraph_card(IT), 40, 12).types(text)
    assert seen.presses("enter").given == {"fatto": text}


def test_markup_is_text():
    seen = Seen(name_card(IT)).types("Via [Roma] [/b] [@click=app.quit]x")
    assert "[Roma] [/b] [@click=app.quit]x" in seen.line("Cognome")


def test_the_way_out_of_a_choice_on_an_own_control():
    assert Option("unknown", "Non lo so", out=True).given == {"out": "unknown"}


def test_a_whole_date_in_the_first_box_is_shown_whole():
    assert "[>27/03/1985_ ]" in Seen(date_card(IT)).types("27/03/1985").text
    assert "[>27/03/1985_ ]" in Seen(date_card(IT), 60, 18).types("27/03/1985").text
