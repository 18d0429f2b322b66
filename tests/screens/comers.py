"""Whoever comes to a real kiosk: what they press goes into its terminal, and into a desk of the same services that nobody sees.

That second desk says which card must be on the screen next, and has a store of its own: what the kiosk keeps and counts is the kiosk's
alone. Codes are read from the kiosk's screen, as a person would write them down.
"""

from __future__ import annotations

import re
from collections import Counter

from kiosk.desk.card import Card, Prompt
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from kiosk.i18n import width
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.fingers import Fingers
from tests.terminal import Terminal
from tests.terminal.keys import key as bytes_of

SIZE, _CALM = (80, 24), 0.35
_WRITTEN = {codes.DRAFT: re.compile(r"\b\d{4} \d{4} \d{4} \d{4}\b"), codes.SHORT: re.compile(r"\b\d{4} \d{4} \d{4}\b")}
_IN_A_FORM = ("form", "signpost", "readback")


class Hands(Fingers):
    """The same keys; where nothing is typed into a box, a choice and its Enter are one stroke."""

    def sees(self, title: str) -> None:
        self.guest.sees(title)

    def _send(self, keys: list[str]) -> None:
        if self.sheet.has_box:
            return super()._send(keys)
        before, held = "enter", ""
        for name in keys:
            if name == before and name in ("enter", "down"):
                self.terminal.send(held)
                self.terminal.read_for(_CALM)
                held = ""
            before, held = name, held + bytes_of(name)
        self.terminal.send(held)
        return None


class Comer:
    """One person, from the first card on; `given` is what they choose or type by prompt, `tally` what they know to have happened."""

    def __init__(self, terminal: Terminal, desk: Desk, language: str, tally: Counter) -> None:
        self.terminal, self.visit, self.tally, self.language = terminal, Visit(desk), tally, language
        self.fingers = Hands(self.visit, self, terminal, SIZE)
        self.given: dict[str, object] = {}

    # as a guest of `Fingers`

    def meets(self, card: Card) -> None:
        assert not any(prompt.problem for prompt in card.prompts), (card.name, [prompt.problem for prompt in card.prompts])

    def wants(self, prompt: Prompt) -> object:
        return True if prompt.entry == "note" else self.given.get(prompt.name, prompt.typed)

    def sees(self, title: str) -> None:
        """The card's title is on the screen, in rows of its own: the same words with a digit before them are a choice of the card before."""
        card = self.visit.card
        assert card.title == title
        drawn = draw(Sheet(card, self.words, self.visit), Look(*SIZE, self.words, card.direction))
        rows = [_line(row, card.direction) for row in drawn if any(span.style == "title" for span in row)]
        assert rows, f"{card.name} has no title"
        self.terminal.wait(lambda: all(row in self.terminal.lines for row in rows), what=f"waited for {card.name}: {rows}")

    @property
    def words(self):
        return self.visit.words if self.visit.card.code == self.visit.words.language else self.visit.desk.words(self.visit.card.code)

    # what a person does

    def gives(self, name: str, *values: object, **typed: object) -> Comer:
        """On the card of this name: the values by the order of its prompts, or by their names; nothing is Enter alone."""
        card = self.visit.card
        assert card.name == name, f"{card.name} is there, not {name}"
        self.given |= dict(zip([prompt.name for prompt in card.prompts], values)) | typed
        self._answers()
        return self

    def takes(self, name: str, place: int = 0) -> Comer:
        """The choice at this place of the card."""
        return self.gives(name, self.visit.card.prompts[0].options[place].value)

    def fills(self, **typed: object) -> Comer:
        """Page after page, to the end of the form; what is answered on the way is counted."""
        self.given |= {"review": "done", "readback": "done"} | typed
        while self.visit.stage in _IN_A_FORM and not (self.visit.overlay or self.visit.over):
            self.answers_page()
        return self

    def answers_page(self, **typed: object) -> Comer:
        """One page of the form."""
        self.given |= typed
        session = self.visit.session
        asked, who = len(session.asks) if self.visit.stage == "form" else 0, session.typed_by
        if asked:
            self.tally["typed", session.flow.id, who] += asked
        self._answers()
        return self

    def presses(self, key: str) -> Comer:
        """A key of the function row, once the card is there."""
        self.sees(self.visit.card.title)
        self.terminal.read_for(0.16)
        self.terminal.press(key)
        does = {"f1": self.visit.help, "f2": self.visit.change_language, "f9": self.visit.call, "f12": self.visit.operator}
        does.get(key, lambda: self.visit.press(key))()
        return self

    def types_code(self, code: tuple[str, str]) -> Comer:
        """The code that was written down at the kiosk; beside it the one of the desk that nobody sees."""
        self.sees(self.visit.card.title)
        self.terminal.send(f"{code[0]}\r")
        self.visit.give({"resume": code[1]})
        return self

    def writes_down(self, shape: tuple[int, ...], own: str) -> tuple[str, str]:
        """The code on the screen, and the one of the other desk."""
        self.sees(self.visit.card.title)
        self.terminal.wait(lambda: bool(_WRITTEN[shape].search(self.terminal.text)), what="waited for a code")
        return _WRITTEN[shape].search(self.terminal.text)[0], own

    def _answers(self) -> None:
        self.fingers.answers()


def _line(row: tuple, direction: str) -> str:
    line = ""
    for column, text, *_ in painted(row, SIZE[0], direction):
        line += " " * (column - width(line)) + text
    return line.rstrip()
