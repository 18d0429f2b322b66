"""Whole visits in Arabic and in Chinese in a real terminal, looked at cell by cell; and terminals of all manners."""

from __future__ import annotations

import os
import time

import pytest

from kiosk.dispatch import sealing
from kiosk.i18n import Catalogs, visual, width
from tests.practice import ROOT
from tests.screens.visits import CARD, kiosk, patient
from tests.terminal import Terminal

CATALOGS = Catalogs(ROOT / "locales")
DIGITS = {"it": "1", "ar": "2", "en": "3", "zh": "4"}
WAY = (("how.title", "1"), ("topic.title", "1"), ("need.title", "1"), ("before.title", ""), ("consent.title", "1"), ("code.title", "1"))


def seen(language: str, key: str, **params: object) -> str:
    """The kiosk's own words as they stand in the cells."""
    words = CATALOGS.words(language)
    return visual(words.say(key, **params), words.direction)


def begins(terminal: Terminal, language: str) -> None:
    """From the first card to the first page of the form."""
    terminal.expect(CARD)
    terminal.send(f"{DIGITS[language]}\r")
    for key, typed in WAY:
        terminal.expect(seen(language, key))
        if not typed:
            # Enter alone is a key only for somebody who can have read the card
            terminal.read_for(0.4)
        terminal.send(f"{typed}\r")
    terminal.expect("Pagina 0?")


def cells(terminal: Terminal, row: int) -> list[str]:
    """What is in each cell of a row; "" in the second cell of a wide sign."""
    return [terminal.grid.cells.buffer[row][column].data for column in range(terminal.grid.columns)]


def box(terminal: Terminal) -> tuple[int, list[str]]:
    """The row with the box that is typed into, and what is in its cells."""
    row = next(number for number, line in enumerate(terminal.lines) if "<]" in line or "[>" in line)
    return row, cells(terminal, row)


def carets(terminal: Terminal, row: int, edge: int) -> list[int]:
    """How far from the edge of its box a cell has a colour that no other has."""
    ground = [terminal.grid.cells.buffer[row][edge - 1 - place].bg for place in range(12)]
    return [place for place, colour in enumerate(ground) if ground.count(colour) == 1]


def test_a_whole_visit_in_arabic(tmp_path):
    with kiosk(tmp_path, pages=1) as terminal:
        begins(terminal, "ar")
        row, found = box(terminal)
        edge = "".join(found).index("<]")
        assert found[edge - 1] == "_" and found[-1] == "<" and terminal.grid.cells.buffer[row][edge - 1].bg != terminal.grid.cells.buffer[row][edge - 2].bg
        terminal.send("يوسف Rossi 3")
        terminal.expect(f"3 Rossi {visual('يوسف', 'rtl')}<]".replace("3 Rossi", "Rossi 3"))
        for key, left in (("home", 0), ("left", 1), ("left", 2)):
            terminal.press(key)
            terminal.wait(lambda left=left: carets(terminal, row, edge) == [left])
        terminal.press("backspace", "end", gap=0.3)
        terminal.expect(f"Rossi 3 {visual('يسف', 'rtl')}<]")
        terminal.send("\r")
        terminal.expect(seen("ar", "review.title"))
        terminal.expect(f"Rossi 3 {visual('يسف', 'rtl')}")
        terminal.send("+\r")
        terminal.expect(seen("ar", "end.title"))


def test_a_whole_visit_in_chinese(tmp_path):
    with kiosk(tmp_path, pages=1) as terminal:
        begins(terminal, "zh")
        row, found = box(terminal)
        start = "".join(found).index("[>") + 2
        terminal.send("王小明 Anna")
        terminal.expect("[>王小明 Anna_")
        assert cells(terminal, row)[start : start + 12] == ["王", "", "小", "", "明", "", " ", "A", "n", "n", "a", "_"]
        terminal.press("home", "right", "delete", "end", gap=0.3)
        terminal.expect("[>王明 Anna_")
        terminal.send("\r")
        terminal.expect(seen("zh", "review.title"))
        terminal.expect("王明 Anna")
        for number, line in enumerate(terminal.lines):
            assert width(line) == len("".join(cells(terminal, number)).rstrip()) + sum(not cell for cell in cells(terminal, number))
        terminal.send("+\r")
        terminal.expect(seen("zh", "end.title"))


class Mute(Terminal):
    """A terminal that answers nothing."""

    def _answer(self, text: str) -> None:
        """Nothing is sent."""


class Late(Terminal):
    """A terminal that answers what it is asked at the start when nobody waits for it any more, and in two pieces."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.due: list[str] = []

    def _answer(self, text: str) -> None:
        self.due.append(text)

    def tells(self) -> None:
        """All that was asked so far."""
        for text in self.due:
            os.write(self.fd, text[:3].encode())
            time.sleep(0.02)
            os.write(self.fd, text[3:].encode())
        self.due.clear()


def practice(kind: type[Terminal], folder, **more: object) -> Terminal:
    """A kiosk in a terminal with manners of its own."""
    begun = kiosk(folder, run=patient() if kind is Terminal else None)
    return kind(begun.argv, cwd=ROOT, **more)


def test_a_terminal_that_says_nothing_is_taken_as_plain(tmp_path):
    with practice(Mute, tmp_path) as terminal:
        terminal.wait(lambda: visual("العربية", "rtl") in "\n".join(terminal.grid.lines()) and "中文" in "\n".join(terminal.grid.lines()))


def test_what_a_terminal_answers_too_late_is_no_key_of_a_visitor(tmp_path):
    with practice(Late, tmp_path) as terminal:
        terminal.wait(lambda: "Italiano" in "\n".join(terminal.grid.lines()))
        terminal.settle(1.0)
        assert any(text.endswith("R") for text in terminal.due)
        before = terminal.grid.lines()
        terminal.tells()
        terminal.read_for(0.6)
        assert terminal.grid.lines() == before
        terminal.send("3\r")
        terminal.wait(lambda: seen("en", "how.title") in "\n".join(terminal.grid.lines()))


@pytest.mark.parametrize(("more", "offered", "hidden"), [
    ({"env": {"TERM": "linux"}}, ("Arabi (", "Zhongwen (", "English"), ("中文", visual("العربية", "rtl"))),
    ({"name": "Konsole 22.12.3"}, ("Arabi (", "中文"), (visual("العربية", "rtl"),)),
], ids=["console", "konsole"])
def test_what_a_terminal_cannot_show_is_never_written_to_it(tmp_path, more, offered, hidden):
    with practice(Terminal, tmp_path, **more) as terminal:
        terminal.expect(CARD)
        for name in offered:
            assert name in terminal.text
        terminal.send("2\r")
        terminal.expect(seen("it", "called.title"))
        assert "Abbiamo chiamato" in terminal.text and not [name for name in hidden if name.encode() in terminal.written]


def test_signs_of_a_script_that_is_not_drawn_leave_holes_and_are_kept(tmp_path):
    with kiosk(tmp_path, pages=1) as terminal:
        begins(terminal, "it")
        before = len(terminal.written)
        terminal.send("Anna নাম")
        terminal.expect("Anna ▯")
        assert "ন".encode() not in terminal.written[before:]
        terminal.press("backspace", "backspace", "backspace", gap=0.1)
        terminal.expect("[>Anna _")


def test_where_an_installer_has_looked_bangla_stands_in_its_cells(tmp_path):
    written = ('languages = ["it", "bn"]', '[terminal]\ndraws = ["bn"]', f'[store]\nfolder = "{tmp_path / "desk"}"',
               f'[office]\nrecipients = ["{sealing.make_key()[1]}"]')
    (tmp_path / "config.toml").write_text("\n".join(written), "utf-8")
    with kiosk(tmp_path, run=patient()) as terminal:
        terminal.expect("বাংলা")
        terminal.send("2\r")
        terminal.expect(seen("bn", "how.title"))
        terminal.expect(seen("bn", "how.alone"))
        rules = [line for line in terminal.lines if line.startswith("──")]
        assert [width(rule) for rule in rules] == [80, 80] and terminal.lines[1] == "─" * 80
        assert seen("bn", "does.f10") in terminal.lines[-1] and not any("▯" in line for line in terminal.lines)
