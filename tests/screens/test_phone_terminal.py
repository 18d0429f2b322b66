"""Telephone calls in a real terminal, by keys alone: sorted by somebody who may see nothing, and a form whose line drops."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from kiosk.database import Database
from tests.practice import cheap_pin
from tests.screens.visits import CARD, kiosk
from tests.terminal import Terminal

PINS = {"Luca": "111111", "Anna": "222222"}
SECRET = "Zxqwyk"
SAID = "Questa scheda si legge a voce"
LEAFLET = f"""
leaflet: scheda
title: Una scheda
topic: lavoro
say: {SAID}.
sources: [{{id: prova, name: Una pagina, read: 2026-11-20}}]
verified: {{on: 2026-11-20, until: 2027-11-20}}
"""
_CALM = 0.35


@lru_cache(1)
def team() -> str:
    return "".join(f'{name} = "{cheap_pin(pin)}"\n' for name, pin in PINS.items())


def desk(folder: Path) -> Terminal:
    """Luca may only sort calls, Anna fills forms by telephone too."""
    made = kiosk(folder, more=f'[operators]\n{team()}[permissions]\nsorting = ["Luca"]\nphone_forms = ["Anna"]\n')
    (folder / "flows" / "lavoro").mkdir()
    (folder / "flows" / "lavoro" / "scheda.leaflet.yaml").write_text(LEAFLET, "utf-8")
    return made


def picks(terminal: Terminal, label: str) -> None:
    """The line with this text, by its digit."""
    terminal.expect(label)
    _, row = terminal.find(label)
    terminal.press(re.search(r"\d", terminal.lines[row])[0], "enter")


def goes_on(terminal: Terminal, title: str) -> None:
    terminal.expect(title)
    terminal.read_for(_CALM)
    terminal.press("enter")


def enters(terminal: Terminal, name: str) -> None:
    terminal.expect(CARD)
    terminal.press("f12")
    terminal.expect("Il tuo PIN")
    terminal.send(f"{PINS[name]}\r")


def test_calls_are_sorted_by_a_pin_that_opens_nothing_else_and_hanging_up_leaves_nothing_on_the_terminal(tmp_path):
    with desk(tmp_path) as terminal:
        enters(terminal, "Luca")
        picks(terminal, "Lavoro")
        picks(terminal, "Una scheda")
        terminal.expect(SAID)
        terminal.press("f6")
        terminal.expect("Perché chiama?")
        assert SAID not in terminal.text
        picks(terminal, "Lavoro")
        picks(terminal, "Una scheda")
        goes_on(terminal, SAID)
        picks(terminal, "Viene allo sportello")
        terminal.expect("Perché chiama?")
        terminal.press("f12")
        terminal.expect("Torno alla chiamata")
        picks(terminal, "Chiudo il telefono")
        terminal.expect(CARD)
        assert SAID not in terminal.text
        assert SAID.encode() not in terminal.written.rpartition(b"\x1b[3J")[2], "the screen and its history are empty since the end of the call"
    with Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}").write() as store:
        counted = {(row["what"], row["a"], row["b"]): row["n"] for row in store.rows("act")}
        assert counted == {("phone", "lavoro", "dropped"): 1, ("phone", "lavoro", "desk"): 1}
        assert not any(store.rows(table) for table in ("draft", "envelope", "call", "log"))


def test_a_form_by_telephone_its_line_drops_and_comes_back_and_its_end_leaves_nothing_on_the_terminal(tmp_path):
    with desk(tmp_path) as terminal:
        enters(terminal, "Anna")
        picks(terminal, "Lavori del banco")
        picks(terminal, "Telefono")
        picks(terminal, "Compilo un modulo al telefono")
        picks(terminal, "Un modulo nuovo")
        picks(terminal, "Altro")
        picks(terminal, "Una prova")
        for step in ("1 di 4", "2 di 4", "3 di 4"):
            goes_on(terminal, f"Prima di iniziare, {step}")
        picks(terminal, "Ha detto sì")
        picks(terminal, "L'ha scritto")
        terminal.expect("Se cade la linea")
        terminal.send("333 1234567\r")
        terminal.expect("Leggi così: «Pagina 0?»")
        terminal.send(f"{SECRET}\r")
        terminal.expect("Leggi così: «Pagina 1?»")
        assert terminal.shows("TELEFONO") and terminal.shows("identità non verificata")
        terminal.press("f6")
        terminal.expect("Puoi richiamare: 333 1234567")
        assert SECRET not in terminal.text
        picks(terminal, "È di nuovo in linea")
        terminal.expect("Riprendi la chiamata")
        terminal.send(f"{PINS['Anna']}\r")
        terminal.expect("Leggi così: «Pagina 1?»")
        terminal.send("due\r")
        terminal.expect("Controlla le tue risposte")
        terminal.expect(SECRET)
        terminal.press("+", "enter")
        terminal.expect("Le rileggo tutto")
        terminal.press("+", "enter")
        terminal.expect("Abbiamo finito")
        picks(terminal, "Ho finito: chiudo la chiamata")
        terminal.expect(CARD)
        last = terminal.written.rpartition(b"\x1b[3J")[2]
        assert SECRET not in terminal.text and SECRET.encode() not in last and b"1234567" not in last
