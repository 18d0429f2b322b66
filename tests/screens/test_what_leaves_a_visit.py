"""A whole visit, looked at from outside: it speaks to its office and to nobody else, and writes no answer but on its own screen."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from tests.harness.traces import Canaries
from tests.offices.https import Office
from tests.screens import traced
from tests.screens.traced import Call
from tests.screens.visits import await_that, chooses, walks_in
from tests.terminal import Terminal

TYPED = Canaries("qwzxkvjb", ("qwzxkvjbalàñ", "qwzxkvjbmoàñ"))
PRINTER = '[printer]\nname = "sala"\n'
_CALM = 0.35
BROKEN = """
import socket
from contextlib import suppress
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
kept, saved = Desk.save, Visit.save
def keeps(self, code, session):
    kept(self, code, session)
    (self.config.folder / 'draft').write_text(str(session.journey.answers.get('p0')))
def saves(self):
    saved(self)
    with suppress(OSError):
        socket.create_connection(('127.0.0.1', 9), 1)
Desk.save, Visit.save = keeps, saves
"""


@pytest.fixture
def office(tmp_path):
    """One that answers on the loopback, with a certificate of its own authority."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Office(context=context) as there:
        yield there


def lp(folder: Path) -> str:
    """A printing system that takes everything; the PATH where it is found first."""
    place = folder / "bin"
    place.mkdir()
    for name, does in {"lp": "exec /bin/cat >/dev/null", "lpstat": "exit 0", "cancel": "exit 0"}.items():
        (place / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (place / name).chmod(0o755)
    return f"{place}:/usr/bin:/bin"


def types(terminal: Terminal, page: int) -> None:
    terminal.expect(f"Pagina {page}?")
    terminal.send(TYPED.texts[page])
    terminal.expect(TYPED.texts[page])


def finishes(terminal: Terminal) -> None:
    """Both pages, the check page, and the last card."""
    walks_in(terminal)
    types(terminal, 0)
    terminal.send("\r")
    types(terminal, 1)
    chooses(terminal, "", "Controlla le tue risposte")
    terminal.read_for(_CALM)
    chooses(terminal, "+", "Fatto. Grazie.")


def speakers(made: list[Call]) -> dict[str, set[str]]:
    """Who spoke to each address; the sender is told from the kiosk by the command that it began with."""
    said = {call.process: call.held for call in made if call.name == "execve"}
    found: dict[str, set[str]] = {}
    for call in made:
        if call.address:
            sends = b"kiosksend" in said.get(call.process, b"")
            found.setdefault(call.address, set()).add("the sender" if sends else "another")
    return found


def written(made: list[Call]) -> list[str]:
    """Where answers went, but for the terminal; the search sees the screen, and what is kept went by it."""
    found = traced.seen_in(made, TYPED)
    assert found and any(call.place.endswith("sportello.db-wal") for call in made)
    return [place for place in found if not place.startswith("/dev/pts/")]


def test_a_visit_whose_office_is_a_folder_speaks_to_nobody_and_writes_answers_on_the_terminal_alone(tmp_path):
    traced.need_strace(tmp_path)
    office = tmp_path / "office"
    office.mkdir()
    with traced.followed(tmp_path, more=f'[destinations.ufficio]\nurl = "file:{office}"\n') as terminal:
        finishes(terminal)
        await_that(terminal, lambda: any(office.rglob("*.zip")))
    made = list(traced.calls(tmp_path))

    assert set(speakers(made)) <= {"AF_UNIX"}
    assert written(made) == []


def test_only_the_sender_speaks_to_an_office_afar_and_answers_go_to_it_and_to_paper_but_not_in_clear(tmp_path, office):
    traced.need_strace(tmp_path)
    afar = f'[destinations.ufficio]\nurl = "https://127.0.0.1:{office.port}/envelopes"\ntrust = "{tmp_path / "ca.pem"}"\n'
    with traced.followed(tmp_path, more=afar + PRINTER, PATH=lp(tmp_path)) as terminal:
        finishes(terminal)
        chooses(terminal, "1", "Il foglio è nella stampante.")
        await_that(terminal, lambda: office.ledger.taken)
    made = list(traced.calls(tmp_path))

    assert {address: who for address, who in speakers(made).items() if address != "AF_UNIX"} == {f"AF_INET 127.0.0.1 {office.port}": {"the sender"}}
    assert written(made) == []
    assert any(call.held.startswith(b"%PDF") and call.place.startswith("pipe:") for call in made)


def test_a_visit_that_speaks_to_somebody_and_a_draft_in_clear_are_found(tmp_path):
    traced.need_strace(tmp_path)
    with traced.followed(tmp_path, before=BROKEN) as terminal:
        walks_in(terminal)
        types(terminal, 0)
        terminal.send("\r")
        terminal.expect("Pagina 1?")
    made = list(traced.calls(tmp_path))

    assert speakers(made)["AF_INET 127.0.0.1 9"] == {"another"}
    assert str(tmp_path / "desk" / "draft") in traced.seen_in(made, TYPED)
