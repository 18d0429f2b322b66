"""How long until the first screen: the installed kiosk beside an empty Textual app, started in turns through a terminal.

Median of each; `ratio` is to the empty app of the same run. The greeting is what stands there first, the language
card is what can be answered. A shelf of 1,000 services is read behind it, once; then its index is: the last two rows
say how long somebody in a hurry waits for the menu. The kiosk is compiled first, as it is where it was installed:
Textual is compiled too.
"""

from __future__ import annotations

import compileall
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.dispatch import sealing
from tests.practice import ROOT
from tests.terminal import Terminal
from tests.visitor import HEAD

ROUNDS, SERVICES = 9, 1000
EMPTY = "from textual.app import App\nfrom textual.widgets import Label\nclass Empty(App):\n    def compose(self):\n        yield Label('pronto')\nEmpty().run()"
GREETING, CARD = "Ciao", "Scegli la tua lingua"


def rows(rounds: int = ROUNDS, services: int = SERVICES) -> Iterator[dict]:
    """One row a kind of start."""
    compileall.compile_dir(ROOT / "kiosk", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        starts = _starts(Path(folder), services)
        hurried = starts[f"the language card, {services} services"][0]
        menus = {f"the menu of {services} services, {when}": _menu(hurried) for when in ("the very first time", "from its index")}
        times: dict[str, list[float]] = {what: [] for what in starts}
        for _ in range(rounds):
            for what, start in starts.items():
                times[what].append(_once(*start))
        floor = statistics.median(times["an empty Textual app"])
        for what, taken in times.items():
            yield _row(what, statistics.median(taken), floor)
        for what, seconds in menus.items():
            yield _row(what, seconds, floor)


def _row(what: str, seconds: float, floor: float) -> dict:
    return {"what": what, "ms": round(seconds * 1e3, 1), "ratio": round(seconds / floor, 2)}


def _starts(folder: Path, services: int) -> dict[str, tuple[list[str], str]]:
    """What is started, and the text that says it is there."""
    kiosk = shutil.which("sportello", path=str(Path(sys.executable).parent)) or "sportello"
    usual, full = desk(folder / "few", ROOT / "flows"), desk(folder / "many", shelf(folder / "flows", services))
    return {
        "an empty Textual app": ([sys.executable, "-c", EMPTY], "pronto"),
        "the greeting": ([kiosk, "--config", usual], GREETING),
        "the language card": ([kiosk, "--config", usual], CARD),
        f"the language card, {services} services": ([kiosk, "--config", full], CARD),
    }


def _once(argv: list[str], text: str) -> float:
    with Terminal(argv, cwd=ROOT) as terminal:
        terminal.expect(text, 120)
        return terminal.painted_at - terminal.started_at


def _menu(argv: list[str]) -> float:
    """From the key that asks for the topics to their card, by somebody who chooses the language at once."""
    with Terminal(argv, cwd=ROOT) as terminal:
        for text in (CARD, "Come vuoi iniziare?"):
            terminal.expect(text, 120)
            terminal.settle()
            terminal.press("1")
            if text == CARD:
                terminal.press("enter", gap=0.4)
        return terminal.time_to("\r", lambda: terminal.shows("Di che cosa hai bisogno?"), 120)


def desk(folder: Path, flows: Path) -> str:
    """The configuration of a desk with a store and a key of its own."""
    folder.mkdir(parents=True)
    place = folder / "config.toml"
    public = sealing.make_key()[1]
    place.write_text(f'[store]\nfolder = "{folder / "store"}"\n[office]\nrecipients = ["{public}"]\n[shelf]\nflows = "{flows}"\n', "utf-8")
    return str(place)


def shelf(folder: Path, services: int) -> Path:
    """A folder of services that ask one thing each."""
    (folder / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", folder)
    for number in range(services):
        head = HEAD.replace("flow: prova", f"flow: prova-{number}")
        page = '      - {page: nome, ask: "Come ti chiami?", type: text}\n'
        text = f"{head}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{page}"
        (folder / "altro" / f"prova-{number}.yaml").write_text(text, "utf-8")
    return folder
