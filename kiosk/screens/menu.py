"""Lines to choose from, one or several.

Nothing is highlighted until the visitor does it, or did it before: a choice is never made by the kiosk.
"""

from __future__ import annotations

from kiosk.desk.card import Option
from kiosk.i18n import has_rtl, width
from kiosk.screens.controls import Control
from kiosk.screens.look import DIGIT, LABELS, MARGIN, Look, bar, beside, lines, paragraph, pointed
from kiosk.screens.rows import LOOSE, Block, Hit, Row, Span

TICKED, UNTICKED, CHOSEN = "[x]", "[ ]", "•"


class Menu(Control):
    """Lines to choose from. Nothing is highlighted until the visitor does it, or did it before."""

    def __init__(self, options: tuple[Option, ...], chosen: str = "", multiple: bool = False) -> None:
        self.options, self.multiple = options, multiple
        self.ticked = {o.value for o in options if o.chosen} if multiple else set()
        self.at = next((i for i, o in enumerate(options) if not multiple and (o.chosen or o.value == chosen != "")), None)
        self.digits = {i: o.digit for i, o in enumerate(options)}
        self._painted: dict[tuple, list[Row]] = {}

    @property
    def option(self) -> Option | None:
        """The highlighted one."""
        return None if self.at is None else self.options[self.at]

    def recall(self, before: Control) -> None:
        """By value: lines may have come, gone or moved meanwhile."""
        if isinstance(before, Menu):
            values = [option.value for option in self.options]
            chosen = before.option.value if before.option else None
            self.at = values.index(chosen) if chosen in values else None
            self.ticked = before.ticked & set(values)
            if len(values) == len(before.options):
                self.digits = before.digits

    def empty(self) -> bool:
        return not self.ticked if self.multiple else self.at is None

    def key(self, key: str, sign: str) -> bool:
        if key == "space" and self.multiple and self.at is not None:
            self.tick(self.at)
        elif sign and self.find(sign) is not None:
            self.at = self.find(sign)
        elif key in ("up", "down"):
            return self._move(1 if key == "down" else -1)
        else:
            return False
        return True

    def find(self, sign: str) -> int | None:
        """The option that a digit picks."""
        return next((i for i, digit in self.digits.items() if digit == sign), None)

    def number(self, shown: list[int]) -> bool:
        """Give the lines of one page the digits from 1; True when that changed what stands there."""
        free = [place for place in shown if self.options[place].digit in ("", *"123456789")]
        digits = {place: option.digit for place, option in enumerate(self.options) if place not in free}
        digits |= {place: str(number) for number, place in enumerate(free, 1) if number < 10}
        digits = {place: digits.get(place, "") for place in range(len(self.options))}
        changed, self.digits = digits != self.digits, digits
        return changed

    def tick(self, place: int) -> None:
        """Choose or leave one of several."""
        self.ticked ^= {self.options[place].value}

    def _move(self, step: int) -> bool:
        at = (0 if step > 0 else len(self.options) - 1) if self.at is None else self.at + step
        if not 0 <= at < len(self.options):
            return False
        self.at = at
        return True

    def blocks(self, look: Look) -> list[Block]:
        """One block for each option, with the divider before the ways out."""
        found: list[Block] = []
        spaced, at = any(option.hint for option in self.options), MARGIN if look.under else MARGIN + DIGIT
        for place, option in enumerate(self.options):
            rows = self._kept_rows(look, place, option)
            if option.out and place and not self.options[place - 1].out:
                found.append(Block([(Span(at, line, "hint"),) for line in self._divider(look)], 1, LOOSE, leads=True))
                found.append(Block(rows, 1, LOOSE, (self, place)))
                continue
            found.append(Block(rows, int(place > 0 and spaced), LOOSE, (self, place)))
        return found

    def label(self, look: Look, text: str) -> list[Row]:
        """What is asked, above the lines; it has the pointer while the visitor is here and nothing is chosen yet."""
        rows = paragraph(look, text)
        return [pointed(look, rows[0]), *rows[1:]] if look.focus is self and self.at is None else rows

    def _divider(self, look: Look) -> tuple[str, ...]:
        return lines(look.words.say("screen.or"), look.content - DIGIT, look.direction)

    def _kept_rows(self, look: Look, place: int, option: Option) -> list[Row]:
        """The rows of a line, kept for as long as nothing about it changes: a list is laid out again after each key."""
        here = self.at == place, self.at == place and look.focus is self, option.value in self.ticked, self.digits[place]
        key = (place, *here, look.columns, look.direction, look.pane, look.under)
        if key not in self._painted:
            self._painted[key] = self._rows(look, place, option)
        return self._painted[key]

    def _rows(self, look: Look, place: int, option: Option) -> list[Row]:
        hit = Hit(self, place)
        if look.under:
            return self._texts(look, MARGIN, option, hit)
        tick = (TICKED if option.value in self.ticked else UNTICKED) + " " if self.multiple else ""
        at = MARGIN + DIGIT + len(tick)
        rows = self._texts(look, at, option, hit)
        head = [Span(MARGIN, self.digits[place], "digit", hit)] if self.digits[place] else []
        if tick:
            head.append(Span(MARGIN + DIGIT, tick.strip(), "text", hit))
        rows[0] = (*head, *rows[0])
        if self.at == place and look.focus is self:
            return [bar(look, row, hit) if number == 0 else _plain_bar(look, row, hit) for number, row in enumerate(rows)]
        if self.at == place and not self.multiple:
            rows[0] = (Span(1, CHOSEN, "digit", hit), *rows[0])
        return rows

    def _texts(self, look: Look, at: int, option: Option, hit: Hit) -> list[Row]:
        mark = option.mark + " " if option.mark else ""
        if option.detail or mark:
            return self._two_columns(look, at, option, mark, hit)
        room = MARGIN + look.content - at
        rows = [(Span(at + _to_its_side(look, option, line), line, "text", hit),) for line in lines(option.text, room, look.direction)]
        hints = lines(option.hint, room, look.direction) if option.hint else ()
        return [*rows, *((Span(at, line, "hint", hit),) for line in hints)]

    def _two_columns(self, look: Look, at: int, option: Option, mark: str, hit: Hit) -> list[Row]:
        second = at + 2 if look.narrow else at + LABELS + 2
        style = "problem" if mark else "text"
        rows = []
        for first, detail in beside(look, at, option.text, mark + option.detail):
            spans = (Span(at, first, "text", hit), Span(second, detail, style, hit))
            rows.append(tuple(span for span in spans if span.text))
        return rows


def _to_its_side(look: Look, option: Option, line: str) -> int:
    """Names that are read in the other direction end together, at the end of their column."""
    other = option.language and has_rtl(option.text) != (look.direction == "rtl")
    return max(0, LABELS - width(line)) if other else 0


def _plain_bar(look: Look, row: Row, hit: Hit) -> Row:
    return (Span(0, " ", "bar", hit), *bar(look, row, hit)[1:])
