"""How long the next visitor waits: from the key that ends a visit to the first card of the next, painted and taking keys.

Through a real terminal, beside the same kiosk without a process kept ready. Each visit goes as far as the consent, says
no and leaves, as somebody does who only looks; the slow part of a code is still being computed when it ends.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.start import CARD, desk
from tests.bench.timed import row
from tests.practice import ROOT
from tests.terminal import Terminal

ROUNDS = 60
WAY = (("1", "Come vuoi iniziare?"), ("1", "Di che cosa hai bisogno?"), ("1", "Che cosa vuoi fare?"), ("1", "Prima di iniziare"),
       ("", "Va bene per te?"), ("2", "Non salviamo niente"))
LEAVES = "3"
NO_SPARE = (
    "import sys; from kiosk.screens.tether import Leashed; from kiosk.__main__ import main\n"
    "Leashed.settled = property(lambda self: False, lambda self, settled: None)\n"
    "sys.exit(main(sys.argv[1:]))"
)
AS_IT_IS = "import sys; from kiosk.__main__ import main; sys.exit(main(sys.argv[1:]))"


def rows(rounds: int = ROUNDS) -> Iterator[dict]:
    """One row for the kiosk, one for the floor; milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        config = desk(Path(folder) / "desk", ROOT / "flows")
        kept, floor = (_times([sys.executable, "-c", program, "--config", config], rounds) for program in (AS_IT_IS, NO_SPARE))
    yield row("the next visit's first card, one kept ready", kept)
    yield row("the next visit's first card, forked at the end", floor)


def _times(argv: list[str], rounds: int) -> list[float]:
    with Terminal(argv, cwd=ROOT) as terminal:
        terminal.expect(CARD, 30)
        # what is loaded once after the start of the machine is not what is measured here
        terminal.read_for(3)
        return [visited(terminal) for _ in range(rounds)]


def visited(terminal: Terminal) -> float:
    """One visit; seconds from its last key until the next one's first card has taken a key."""
    for typed, then in WAY:
        if not typed:
            terminal.read_for(0.35)
        terminal.send(f"{typed}\r")
        terminal.expect(then)
    taken = terminal.time_to(f"{LEAVES}\r", lambda: terminal.shows(CARD))
    return taken + terminal.time_to("2", lambda: any(line.lstrip().startswith("> 2") or ">  2" in line for line in terminal.lines))
