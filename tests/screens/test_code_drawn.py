"""A code for a telephone on the screen: whole, dark on light, the same in every direction of reading, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.desk import qr
from kiosk.desk.card import Card, Line
from kiosk.desk.speech import speech
from kiosk.dispatch.squares import squares
from kiosk.i18n import width
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import THEMES, styles
from tests.people import words

CONTENT = "tel:0268441"
CARD = Card("V3", "actor", "San Vittore", lines=(Line("Ufficio colloqui"), Line(CONTENT, "qr")), keys=(("F1", "Aiuto"),))
_HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def drawn(card: Card, columns: int, height: int, code: str = "it"):
    said = words(code)
    card = replace(card, direction=said.direction, code=code)
    sheet = Sheet(card, said, None)
    rows = draw(sheet, Look(columns, height, said, card.direction))
    pages = [rows]
    for _ in range(len(sheet.pages) - 1):
        sheet.press("pagedown", "")
        pages.append(draw(sheet, Look(columns, height, said, card.direction)))
    return [painted(row, columns, card.direction) for page in pages for row in page]


def coded(rows) -> list[str]:
    return [span.text for row in rows for span in row if span.style == "code"]


def text(rows) -> str:
    return "\n".join(" ".join(span.text for span in row) for row in rows)


@pytest.mark.parametrize("code", ["it", "ar"])
@pytest.mark.parametrize(("columns", "height"), [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_squares_on_the_screen_are_those_of_the_code(columns, height, code):
    rows = coded(drawn(CARD, columns, height, code))
    halves = [[_HALVES[sign] for sign in row] for row in rows]
    whole = [[pair[half] for pair in row] for row in halves for half in (0, 1)]
    size = len(squares(CONTENT))
    inside = [tuple(row[qr.EDGE:qr.EDGE + size]) for row in whole[qr.EDGE:qr.EDGE + size]]
    assert tuple(inside) == squares(CONTENT)
    edge = [*whole[:qr.EDGE], *whole[qr.EDGE + size:], *([*row[:qr.EDGE], *row[-qr.EDGE:]] for row in whole)]
    assert not any(square for row in edge for square in row)


@pytest.mark.parametrize(("columns", "height"), [(60, 18), (40, 12)], ids=["60x18", "40x12"])
def test_where_it_has_no_room_it_is_on_the_paper_and_never_cut(columns, height):
    rows = drawn(CARD, columns, height)
    assert coded(rows) == [] and "foglio" in text(rows)
    alone = replace(CARD, lines=(CARD.lines[0], Line(CONTENT, "qr_only")))
    assert coded(drawn(alone, columns, height)) == [] and "foglio" not in text(drawn(alone, columns, height))


def test_nothing_of_it_stands_over_the_edge():
    assert all(span.column >= 0 and span.column + width(span.text) <= 80 for row in drawn(CARD, 80, 24) for span in row)


def test_what_is_too_long_for_a_screen_is_not_drawn():
    assert qr.rows("") == () and qr.rows("x" * 201) == ()


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_dark_on_light_in_every_theme(theme):
    style = styles(theme)["code"]
    assert (style.color.name, style.bgcolor.name) == ("#000000", "#ffffff")


def test_nobody_hears_it():
    assert all(CONTENT not in one.text for one in speech(CARD, words("it")))


@pytest.mark.parametrize(("phone", "web", "email", "read"), [
    ("02 438 521", "", "", "tel:02438521"), ("", "comune.milano.it", "", "HTTPS://COMUNE.MILANO.IT"), ("", "https://a.it/Pagina", "", "https://a.it/Pagina"),
    ("02 1", "a.it/b", "", "https://a.it/b"), ("", "", "chi@a.it", "mailto:chi@a.it"), ("", "", "", ""),
], ids=["a phone", "a host", "a page", "a page before a phone", "a letter", "nothing"])
def test_what_a_telephone_does_with_a_contact(phone, web, email, read):
    assert qr.reached(phone, web, email) == read
