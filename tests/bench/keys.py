"""How long a key takes, through a real terminal: from its write to the end of the frame that shows what it did.

A letter, and Enter to the next page with its answer saved on the disk: median and 99th percentile. Then 200 keys at
once, with Tab and Enter among them: how many times they all landed in the right fields. With `--assist` somebody helps: Arabic
and Italian are on the screen, and the list of all questions is opened and closed between the pages.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.desk.operators import issue_pin
from tests.bench.start import CARD, desk
from tests.bench.timed import row
from tests.practice import ROOT
from tests.terminal import Terminal
from tests.visitor import HEAD

PAGES, LETTERS, BURSTS = 100, "kxqwzjyvhu", 10
F3 = "\x1bOR"
PEOPLE = [(f"Rossi{number}", f"Maria Lu{number}") for number in range(12)]
WAY_IN = (("1", "Come vuoi iniziare?"), ("1", "Di che cosa hai bisogno?"), ("1", "Che cosa vuoi fare?"), ("1", "Prima di iniziare"),
          ("", "Va bene per te?"), ("1", "Questo è il tuo codice"), ("1", "Pagina 0?"))


def rows(pages: int = PAGES, bursts: int = BURSTS, assist: bool = False) -> Iterator[dict]:
    """A row for letters, one for Enter, one for the list while somebody helps, one for bursts."""
    with tempfile.TemporaryDirectory() as folder:
        config = desk(Path(folder) / "desk", _flow(Path(folder) / "flows", pages))
        letters, enters, lists = _typed(config, pages, _operator(config) if assist else "")
        yield row("a typed letter on the screen", letters)
        yield row("Enter to the next page, saved and painted", enters)
        if assist:
            yield row(f"the list of {pages} questions opened", lists)
        if not bursts:
            return
        landed = sum(_burst(Path(folder) / f"{number}.json") for number in range(bursts))
        keys = sum(len(surname) + len(given) + 2 for surname, given in PEOPLE)
        yield {"what": f"{keys} keys at once, with Tab and Enter, in the right fields", "landed": landed, "of": bursts}


def _operator(config: str) -> str:
    """Somebody who may help there; their PIN."""
    pin, lines = issue_pin()
    with open(config, "a", encoding="utf-8") as place:
        place.write(lines.replace("Nome", "Banco") + "\n")
    return pin


def _helped(terminal: Terminal, pin: str) -> None:
    """F12, the PIN, the menu; then the visitor reads Arabic, and whoever helps Italian beside it."""
    for key, typed, then in (("f12", pin, "Aiuta questa persona"), ("", "3", "Chi fa da interprete?"), ("", "1", "Scrive: la persona"), ("f2", "2", "│")):
        if key:
            terminal.press(key)
        terminal.settle()
        terminal.press(*typed, "enter", gap=0.4)
        terminal.expect(then, 30)


def _typed(config: str, pages: int, pin: str = "") -> tuple[list[float], list[float], list[float]]:
    letters, enters, lists = [], [], []
    with Terminal([sys.executable, "-m", "kiosk", "--config", config], cwd=ROOT) as terminal:
        terminal.expect(CARD, 30)
        for typed, then in WAY_IN:
            terminal.settle()
            terminal.press(*typed, "enter", gap=0.4)
            terminal.expect(then, 30)
        if pin:
            _helped(terminal, pin)
        for number in range(pages - 1):
            terminal.settle()
            if pin and number % 4 == 3:
                lists.append(terminal.time_to(F3, lambda: terminal.shows("Prossima da fare")))
                terminal.settle()
                terminal.press("f3")
                terminal.expect_gone("Prossima da fare")
                terminal.settle()
            for end in range(1, len(LETTERS) + 1 if number < 20 else 2):
                letters.append(terminal.time_to(LETTERS[end - 1], lambda end=end: terminal.shows(LETTERS[:end])))
            terminal.settle()
            enters.append(terminal.time_to("\r", lambda number=number: terminal.shows(f"Pagina {number + 1}?")))
    return letters, enters, lists


def _burst(record: Path) -> bool:
    """Everything at once, before anything could be painted; true when each field holds what was meant for it."""
    with Terminal([sys.executable, "-m", "tests.screens.album", "it", str(record), "names"], cwd=ROOT) as terminal:
        terminal.expect("Nome 0", 30)
        terminal.send("".join(f"{surname}\t{given}\r" for surname, given in PEOPLE))
        terminal.expect("Prima di iniziare", 30)
    return json.loads(record.read_text("utf-8")) == [{"surname": surname, "given": given} for surname, given in PEOPLE]


def _flow(folder: Path, pages: int) -> Path:
    """A service of one text a page."""
    (folder / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", folder)
    asked = "".join(f'      - {{page: p{number}, ask: "Pagina {number}?", type: text}}\n' for number in range(pages))
    (folder / "altro" / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{asked}", "utf-8")
    return folder
