"""A paper to take home in two languages: one page, nothing typed becomes markup, boxes and lines where they belong."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kiosk.dispatch.handout import Masthead, Handout, Part, render, render_receipt
from kiosk.dispatch.slip import COLUMNS
from kiosk.i18n import Catalogs, width
from tests.practice import ROOT

CATALOGS = Catalogs(ROOT / "locales")
MASTHEAD = Masthead("Sportello di prova", date(2026, 11, 22), "https://example.org")


def _handouts(*codes: str, lines: tuple[str, ...] = ("Porta la carta #strong[vera] $x$ \\n *così*",)) -> tuple[Handout, ...]:
    parts = (Part("Dove", ("Via Prova 1",), "big"), Part("Da fare", lines, "todo"), Part("", ("Firma",), "blank"))
    return tuple(Handout(CATALOGS.words(code), "Il tuo foglio", parts) for code in codes)


@pytest.mark.parametrize("other", ["en", "ar", "zh"])
def test_it_is_one_page_in_both_languages(other):
    paper = render(_handouts("it", other), MASTHEAD)
    (page,) = PdfReader(io.BytesIO(paper.content)).pages
    assert page.extract_text().count("Via Prova 1") == 2 and not paper.unprintable


def test_what_stands_in_it_is_never_markup():
    (page,) = PdfReader(io.BytesIO(render(_handouts("it"), MASTHEAD).content)).pages
    assert "#strong[vera] $x$" in page.extract_text()


def test_a_long_one_gets_smaller_letters_and_stays_one_page():
    lines = tuple(f"Porta il foglio numero {number}, e una copia, e aspetta che ti chiamino" for number in range(40))
    assert 1 == len(PdfReader(io.BytesIO(render(_handouts("it", "fr", lines=lines), MASTHEAD).content)).pages)


@pytest.mark.parametrize("other", ["en", "ar", "zh"])
def test_a_roll_of_paper_is_never_too_narrow(other):
    text = render_receipt(_handouts("it", other), MASTHEAD).content.decode("utf-8")
    assert max(map(width, text.splitlines())) <= COLUMNS
    assert text.count("_" * COLUMNS) == 2


def test_practice_stands_on_it():
    assert "PROVA" in render_receipt(_handouts("it"), Masthead("Sportello", date(2026, 11, 22), practice=True)).content.decode("utf-8")
