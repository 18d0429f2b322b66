"""A terminal that only answers: what is asked of it is answered from a thread, and nothing is looked at.

    with Answering(name="foot(1.13.1)") as terminal:
        probe.ask(terminal.screen, terminal.screen)
"""

from __future__ import annotations

import os
import pty
import select
import threading
import time
from collections.abc import Callable

from tests.terminal.grid import Grid


class Answering:
    """`screen` is the program's side, `changed` what becomes of an answer (None for no answer), `after` how many seconds it takes."""

    def __init__(self, name: str = "", changed: Callable[[str], str | None] = str, after: float = 0.0) -> None:
        self.changed, self.after = changed, after
        self.keyboard, self.screen = pty.openpty()
        self.grid = Grid(80, 24, self._answer, lambda: None, name)
        self._ends, self._end = os.pipe()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Answering:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        os.close(self.screen)

    def end(self) -> None:
        """The terminal goes; the program's side stays with whoever has it."""
        os.write(self._end, b"!")
        self._thread.join()
        for one in (self.keyboard, self._ends, self._end):
            os.close(one)

    def _serve(self) -> None:
        while True:
            ready = select.select([self.keyboard, self._ends], [], [])[0]
            if self._ends in ready:
                return
            self.grid.feed(os.read(self.keyboard, 65536))

    def _answer(self, text: str) -> None:
        told = self.changed(text)
        if told is not None:
            time.sleep(self.after)
            os.write(self.keyboard, told.encode())
