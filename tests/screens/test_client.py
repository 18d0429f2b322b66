"""The app and a visit behind it: what each key does, and what happens by itself."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from kiosk.desk.card import Line
from kiosk.screens.app import KioskApp
from kiosk.screens.page import Page
from kiosk.screens.watch import Waits
from tests.screens.album import Album, choice_card, frame, name_card, note_card, words_of

IT = words_of("it")


class Client:
    """A kiosk without a terminal, and the album behind it."""

    def __init__(self, pilot, app: KioskApp) -> None:
        self.pilot, self.app = pilot, app

    @property
    def album(self) -> Album:
        return self.app.visit

    @property
    def text(self) -> str:
        page = self.app.screen.query_one(Page)
        return "\n".join(strip.text.rstrip() for strip in page.render_lines(page.size.region))

    async def presses(self, *keys: str) -> None:
        """Keys of a calm hand: long after the ones before."""
        self.app.guard.shown_at, self.app.guard.last = 0, ""
        await self.pilot.press(*keys)
        while self.app.busy or self.app.paint_due:
            await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < end, self.text
            await asyncio.sleep(0.01)


def using(*cards, waits: Waits = Waits(), crash_log=None):
    """Run a coroutine function with a client that shows these cards."""

    def run(act) -> None:
        async def session() -> None:
            visits = iter([Album(IT, list(cards)), Album(IT, list(cards))])
            app = KioskApp(lambda: next(visits, None), waits=waits, crash_log=crash_log)
            async with app.run_test(size=(80, 24)) as pilot:
                client = Client(pilot, app)
                await client.presses()
                await act(client)

        asyncio.run(session())

    return run


def test_a_card_after_the_other():
    @using(choice_card(IT), name_card(IT))
    async def _(client):
        await client.presses("2", "enter")
        assert "Come ti chiami?" in client.text
        await client.presses("escape")
        assert "Dove vivi adesso?" in client.text
        assert client.album.given == [{"casa": "friends"}]


def test_help_covers_the_page_and_what_was_half_typed_comes_back():
    @using(name_card(IT))
    async def _(client):
        await client.presses(*"Anna", "tab", "M")
        await client.presses("f1")
        assert "Copia il nome dal documento." in client.text
        await client.presses("f9")
        await client.presses("escape")
        assert "Anna" in client.text and "[>M_" in client.text


def test_a_hidden_screen_shows_nothing_and_only_enter_brings_it_back():
    @using(name_card(IT))
    async def _(client):
        await client.presses(*"Anna", "f10")
        assert "Anna" not in client.text and "residenza" not in client.text
        await client.presses("f1", "x", "escape")
        assert "Anna" not in client.text
        await client.presses("enter")
        assert "Anna" in client.text


def test_when_nobody_is_there_it_asks_then_hides_and_the_waking_key_does_nothing_else():
    @using(choice_card(IT), waits=Waits(idle=100, warning=200, hidden=600))
    async def _(client):
        client.app.touched_at -= 150
        client.app.look_at_clock()
        await client.presses()
        assert "Ci sei ancora?" in client.text
        await client.presses("3")
        assert "Dove vivi adesso?" in client.text and ">" not in client.text
        client.app.touched_at -= 150
        client.app.look_at_clock()
        await client.presses()
        client.app.touched_at -= 250
        client.app.look_at_clock()
        await client.presses()
        assert "Premi Invio" in client.text and "Dove vivi" not in client.text


def test_after_the_end_the_next_visit_begins_with_nothing_of_the_last():
    @using(name_card(IT))
    async def _(client):
        await client.presses(*"Anna", "enter", *"B", "enter")
        assert "Come ti chiami?" in client.text and "Anna" not in client.text


def test_when_the_kiosk_is_at_fault_a_number_is_shown_and_nothing_is_lost(tmp_path):
    @using(name_card(IT), crash_log=tmp_path / "crashes.log")
    async def _(client):
        def fails(typed):
            codice_fiscale = "RSSMRA80A01H501U"
            raise ValueError(f"no {codice_fiscale}")

        client.album.give = fails
        await client.presses(*"Anna", "enter", *"B", "enter")
        log = (tmp_path / "crashes.log").read_text()
        assert "Il problema è nostro" in client.text and log.split()[0] in client.text
        assert "ValueError" in log and "RSSMRA" not in log + client.text
        await client.presses("enter")
        assert "Come ti chiami?" in client.text and "Anna" in client.text


@pytest.mark.parametrize("payload", ["\x1b]0;evil\x07", "\x9b31m", "\u202edrow", "[red]x[/red]", "[/foo]", "[@click=app.quit]x[/]"])
def test_no_text_steers_the_terminal_or_becomes_markup(payload):
    @using(frame(IT, id="V1", name="x", title=f"A{payload}B", lines=(Line(payload),)))
    async def _(client):
        assert not set(client.text) & {"\x1b", "\x07", "\x9b", "\u202e"}
        if payload.startswith("["):
            assert f"A{payload}B" in client.text


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+x", "ctrl+d", "ctrl+s", "f11", "f3"])
def test_no_chord_leaves_the_page(key):
    @using(name_card(IT))
    async def _(client):
        await client.presses(*"Anna", key)
        assert "Anna" in client.text and "Come ti chiami?" in client.text and client.app.is_running


def test_a_tap_on_the_footer_is_the_key():
    @using(choice_card(IT), note_card(IT))
    async def _(client):
        rows = client.text.split("\n")
        at = next(n for n, row in enumerate(rows) if "F1 Aiuto" in row)
        await client.pilot.click(Page, offset=(rows[at].index("Aiuto"), at))
        await client.presses()
        assert client.album.done == ["help"]


def test_a_finger_chooses_with_two_taps():
    @using(choice_card(IT), note_card(IT))
    async def _(client):
        at = next(n for n, row in enumerate(client.text.split("\n")) if "amici" in row)
        await client.pilot.click(Page, offset=(10, at))
        await client.presses()
        assert (client.album.given, ">  2" in client.text) == ([], True)
        await client.pilot.click(Page, offset=(10, at))
        await client.presses()
        assert client.album.given == [{"casa": "friends"}]


def test_nobody_at_the_first_card_means_rest_and_any_key_wakes():
    @using(frame(IT, id="V1", name="language", title="Ciao. Scegli la tua lingua."), waits=Waits(language=100))
    async def _(client):
        client.app.touched_at -= 101
        client.app.look_at_clock()
        assert "Scegli" not in client.text and "Premi un tasto" in client.text
        await client.presses("x")
        assert "Scegli la tua lingua" in client.text


def test_a_slow_answer_is_announced_and_keys_wait_their_turn():
    @using(name_card(IT), name_card(IT), waits=Waits(moment=0.05))
    async def _(client):
        give = client.album.give

        answered = threading.Event()

        def slow(typed):
            answered.wait(60)
            give(typed)

        client.album.give = slow
        await client.pilot.press(*"Ana", "enter", *"Rui", "enter")
        await client.until(lambda: "Un momento" in client.text)
        await client.pilot.press(*"Eva")
        answered.set()
        await client.until(lambda: "Un momento" not in client.text and "[>Eva_" in client.text)


@pytest.mark.parametrize("by", ["key", "tap"])
def test_f10_hides_the_page_at_once_whatever_the_visit_is_doing(by):
    @using(name_card(IT), name_card(IT), waits=Waits(moment=0.05))
    async def _(client):
        give, answered = client.album.give, threading.Event()

        def slow(typed):
            answered.wait(60)
            give(typed)

        client.album.give = slow
        rows = client.text.splitlines()
        at = next(number for number, row in enumerate(rows) if "Nascondi" in row)
        await client.pilot.press(*"Ana", "enter", *"Rui", "enter", "enter", "x")
        await client.until(lambda: "Un momento" in client.text)
        if by == "key":
            await client.pilot.press("f10")
        else:
            await client.pilot.click(Page, offset=(rows[at].index("Nascondi"), at))
        await client.until(lambda: "Ana" not in client.text and "Premi Invio" in client.text)
        assert client.app.busy
        seen = []
        client.app.kiosk_screen.page.put = lambda rows, direction: seen.append(str(rows))
        answered.set()
        await client.until(lambda: not client.app.busy)
        await client.presses("x")
        assert client.album.hidden and not any("Come ti chiami" in text for text in seen)


def test_f10_in_the_moment_between_two_visits_hides_and_fails_nothing(tmp_path):
    @using(name_card(IT), crash_log=tmp_path / "crashes.log")
    async def _(client):
        await client.presses(*"Anna")
        # the last visit of this process is over, and the screen has not heard of it
        client.app.busy, client.app.visit = True, None
        await client.pilot.press("f10")
        await client.until(lambda: "Anna" not in client.text)
        assert "Premi Invio" in client.text and not (tmp_path / "crashes.log").exists()


def test_the_bar_of_the_warning_gets_shorter():
    @using(choice_card(IT), waits=Waits(idle=100, warning=120))
    async def _(client):
        client.app.touched_at -= 101
        client.app.look_at_clock()
        await client.presses()
        client.app.look_at_clock()
        full = client.text.count("#")
        client.app.touched_at -= 60
        client.app.look_at_clock()
        assert full > client.text.count("#") > 0
