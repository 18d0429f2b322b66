"""What is half-typed belongs to the question that it was typed for: it never turns up in another one, nor over an answer taken back."""

from __future__ import annotations

import asyncio
import io

import pytest

from kiosk.desk.session import Session
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from kiosk.linear import Linear
from kiosk.screens.app import KioskApp
from tests.practice import MORNING, PracticeDesk
from tests.screens.test_client import Client
from tests.visitor import flow

FORM = """
- page: nome
  ask: Come ti chiami?
  type: surname
- page: via
  ask: Dove vivi?
  type: text
- page: figli
  ask: Hai figli?
  entry: "{bimbo}"
  repeat: yes
  max: 3
  pages:
    - {page: bimbo, ask: Come si chiama?, type: given_names}
    - {page: nato, ask: Quando è nato?, type: date}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    return PracticeDesk(tmp_path_factory.mktemp("desk"), [codes.make(codes.DRAFT)])


@pytest.fixture
def visit(desk) -> Visit:
    """Two children are there already, and somebody helps; on the list of questions."""
    visit = Visit(desk)
    visit.stage = "form"
    visit.session = Session(flow(FORM), visit.words, MORNING, MORNING.date())
    birth = {"nato": {"day": "1", "month": "2", "year": "2020"}}
    for given in ({"nome": "Rossi"}, {"via": "Roma"}, {"figli": "add"}, {"bimbo": "Aldo"}, birth, {"figli": "add"}, {"bimbo": "Bea"}, birth):
        visit.session.give(given)
    visit.operator()
    for given in ({"operator": desk.operators.practice_pin()}, {"duties": "assist"}, {"interpreter": "none"}):
        visit.give(given)
    return visit


def before_the_screen(visit: Visit, act) -> None:
    async def sits_down() -> None:
        visits = iter([visit])
        app = KioskApp(lambda: next(visits, None))
        async with app.run_test(size=(80, 24)) as pilot:
            client = Client(pilot, app)
            await client.presses()
            await act(client)

    asyncio.run(sits_down())


async def jumps(client: Client, place: str) -> None:
    """F3, and the line of the list with this place."""
    await client.presses("f3")
    await client.presses(*next(option.digit for option in client.app.sheet.card.prompts[0].options if option.value == place))
    await client.presses("enter")


def test_the_name_begun_for_one_child_is_not_offered_for_another(visit):
    visit.session.go_to("figli/0/bimbo")

    async def act(client: Client) -> None:
        await client.presses(*"xx")
        await jumps(client, "figli/1/bimbo")
        assert client.app.sheet.typed() == {"bimbo": "Bea"}

    before_the_screen(visit, act)


def test_a_change_taken_back_is_not_typed_over_again(visit):
    visit.session.go_to("nome")
    visit.session.give({"nome": "Bianchi"})

    async def act(client: Client) -> None:
        await jumps(client, "nome")
        assert client.app.sheet.typed() == {"nome": "Bianchi"}
        await client.presses("f3")
        await client.presses("u", "enter")
        await client.presses("escape")
        assert client.app.sheet.typed() == {"nome": "Rossi"}

    before_the_screen(visit, act)


def test_what_is_begun_after_going_elsewhere_is_kept_under_help_and_a_note(visit):
    async def act(client: Client) -> None:
        await jumps(client, "nome")
        await client.presses(*"xx")
        await jumps(client, "via")
        for key in ("f1", "f2", "f4", "f6", "f9"):
            await client.presses("y")
            typed = client.app.sheet.typed()
            await client.presses(key)
            await client.presses("escape")
            assert client.app.sheet.typed() == typed

    before_the_screen(visit, act)


def test_on_plain_lines_the_day_begun_for_one_child_is_not_offered_for_another(visit):
    visit.session.go_to("figli/0/nato")
    number = [option.value for option in _listed(visit)].index("figli/1/nato") + 1
    shown = _lines(visit, "9", "?", "<", "", "F3", str(number))
    assert visit.session.at.entry == 1
    assert "[1]" in shown and "[9]" not in shown


@pytest.mark.parametrize("key", ["?", "F4", "F6", "F8"])
def test_on_plain_lines_what_is_begun_is_there_again_after_any_key(visit, key):
    visit.session.go_to("figli/0/nato")
    assert "[9]" in _lines(visit, "9", key, *([] if key == "F8" else ["<"]))


def _lines(visit: Visit, *typed: str) -> str:
    """What stands on the last card after these lines."""
    target = io.StringIO()
    Linear(visit, io.StringIO("".join(f"{line}\n" for line in typed)), target).run()
    return target.getvalue().rpartition("Quando è nato?")[2]


def _listed(visit: Visit):
    visit.press("f3")
    options = visit.card.prompts[0].options
    visit.press("f3")
    return options
