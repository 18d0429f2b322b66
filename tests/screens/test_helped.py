"""Two people before a real terminal: Arabic or Chinese on one side, Italian on the other, from the call to the last card."""

from __future__ import annotations

import sys

import pytest

from kiosk.i18n import visual
from tests.people import words
from tests.practice import ROOT, PracticeDesk
from tests.screens.visits import chooses
from tests.terminal import Terminal

PRESSES = 0.4


@pytest.fixture
def kiosk(tmp_path):
    """A practice desk in a terminal of some size."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return lambda columns=80, rows=24: Terminal([sys.executable, "-m", "kiosk"], columns, rows, env=folders | {"HOME": str(tmp_path)}, cwd=ROOT)


def is_helped(terminal: Terminal, desk: PracticeDesk, language: str) -> None:
    """Chooses a language, and that somebody helps."""
    said = words(language)
    terminal.expect("Scegli la tua lingua")
    for digit, key in ((desk.languages().index(language) + 1, "how.title"), (2, "called.title")):
        terminal.read_for(PRESSES)
        chooses(terminal, str(digit), visual(said.say(key), said.direction))
    terminal.read_for(PRESSES)
    chooses(terminal, "", visual(said.say("topic.title"), said.direction))


def test_who_is_helped_reads_both_languages_and_f2_changes_one_of_them(kiosk, tmp_path):
    desk = PracticeDesk(tmp_path / "other")
    with kiosk() as terminal:
        is_helped(terminal, desk, "ar")
        terminal.expect("Di che cosa hai bisogno?")
        row = next(line for line in terminal.lines if "Di che cosa hai bisogno?" in line)
        italian, own = row.split("│")
        assert italian.strip() == "Di che cosa hai bisogno?" and own.strip() == visual(words("ar").say("topic.title"), "rtl")
        assert f"Italiano · {visual('العربية', 'rtl')}" in terminal.lines[0]
        terminal.press("f2")
        terminal.expect_gone("│")
        terminal.read_for(PRESSES)
        chooses(terminal, str(desk.languages().index("en") + 1), "English · Italiano")
        terminal.expect("Di che cosa hai bisogno?")


def test_a_small_screen_has_the_same_words_one_under_the_other(kiosk, tmp_path):
    with kiosk(40, 12) as terminal:
        is_helped(terminal, PracticeDesk(tmp_path / "other"), "zh")
        terminal.expect("it: Di che cosa hai bisogno?")
        assert "│" not in terminal.text


def test_whoever_helps_may_turn_it_on_and_the_next_visitor_knows_nothing_of_it(kiosk, tmp_path):
    desk = PracticeDesk(tmp_path / "other")
    with kiosk() as terminal:
        terminal.expect("Scegli la tua lingua")
        terminal.read_for(PRESSES)
        chooses(terminal, str(desk.languages().index("zh") + 1), words("zh").say("how.title"))
        _as_operator(terminal, "4")
        terminal.expect("Come vuoi iniziare?")
        assert words("zh").say("how.title") in terminal.text
        _as_operator(terminal, "2")
        terminal.expect("Scegli la tua lingua")
        terminal.read_for(PRESSES)
        chooses(terminal, str(desk.languages().index("zh") + 1), words("zh").say("how.title"))
        assert "Come vuoi iniziare?" not in terminal.text


def _as_operator(terminal: Terminal, duty: str) -> None:
    """F12, the PIN that a practice desk shows, and one of the choices behind it."""
    terminal.press("f12")
    terminal.expect("PIN")
    pin = next(piece for piece in terminal.text.replace(".", " ").split() if piece.isdigit() and len(piece) >= 6)
    terminal.send(f"{pin}\r")
    terminal.expect("italiano")
    terminal.read_for(PRESSES)
    terminal.send(f"{duty}\r")
