"""Whatever the client asks of a visit, or of its own page, may fail: a number is shown, nothing typed is told, and the page comes back."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from textual import events

from kiosk.desk import speech
from kiosk.desk.assist import Assist
from kiosk.desk.visit import Visit
from kiosk.screens import app, nobody, showing
from kiosk.screens.app import DOES, HELPING, KioskApp
from kiosk.screens.page import Page
from kiosk.screens.sheet import Sheet
from kiosk.screens.watch import Waits
from tests.harness.sandbox import Sandbox, Visitor
from tests.screens.test_client import Client

pytestmark = pytest.mark.usefixtures("cheap_codes")
CANARY = "Zxqwyk"
FAULT, ASKED = "Il problema è nostro", "Domanda p0?"
WAITS = Waits()


class Person(Client):
    """Somebody on the first question, with a text half-typed, and a clock that only they move."""

    now = 1000.0

    async def for_seconds(self, seconds: float) -> None:
        """Nobody touches anything for so long; then the client looks at its clock."""
        Person.now += seconds
        self.app.look_at_clock()
        await self.presses()

    async def pastes(self) -> None:
        self.app.screen.post_message(events.Paste("incollato"))
        await self.pilot.pause()
        await self.presses()

    async def taps(self, label: str) -> None:
        self.app.guard.shown_at, self.app.guard.last = 0, ""
        rows = self.text.splitlines()
        at = next(number for number, row in enumerate(rows) if label in row)
        await self.pilot.click(Page, offset=(rows[at].index(label), at))
        await self.presses()

    async def hides(self) -> None:
        await self.presses("f10")

    async def is_asked_whether_they_are_there(self) -> None:
        await self.for_seconds(WAITS.idle)

    async def is_away_for_long(self) -> None:
        await self.is_asked_whether_they_are_there()
        await self.for_seconds(WAITS.warning)

    async def is_helped(self) -> None:
        self.app.visit.assist = Assist("Anna")

    async def opens_the_panel(self) -> None:
        await self.presses("f12")


Hand = Callable[[Person], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """`name` of `where` fails when `act` is done, and `before` it nothing does."""

    where: object
    name: str
    act: Hand
    before: Hand | None = None


def key(name: str) -> Hand:
    return lambda person: person.presses(name)


def after(seconds: float) -> Hand:
    return lambda person: person.for_seconds(seconds)


FAULTS = {
    **{f"{pressed}, {name}": Fault(Visit, name, key(pressed)) for pressed, name in DOES.items()},
    **{f"{pressed}, of whoever helps": Fault(Visit, "press", key(pressed), Person.is_helped) for pressed in HELPING[:2]},
    "what whoever helps may do": Fault(Visit, "helps", key("f3")),
    "Enter, give": Fault(Visit, "give", key("enter")),
    "what was typed": Fault(Sheet, "typed", key("enter")),
    "a letter": Fault(Sheet, "press", key("a")),
    "a paste": Fault(Sheet, "paste", Person.pastes),
    "a finger": Fault(Sheet, "tap", lambda person: person.taps("[ Avanti ]")),
    "a finger on a key": Fault(Visit, "help", lambda person: person.taps("F1 Aiuto")),
    "the card": Fault(Visit, "card", key("f9")),
    "the drawing": Fault(showing, "draw", key("a")),
    "what is read aloud": Fault(speech, "speech", key("f5")),
    "Enter on a hidden page, show": Fault(Visit, "show", key("enter"), Person.hides),
    "a key at the question, wake": Fault(Visit, "wake", key("a"), Person.is_asked_whether_they_are_there),
    "nobody is there, still": Fault(Visit, "still", after(WAITS.idle)),
    "nobody answers, wake": Fault(Visit, "wake", after(WAITS.warning), Person.is_asked_whether_they_are_there),
    "nobody answers, hide": Fault(Visit, "hide", after(WAITS.warning), Person.is_asked_whether_they_are_there),
    "nobody comes back, leave": Fault(Visit, "leave", after(WAITS.hidden), Person.is_away_for_long),
    "an open panel, cover": Fault(Visit, "cover", after(WAITS.panel), Person.opens_the_panel),
}


def fails(*_: object, **__: object) -> None:
    answer = {"code": CANARY, "again": [CANARY.lower()]}
    raise ValueError(f"no {answer}")


def fails_but_for_itself(sheet: Sheet, *rest: object) -> object:
    return DRAW(sheet, *rest) if sheet.card.name == "crash" else fails(sheet)


DRAW = showing.draw
INSTEAD = {"card": property(fails), "draw": fails_but_for_itself}


@contextmanager
def broken(where: object, name: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, INSTEAD.get(name, fails))
        yield


def on_a_page(folder, act: Hand, then: Callable[[], Visit | None] = lambda: None, behind: Callable[[], object] | None = None) -> None:
    """Run a coroutine function with a real visit on its first question; `then` makes the one that comes after it."""
    visit = Visitor(Sandbox(folder).make().desk(), "anna", lambda line: None).goes_to("p0").visit
    visits = iter([lambda: visit, then, lambda: Visit(visit.desk), lambda: None])

    async def session() -> None:
        kiosk = KioskApp(lambda: next(visits)(), behind=behind, crash_log=folder / "crashes.log", clock=lambda: Person.now)
        async with kiosk.run_test(size=(80, 24)) as pilot:
            person = Person(pilot, kiosk)
            await person.presses(*CANARY)
            assert ASKED in person.text and CANARY in person.text
            await act(person)

    asyncio.run(session())


def told(folder, capfd) -> str:
    """Everything that was written outside of the screen."""
    said = capfd.readouterr()
    return (folder / "crashes.log").read_text("utf-8") + said.out + said.err


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_fails_a_number_is_shown_nothing_is_told_and_the_page_comes_back(tmp_path, capfd, name):
    fault, seen = FAULTS[name], []

    async def act(person: Person) -> None:
        if fault.before:
            await fault.before(person)
        with broken(fault.where, fault.name):
            await fault.act(person)
            seen.append(person.text)
        await person.presses("enter")
        assert person.app.sheet.card.name == person.app.visit.card.name and FAULT not in person.text
        assert fault.before or fault.name == "card" or (ASKED in person.text and CANARY in person.text)

    on_a_page(tmp_path, act)
    log = told(tmp_path, capfd)
    assert FAULT in seen[0] and log.split()[0] in seen[0]
    assert "ValueError" in log and CANARY.lower() not in (seen[0] + log).lower()


def test_every_act_that_the_client_asks_of_a_visit_is_made_to_fail_here():
    asked = set(re.findall(r"self\.visit\.(\w+)", inspect.getsource(app) + inspect.getsource(nobody)))
    acts = {name for name in asked if callable(getattr(Visit, name, None))} - {"timed_as"} | set(DOES.values())

    assert {"give", "press", "hide", "show", "wake", "still", "leave", "cover", "call"} <= acts
    assert acts - {fault.name for fault in FAULTS.values() if fault.where is Visit} == set()


def test_a_call_that_fails_where_a_fault_is_shown_already_is_another_fault_and_no_end(tmp_path, capfd):
    async def act(person: Person) -> None:
        with broken(Visit, "help"), broken(Visit, "call"):
            await person.presses("f1")
            await person.presses("f9")
            assert FAULT in person.text and CANARY not in person.text
        await person.presses("enter")
        assert ASKED in person.text and CANARY in person.text

    on_a_page(tmp_path, act)
    log = told(tmp_path, capfd)
    assert log.count("ValueError") == 2 and CANARY not in log


def test_a_next_visit_that_cannot_be_begun_is_a_fault_and_is_tried_again(tmp_path, capfd):
    async def act(person: Person) -> None:
        await person.is_away_for_long()
        await person.for_seconds(WAITS.hidden)
        assert FAULT in person.text and CANARY not in person.text
        await person.presses("enter")
        assert "Scegli la tua lingua" in person.text and CANARY not in person.text

    on_a_page(tmp_path, act, then=fails)
    assert CANARY not in told(tmp_path, capfd)


def test_what_fails_behind_the_first_card_is_noted_and_disturbs_nobody(tmp_path, capfd):
    async def act(person: Person) -> None:
        await person.until((tmp_path / "crashes.log").exists)
        assert ASKED in person.text and FAULT not in person.text

    on_a_page(tmp_path, act, behind=fails)
    log = told(tmp_path, capfd)
    assert "ValueError" in log and CANARY not in log
