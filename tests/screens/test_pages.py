"""The same content on every size of screen, in every direction: more pages, never less text, never beyond the edge."""

import re
from dataclasses import replace

import pytest

from kiosk.i18n import visual
from tests.screens.album import ALL, choice_card, name_card, note_card, review_card, words_of
from tests.screens.seen import SIZES, Seen

LANGUAGES = ("it", "ar", "zh")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_word_of_every_card_is_on_some_page(language, size):
    words = words_of(language)
    for make in ALL:
        card = make(words)
        shown = set(_words(" ".join(Seen(card, *size).leafs())))
        said = [card.title, *(line.text for line in card.lines)]
        for prompt in card.prompts:
            said += [prompt.label, prompt.hint, *prompt.problem]
            said += [text for option in (*prompt.options, *prompt.ways_out) for text in (option.text, option.detail)]
            said += [text for part in prompt.parts for text in (part.label, part.problem)]
        wanted = {word for text in said for word in _words(visual(text, words.direction))}
        unbroken = {word for word in wanted if language != "zh" or word.isascii()}
        assert unbroken - shown == set(), make.__name__


@pytest.mark.parametrize("size", (*SIZES, (43, 17)), ids=lambda size: f"{size[0]}x{size[1]}")
def test_however_much_the_coach_says_all_of_it_can_be_read(size):
    said = [f"parola{number}" for number in range(120)]
    shown = _words(" ".join(Seen(replace(name_card(words_of("it")), practice=True, coach=" ".join(said)), *size).leafs()))
    assert set(said) <= set(shown)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_first_and_last_rows_are_always_in_their_place(size):
    for make in ALL:
        seen = Seen(make(words_of("it")), *size)
        lines = seen.lines
        assert lines[0].startswith(" Dichiarazione di residenza") and lines[1].startswith("──")
        assert lines[-3].startswith("──") and "F1 Aiuto" in lines[-1] and lines[-2].startswith(" Invio Avanti")


def test_the_column_of_reading_is_never_wider_than_sixty():
    lines = Seen(note_card(words_of("it")), 120, 40).lines[2:-3]
    assert max(len(line.rstrip()) for line in lines) <= 63


def test_a_right_to_left_page_is_mirrored():
    seen = Seen(name_card(words_of("ar")))
    assert seen.line("<]").endswith("<")
    assert seen.lines[0].strip().endswith(visual("تصريح الإقامة", "rtl"))


def test_arabic_is_typed_from_the_right_with_the_caret_after_it():
    seen = Seen(name_card(words_of("ar"))).types("يوسف")
    assert f"_{visual('يوسف', 'rtl')}<]" in seen.line("<]")
    assert seen.presses("backspace", "tab", "enter").given["surname"] == "يوس"


def test_on_a_screen_too_small_for_anything_it_is_said():
    assert "troppo piccolo" in Seen(note_card(words_of("it")), 30, 8).text.replace("\n", "")


def test_a_last_line_longer_than_the_screen_is_read_page_after_page():
    card = review_card(words_of("it"))
    last = replace(card.prompts[0].options[-1], text=" ".join(f"parola{number}" for number in range(200)))
    seen = Seen(replace(card, prompts=(replace(card.prompts[0], options=(*card.prompts[0].options[:-1], last)),)))
    assert {f"parola{number}" for number in range(200)} <= set(_words(" ".join(seen.leafs())))


def test_a_service_with_a_name_longer_than_the_screen_can_still_be_read():
    card = replace(note_card(words_of("it")), service="Domanda " * 60)
    assert "Servono" in "".join(Seen(card, 40, 12).leafs())


def test_zero_turns_the_page_and_the_rule_says_which():
    seen = Seen(note_card(words_of("it")), 40, 12)
    assert "pagina 1 di 2" in seen.text
    assert "pagina 2 di 2" in seen.presses("0").text


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_what_parts_the_answers_from_the_ways_past_them_ends_no_page(columns):
    for rows in range(12, 25):
        for page in Seen(choice_card(words_of("it")), columns, rows).leafs():
            shown = [line.strip() for line in page.splitlines()[2:-3] if line.strip()]
            assert shown[-1] != "oppure", rows
