"""Which languages this terminal shows as they are written; the others are offered by voice and on paper.

What was measured decides first and is never overruled. What only a name tells (a terminal that turns Arabic by itself,
one that sets the scripts of India well) an installer may know better: `[terminal]` in the configuration.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.probe import Answer
from kiosk.i18n import SOURCE, Words
from kiosk.i18n.scripts import RIGHT_TO_LEFT, SAMPLES, SIMPLE, script

_TURN_BY_THEMSELVES = ("konsole", "kitty", "mlterm", "apple")
_CONSOLE_LETTERS = "iso8859-15"
PAPER, CELLS, COMPLEX, CONSOLE, TURNS = "paper", "cells", "complex", "console", "turns"


@dataclass(frozen=True, slots=True)
class Drawn:
    """`draws` and `paper`: languages that the installer knows to be shown well, and those not to be shown."""

    answer: Answer = Answer()
    draws: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()

    def why_not(self, words: Words) -> str:
        """Why a language cannot be shown, as one of the names above; "" when it can."""
        written = script(words.autonym)
        measured = dict(self.answer.cells).get(written)
        if words.language == SOURCE:
            return ""
        if words.language in self.paper:
            return PAPER
        if written != "latin" and measured is not None and measured != SAMPLES[written].cells:
            return CELLS
        return "" if words.language in self.draws else self._doubt(written, words)

    def shows(self, words: Words) -> bool:
        """Can this language stand on the screen?"""
        return not self.why_not(words)

    def complex_scripts(self, languages: tuple[Words, ...]) -> frozenset[str]:
        """Those that may be painted here."""
        return frozenset(script(words.autonym) for words in languages if self.shows(words)) - SIMPLE

    def _doubt(self, written: str, words: Words) -> str:
        if written and written not in SIMPLE:
            return COMPLEX
        if self.answer.is_console and not _is_on_console(words):
            return CONSOLE
        if written in RIGHT_TO_LEFT and self.answer.name.lower().startswith(_TURN_BY_THEMSELVES):
            return TURNS
        return ""


def _is_on_console(words: Words) -> bool:
    letters = filter(str.isalpha, words.autonym + words.say("language.title"))
    try:
        "".join(letters).encode(_CONSOLE_LETTERS)
    except UnicodeEncodeError:
        return False
    return True
