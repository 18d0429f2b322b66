"""The shared store answers, and this desk cannot use it: another one was updated before, or its line is not the one it must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import Destination, Printer
from kiosk.database import MIGRATIONS, Database
from kiosk.desk.visit import Visit
from kiosk.dispatch.outbox import SPOOLED, WAITING, Outbox
from kiosk.dispatch.sender import Sender
from kiosk.errors import ConfigIsWrong
from tests import stores
from tests.offices.papers import noise, opened
from tests.people import Guest, finisher
from tests.practice import PracticeDesk

UNPROTECTED = "postgresql+psycopg://desk@db.example/x?sslmode=require"


def is_of_version(url: str, version: int) -> None:
    """As a desk of that version of the program leaves the shared store."""
    stores.admin(f"UPDATE schema_version SET version = {version}", name=url.split("/")[3].split("?")[0])


@pytest.fixture
def newer(shared_url) -> str:
    """The store after another desk was updated."""
    Database(shared_url).close()
    is_of_version(shared_url, len(MIGRATIONS) + 1)
    return shared_url


@pytest.fixture(params=["a newer schema", "an unprotected line"])
def useless(request) -> str:
    """A store that cannot be used, by URL."""
    return UNPROTECTED if request.param == "an unprotected line" else request.getfixturevalue("newer")


@pytest.fixture
def desk_of(tmp_path) -> Callable[..., PracticeDesk]:
    """A desk that shares this store; its office is a folder."""
    (tmp_path / "office").mkdir()
    office = Destination("ufficio", (tmp_path / "office").as_uri())
    return lambda url, **more: PracticeDesk(tmp_path / "desk", store=url, **{"destinations": (office,)} | more)


def at_the_end(desk: PracticeDesk) -> Guest:
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("review")
    return guest


def kept_here(desk: PracticeDesk) -> list[tuple[str, str]]:
    return sorted((one.reference, one.state) for one in Outbox(desk.local).waiting())


def in_the_office(tmp_path: Path) -> list[str]:
    return sorted(place.name.split("-")[0] for place in (tmp_path / "office").iterdir())


def test_a_finished_form_is_kept_here_and_goes_on_when_the_store_can_be_used_again(tmp_path, desk_of, newer):
    desk = desk_of(newer)
    with pytest.raises(ConfigIsWrong):
        Database(newer)
    guest = at_the_end(desk)
    guest.does()
    receipt = guest.visit.receipt
    assert guest.visit.card.name == "end" and kept_here(desk) == [(receipt.reference, SPOOLED)]

    is_of_version(newer, len(MIGRATIONS))
    assert Sender(desk.config).once() == 1
    assert (kept_here(desk), in_the_office(tmp_path)) == ([], [receipt.reference])


def test_what_came_of_a_paper_is_written_where_the_envelope_is(desk_of, useless, monkeypatch):
    desk = desk_of(useless, printer=Printer("sala"), destinations=(Destination("banco", "print:"),))
    guest = at_the_end(desk)
    guest.does()
    receipt = guest.visit.receipt
    assert receipt.by_hand and kept_here(desk) == [(receipt.reference, WAITING)]
    monkeypatch.setenv("PATH", "")
    assert not desk.print_slip(receipt)
    assert [one.outcome for one in Outbox(desk.local).waiting()] == ["not printed"]


def test_opening_tells_the_operator_once_what_to_do_and_goes_on(desk_of, useless):
    desk = desk_of(useless, practice=False, recipients=())
    desk.open()
    said = [line for line in desk.staff_lines() if "aggiorna il programma" in line or "sslmode=verify-full" in line]

    assert len(said) == 1


def test_the_network_is_what_the_folder_says(desk_of, useless):
    desk = desk_of(useless)
    desk.network.look()

    assert len(desk.network.actors) > 20


def test_the_sender_says_so_and_sends_what_waits_here(tmp_path, desk_of, useless, capfd):
    desk = desk_of(useless)
    opened(desk.local).accept(noise("4821093716"), "ufficio")
    assert Sender(desk.config).once() == 1

    assert in_the_office(tmp_path) == ["4821093716"]
    assert capfd.readouterr().err.splitlines()[-1] == "sportello send: - - settings"


def test_a_store_here_that_cannot_be_used_does_not_keep_the_shared_one_waiting(tmp_path, desk_of, shared_url, capfd):
    desk = desk_of(shared_url)
    opened(desk.database).accept(noise("4821093716"), "ufficio")
    with sqlite3.connect(tmp_path / "desk" / "sportello.db") as another:
        another.execute("CREATE TABLE of_another_program (x)")
    assert Sender(desk.config).once() == 1

    assert in_the_office(tmp_path) == ["4821093716"]
    assert "sportello send: - - settings" in capfd.readouterr().err.splitlines()
