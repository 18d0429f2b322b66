"""A card as it would stand on a screen of some size, without a terminal: rows of text, and the keys that change them."""

from __future__ import annotations

from kiosk.desk.card import Card
from kiosk.i18n import Words, width
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import GIVE, Sheet
from tests.screens.album import Album, words_of

SIZES = ((80, 24), (60, 18), (40, 12))


class Seen:
    """Somebody before a card: `given` is what they handed over with Enter, None until then."""

    def __init__(self, card: Card, columns: int = 80, rows: int = 24, words: Words | None = None) -> None:
        self.words = words or words_of(card.code)
        self.size = (columns, rows)
        self.sheet = Sheet(card, self.words, Album(self.words, [card]))
        self.given: dict | None = None
        self.look()

    def look(self) -> None:
        card = self.sheet.card
        self.rows = draw(self.sheet, Look(*self.size, self.words, card.direction, self.sheet.focus))

    def presses(self, *keys: str) -> Seen:
        """Keys by name; a single sign is typed."""
        for key in keys:
            name = "space" if key == " " else key
            if self.sheet.press(name, key if len(key) == 1 else "") == GIVE:
                self.given = self.sheet.typed()
            self.look()
        return self

    def types(self, text: str) -> Seen:
        return self.presses(*text)

    @property
    def lines(self) -> list[str]:
        """The screen, row by row; a text over another one, or beyond the edge, is refused."""
        found = []
        for row in self.rows:
            line = ""
            for column, text, _, _ in painted(row, self.size[0], self.sheet.card.direction):
                assert column >= width(line), f"{text!r} stands over {line!r}"
                line += " " * (column - width(line)) + text
            assert width(line) <= self.size[0], f"{line!r} is wider than the screen"
            found.append(line)
        assert len(found) == self.size[1]
        return found

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, part: str) -> str:
        """The one line with this text."""
        return next(line for line in self.lines if part in line)

    def leafs(self) -> list[str]:
        """The text of every page of the card."""
        pages = []
        for _ in range(200):
            pages.append(self.text)
            if len(pages) == len(self.sheet.pages):
                return pages
            self.presses("pagedown")
        raise AssertionError("the pages do not end")
