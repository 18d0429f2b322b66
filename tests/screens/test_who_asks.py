"""Who asks to see the page is who the visitor says yes to; what is not finished is shown to nobody, and what was seen is forgotten."""

import asyncio
import functools
import gc
import socket
import threading
from collections.abc import Callable

import pytest

from kiosk.desk.calls import Calls
from kiosk.desk.counter import Counter
from kiosk.desk.joining import OPEN, Host
from kiosk.desk.looking_on import LookingOn
from kiosk.desk.visit import Visit
from kiosk.screens.counter import CounterApp
from kiosk.screens.tether import Tether
from kiosk.screens.tethered import TetheredApp
from tests.people import Guest, finisher
from tests.practice import PracticeDesk
from tests.screens.test_waits import WAITS, Clock, Watched


class Begun(TetheredApp):
    """Where there is no terminal to be called to, it begins at once."""

    def ready(self) -> None:
        self.begin()


@pytest.fixture
def visit(tmp_path):
    desk = PracticeDesk(tmp_path)
    desk.codes = [desk.drafts.make_code()]
    person = Guest(Visit(desk), "did", finisher("did").answers)
    person.goes_to("nome")
    yield person.visit
    desk.bell.stop()
    desk.database.close()


def watched(visit: Visit, story: Callable) -> None:
    visits, (ours, theirs) = [visit], socket.socketpair()

    async def session() -> None:
        clock = Clock()
        app = Begun(Tether(theirs, -1), lambda: visits.pop(0) if visits else None, bell=visit.desk.bell, waits=WAITS, clock=clock)
        async with app.run_test(size=(80, 24)) as pilot:
            await story(app, Watched(app, clock, pilot))

    asyncio.run(session())
    ours.close()
    theirs.close()


def test_when_somebody_else_asks_the_card_says_so(visit):
    async def story(app, kiosk) -> None:
        await kiosk.card()
        for name in ("Anna", "Bea"):
            host = visit.desk.bell.host = Host()
            host.ask(f"{name} (Milano 2)")
            for _ in range(2):
                app.ringing.follow()
                assert await kiosk.card() == "joining"
            assert name in app.sheet.card.title

    watched(visit, story)


def test_while_the_visit_is_doing_something_nothing_is_shown_elsewhere(visit):
    async def story(app, kiosk) -> None:
        await kiosk.card()
        host = visit.desk.bell.host
        host.ask("Anna (Milano 2)")
        host.answer(True)
        gate = threading.Event()
        app.ask(gate.wait)
        app.ringing.shown()
        before = host.card
        gate.set()
        await kiosk.card()
        assert before is None and host.card["title"] == app.sheet.card.title

    watched(visit, story)


def remembered(text: str) -> set[str]:
    """The functions that keep what they were asked, and were asked about this text."""
    found = set()
    for made in gc.get_objects():
        if isinstance(made, functools._lru_cache_wrapper):
            kept = [one for one in gc.get_referents(made) if isinstance(one, dict) and one is not made.__dict__]
            found |= {made.__name__ for one in kept for asked in one if text in repr(asked)}
    return found


@pytest.mark.parametrize("leaves", ("lock", "back"))
def test_the_operators_terminal_remembers_nothing_of_a_page_that_was_seen(tmp_path, leaves):
    desk, call, answers = PracticeDesk(tmp_path), "c" * 32, ("Zorroxite", "\u0632\u0648\u0631\u0648", "\u4f50\u7f57")
    calls = Calls(desk.database, "milano-1")
    calls.ring(call, "it", "asked")
    counter = Counter(desk)
    counter.look()
    counter.operator_name, counter.stage, counter.call = "Anna", "seeing", calls.look(call)
    counter.looking_on = LookingOn(calls, call)
    guest = counter.looking_on.guest
    guest.state, guest.card = OPEN, {"title": "Salute", "service": "", "part": "", "language": "it", "direction": "ltr", "italian": None,
                                     "lines": [[f"> {answer}", "plain"] for answer in answers]}

    async def session() -> None:
        app = CounterApp(counter)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.show_card(counter.card)
            await pilot.pause()
            assert all(remembered(answer) for answer in answers)
            app.ask(getattr(counter, leaves))
            while app.busy:
                await pilot.pause()
            await pilot.pause()
            assert app.sheet.card.id != "V24"
            assert [remembered(answer) for answer in answers] == [set()] * 3

    asyncio.run(session())
    desk.database.close()
