"""The school in a real terminal: PROVA in the first row of every frame, and nothing of it afterwards."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kiosk(tmp_path):
    """The practice desk of a machine, and its school."""
    (tmp_path / "tmp").mkdir()
    env = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")} | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp")}
    return lambda *given, columns=80, rows=24: Terminal([sys.executable, "-m", "kiosk", *given], columns, rows, env=env, cwd=ROOT)


def rooms(folder: Path) -> list[str]:
    return [place.name for place in (folder / "tmp").glob("sportello-scuola-*")]


def enters(terminal: Terminal, keys: str, then: str) -> None:
    """Keys and Enter, then a screen with this text on it, and PROVA in its first row."""
    terminal.read_for(0.4)
    terminal.send(f"{keys}\r")
    terminal.expect(then)
    assert "PROVA" in terminal.lines[0], terminal.picture()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
def test_prova_stands_in_the_first_row_of_every_screen(kiosk, tmp_path, size):
    with kiosk("--practice", columns=size[0], rows=size[1]) as terminal:
        terminal.expect("Scuola: scegli una prova")
        assert "PROVA" in terminal.lines[0] and rooms(tmp_path)
        if size[1] < 18:
            # on a small screen the list has pages, each with digits of its own
            terminal.press("pagedown", gap=0.4)
            terminal.expect("2  Solo l'anno di nascita")
        enters(terminal, "2" if size[1] < 18 else "4", "Solo l'anno di nascita")
        while "Circa 3 minuti" not in terminal.text:
            terminal.press("pagedown", gap=0.4)
        for key, then in (("enter", "data di nascita"), ("f1", "Aiuto"), ("f1", "data di nascita"), ("f10", "Premi Invio"), ("enter", "data di nascita"), ("f9", "chiamato")):
            terminal.read_for(0.4)
            terminal.press(key)
            terminal.expect(then)
            assert "PROVA" in terminal.lines[0], terminal.picture()
        terminal.kill(signal.SIGTERM)
        terminal.ended()
        terminal.wait(lambda: rooms(tmp_path) == [])


def test_from_the_operators_menu_a_lesson_and_back_to_the_visitors(kiosk, tmp_path):
    with kiosk() as terminal:
        terminal.expect("Scegli la tua lingua")
        terminal.press("f12", gap=0.4)
        terminal.expect("Il tuo PIN")
        terminal.send(re.search(r"il PIN è (\d+)", terminal.text)[1] + "\r")
        terminal.expect("Scuola (prove per chi aiuta)")
        enters(terminal, "4", "Scuola: scegli una prova")
        enters(terminal, "2", "Una persona che non legge")
        enters(terminal, "", "Un anno fa, che cosa facevi?")
        assert "«Lavoravo»" in terminal.text and rooms(tmp_path)
        terminal.press("f12", gap=0.4)
        enters(terminal, "2", "Com'è andata")
        terminal.read_for(0.4)
        terminal.send("3\r")
        terminal.expect("Scegli la tua lingua")
        assert "PROVA" not in terminal.lines[0]
        terminal.wait(lambda: rooms(tmp_path) == [])
    with closing(sqlite3.connect(tmp_path / "DATA" / "sportello" / "sportello.db")) as store:
        kept = {table: store.execute(f"select count(*) from {table}").fetchone()[0] for table in ("draft", "envelope", "call", "act")}
    assert set(kept.values()) == {0}, kept
