"""The pictures of the README, taken from the running kiosk: `python -m tests.picture` takes them anew."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.practice import ROOT
from tests.terminal import Terminal

README = ROOT / "README.md"
_PICTURE = re.compile(r"(```text\n)(.*?)(```)", re.DOTALL)
_CARDS = ("Scegli la tua lingua", "Come vuoi iniziare", "Di che cosa hai bisogno", "Che cosa vuoi fare")


@contextmanager
def _kiosk() -> Iterator[Terminal]:
    """The practice desk in a terminal of 80x24, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": home for kind in ("DATA", "STATE", "CONFIG", "CACHE")}
        with Terminal([sys.executable, "-m", "kiosk"], env=folders | {"HOME": home}, cwd=ROOT) as terminal:
            terminal.expect("Scegli la tua lingua")
            yield terminal


def taken() -> list[str]:
    """A question with the third answer chosen; then the same beside somebody who helps a visitor in English, and the list of all."""
    with _kiosk() as terminal:
        for title in _CARDS:
            terminal.expect(title)
            terminal.press("1", "enter")
        _begin(terminal, "Prima di iniziare", "Va bene per te?", "Questo è il tuo codice")
        alone = _question(terminal)
    with _kiosk() as terminal:
        _choose(terminal, "English")
        _help(terminal)
        for title in ("Di che cosa hai bisogno", "Che cosa vuoi fare"):
            terminal.expect(title)
            terminal.press("1", "enter")
        _begin(terminal, "Prima di iniziare", "Va bene per te?", "Questo è il tuo codice")
        helped = _question(terminal)
        terminal.press("enter")
        terminal.expect_gone("Oggi hai un lavoro?")
        terminal.press("f3")
        terminal.expect("Lavoro oggi")
        return [alone, helped, _picture(terminal)]


def _choose(terminal: Terminal, label: str) -> None:
    """The line with this text, by its digit."""
    column, row = terminal.find(label)
    terminal.press(re.search(r"\d", terminal.lines[row][:column])[0], "enter")


def _help(terminal: Terminal) -> None:
    """F12, the practice PIN that stands on the screen, «Aiuta questa persona», no interpreter."""
    terminal.expect("How do you want to start")
    terminal.press("1", "enter", "f12")
    terminal.expect(re.compile(r"\b\d{6}\b"))
    terminal.press(*re.search(r"\b(\d{6})\b", terminal.text)[1], "enter")
    terminal.expect("Aiuta questa persona")
    _choose(terminal, "Aiuta questa persona")
    terminal.expect("Chi fa da interprete?")
    terminal.press("1", "enter")


def _begin(terminal: Terminal, before: str, consent: str, code: str) -> None:
    terminal.expect(before)
    while not terminal.shows(consent):
        # in two languages it may take two pages
        terminal.settle(0.5)
        terminal.press("enter")
        terminal.settle(0.5)
    for title in (consent, code):
        terminal.expect(title)
        terminal.press("1", "enter")


def _question(terminal: Terminal) -> str:
    terminal.expect("Oggi hai un lavoro?")
    terminal.press("3")
    terminal.expect(re.compile(r"(Risposta scelta|Chosen answer): 3"))
    return _picture(terminal)


def _picture(terminal: Terminal) -> str:
    terminal.settle(0.5)
    return "\n".join(line.rstrip() for line in terminal.lines).rstrip() + "\n"


def printed() -> list[str]:
    """The pictures that the README shows now."""
    return [found[2] for found in _PICTURE.finditer(README.read_text("utf-8"))]


if __name__ == "__main__":
    pictures = iter(taken())
    Path(README).write_text(_PICTURE.sub(lambda found: found[1] + next(pictures) + found[3], README.read_text("utf-8")), "utf-8")
