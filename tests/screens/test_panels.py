"""What only who works here should see goes away by itself, and what the visitor has half-typed is still there."""

import asyncio

from kiosk.desk.visit import Visit
from kiosk.screens.app import KioskApp
from tests.people import Guest, finisher
from tests.practice import PracticeDesk
from tests.screens.test_waits import WAITS, Clock, Watched


def test_the_operators_menu_closes_after_a_minute_and_the_page_is_as_it_was(tmp_path):
    desk = PracticeDesk(tmp_path)
    desk.codes = [desk.drafts.make_code()]
    person = Guest(Visit(desk), "did", finisher("did").answers)
    person.goes_to("nome")
    visits = [person.visit]

    async def session() -> None:
        clock = Clock()
        app = KioskApp(lambda: visits.pop(0) if visits else None, waits=WAITS, clock=clock)
        async with app.run_test(size=(80, 24)) as pilot:
            kiosk = Watched(app, clock, pilot)
            await kiosk.card()
            for key in "Rossi":
                await kiosk.presses(key)
            assert await kiosk.presses("f12") == "operator"
            assert await kiosk.passes(59) == "operator"
            assert await kiosk.passes(1) == "nome"
            assert app.sheet.typed()["cognome"] == "Rossi"
            await kiosk.presses("f12")
            person.visit.cover("duties")
            app.show_card(person.visit.card)
            assert [await kiosk.passes(30), await kiosk.presses("down"), await kiosk.passes(59)] == ["duties"] * 3
            assert await kiosk.passes(1) == "nome"
            assert await kiosk.passes(300) == "still"

    asyncio.run(session())
