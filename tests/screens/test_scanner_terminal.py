"""In a real terminal: a bar-code reader types what it has read, with Enter after it, into the box for codes."""

from __future__ import annotations

import re
import sys

import pytest

from kiosk.dispatch import codes
from tests.practice import ROOT
from tests.terminal import Terminal

CODE = "482109375516204" + codes.check_digit("482109375516204")
WRONG = CODE[:7] + str((int(CODE[7]) + 3) % 10) + CODE[8:]
READ = ("x" * 1000, "[@click=app.quit]x[/]", "https://example.org/?id=" + CODE, "'; DROP TABLE draft; --")
TITLE, EMPTY = "Scrivi il tuo codice", re.compile(r"\[>_+ ")


@pytest.fixture
def terminal(tmp_path):
    """The kiosk, as far as the card that asks for the code."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    with Terminal([sys.executable, "-m", "kiosk"], env=folders | {"HOME": str(tmp_path)}, cwd=ROOT) as opened:
        for title, choice in (("Scegli la tua lingua", "1"), ("Come vuoi iniziare", "3")):
            opened.expect(title)
            opened.read_for(0.35)
            opened.press(choice, "enter", gap=0.05)
        opened.expect(TITLE)
        opened.read_for(0.35)
        yield opened


def test_whatever_a_scanner_reads_is_told_on_the_card_and_does_nothing(terminal):
    for text in READ:
        terminal.send(text + "\r")
        terminal.expect("Il codice ha solo numeri")
        terminal.expect(text[-8:])
        assert terminal.shows(TITLE) and terminal.alive
        empties(terminal)

    terminal.send(WRONG + "\r")
    terminal.expect("Un numero non è come sul foglio")
    assert terminal.shows(TITLE)


def empties(terminal: Terminal) -> None:
    """Takes back whatever stands in the box, however much of it that is."""
    for _ in range(20):
        terminal.press(*["backspace"] * 120)
        terminal.settle(0.3)
        if terminal.shows(EMPTY):
            return
    raise AssertionError(terminal.picture())
