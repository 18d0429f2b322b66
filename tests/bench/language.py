"""What languages cost: the time to load one, the memory of all that are here, and a page shown in another one.

A language that was changed is compiled; one as installed was compiled before. Both load the kiosk's own words, in a process that
has loaded everything else. Memory is what one process takes more once it has loaded every file of every language.

A page is a real one of a visit, on a desk that has compiled its languages: its card is made, drawn into rows and painted, again
in the same language or in another. `over` is what the change costs beyond the redrawing. A frame is 16.7 ms.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from kiosk.desk.card import Card
from kiosk.desk.visit import Visit
from kiosk.i18n import SOURCE, Catalogs
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.people import Guest, finisher
from tests.practice import ROOT, PracticeDesk

ROUNDS, TURNS = 5, 20
LOCALES, PAGE, SIZE = ROOT / "locales", "situazione", (80, 24)
LOAD = """
import sys, time
from kiosk.i18n import Catalogs
from babel.messages import mofile, pofile
import kiosk.i18n.po
code, cache = sys.argv[1:]
begun = time.perf_counter()
Catalogs('locales', cache).words(code).say('end.title')
print(time.perf_counter() - begun)
"""
HOLD = """
import sys
from kiosk.i18n import Catalogs
def held():
    return next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmRSS'))
catalogs = Catalogs('locales', sys.argv[1])
catalogs.catalog('it', 'kiosk')
before = held()
for path in sorted(catalogs.folder.glob('*/LC_MESSAGES/*.po')):
    catalogs.catalog(path.parent.parent.name, path.stem)
print(held() - before)
"""


def rows(rounds: int = ROUNDS, turns: int = TURNS) -> Iterator[dict]:
    """A row for each kind of loading, one for memory, three for a page."""
    codes = [code for code in Catalogs(LOCALES).languages() if code != SOURCE]
    with tempfile.TemporaryDirectory() as folder:
        changed = [_run(LOAD, code, f"{folder}/{code}-{number}") for code in codes for number in range(rounds)]
        yield _row("a language that was changed is loaded", changed)
        yield _row("a language as installed is loaded", [_run(LOAD, code, f"{folder}/{code}-0") for code in codes for _ in range(rounds)])
        held = statistics.median(_hold(folder) for _ in range(rounds))
        yield {"what": f"{len(codes) + 1} languages, every file of them, in one process", "MiB": round(held / 1024, 1)}
        yield from _pages(Path(folder) / "desk", codes, turns)


def _run(code: str, *arguments: str) -> float:
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _hold(folder: str) -> float:
    """KiB that the languages take; the files are compiled before, as they are when a kiosk starts."""
    _run(HOLD, f"{folder}/all")
    return _run(HOLD, f"{folder}/all")


def _pages(folder: Path, codes: list[str], turns: int) -> Iterator[dict]:
    _run(HOLD, str(folder / "catalogs"))
    person = Guest(Visit(PracticeDesk(folder, languages=(SOURCE, *codes))), "did", finisher("did").answers)
    person.goes_to(PAGE)
    page = Page(person.visit)
    first, again, same = [], [], []
    page.shown_in(SOURCE)
    for turn in range(turns):
        for code in [*codes, SOURCE]:
            changed = page.shown_in(code)
            redrawn = page.shown_in(code)
            same.append(redrawn)
            (again if turn else first).append(changed - redrawn)
    yield _row("a page drawn again in the same language", same)
    yield _row("the same page in another language for the first time, over", first)
    yield _row("the same page in another language once more, over", again)


class Page:
    """The page of a visit as the screen shows it."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def shown_in(self, code: str) -> float:
        """Seconds from a choice on the card of languages, which was on the screen, until the page stands there."""
        self.visit.change_language()
        self._paint()
        begun = perf_counter()
        self.visit.give({"language": code})
        card = self._paint()
        taken = perf_counter() - begun
        assert (card.name, card.code) == (PAGE, code)
        return taken

    def _paint(self) -> Card:
        card, words = self.visit.card, self.visit.words
        sheet = Sheet(card, words, self.visit)
        for row in draw(sheet, Look(*SIZE, words, card.direction, sheet.focus)):
            painted(row, SIZE[0], card.direction)
        return card


def _row(what: str, seconds: list[float]) -> dict:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"what": what, "p50_ms": round(cuts[49] * 1e3, 2), "p99_ms": round(cuts[98] * 1e3, 2), "times": len(seconds)}
