"""The picture of the README, taken from the running kiosk: `python -m tests.picture` takes it anew."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.practice import ROOT
from tests.terminal import Terminal

README = ROOT / "README.md"
_PICTURE = re.compile(r"(```text\n)(.*?)(```)", re.DOTALL)
_CARDS = ("Scegli la tua lingua", "Come vuoi iniziare", "Di che cosa hai bisogno", "Che cosa vuoi fare")


def taken() -> str:
    """A question of a service as it stands in a terminal of 80x24, with the third answer chosen."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": home for kind in ("DATA", "STATE", "CONFIG", "CACHE")}
        with Terminal([sys.executable, "-m", "kiosk"], env=folders | {"HOME": home}, cwd=ROOT) as terminal:
            for title in _CARDS:
                terminal.expect(title)
                terminal.press("1", "enter")
            terminal.expect("Prima di iniziare")
            terminal.read_for(0.4)
            terminal.press("enter")
            for title in ("Va bene per te?", "Questo è il tuo codice"):
                terminal.expect(title)
                terminal.press("1", "enter")
            terminal.expect("Oggi hai un lavoro?")
            terminal.press("3")
            terminal.expect("Risposta scelta: 3")
            return "\n".join(terminal.lines).rstrip() + "\n"


def printed() -> str:
    """The picture that the README shows now."""
    return _PICTURE.search(README.read_text("utf-8"))[2]


if __name__ == "__main__":
    picture = taken()
    Path(README).write_text(_PICTURE.sub(lambda found: found[1] + picture + found[3], README.read_text("utf-8"), count=1), "utf-8")
