"""A real kiosk in a real terminal, and somebody who comes in, types what must not stay, and leaves by one door or another."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.dispatch import sealing
from tests.practice import ROOT
from tests.terminal import Terminal
from tests.visitor import HEAD

CARD = "Scegli la tua lingua"
WAY_IN = (("1", "Come vuoi iniziare?"), ("1", "Di che cosa hai bisogno?"), ("1", "Che cosa vuoi fare?"), ("1", "Prima di iniziare"),
          ("", "Va bene per te?"), ("1", "Questo è il tuo codice"), ("1", "Pagina 0?"))
_QUICK = "from kiosk.screens import visiting, watch\nvisiting._waits = lambda desk: watch.Waits({waits})\n"
_MAIN = "import sys\nfrom kiosk.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
_CALM = 0.35


def program(before: str = "", **waits: float) -> list[str]:
    """The kiosk after these lines of Python, with shorter waits than a configuration may have."""
    quick = _QUICK.format(waits=", ".join(f"{name}={seconds}" for name, seconds in waits.items())) if waits else ""
    return [sys.executable, "-c", f"{before}\n{quick}{_MAIN}"]


def patient() -> list[str]:
    """The kiosk that waits for what its terminal answers, however slow the machine is."""
    return program("from kiosk.desk import probe\nprobe.PATIENCE = 30.0")


def kiosk(folder: Path, *, run: list[str] | None = None, more: str = "", pages: int = 2, **env: str) -> Terminal:
    """A kiosk whose store, services and key are in this folder; `more` goes into its configuration."""
    place = folder / "config.toml"
    if not place.exists():
        written = [f'[store]\nfolder = "{folder / "desk"}"', f'[office]\nrecipients = ["{sealing.make_key()[1]}"]',
                   f'[shelf]\nflows = "{_flow(folder / "flows", pages)}"', more]
        place.write_text("\n".join(written) + "\n", "utf-8")
    return Terminal([*(run or program()), "--config", str(place)], env=env, cwd=ROOT)


def _flow(folder: Path, pages: int) -> Path:
    (folder / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", folder)
    asked = "".join(f'      - {{page: p{number}, ask: "Pagina {number}?", type: text}}\n' for number in range(pages))
    (folder / "altro" / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{asked}", "utf-8")
    return folder


def children(pid: int) -> list[int]:
    """The processes forked by a process, those of each of its threads oldest first: their numbers begin anew at some time."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return [int(child) for found in lists for child in found.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def forked(pid: int) -> list[int]:
    """Those children that are still the same program: a visit, and the one that waits."""
    own = _program_of(pid)
    return [child for child in children(pid) if _program_of(child) == own]


def _program_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def visit_and_spare(terminal: Terminal) -> tuple[int, int]:
    """Waits until both are there."""
    await_that(terminal, lambda: len(forked(terminal.process.pid)) >= 2)
    return tuple(forked(terminal.process.pid)[:2])


def is_gone(pid: int) -> bool:
    """True when no process of this number lives; a dead one that nobody has looked at is gone too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def await_that(terminal: Terminal, holds: Callable[[], bool], seconds: float = 60.0) -> float:
    """Reads on until something outside the screen holds; how long it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, terminal.picture()
        terminal.read_for(0.01)
    return time.monotonic() - begun


def walks_in(terminal: Terminal, to: str = "Pagina 0?") -> None:
    """From the first card to the one with this title, at the pace of somebody who knows the way."""
    terminal.expect(CARD)
    for typed, then in WAY_IN:
        if not typed:
            terminal.read_for(_CALM)
        terminal.send(f"{typed}\r")
        terminal.expect(then)
        if then == to:
            return


def chooses(terminal: Terminal, digit: str, then: str) -> None:
    terminal.send(f"{digit}\r")
    terminal.expect(then)


def stops(terminal: Terminal) -> None:
    """From a page to the card that asks what to do with what was answered."""
    terminal.press("f1")
    terminal.expect("Aiuto")
    chooses(terminal, "2", "Vuoi fermarti?")
