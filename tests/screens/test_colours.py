"""Contrast, computed from the styles of the page as it is painted; and every state told apart without colours."""

import asyncio

import pytest
from textual.color import Color

from kiosk.screens.app import KioskApp
from kiosk.screens.page import Page
from tests.screens.album import Album, choice_card, many_card, name_card, words_of
from tests.screens.seen import Seen

IT = words_of("it")
EDGES = {"rule", "edge", "edge_at"}


def _styles(theme: str) -> dict[str, tuple[Color, Color]]:
    """Text and ground of every style of the page."""

    async def look() -> dict[str, tuple[Color, Color]]:
        app = KioskApp(lambda: Album(IT, [choice_card(IT)]), theme=theme)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            looks = app.screen.query_one(Page).looks
            return {style: (Color.from_rich_color(rich.color), Color.from_rich_color(rich.bgcolor)) for style, rich in looks.items()}

    return asyncio.run(look())


def _contrast(one: Color, other: Color) -> float:
    """WCAG 2.2: the ratio of the relative luminances."""

    def luminance(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722)))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_text_stands_out_at_seven_to_one_and_every_edge_at_four_and_a_half(theme):
    poor = {
        style: round(_contrast(ink, ground), 1)
        for style, (ink, ground) in _styles(theme).items()
        if _contrast(ink, ground) < (4.5 if style in EDGES else 7)
    }
    assert poor == {}


def test_states_differ_without_colours():
    choice, name, many = Seen(choice_card(IT)), Seen(name_card(IT)), Seen(many_card(IT))
    fresh, highlighted = choice.text, choice.presses("2").text
    first, second = name.text, name.presses("tab").text
    unticked, ticked = many.presses("1").text, many.presses(" ").text
    assert fresh != highlighted and first != second and unticked != ticked
