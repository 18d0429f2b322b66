"""Hands that press or tap too often: nothing is skipped that was not read, and nothing is sent twice."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kiosk.desk.visit import Visit
from kiosk.screens.app import KioskApp
from kiosk.screens.keys import TAP, Guard
from kiosk.screens.page import Page
from tests.people import Guest, finisher
from tests.practice import PracticeDesk
from tests.screens.album import Album, name_card, words_of
from tests.screens.test_client import Client

IT = words_of("it")


def hurried(visits, act) -> None:
    async def session() -> None:
        app = KioskApp(lambda: next(visits, None))
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            await act(client)

    asyncio.run(session())


def place_of(client: Client, label: str) -> tuple[int, int]:
    rows = client.text.splitlines()
    at = next(number for number, row in enumerate(rows) if label in row)
    return rows[at].index(label), at


def test_a_trembling_finger_taps_once():
    guard = Guard()
    guard.show(1.0)
    assert [at for at in (1.1, 1.5, 1.58, 1.9) if guard.passes(TAP, at, False, False)] == [1.5, 1.9]


def test_a_second_tap_while_the_visit_is_busy_is_not_for_the_next_card():
    album, answered = Album(IT, [name_card(IT), name_card(IT), name_card(IT)]), threading.Event()
    give = album.give

    def slow(typed):
        answered.wait(60)
        give(typed)

    album.give = slow

    async def act(client: Client) -> None:
        await client.presses(*"Anna", "tab", *"Moreau")
        button = place_of(client, "[ Avanti ]")
        await client.pilot.click(Page, offset=button)
        await client.until(lambda: client.app.busy)
        for _ in range(3):
            client.app.guard.last = ""
            await client.pilot.click(Page, offset=button)
        answered.set()
        await client.until(lambda: not client.app.busy)
        await client.presses()
        assert len(album.given) == 1

    hurried(iter([album]), act)


@pytest.mark.parametrize("by", ["enter", "tap"])
def test_fifty_times_at_the_check_page_is_one_form_sent(tmp_path, by):
    desk = PracticeDesk(tmp_path / "desk")
    desk.codes = [desk.make_code()]
    person = Guest(Visit(desk), "did", finisher("did").answers)
    person.goes_to("review")

    async def act(client: Client) -> None:
        await client.presses("+")
        done = next(option.text for option in client.app.sheet.card.prompts[0].options if option.value == "done")
        place = place_of(client, done)
        for _ in range(50):
            client.app.guard.shown_at, client.app.guard.last = 0, ""
            if by == "tap":
                await client.pilot.click(Page, offset=place)
            else:
                await client.pilot.press("enter")
        await client.presses()
        assert client.app.sheet.card.name == "end" and desk.rows("envelope") == 1

    hurried(iter([person.visit]), act)
