"""Two languages on one page: every line beside its own, or under it; nothing cut, nothing typed twice."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.desk.card import Card, Line
from kiosk.desk.two_languages import line_by_line
from kiosk.i18n import visual, width
from tests.screens.album import (
    choice_card, code_card, date_card, frame, many_card, name_card, note_card, paragraph_card, review_card, search_card, words_of,
)
from tests.screens.seen import SIZES, Seen
from tests.screens.test_every_card import FILES, _words, cards

IT, AR, ZH, EN = (words_of(language) for language in ("it", "ar", "zh", "en"))
DID = next(file for file in FILES if file.name.startswith("did"))
SEVERAL = [(file, "ar") for file in FILES] + [(DID, language) for language in ("zh", "uk", "en")]


def both(card: Card, other: Card) -> Card:
    return replace(card, beside=replace(other, lines=line_by_line(card.lines, other.lines)))


def pair(make, words=AR, **more: object) -> Card:
    """A card of the album with its Italian beside it."""
    return both(make(words, **more), make(IT, **more))


def sides(seen: Seen) -> list[tuple[str, str]]:
    """(visitor's side, the other one) of each row between the rules."""
    found, at = [], seam_of(seen)
    for line in seen.lines[2:-3]:
        line += " " * (seen.size[0] - width(line))
        before, after = _cut(line, at), _rest(line, at + 1)
        found.append((after, before) if seen.sheet.card.direction == "rtl" else (before, after))
    return found


def seam_of(seen: Seen) -> int:
    """The column of the line between the panes, from the left."""
    columns = {width(line[: line.index("│")]) for line in seen.lines[2:-3]}
    assert len(columns) == 1
    return columns.pop()


def _cut(line: str, cells: int) -> str:
    end = next(n for n in range(len(line) + 1) if width(line[:n]) >= cells)
    return line[:end]


def _rest(line: str, cells: int) -> str:
    return line[len(_cut(line, cells)) :]


def digit(text: str, direction: str) -> str:
    """The digit where reading of a row starts."""
    found = re.search(r"^[>• ]+([0-9+*])  |  ([0-9+*])[<• ]+$" if direction == "rtl" else r"^[>• ]+([0-9+*])  ", text)
    return next((one for one in found.groups() if one), "") if found else ""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("file", "language"), SEVERAL, ids=lambda one: one.name.partition(".")[0] if isinstance(one, Path) else one)
def test_every_word_of_both_languages_is_on_some_page(file, language, size):
    lost = []
    for card, italian in zip(cards(file, language), cards(file, "it"), strict=True):
        assert card.name == italian.name
        seen = Seen(both(card, italian), *size)
        shown = set(_words(" ".join(seen.leafs())))
        for one in (card, italian):
            for text in _said(one):
                wanted = {word for word in _words(visual(text, one.direction)) if one.code != "zh" or word.isascii()}
                lost += [(card.name, wanted - shown)] if wanted - shown else []
    assert lost == []


def _said(card: Card) -> list[str]:
    said = [card.title, *(line.text for line in card.lines)]
    for prompt in card.prompts:
        said += [prompt.label, prompt.hint, *prompt.problem, *(part.label for part in prompt.parts)]
        said += [text for option in (*prompt.options, *prompt.ways_out) for text in (option.text, option.hint, option.detail)]
    return said


@pytest.mark.parametrize("language", ("ar", "zh", "en"))
def test_each_choice_has_its_digit_on_both_sides_of_the_same_row(language):
    card = pair(choice_card, words_of(language))
    digits = [(digit(one, card.direction), digit(other, "ltr")) for one, other in sides(Seen(card))]
    assert [pair for pair in digits if any(pair)] == [(str(n), str(n)) for n in range(1, 7)]


def test_the_taller_of_the_two_gives_the_height():
    long = "Una risposta così lunga che in mezzo schermo occupa almeno due righe, o anche tre"
    card = pair(choice_card, EN)
    options = card.beside.prompts[0].options
    other = replace(card.beside, prompts=(replace(card.beside.prompts[0], options=(replace(options[0], text=long), *options[1:])),))
    rows = sides(Seen(replace(card, beside=other)))
    first, second = (next(n for n, (mine, _) in enumerate(rows) if digit(mine, "ltr") == one) for one in "12")
    assert second - first == 3 and " ".join(its.strip() for _, its in rows[first:second]).endswith(long)


def test_the_sides_change_for_who_reads_from_the_right():
    left, right = Seen(pair(choice_card, ZH)), Seen(pair(choice_card))
    assert left.line("Dove vivi adesso?").index("│") < left.line("Dove vivi adesso?").index("Dove vivi")
    assert right.line("Dove vivi adesso?").index("│") > right.line("Dove vivi adesso?").index("Dove vivi")
    assert visual("أين تسكن الآن؟", "rtl") in sides(right)[1][0]


@pytest.mark.parametrize("words", (AR, EN), ids=("ar", "en"))
def test_the_line_between_the_sides_meets_those_above_and_below(words):
    seen = Seen(pair(choice_card, words))
    assert seen.lines[1].index("┬") == seen.lines[-3].index("┴") == seam_of(seen)


def test_row_one_tells_both_languages_and_the_keys_only_that_of_the_visitor():
    seen = Seen(pair(note_card, EN))
    assert "English · Italiano" in seen.lines[0]
    assert EN.say("does.f1") in seen.lines[-1] and "Aiuto" not in seen.text


def test_what_is_highlighted_is_so_on_both_sides():
    row = Seen(pair(choice_card, EN)).presses("3").line("In una casa di accoglienza")
    assert row.startswith(">  3  ") and "│>  3  In una casa di accoglienza" in row


def test_several_choices_are_ticked_on_both_sides():
    row = Seen(pair(many_card, EN)).presses("2", " ").line("2  ")
    assert row.count("[x] Carta d'identità") == 2


def test_what_is_typed_stands_once():
    seen = Seen(pair(name_card, EN)).types("Anna")
    assert seen.text.count("Anna") == 1 and seen.text.count("[>") == 1
    mine, its = zip(*sides(seen))
    assert "Anna" in " ".join(mine) and "Cognome, o cognomi" in " ".join(its)


def test_each_part_of_a_date_is_named_beside_its_box():
    rows = sides(Seen(pair(date_card, EN)))
    assert [(its.strip(), "[" in mine) for mine, its in rows if its.strip() in ("Giorno", "Mese", "Anno")] == [(n, True) for n in ("Giorno", "Mese", "Anno")]


def test_what_is_understood_is_read_back_on_both_sides():
    row = Seen(pair(code_card, EN)).presses("X").line("Leggiamo")
    assert row.count("Leggiamo: RSSMRA85T10A562X") == 2


def test_what_is_found_is_named_in_both_languages():
    seen = Seen(pair(search_card, EN)).types("Mar").presses("down")
    row = next(line for line in seen.lines if line.count("Marocco") == 2)
    assert row.startswith(">") and "│>" in row


@pytest.mark.parametrize("words", (AR, EN), ids=("ar", "en"))
def test_the_rows_of_a_page_of_answers_have_the_same_new_digits_on_both_sides(words):
    seen = Seen(pair(review_card, words))
    for _ in seen.sheet.pages:
        digits = [(digit(one, seen.sheet.card.direction), digit(other, "ltr")) for one, other in sides(seen)]
        pairs = [pair for pair in digits if any(pair)]
        assert [one for one, _ in pairs if one.isdigit()] == [str(n) for n in range(1, len(pairs))]
        assert all(one == other for one, other in pairs)
        seen.presses("pagedown")


def test_a_finger_on_the_second_language_chooses_the_same():
    seen = Seen(pair(choice_card, EN))
    hit = next(span.hit for row in seen.rows for span in row if "Non ho una casa" in span.text)
    seen.sheet.tap(hit, 0)
    assert seen.sheet.typed() == {"casa": "none"}


@pytest.mark.parametrize("size", SIZES[1:], ids=lambda size: f"{size[0]}x{size[1]}")
def test_where_there_is_no_room_the_second_stands_marked_under_the_first(size):
    seen = Seen(pair(choice_card, ZH), *size)
    text = "\n".join(seen.leafs())
    assert "│" not in text and "it: Dove vivi adesso?" in text
    own = [line.strip() for line in text.splitlines()]
    at = own.index("it: Non ho una casa")
    assert own[at - 1].startswith("4  ")


def test_a_label_in_the_second_language_stands_between_the_first_and_the_box():
    lines = [line.strip() for leaf in Seen(pair(name_card, ZH), 40, 12).leafs() for line in leaf.splitlines()]
    at = lines.index("it: Nome, o nomi")
    assert lines[at - 1] == "名" and lines[at + 1].startswith("[")


def test_what_is_the_same_in_both_languages_is_not_said_twice_under_itself():
    card = frame(EN, id="V5", name="code", title="Your code", lines=(Line("4827 1936 05", "big"),))
    other = replace(frame(IT, id="V5", name="code", title="Il tuo codice"), lines=card.lines)
    text = Seen(both(card, other), 60, 18).text
    assert text.count("4827 1936 05") == 1 and "it: Il tuo codice" in text


def test_the_second_language_keeps_its_own_side_under_one_that_is_read_from_the_right():
    row = Seen(pair(choice_card), 60, 18).line("it: Dove vivi adesso?")
    assert row == "   it: Dove vivi adesso?"


def test_what_was_told_is_told_in_both_languages_where_there_is_room():
    card = replace(pair(choice_card, EN), notice="Answer saved.")
    card = replace(card, beside=replace(card.beside, notice="Risposta salvata."))
    assert "Answer saved. · Risposta salvata." in Seen(card).lines[-3]
    assert "Risposta salvata." not in Seen(card, 40, 12).text


def test_a_line_for_the_visitor_alone_has_nothing_beside_it():
    words = AR
    card = frame(words, id="V5", name="code", title="رمز", lines=(Line("4827", "big"), Line("٤٨٢٧", "big"), Line("احتفظ به")))
    other = frame(IT, id="V5", name="code", title="Codice", lines=(Line("4827", "big"), Line("Tienilo")))
    rows = sides(Seen(both(card, other)))
    assert next(its for mine, its in rows if "٤٨٢٧" in mine).strip() == ""
    assert next(mine for mine, its in rows if "Tienilo" in its).strip() != ""


def test_whoever_taps_into_a_longer_text_goes_on_typing_there():
    seen = Seen(paragraph_card(IT))
    seen.sheet.tap(next(span.hit for row in seen.rows for span in row if span.hit and span.hit.piece == "box"), 3)
    seen.types("ecco")
    assert seen.sheet.typed() == {"fatto": "ecco"}
