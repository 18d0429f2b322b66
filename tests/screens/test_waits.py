"""When nobody is there: asked, hidden and let go, by a clock that also runs while the machine sleeps."""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from kiosk.config import Config
from kiosk.config.settings import Timeouts
from kiosk.desk.card import Line
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.screens import visiting
from kiosk.screens.app import KioskApp
from kiosk.screens.tether import ALIVE, SETTLED, Leashed, Tether
from kiosk.screens.tethered import TetheredApp
from kiosk.screens.watch import Waits, boottime, today
from tests.screens.album import Album, choice_card, frame, name_card, words_of

IT = words_of("it")
WAITS = Waits(idle=300, warning=120, hidden=300, end=180, language=60)
FIRST = frame(IT, id="V1", name="language", title="Ciao. Scegli la tua lingua.")
END = frame(IT, id="V14", name="end", title="Fatto. Grazie.", lines=(Line("12 34", "big"),))

TAKING = frame(IT, id="V14", name="taking", title="Prendi i fogli dalla stampante.")


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A kiosk without a terminal, its visit, and the clock on which its time-outs hang."""

    def __init__(self, app: KioskApp, clock: Clock, pilot) -> None:
        self.app, self.clock, self.pilot = app, clock, pilot

    async def passes(self, seconds: float) -> str:
        """So many seconds go by, then the kiosk looks at the clock once; the name of the card then shown."""
        self.clock.now += seconds
        self.app.look_at_clock()
        return await self.card()

    async def presses(self, key: str) -> str:
        self.app.guard.shown_at, self.app.guard.last = 0, ""
        await self.pilot.press(key)
        return await self.card()

    async def card(self) -> str:
        await self.pilot.pause()
        while self.app.busy:
            await self.pilot.pause()
        return "" if self.app.sheet is None or self.app.visit is None else self.app.sheet.card.name


def nobody(*cards) -> Callable:
    """Runs a coroutine function with a kiosk at the first of these cards and one more visit behind it."""

    def run(act) -> None:
        async def session() -> None:
            clock, visits = Clock(), [Album(IT, list(cards)), Album(IT, [FIRST])]
            app = KioskApp(lambda: visits.pop(0) if visits else None, waits=WAITS, clock=clock)
            async with app.run_test(size=(80, 24)) as pilot:
                await act(Watched(app, clock, pilot))

        asyncio.run(session())

    return run


def test_asked_hidden_and_let_go_each_at_its_second():
    @nobody(choice_card(IT))
    async def _(kiosk):
        page = await kiosk.card()
        assert [await kiosk.passes(299), await kiosk.passes(1)] == [page, "still"]
        assert [await kiosk.passes(119), await kiosk.passes(1)] == ["still", "hidden"]
        assert [await kiosk.passes(299), await kiosk.passes(1)] == ["hidden", "language"]


def test_with_somebody_who_helps_the_page_waits_longer_and_then_hides():
    @nobody(choice_card(IT))
    async def _(kiosk):
        kiosk.app.visit.company = "helped"
        page = await kiosk.card()
        assert [await kiosk.passes(899), await kiosk.passes(1)] == [page, "hidden"]


def test_while_a_call_is_open_the_screen_waits_for_ever():
    @nobody(choice_card(IT))
    async def _(kiosk):
        kiosk.app.visit.company = "call"
        page = await kiosk.card()
        assert [await kiosk.passes(3600 * hour) for hour in (1, 8)] == [page, page]


@pytest.mark.parametrize(("stage", "seconds"), [("followups", 180), ("attending", 180), ("dropped", 120), ("compare", 120)])
@pytest.mark.parametrize("over", ["", "hidden", "help", "called", "language", "operator"])
def test_nothing_that_lies_over_works_or_a_dropped_line_keeps_them_open(stage, seconds, over):
    visit = Visit(SimpleNamespace(on_screen=words_of, languages=lambda: ("it",)))
    visit.stage = stage
    card = visit.timed_as(over or stage)
    assert (WAITS.due(card, seconds - 1, visit.company), WAITS.due(card, seconds, visit.company)) == ("", "leave")


def test_any_key_extends_as_often_as_one_likes():
    @nobody(name_card(IT))
    async def _(kiosk):
        page = await kiosk.card()
        for _ in range(20):
            assert await kiosk.passes(300) == "still"
            assert await kiosk.passes(119) == "still"
            assert await kiosk.presses("x") == page
        for _ in range(20):
            assert await kiosk.passes(299) == page
            await kiosk.presses("left")


@pytest.mark.parametrize("before", [(), (300,), (300, 120)], ids=["a page", "the warning", "hidden"])
def test_a_machine_that_slept_an_hour_forgets_at_the_first_look(before):
    @nobody(name_card(IT))
    async def _(kiosk):
        for seconds in before:
            await kiosk.passes(seconds)
        visit = kiosk.app.visit
        assert await kiosk.passes(3600) == "language"
        assert visit.over and kiosk.app.visit is not visit


def test_a_short_sleep_costs_nobody_the_page():
    @nobody(name_card(IT))
    async def _(kiosk):
        page = await kiosk.card()
        assert await kiosk.passes(250) == page


def test_the_last_card_goes_after_its_time_and_a_key_gives_as_much_again():
    @nobody(END, choice_card(IT))
    async def _(kiosk):
        assert await kiosk.passes(179) == "end"
        await kiosk.presses("left")
        assert [await kiosk.passes(179), await kiosk.passes(1)] == ["end", "language"]


def test_who_forgets_the_papers_has_gone_and_the_next_one_is_not_told_that_they_are_theirs():
    @nobody(TAKING, choice_card(IT))
    async def _(kiosk):
        assert [await kiosk.passes(179), await kiosk.passes(1)] == ["taking", "language"]


def test_where_nobody_has_begun_the_screen_rests_and_a_new_day_begins_in_a_fresh_process():
    @nobody(FIRST)
    async def _(kiosk):
        first = kiosk.app.visit
        assert [await kiosk.passes(59), await kiosk.passes(1)] == ["language", "rest"]
        assert await kiosk.passes(40 * 3600) == "rest" and kiosk.app.visit is first
        kiosk.app.day = today() - timedelta(days=1)
        await kiosk.passes(1)
        assert first.over and kiosk.app.visit is not first


def test_what_is_on_the_screen_hangs_on_a_clock_that_counts_sleep():
    assert KioskApp(lambda: None).clock is boottime


def test_every_wait_of_the_configuration_reaches_the_screen(tmp_path):
    set_so = Timeouts(idle=181, warning=61, hidden=62, language=21, end_page=63)
    desk = Desk(replace(Config(), folder=tmp_path, timeouts=set_so))
    assert visiting._waits(desk) == Waits(idle=181, warning=61, hidden=62, language=21, end=63)


def test_it_says_that_it_lives_but_not_while_one_thing_takes_for_ever():
    ours, theirs = socket.socketpair()

    class Begun(TetheredApp):
        """Where there is no terminal to be called to, it begins at once."""

        def ready(self) -> None:
            self.begin()

    async def session() -> None:
        app = Begun(Tether(theirs, -1), lambda: Album(IT, [name_card(IT)]))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.look_at_clock()
            await pilot.pause()
            said = ours.recv(100)
            assert ALIVE in said and SETTLED in said
            gate = threading.Event()
            app.ask(gate.wait)
            app.busy_since -= 1000
            app.look_at_clock()
            ours.setblocking(False)
            with pytest.raises(BlockingIOError):
                ours.recv(100)
            gate.set()

    asyncio.run(session())


def test_silence_is_a_hang_and_so_is_an_end_that_does_not_come():
    ours, theirs = socket.socketpair()
    child = Leashed(0, ours)
    assert not child.overdue
    child.heard_at -= 31
    assert child.overdue
    theirs.send(b".")
    child.listen()
    assert not child.overdue
    theirs.send(b"o")
    child.listen()
    child.over_at -= 2.1
    assert child.overdue and child.ended == b"o"
