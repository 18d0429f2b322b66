"""A card as it is read aloud: everything on it in the order of reading, and nothing that is only the visitor's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.authoring.extract import shelf
from kiosk.desk.card import Card, Line, Option, Own, Prompt, Secret
from kiosk.desk.frame import frame
from kiosk.desk.speech import speech, spelled
from kiosk.desk.visit import Visit
from kiosk.forms.review import rows
from kiosk.i18n import Words, italian
from tests.people import PEOPLE, Guest, finisher, flow, words
from tests.practice import ROOT
from tests.screens import album

IT = italian()
KEYS = ["Invio, Avanti", "Esc, Indietro", "F1, Aiuto", "F2, Lingua", "F5, Ascolta", "F9, Chiama", "F10, Nascondi"]


def texts(card: Card, **how: object) -> list[str]:
    return [one.text for one in speech(card, IT, **how)]


def on(card: Card) -> set[str]:
    """Every text of a card that is for the visitor's eyes."""
    found = {card.title, card.service, card.part, card.notice, *(line.text for line in card.lines if line.style not in ("picture", "staff"))}
    for prompt in card.prompts:
        found |= {prompt.label, prompt.hint, prompt.example, *prompt.problem}
        for option in (*prompt.options, *prompt.ways_out):
            found |= {option.text, option.digit, option.hint, option.detail}
        for part in prompt.parts:
            found |= {part.label, part.problem}
    found |= {f"{cap}, {does}" for cap, does in card.keys}
    return {text for text in found if text}


def test_what_is_to_be_mended_comes_first_then_the_question_its_choices_and_the_keys():
    prompt = Prompt("casa", "choice", hint="Scegli.", problem=("Scegli una risposta.",), options=(Option("a", "Sì", "1", "Proprio così."), Option("b", "No", "2")),
                    ways_out=(Option("unknown", "Non lo so", "3", out=True),))
    card = frame(IT, id="V6", name="casa", title="Hai una casa?", service="Residenza", part="Parte 1 di 2", lines=(Line("Serve per la posta."),),
                 prompts=(prompt,), go_on="Avanti", notice="Risposta salvata")

    assert texts(card) == ["Scegli una risposta.", "Risposta salvata", "Hai una casa?", "Serve per la posta.", "Scegli.",
                           "1", "Sì", "Proprio così.", "2", "No", "oppure", "3", "Non lo so", "Residenza", "Parte 1 di 2", *KEYS]


@pytest.mark.parametrize("draw", album.ALL, ids=lambda draw: draw.__name__)
def test_every_word_and_digit_of_a_card_is_said_once_the_ear_may_hear_it(draw):
    card = draw(IT)

    assert on(card) <= set(texts(card))


def test_on_the_first_card_each_language_is_named_in_its_own_voice(practice):
    said = speech(Visit(practice).card, IT)
    names = [(one.text, one.language) for one in said if one.place[0] == "option" and not one.counted]
    hellos = {one.language for one in said if one.place[0] == "line"}

    assert names[:2] == [("Italiano", "it"), ("العربية", "ar")] and ("中文", "zh") in names
    assert hellos == {code for _, code in names} - {"it"}
    assert [one.text for one in said if one.counted] == [str(number) for number in range(1, len(names) + 1)]


def test_where_the_italian_stands_in_it_is_read_as_italian():
    french = Words("fr", "Français")
    card = frame(french, id="V1", name="x", title=french.say("language.title"))
    first = speech(card, french)[0]

    assert card.title.startswith("(it) ")
    assert (first.text, first.language) == (IT.say("language.title"), "it")


def test_nothing_is_said_for_the_staff_nor_of_a_picture():
    card = Card("V1", "x", "Titolo", lines=(Line("PIN di prova 1234", "staff"), Line("|___|", "picture")))

    assert texts(card) == ["Titolo"]


def test_a_code_is_read_digit_by_digit_and_only_where_nobody_else_hears_it():
    card = Card("V5", "code", "Il tuo codice", lines=(Line(Own("4027 1183 09"), "big"), Line(Own("٤٠٢٧"), "big"), Line("Conservalo.")))

    assert texts(card) == ["Il tuo codice", IT.say("voice.unsaid"), "Conservalo."]
    assert texts(card, answers=True) == ["Il tuo codice", "4 0 2 7, 1 1 8 3, 0 9", "٤ ٠ ٢ ٧", "Conservalo."]
    assert spelled("AB1 2") == "A B 1, 2"


def test_what_stands_in_a_box_is_said_only_where_the_desk_allows_it():
    prompt = Prompt("nome", "line", label="Nome", typed="Ana")
    card = Card("V8", "nome", "Come ti chiami?", prompts=(prompt,))

    assert texts(card) == texts(card, typed={"nome": "Ana Pop"}) == ["Come ti chiami?", "Nome"]
    assert texts(card, answers=True) == ["Come ti chiami?", "Nome", "Hai scritto:", "Ana"]
    assert texts(card, answers=True, typed={"nome": "Ana Pop"})[-1] == "Ana Pop"
    assert texts(card, answers=True, typed={"nome": {"out": "unknown"}}) == ["Come ti chiami?", "Nome"]


@pytest.mark.parametrize("closed", [{"private": True}, {"masked": True}])
def test_a_private_or_masked_answer_is_never_said(closed):
    card = Card("V8", "x", "X?", prompts=(
        Prompt("x", "line", label="X", typed="segreto", **closed), Prompt("y", "choice", options=(Option("a", "Sì", "1", chosen=True),), **closed)))

    assert texts(card, answers=True, typed={"x": "segreto"}) == ["X?", "X", "1", "Sì"]


def test_what_is_chosen_is_said_only_where_the_desk_allows_it():
    card = Card("V6", "x", "X?", prompts=(Prompt("x", "choice", options=(Option("a", "Sì", "1", chosen=True), Option("b", "No", "2"))),))

    assert texts(card) == ["X?", "1", "Sì", "2", "No"]
    assert texts(card, answers=True) == ["X?", "1", "Sì", "scelto", "2", "No"]


def test_of_a_list_of_answers_only_what_they_are_about_is_said():
    rows_prompt = Prompt("review", "rows", options=(
        Option("a", "Nome", hint=Own("Ana"), detail=Own("Ana Pop")), Option("b", "Reato", detail=Secret("furto")), Option("done", "Ho finito", "+")))
    card = Card("V13", "review", "Controlla", prompts=(rows_prompt,))

    assert texts(card) == ["Controlla", IT.say("voice.unsaid"), "", "Nome", "", "Reato", "+", "Ho finito"]
    assert texts(card, answers=True) == ["Controlla", IT.say("voice.unsaid"), "", "Nome", "Ana", "Ana Pop", "", "Reato", "+", "Ho finito"]


class Listener(Guest):
    """Presses F5 at every card."""

    def __init__(self, *arrived: object, answers: bool) -> None:
        super().__init__(*arrived)
        self.allowed, self.heard = answers, []

    def meets(self, card: Card) -> None:
        super().meets(card)
        typed = {prompt.name: self.wants(prompt) for prompt in card.prompts}
        self.heard += [one.text for one in speech(card, self.visit.words, self.allowed, typed)]


def written(visit: Visit, closed: bool) -> set[str]:
    """What was typed by hand of the questions that are private or sensitive, or of the others; nothing that the author says too."""
    authored = "\n".join(entry.text for entry in shelf(ROOT / "flows") if entry.domain in (visit.session.flow.id, "bank"))
    kept = [row for row in rows(visit.session.journey) if row.field.type.entry in ("line", "paragraph", "code") and row.shown(visit.words) not in authored]
    return {row.shown(visit.words) for row in kept if (row.field.private or row.field.sensitive) == closed and len(row.shown(visit.words)) > 4} - {
        row.shown(visit.words) for row in kept if (row.field.private or row.field.sensitive) != closed}


@pytest.mark.parametrize("name", [name for name in PEOPLE if not flow(name).listening and not flow(name).lesson])
def test_in_a_whole_visit_no_answer_is_said_aloud_and_no_code(practice, name):
    said = {}
    for allowed in (False, True):
        person = Listener(Visit(practice), name, finisher(name).answers, answers=allowed)
        person.goes_to("review")
        open_to_ears, closed, code = written(person.visit, False), written(person.visit, True), person.visit.shown_code
        person.does()
        said[allowed] = "\n".join(person.heard)
        assert not [text for text in closed if text in said[allowed]]
        if code:
            # what keeps nothing has none
            assert spelled(code) in said[True] if allowed else code not in said[False] and spelled(code) not in said[False]

    assert [text for text in open_to_ears if text in said[False]] == []
    assert len([text for text in open_to_ears if text in said[True]]) >= len(open_to_ears) / 2


def test_the_two_languages_of_a_card_are_not_read_over_each_other():
    card = album.choice_card(words("ar"))
    both = replace(card, beside=album.choice_card(IT))

    assert speech(both, words("ar")) == speech(card, words("ar"))
    assert {one.language for one in speech(both, words("ar")) if not one.text.startswith("F5")} <= {"ar", "it"}
