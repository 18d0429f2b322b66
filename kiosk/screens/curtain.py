"""What is written on the terminal between visits: nothing of a visit stays on it, in its history or in its modes."""

from __future__ import annotations

import os
import shutil
import sys

from kiosk.i18n import italian
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from kiosk.screens.watch import rest_card

# A visit may have been cut off in the middle of a sequence: the first sign ends whatever was begun.
_UNDO = (
    "\x1b\\\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l\x1b[?1004l"
    "\x1b[8h\x1b[?7h\x1b[0m"
)
_BOTH_SCREENS = "\x1b[H\x1b[2J\x1b[?1049l\x1b[H\x1b[2J\x1b[3J"
_AT_ONCE = "\x1b[?2026l"
_GROUND = "\x1b[?1049h\x1b[?25l\x1b[38;2;255;255;255;48;2;11;31;51m\x1b[H\x1b[2J"


def draw_curtain() -> None:
    """The modes put right, both screens and the history empty, and the ground of the next visit."""
    _write(_UNDO + _BOTH_SCREENS + _GROUND + _AT_ONCE)


def greet() -> None:
    """The time and a greeting, painted without anything that takes long to load."""
    columns, height = shutil.get_terminal_size()
    card = rest_card(italian())
    rows = draw(Sheet(card, italian(), None), Look(columns, height, italian()))
    spans = [(number, *span) for number, row in enumerate(rows, 1) for span in painted(row, columns, "ltr")]
    texts = [f"\x1b[{number};{column + 1}H{text}" for number, column, text, *_ in spans]
    _write(_GROUND + "".join(texts))


def take_down(place: str = "") -> None:
    """The terminal as an empty page, for whoever comes after the kiosk; `place` names it where it was hung up."""
    _write(_UNDO + "\x1b[?25h" + _BOTH_SCREENS + _AT_ONCE, place)


def _write(text: str, place: str = "") -> None:
    try:
        if place:
            os.write(os.open(place, os.O_WRONLY | os.O_NOCTTY), text.encode())
            return
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        # a terminal that has gone shows nothing any more
        pass
