"""What a visitor does on a card with something to choose."""

from dataclasses import replace

from kiosk.desk.card import Prompt
from tests.screens.album import accept_card, choice_card, many_card, review_card, words_of
from tests.screens.seen import Seen

IT = words_of("it")


def test_nothing_is_chosen_before_the_visitor_does_it():
    seen = Seen(choice_card(IT))
    assert ">" not in seen.text and "Risposta scelta" not in seen.text
    assert seen.presses("enter").given == {"casa": ""}


def test_a_digit_highlights_and_enter_confirms():
    seen = Seen(choice_card(IT)).presses("3")
    assert seen.line("accoglienza").startswith(">  3  In una casa di accoglienza")
    assert "Risposta scelta: 3" in seen.text
    assert (seen.given, seen.presses("enter").given) == (None, {"casa": "centre"})


def test_arrows_alone_are_enough():
    assert Seen(choice_card(IT)).presses("down", "down", "down", "up", "enter").given == {"casa": "friends"}


def test_an_honest_way_out_stands_below_the_divider():
    seen = Seen(choice_card(IT))
    lines = seen.lines
    assert lines.index("      oppure") < lines.index("   5  Non lo so")
    assert seen.presses("6", "enter").given == {"casa": {"out": "refused"}}


def test_what_was_chosen_before_is_highlighted_again():
    card = choice_card(IT, typed="own")
    assert Seen(card).line("affitto").startswith(">")


def test_a_key_that_does_nothing_says_so():
    assert "Questo tasto qui non serve" in Seen(choice_card(IT)).presses("x").text


def test_several_are_ticked_with_the_space_bar():
    seen = Seen(many_card(IT)).presses("1", " ", "3", " ")
    assert [line[6:9] for line in seen.lines if line[3:4] in "123" and line.strip()] == ["[x]", "[ ]", "[x]"]
    assert seen.presses("enter").given == {"carte": ["v1", "v3"]}


def test_a_declaration_is_said_yes_to():
    assert Seen(accept_card(IT)).presses("1", "enter").given == {"dichiaro": "yes"}


def test_the_answers_are_numbered_anew_on_each_page_and_the_end_is_on_all():
    seen = Seen(review_card(IT))
    assert "1  Domanda numero 1 " in seen.text and "+  È tutto giusto" in seen.text
    seen.presses("0")
    assert "1  Domanda numero 9 " in seen.text and "+  È tutto giusto" in seen.text
    assert seen.presses("2", "enter").given == {"review": "r10"}


def test_the_check_page_ends_with_plus():
    assert Seen(review_card(IT)).presses("+", "enter").given == {"review": "done"}


def test_a_finger_highlights_first_and_confirms_with_the_second_tap():
    seen = Seen(choice_card(IT))
    hit = next(span.hit for row in seen.rows for span in row if "amici" in span.text)
    assert (seen.sheet.tap(hit, 0), seen.sheet.tap(hit, 0)) == ("used", "give")


def test_a_choice_that_is_not_in_focus_keeps_a_mark_of_its_own():
    seen = Seen(choice_card(IT)).presses("2", "tab")
    assert seen.line("amici").startswith(" • 2") and seen.line("[ Avanti ]").startswith(">")
    assert seen.presses("enter").given == {"casa": "friends"}


def test_of_two_questions_on_a_page_enter_leads_from_the_first_to_the_second():
    card = choice_card(IT)
    second = replace(card.prompts[0], name="adesso", label="E adesso?")
    seen = Seen(replace(card, prompts=(*card.prompts, second))).presses("3", "enter")
    assert seen.given is None
    assert seen.presses("1", "enter").given == {"casa": "centre", "adesso": "own"}


def test_a_card_drawn_again_stays_on_the_page_that_was_being_read():
    before = Seen(review_card(IT), 40, 12).presses("pagedown")
    again = Seen(review_card(IT), 40, 12)
    again.sheet.recall(before.sheet)
    again.look()
    assert (again.sheet.page, again.lines) == (1, before.lines)


def test_a_note_among_questions_says_what_it_says():
    note = Prompt("note", "note", "Porta la tessera.", "Serve allo sportello.")
    card = choice_card(words_of("it"))
    seen = Seen(replace(card, prompts=(note, *card.prompts)))
    shown = "\n".join(seen.lines)
    assert shown.index("Porta la tessera.") < shown.index("Serve allo sportello.")
    assert seen.presses("1", "enter").given["note"] is True
