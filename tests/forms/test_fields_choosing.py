"""Choosing by value, by digit and by words; what is hidden cannot be chosen."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk.forms.fields import Choice, ChoicesType, ChoiceType, ComputedType, DeclarationType, NoteType, PartialDate, YesNoType, blank
from tests.forms.desk_of_fields import ITALIAN, said, shown, typed

FAMILY = (Choice("coniuge", "Mio marito o mia moglie", on_paper="coniuge"), Choice("figlio", "Mio figlio"), Choice("amico", "Un amico, o un'amica"))
PAPERS = ChoicesType(choices=(Choice("id", "Carta d'identità"), Choice("cf", "Codice fiscale"), Choice("no", "Nessuna di queste", exclusive=True)))


@pytest.mark.parametrize(("text", "value"), [
    (True, True), (False, False), ("yes", True), ("sì", True), ("SI", True), ("Sì", True), ("1", True), ("١", True), ("2", False), ("no", False),
    ("NO", False), ("", "yes_no.empty"), ("forse", "yes_no.which"), ("3", "yes_no.which"), ("0", "yes_no.which"), (["yes"], "yes_no.empty"),
])
def test_yes_or_no(text, value):
    assert typed(YesNoType(), text) == value


@pytest.mark.parametrize(("text", "value"), [
    ("figlio", "figlio"), ("2", "figlio"), ("mio FIGLIO", "figlio"), ("un amico, o un'amica", "amico"), ("", "choice.empty"), ("4", "choice.which"),
    ("zio", "choice.which"), (["figlio"], "figlio"), ("9" * 3000, "choice.which"),
])
def test_one_of_a_few(text, value):
    assert typed(ChoiceType(choices=FAMILY), text) == value


def test_a_hidden_choice_leaves_its_digit_to_the_next():
    reading = replace(ITALIAN, choices=("coniuge", "amico"))
    kind = ChoiceType(choices=FAMILY)
    assert [typed(kind, text, reading) for text in ("2", "figlio")] == ["amico", "choice.which"]
    assert [value for value, _, _ in kind.options(reading)] == ["coniuge", "amico"]


def test_the_office_reads_its_own_words():
    kind = ChoiceType(choices=FAMILY)
    assert [kind.on_paper(value, ITALIAN.words) for value in ("coniuge", "figlio")] == ["coniuge", "Mio figlio"]


@pytest.mark.parametrize(("text", "value"), [
    (["cf", "id"], ("id", "cf")), ("1, 2", ("id", "cf")), ("1 2", ("id", "cf")), ("codice fiscale", ("cf",)), (["id", "no"], ("no",)),
    ("", "choices.empty"), ([], "choices.empty"), (["x"], "choices.which"), (["id", "id"], ("id",)),
])
def test_several(text, value):
    assert typed(PAPERS, text) == value


def test_how_many_may_be_chosen():
    kind = ChoicesType(choices=PAPERS.choices, min=2, max=2)
    assert [typed(kind, text) for text in (["id"], ["no"], ["id", "cf"])] == ["choices.few", ("no",), ("id", "cf")]
    assert said(replace(PAPERS, max=1), "1 2") == "Puoi scegliere una risposta sola. Togli le altre."


def test_ticking_nothing_is_an_answer_where_the_author_says_so():
    assert (typed(replace(PAPERS, min=0), []), PAPERS.show((), ITALIAN.words)) == ((), "-")


def test_several_are_shown_in_the_order_of_the_page():
    assert shown(PAPERS, ["cf", "id"]) == "Carta d'identità, Codice fiscale"


@pytest.mark.parametrize(("text", "value"), [(True, True), ("yes", True), ("1", True), ("sì", True), ("", "declaration.empty"), ("no", "declaration.empty")])
def test_a_declaration_is_accepted_or_not(text, value):
    assert typed(DeclarationType(), text) == value


def test_a_note_asks_nothing():
    assert typed(NoteType(), None) is True


@pytest.mark.parametrize(("value", "words"), [(True, "Sì"), (1500, "1.500"), (Decimal("1.5"), "1,5"), (PartialDate(1985, 3), "marzo 1985"), ("x", "x"), (("a", "b"), "a, b")])
def test_what_is_worked_out_is_shown_and_stored(value, words):
    kind = ComputedType()
    assert (kind.show(value, ITALIAN.words), kind.load(kind.dump(value))) == (words, value)


@pytest.mark.parametrize(("text", "empty"), [("", True), (" ", True), (None, True), ([], True), ({}, True), ({"a": " "}, True), (0, False), (False, False), ("x", False)])
def test_nothing_typed(text, empty):
    assert blank(text) is empty
