"""A long list to look over and to choose from: a line each with its number, in columns where they have room.

The number is typed whole («12»), whatever page it stands on; letters do what is not a line. The heads of the columns and the
letters stand on every page.
"""

from __future__ import annotations

from itertools import zip_longest

from kiosk.desk.card import Option
from kiosk.i18n import width
from kiosk.screens.controls import Control
from kiosk.screens.inputs import Input
from kiosk.screens.look import MARGIN, Look, bar, lines, paragraph
from kiosk.screens.menu import Menu
from kiosk.screens.rows import FIRM, LOOSE, Block, Hit, Row, Span, paginate

_BROAD, _WIDEST, _LEAST = 76, 110, 8
_NUMBER, _LABEL, _LABELS = 1, 6, 22
_PLAIN = "~"


class Lines(Menu):
    """Numbered lines, and letters below them."""

    typed, heads = "", ()

    def key(self, key: str, sign: str) -> bool:
        found = self._numbered(sign) if sign.isdecimal() else self.find(sign.upper()) if sign else None
        if found is not None:
            self.at = found
            return True
        self.typed = ""
        return super().key(key, "")

    def _numbered(self, sign: str) -> int | None:
        """The line of the number typed so far; a digit that leads nowhere begins another number."""
        for typed in (self.typed + sign, sign):
            found = super().find(typed)
            if found is not None:
                self.typed = typed
                return found
        return None

    def find(self, sign: str) -> int | None:
        return super().find(sign.upper())

    @property
    def letters(self) -> list[int]:
        """The places of what is not a line."""
        return [place for place, option in enumerate(self.options) if not option.digit.isdecimal()]

    def blocks(self, look: Look) -> list[Block]:
        found, section = [], ""
        for place, option in enumerate(self.options):
            if not option.digit.isdecimal():
                continue
            rows = self._line(look, place, option)
            if option.hint and option.hint != section:
                section = option.hint
                rows = [*((Span(_LABEL, line, "hint"),) for line in lines(section, look.columns - _LABEL - 1, look.direction)), *rows]
            found.append(Block(rows, 0, LOOSE, (self, place)))
        return found

    def _line(self, look: Look, place: int, option: Option) -> list[Row]:
        hit = Hit(self, place)
        rows = _broad(look, option, hit) if look.columns >= _BROAD else _narrow(look, option, hit, self.heads)
        rows[0] = (Span(_NUMBER, self.digits[place].rjust(3), "digit", hit), *rows[0])
        if self.at != place or look.focus is not self:
            return rows
        return [bar(look, row, hit) if number == 0 else (Span(0, " ", "bar", hit), *bar(look, row, hit)[1:]) for number, row in enumerate(rows)]

    def below(self, look: Look) -> Block:
        """The letters, each with what it does, on as few rows as they need."""
        rows, at, holds = [[]], MARGIN, []
        for place in self.letters:
            said = f"{self.options[place].digit} {self.options[place].text}"
            if at > MARGIN and at + width(said) >= look.columns:
                rows.append([])
                at = MARGIN
            rows[-1].append(Span(at, said, "bar" if self.at == place else "label", Hit(self, place)))
            holds.append((self, place))
            at += width(said) + 3
        return Block([tuple(row) for row in rows], 1, LOOSE, tuple(holds))


class TableInput(Input):
    """A table; of a card with one, it is all that is asked."""

    kinds = ("table",)
    menus_out = True

    def build(self) -> list[Control]:
        self.menu = Lines(self.prompt.options)
        self.menu.heads = self.prompt.heads[2:]
        return [self.menu]

    def value(self) -> object:
        return self.menu.option.given if self.menu.option else ""

    def body(self, look: Look) -> list[Block]:
        return [*self.menu.blocks(look), Block(paragraph(look, self.prompt.label, "hint"), 1, LOOSE)]

    def heads(self, look: Look) -> Block:
        """The names of the columns, where there are columns."""
        named = Option("", self.prompt.heads[0], detail=self.prompt.heads[1], cells=self.prompt.heads[2:])
        rows = _broad(look, named, None) if look.columns >= _BROAD else []
        return Block([tuple(span._replace(style="hint") for span in row) for row in rows], 0, FIRM)


def pages(given: TableInput, content: list[Block], look: Look, room: int) -> list[list[Block]]:
    """The content on pages, with the heads above and the letters below on each; on a small screen the letters come last."""
    heads, below = given.heads(look), given.menu.below(look)
    left = room - len(heads.rows) - len(below.rows) - below.gap
    if left < _LEAST:
        return paginate([*content, below], room)
    return [[heads, *page, below] for page in paginate(content, left)]


def _broad(look: Look, option: Option, hit: Hit | None) -> list[Row]:
    """A row in columns: what is long goes on under itself, never under another."""
    last = min(look.columns, _WIDEST) - 15
    at = (_LABEL, _LABEL + _LABELS + 1, last - 9, last - 5, last)
    label = f"{option.text} {option.mark}".strip()
    columns = [_wrapped(text, room, look) for text, room in ((label, _LABELS), (option.detail, at[2] - at[1] - 1), *zip(option.cells, (3, 4, 14)))]
    return [tuple(Span(start, text, "text", hit) for start, text in zip(at, row) if text) for row in zip_longest(*columns, fillvalue="")]


def _wrapped(text: str, room: int, look: Look) -> tuple[str, ...]:
    """The lines of a cell; nearly all of hundreds are one line of plain letters, and need no more than a look."""
    if look.direction == "ltr" and len(text) <= room and max(text, default=" ") <= _PLAIN:
        return (text,)
    return lines(text, room, look.direction)


def _narrow(look: Look, option: Option, hit: Hit | None, heads: tuple[str, ...]) -> list[Row]:
    """The label, and under it the answer and the rest, as far as there is any, each but the last with the name of its column."""
    room = look.columns - _LABEL - 1
    named = [f"{head} {text}" for head, text in zip(heads[:-1], option.cells) if text not in ("", "-")]
    rest = " · ".join(text for text in (option.detail, *named, option.cells[-1]) if text)
    texts = [(f"{option.text} {option.mark}".strip(), "text"), (rest, "hint")]
    return [(Span(_LABEL, line, style, hit),) for text, style in texts for line in _wrapped(text, room, look)]
