"""How long what is on the screen can still be read after F10: from the key to a frame that says nothing of the visit.

Through a real terminal, at random moments: while somebody types, while an answer is saved, while a paper code is looked for, while
the desk prints, while a form is sent. Each is a row, and all of them together.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.dispatch import codes
from tests.bench import start
from tests.bench.keys import LETTERS, WAY_IN
from tests.bench.timed import row
from tests.practice import ROOT
from tests.terminal import Terminal
from tests.terminal.keys import key
from tests.visitor import HEAD

VISITS, SEED = 16, 1
PAGES, PRINTS = 14, 3
ALL = "F10, until nothing of the visit can be read"
LP = "#!/bin/sh\ncat > /dev/null\nsleep 0.3\necho 'request id is sala-1 (0 file(s))'\n"
TYPING, SAVING, LOOKING, PRINTING, SENDING = "while somebody types", "while an answer is saved", "while a code is looked for", "while the desk prints", "while a form is sent"
LASTS = {TYPING: 0.1, SAVING: 0.03, LOOKING: 0.9, PRINTING: 0.3, SENDING: 0.08}
"""The seconds in which F10 falls, counted from the key before it."""
_NOTHING = re.compile(r"[\s─]|\d\d:\d\d|Premi Invio\.")
_CALM, _BUSY = 0.35, 60.0


def rows(visits: int = VISITS, seed: int = SEED) -> Iterator[dict]:
    """One row for all the presses, one for each kind of moment; 19 presses a visit."""
    chance, times = random.Random(seed), {what: [] for what in LASTS}
    with tempfile.TemporaryDirectory() as folder, _kiosk(Path(folder)) as terminal:
        terminal.expect(start.CARD, 30)
        terminal.read_for(3)
        for _ in range(visits):
            for what, taken in _visit(terminal, chance):
                times[what].append(taken)
    yield row(ALL, [taken for found in times.values() for taken in found])
    for what, found in times.items():
        yield row(f"of it, {what}", found)


def _kiosk(folder: Path) -> Terminal:
    """A desk with a printer that takes a third of a second, and a service of many pages that ends in a paper."""
    (folder / "flows" / "altro").mkdir(parents=True)
    (folder / "flows" / "topics.yaml").write_text((ROOT / "flows" / "topics.yaml").read_text("utf-8"), "utf-8")
    asked = "".join(f'      - {{page: p{number}, ask: "Pagina {number}?", type: text}}\n' for number in range(PAGES))
    text = f"{HEAD}documents: [{{document: promemoria, for: visitor}}]\nsections:\n  - section: tutto\n    title: Tutto\n    pages:\n{asked}"
    (folder / "flows" / "altro" / "prova.yaml").write_text(text, "utf-8")
    place = start.desk(folder / "desk", folder / "flows")
    with open(place, "a", encoding="utf-8") as written:
        written.write('[printer]\nname = "sala"\n')
    (folder / "lp").write_text(LP, "utf-8")
    (folder / "lp").chmod(0o755)
    return Terminal([sys.executable, "-m", "kiosk", "--config", place], env={"PATH": f"{folder}:/usr/bin:/bin"}, cwd=ROOT)


def _visit(terminal: Terminal, chance: random.Random) -> Iterator[tuple[str, float]]:
    """One visitor, who hides the screen again and again: what was being done, and the seconds."""
    _gives(terminal, "1", "Come vuoi iniziare?")
    _gives(terminal, "3", "Scrivi il tuo codice")
    terminal.read_for(_CALM)
    terminal.send(codes.make(codes.DRAFT))
    yield LOOKING, _hidden(terminal, "\r", LOOKING, chance)
    _back(terminal, "Scrivi il tuo codice")
    terminal.press("escape")
    terminal.expect("Come vuoi iniziare?")
    for digit, then in WAY_IN[1:-1]:
        _gives(terminal, digit, then)
    for _ in range(PRINTS):
        terminal.read_for(_CALM)
        terminal.send("2")
        terminal.settle(0.1)
        yield PRINTING, _hidden(terminal, "\r", PRINTING, chance)
        _back(terminal, "Questo è il tuo codice")
    _gives(terminal, *WAY_IN[-1])
    yield from _pages(terminal, chance)
    terminal.read_for(_CALM)
    terminal.send("+")
    terminal.settle(0.1)
    yield SENDING, _hidden(terminal, "\r", SENDING, chance)
    _back(terminal, "Fatto. Grazie.")
    _gives(terminal, "3", "Prendi i fogli dalla stampante")
    _gives(terminal, "", start.CARD)


def _pages(terminal: Terminal, chance: random.Random) -> Iterator[tuple[str, float]]:
    for number in range(PAGES):
        then = f"Pagina {number + 1}?" if number < PAGES - 1 else "Controlla le tue risposte"
        terminal.read_for(_CALM)
        if number % 2:
            yield TYPING, _hidden(terminal, chance.choice(LETTERS), TYPING, chance)
            _back(terminal, f"Pagina {number}?")
            _gives(terminal, "", then)
        else:
            terminal.send(chance.choice(LETTERS))
            terminal.settle(0.1)
            yield SAVING, _hidden(terminal, "\r", SAVING, chance)
            _back(terminal, then)


def _hidden(terminal: Terminal, typed: str, what: str, chance: random.Random) -> float:
    """Does something, and presses F10 at a random moment of it."""
    terminal.send(typed)
    terminal.read_for(chance.uniform(0, LASTS[what]))
    return terminal.time_to(key("f10"), lambda: not _NOTHING.sub("", terminal.text))


def _back(terminal: Terminal, then: str) -> None:
    """Enter brings the visit back, once what it was doing is done."""
    for _ in range(int(_BUSY / _CALM)):
        terminal.read_for(_CALM)
        if terminal.shows(then):
            return
        if not _NOTHING.sub("", terminal.text):
            terminal.press("enter")
    terminal.expect(then, 1)


def _gives(terminal: Terminal, typed: str, then: str) -> None:
    terminal.read_for(_CALM)
    terminal.send(typed)
    terminal.settle(0.1)
    terminal.send("\r")
    terminal.expect(then)
