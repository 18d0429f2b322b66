"""F2 in the middle of anything: another language on the visitor's side, and what was begun goes on where it was."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.desk.session import REVIEW, Session
from kiosk.desk.visit import Visit
from kiosk.screens.app import KioskApp
from kiosk.screens.sheet import Sheet, places_of
from kiosk.screens.watch import Waits
from tests.practice import MORNING, PracticeDesk
from tests.screens.test_client import Client
from tests.visitor import flow

CHOICES = "type: {kind}\n  choices: {{uno: Uno, due: Due, tre: Tre}}"
KINDS = {
    "line": ("type: text", "Anna"),
    "a masked line": ("type: text\n  sensitive: true", [*"Anna", "tab", "space"]),
    "paragraph": ("type: paragraph", "due parole"),
    "code": ("type: tax_code", "RSSM"),
    "date": ("type: date", [*"7", "tab", *"mar"]),
    "search": ("type: country", [*"mar", "down", "down"]),
    "parts": ("type: phone", "333"),
    "choice": (CHOICES.format(kind="choice"), "2"),
    "choices": (CHOICES.format(kind="choices"), ["1", "space", "3", "space"]),
    "accept": ("type: declaration", "1"),
    "a way out": ("type: text\n  unknown: true", [*"A", "tab", "tab", "space"]),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    return PracticeDesk(tmp_path_factory.mktemp("desk"), [""])


def visit_at(desk: PracticeDesk, asked: str, together: bool) -> Visit:
    """A visit in English that stands at the one question of a service."""
    visit = Visit(desk)
    visit.words, visit.stage, visit.together = desk.words("en"), "form", together
    visit.session = Session(flow(f"- page: domanda\n  ask: Una domanda?\n  {asked}"), visit.words, MORNING, MORNING.date())
    return visit


def begun(sheet: Sheet) -> tuple:
    """All that stands half-typed, and where."""
    places = places_of(sheet)
    boxes = [(box.text, box.masked, box.editor.caret) for box in places if box.typing]
    return sheet.typed(), places.index(sheet.focus), sheet.page, boxes


async def chooses(client: Client, language: str) -> None:
    """F2, the digit of a language, Enter."""
    await client.presses("f2")
    assert client.app.sheet.card.name == "language"
    options = client.app.sheet.card.prompts[0].options
    await client.presses(next(option.digit for option in options if option.value == language))
    await client.presses("enter")


@pytest.mark.parametrize("kind", KINDS)
def test_f2_in_the_middle_changes_the_language_and_nothing_else(desk, kind):
    asked, keys = KINDS[kind]

    async def sits_down() -> None:
        visits = iter([visit_at(desk, asked, False)])
        app = KioskApp(lambda: next(visits, None))
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            for key in keys:
                await client.presses(key)
            before, kept = begun(app.sheet), app.visit.session.journey
            assert any(before[0].values())
            for language, together in (("ar", False), ("zh", True), ("it", True)):
                app.visit.together = together
                await chooses(client, language)
                card = app.sheet.card
                assert (card.name, card.code, begun(app.sheet)) == ("domanda", language, before)
                assert (card.beside.code if card.beside else "") == ("it" if together and language != "it" else "")
            for key in ("f2", "escape"):
                await client.presses(key)
            assert (begun(app.sheet), app.visit.session.journey is kept) == (before, True)

    asyncio.run(sits_down())


def test_f2_on_the_check_page_keeps_the_row_that_was_chosen(desk):
    async def sits_down() -> None:
        visit = visit_at(desk, "type: text", True)
        visit.session.give({"domanda": "risposta"})
        assert visit.session.at == REVIEW
        visits = iter([visit])
        app = KioskApp(lambda: next(visits, None))
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            await client.presses("down")
            await chooses(client, "ar")
            assert (app.sheet.card.code, app.sheet.typed()) == ("ar", {REVIEW: "domanda"})

    asyncio.run(sits_down())


def test_what_is_suggested_is_named_anew_in_the_language_that_was_chosen(desk):
    async def sits_down() -> None:
        visits = iter([visit_at(desk, "type: country", True)])
        app = KioskApp(lambda: next(visits, None))
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            for key in (*"moro", "down"):
                await client.presses(key)
            assert "Morocco" in client.text and "Marocco" in client.text
            await chooses(client, "zh")
            assert "摩洛哥" in client.text and "Marocco" in client.text and "Morocco" not in client.text

    asyncio.run(sits_down())


def test_the_question_whether_somebody_is_there_runs_down_in_both_languages(desk):
    async def sits_down() -> None:
        now, visits = [0.0], iter([visit_at(desk, "type: text", True)])
        app = KioskApp(lambda: next(visits, None), waits=Waits(idle=10, warning=60), clock=lambda: now[0])
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            for seconds in (11, 1):
                now[0] += seconds
                app.look_at_clock()
                await client.presses()
            assert all(app.sheet.card.name == "still" and said.say("still.title") in client.text and said.say("idle.left", n=1) in client.text
                       for said in (desk.words("en"), desk.words("it")))

    asyncio.run(sits_down())
