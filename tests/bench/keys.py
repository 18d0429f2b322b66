"""What a person at the keyboard waits for, through a real terminal, in a real visit with its draft on the disk.

`letter` from the key to the frame that shows it; `enter` from Enter to the next page painted, the answers saved; `burst`
how many keys of bursts of more than two hundred, with Tab and Enter, came into a wrong field. Times in ms.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.dispatch import office
from tests.terminal import Terminal
from tests.visitor import HEAD

ROOT = Path(__file__).parents[2]
PAGES, BURSTS, IN_A_BURST = 60, 5, 20


def rows() -> Iterator[dict]:
    """Letters and Enters of a calm hand, then the bursts."""
    letters: list[float] = []
    enters: list[float] = []
    with _visit() as terminal:
        for number in range(PAGES - 1):
            _page(terminal, number, letters, enters)
    yield {"what": "letter", **_spread(letters)}
    yield {"what": "enter", **_spread(enters)}
    yield {"what": "burst", "keys": BURSTS * len(_burst()), "wrong": sum(_wrong() for _ in range(BURSTS))}


def _page(terminal: Terminal, number: int, letters: list[float], enters: list[float]) -> None:
    for sign in "Mari":
        before = terminal.frames
        letters.append(terminal.time_to(sign, lambda before=before: terminal.frames > before) * 1000)
        terminal.read_for(0.03)
    terminal.press("tab", gap=0.05)
    terminal.send("Rossi")
    terminal.settle(0.05)
    enters.append(terminal.time_to("\r", lambda: f"Pagina {number + 1}?" in terminal.text) * 1000)
    terminal.read_for(0.03)


def _burst() -> str:
    return "".join(f"Ana{n}\tRui{n}\r" for n in range(IN_A_BURST))


def _wrong() -> int:
    """Types a burst, then looks at the check page for each answer that is not where it belongs."""
    with _visit() as terminal:
        terminal.send(_burst())
        terminal.expect(f"Pagina {IN_A_BURST}?")
        wrong = 0
        for number in reversed(range(IN_A_BURST)):
            terminal.press("escape", gap=0.35)
            terminal.expect(f"Pagina {number}?")
            terminal.settle(0.05)
            wrong += not (terminal.shows(f"Ana{number}_") and terminal.shows(f"Rui{number}_"))
    return wrong


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{part}_ms": ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in (50, 95, 99)}


class _visit:
    """A visit at the first page of a flow with nothing but two boxes a page."""

    def __enter__(self) -> Terminal:
        self.folder = TemporaryDirectory()
        config = _desk(Path(self.folder.name))
        self.terminal = Terminal([sys.executable, "-m", "kiosk", "--config", config], 80, 24, cwd=ROOT)
        terminal = self.terminal.__enter__()
        for title, choice in (("lingua", "1"), ("iniziare?", "1"), ("bisogno?", "1"), ("fare?", "1")):
            terminal.expect(title)
            terminal.read_for(1.2 if choice and title == "lingua" else 0.4)
            terminal.press(choice, "enter")
        _through(terminal)
        return terminal

    def __exit__(self, *problem: object) -> None:
        self.terminal.__exit__(*problem)
        self.folder.cleanup()


def _through(terminal: Terminal) -> None:
    """From "before you begin" to the first page: whatever card stands between has a first choice."""
    while True:
        terminal.settle(0.4)
        if terminal.shows("Pagina 0?"):
            return
        terminal.press(*(["1", "enter"] if terminal.shows("   1  ") else ["enter"]))


def _desk(folder: Path) -> Path:
    """A desk that offers one flow."""
    flows = folder / "flows"
    (flows / "altro").mkdir(parents=True)
    (flows / "topics.yaml").write_text("- topic: altro\n  title: Altro\n")
    pages = "".join(
        f"      - page: p{n}\n        ask: Pagina {n}?\n        fields:\n"
        f"          - {{field: nome{n}, ask: Nome, type: text}}\n          - {{field: cognome{n}, ask: Cognome, type: text}}\n"
        for n in range(PAGES)
    )
    (flows / "altro" / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{pages}")
    key = office.keygen(folder / "office.key")
    public = next(word for word in str(key).split() if word.startswith("age1"))
    config = folder / "config.toml"
    config.write_text(f'[office]\nrecipients = ["{public}"]\n[store]\nfolder = "{folder / "store"}"\n[shelf]\nflows = "{flows}"\n')
    return config
