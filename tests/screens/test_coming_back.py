"""In a real terminal: a visit is killed in the middle, and its paper code brings it back to the same question."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.practice import ROOT
from tests.terminal import Terminal

CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
FIRST = (("Scegli la tua lingua", "1"), ("Come vuoi iniziare", "1"), ("Di che cosa hai bisogno", "1"), ("Che cosa vuoi fare", "1"), ("Prima di", ""), ("Va bene per te", "1"))


@pytest.fixture
def kiosk(tmp_path):
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return Terminal([sys.executable, "-m", "kiosk"], env=folders | {"HOME": str(tmp_path)}, cwd=ROOT)


def answers(terminal: Terminal, title: str, choice: str) -> None:
    """Waits for a card, chooses, and goes on."""
    terminal.expect(title)
    terminal.read_for(0.35)
    terminal.press(*[key for key in (choice, "enter") if key], gap=0.05)


def visit_of(terminal: Terminal) -> int:
    return int(Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text().split()[0])


def test_a_killed_visit_goes_on_with_its_code(kiosk):
    with kiosk as terminal:
        for title, choice in FIRST:
            answers(terminal, title, choice)
        terminal.expect("Questo è il tuo codice")
        code = CODE.search(terminal.text)[0]
        answers(terminal, "Questo è il tuo codice", "1")
        terminal.expect("Parte 1")
        first = terminal.lines[2:6]
        answers(terminal, "Parte 1", "1")
        terminal.expect("salvata")
        os.kill(visit_of(terminal), signal.SIGKILL)
        terminal.expect("Scegli la tua lingua")
        assert CODE.search(terminal.text) is None

        answers(terminal, "Scegli la tua lingua", "1")
        answers(terminal, "Come vuoi iniziare", "3")
        terminal.expect("Scrivi il tuo codice")
        terminal.read_for(0.35)
        terminal.send(code.replace(" ", "") + "\r")
        answers(terminal, "Abbiamo trovato le tue risposte", "1")
        terminal.expect("Parte 1")
        assert terminal.lines[2:6] != first
