"""Names and free words: sixty names of real papers are taken as they are, tricks are refused kindly."""

import pytest

from kiosk.forms.fields import GivenNamesType, ParagraphType, SurnameType, TextType
from tests.forms.desk_of_fields import said, shown, typed

NAMES = """
O|Ng|Wu|D'Angelo|D’Angelo|De Luca|Di Stefano|Dell'Acqua|Lo Presti|El Khatib|Ben Ali|bin Osman|van der Waals|von Trapp|García Márquez
Nguyễn Thị Ánh|Oyinkansola|Sukarno|Dela Cruz|Șerban|Țurcanu|Çelik|Łukasz|Müller-Lüdenscheidt|Kovač|Παπαδόπουλος|王小明|欧阳
Andrianampoinimerinatompokoindrindra|O'Neill|MacDonald|Al-Masri|عبد الرحمن|Хусейн|Шевченко|Đorđević|Straße|Åström|Ñíguez|Þórsdóttir
N'Diaye|M'Bow|Abd el-Fattah|Ould Ahmed|Tuʻivakano|Ka'ahumanu|Jean-Baptiste|Maria J.|St. John|Mª Carmen|Gal·la|Ó Súilleabháin|Vasile-Ioan
தமிழ்செல்வி|প্রিয়া|سمیرا|ይስሐቅ|Dvořák|İpek|Zoë|Ha‘i|Nuñez y Gómez
"""
CORPUS = [name for line in NAMES.split("\n") for name in line.split("|") if name]


@pytest.mark.parametrize("name", CORPUS)
def test_a_name_is_kept_letter_by_letter(name):
    assert shown(SurnameType(), name) == shown(GivenNamesType(), name) == name


@pytest.mark.parametrize("name", ["王小明", "عبد الرحمن", "Шевченко", "Παπαδόπουλος", "প্রিয়া"])
def test_a_name_in_another_alphabet_is_asked_for_as_the_passport_writes_it_and_kept_if_it_must_be(name):
    assert typed(SurnameType(), name) == ("name.latin", name)


@pytest.mark.parametrize("name", ["R\u043essi", "P\u0430olo", "\u0391nna", "Ross\u0456", "\uff32ossi", "Ros\u0455i Bianchi", "\u13a1ossi"])
def test_a_name_with_one_letter_of_another_alphabet_that_looks_the_same_is_asked_about_as_the_passport_writes_it(name):
    assert [typed(kind, name) for kind in (SurnameType(), GivenNamesType())] == [("name.latin", name)] * 2
    assert "passaporto" in said(SurnameType(), name).lower()


@pytest.mark.parametrize("name", ["Mª Carmen", "Tuʻivakano", "Đorđević", "Gal·la", "Nguyễn Thị Ánh", "İpek", "-"])
def test_a_name_of_latin_letters_with_any_mark_is_not_asked_about_again(name):
    assert typed(GivenNamesType(), name) == ("" if name == "-" else name)


def test_the_corpus_has_sixty_names():
    assert len(CORPUS) >= 60


def test_spaces_around_are_nobodys_name():
    assert typed(SurnameType(), "  De Luca ") == "De Luca"


def test_one_name_only_on_the_document_is_said_with_a_dash():
    assert (typed(GivenNamesType(), "-"), shown(GivenNamesType(), "-")) == ("", "-")


@pytest.mark.parametrize(("text", "problem"), [
    ("", "surname.empty"), ("   ", "surname.empty"), (None, "surname.empty"), ("[red]", "name.sign"), ("[/", "name.sign"),
    ("\x1b[31mRossi", "name.sign"), ("=cmd()", "name.sign"), ("<b>", "name.sign"), ("R2D2", "name.number"), ("'-'", "name.letters"),
    ("a" * 81, "name.long"), ("a" * 10_000, "name.long"), ("\ud800", "surname.empty"), ("\u202e", "surname.empty"),
])
def test_what_is_in_no_name_is_refused(text, problem):
    assert typed(SurnameType(), text) == problem


def test_signs_that_turn_the_line_around_are_taken_away():
    assert typed(SurnameType(), "Ros\u202esi\u2066") == "Rossi"


def test_the_problem_names_the_sign():
    assert said(SurnameType(), "Rossi[") == "Nel nome c'è il segno «[». Togli il segno, o guarda bene il documento."


def test_markup_in_a_text_is_only_text():
    assert typed(TextType(), "[red]ciao[/red] #let x") == "[red]ciao[/red] #let x"


def test_a_text_that_is_too_long_says_by_how_much():
    assert said(TextType(max_length=10), "dodici segni") == "Ci sono 2 segni di troppo. Scrivi una risposta più corta: al massimo 10 segni."


def test_a_paragraph_keeps_its_lines():
    assert typed(ParagraphType(), "Ciao.\r\n\r\n\r\n\r\nHo due figli.  \n") == "Ciao.\n\nHo due figli."


def test_a_text_has_one_line():
    assert typed(TextType(), "uno\ndue") == "uno due"
