"""From the command to the screen, through a real terminal, beside an empty Textual app in the same run.

Medians, in ms: `greeting_ms` the first thing painted, `card_ms` the first card that takes a key; `times_empty` is
each of them over the empty app's first paint.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
ROUNDS = 9
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self): yield Static("Ciao")
Empty().run()
"""


def rows() -> Iterator[dict]:
    """One row for each of the two."""
    with TemporaryDirectory() as folder:
        env = {f"XDG_{name}_HOME": folder for name in ("DATA", "STATE", "CONFIG", "CACHE")}
        kiosk = [sys.executable, "-m", "kiosk"]
        _painted(kiosk, "lingua", env)
        each = [
            (_painted([sys.executable, "-c", EMPTY], "Ciao", {}), _painted(kiosk, "Ciao", env), _painted(kiosk, "Scegli la tua lingua", env))
            for _ in range(ROUNDS)
        ]
    empty, greeting, card = (median(times) for times in zip(*each))
    yield {"what": "empty Textual app", "first_paint_ms": empty}
    yield {"what": "sportello", "greeting_ms": greeting, "card_ms": card, "greeting_times_empty": greeting / empty,
           "card_times_empty": card / empty}


def _painted(argv: list[str], text: str, env: dict[str, str]) -> float:
    with Terminal(argv, 80, 24, env=env, cwd=ROOT) as terminal:
        terminal.expect(text)
        return (terminal.painted_at - terminal.started_at) * 1000
