"""What is typed: a line, a paragraph, a code, a date, a name out of many, an answer of several parts."""

from __future__ import annotations

from dataclasses import replace

from kiosk.desk.card import PartShown
from kiosk.i18n import width
from kiosk.screens.boxes import AreaBox, TextBox
from kiosk.screens.controls import Control
from kiosk.screens.inputs import Input
from kiosk.screens.look import LABELS, MARGIN, Look, lines, paragraph, pointed
from kiosk.screens.menu import Menu
from kiosk.screens.rows import FIRM, Block, Row, Span


class LineInput(Input):
    """One line of text."""

    kinds = ("line",)
    box_class = TextBox

    def build(self) -> list[Control]:
        prompt = self.prompt
        self.box = self.box_class(prompt.label, prompt.typed, prompt.size, prompt.masked)
        return self.with_signs(self.box)

    def value(self) -> str:
        return self.box.text

    def body(self, look: Look) -> list[Block]:
        return [self.boxed(look, self.box, [*self.box.rows(look), *self.read_back(look)])]

    def read_back(self, look: Look) -> list[Row]:
        """How the visit understands what is typed, under the box."""
        return []


class ParagraphInput(LineInput):
    """Several lines of text."""

    kinds = ("paragraph",)
    box_class = AreaBox


class CodeInput(LineInput):
    """A code: read back in groups while it is typed."""

    kinds = ("code",)

    def read_back(self, look: Look) -> list[Row]:
        return [(), *echoed(look, self)]


def echoed(look: Look, source: Input) -> list[Row]:
    """The reading of the visit, or as much empty room, so that nothing jumps while typing."""
    typed = "" if source.prompt.masked else source.value()
    if typed != source.heard:
        source.heard, source.echo = typed, source.ask.echo(source.prompt.name, typed) if typed else ""
    return paragraph(look, source.echo, "ok") if source.echo else [()]


NAMES = 12


class DateInput(Input):
    """Day, month and year; a whole date typed into the first box is understood too."""

    kinds = ("date",)

    def build(self) -> list[Control]:
        parts = self.prompt.parts
        self.boxes = {part.name: TextBox(part.label, part.typed, part.size, self.prompt.masked) for part in parts}
        if self.prompt.typed and not any(part.typed for part in parts):
            self.boxes[parts[0].name].editor.put(self.prompt.typed)
        return list(self.boxes.values())

    def value(self) -> object:
        """One text when only the first box was used: it may hold a whole date."""
        first, *others = (box.text for box in self.boxes.values())
        return {name: box.text for name, box in self.boxes.items()} if any(others) else first

    def body(self, look: Look) -> list[Block]:
        label = paragraph(look, self.prompt.label) if self.prompt.label else []
        rows = [self._row(look, [*self.boxes.values()])]
        if look.under:
            named = " · ".join(box.label for box in self.boxes.values())
            rows = [(*row, *self._first_box(look)) for row in paragraph(look, named)]
        elif look.narrow or rows[0][-1].at + 2 > look.columns - 1:
            names = max(NAMES, *(width(box.label) + 1 for box in self.boxes.values()))
            rows = [self._row(look, [box], names) for box in self.boxes.values()]
        return [Block([*label, *rows, (), *echoed(look, self)], 1, FIRM, tuple(self.boxes.values()))]

    def _first_box(self, look: Look) -> list[Span]:
        return next(iter(self.boxes.values())).box(look, MARGIN, 0)

    def _row(self, look: Look, boxes: list[TextBox], names: int = 0) -> Row:
        """Boxes with their names before them, one after the other; a whole date in one box gets more room."""
        row: list[Span] = []
        at = MARGIN
        for box in boxes:
            box.direction = look.direction
            name = lines(box.label, LABELS, look.direction)[0]
            start = at + (names or width(name) + 1)
            row += [Span(at, name), *box.box(look, start, min(16, max(box.size, width(box.text))) + 1)]
            at = row[-1].at + 4
        return pointed(look, tuple(row)) if look.focus in boxes else tuple(row)

    def first_problem(self) -> Control | None:
        wrong = next((part.name for part in self.prompt.parts if part.problem), None)
        return self.boxes[wrong] if wrong else super().first_problem()


class SearchInput(LineInput):
    """A name out of many: what is found so far stands under the box, and an arrow picks it."""

    kinds = ("search",)
    SHOWN = 5

    def build(self) -> list[Control]:
        self.found = Found(self)
        controls = super().build()
        return [controls[0], self.found, *controls[1:]]

    def value(self) -> str:
        return self.found.option.value if self.found.option else self.box.text

    def took(self, control: Control) -> None:
        super().took(control)
        if control is not self.found:
            self.found.search(self.box.text)

    def body(self, look: Look) -> list[Block]:
        first, *rest = super().body(look)
        blocks = self.found.blocks(look)
        return [first, *blocks, *rest]


class Found(Menu):
    """The suggestions for what is typed."""

    asks = False

    def __init__(self, source: SearchInput) -> None:
        super().__init__(())
        self.source = source

    def recall(self, before: Control) -> None:
        """The same suggestions, as they are called in this language."""
        if isinstance(before, Found):
            name, named = self.source.prompt.name, self.source.ask.name_of
            super().__init__(tuple(replace(option, text=named(name, option.value)) for option in before.options))
            self.at = before.at

    def search(self, text: str) -> None:
        """Look again, with nothing highlighted."""
        found = self.source.ask.suggest(self.source.prompt.name, text) if text.strip() else ()
        super().__init__(tuple(replace(option, digit="") for option in found[: self.source.SHOWN]))


class PartsInput(Input):
    """An answer of several parts, each a line or a short choice."""

    kinds = ("parts",)

    def build(self) -> list[Control]:
        self.parts: dict[str, TextBox | Menu] = {part.name: self._control(part) for part in self.prompt.parts}
        return [c for part in self.parts.values() for c in (self.with_signs(part) if isinstance(part, TextBox) else [part])]

    def _control(self, part: PartShown) -> TextBox | Menu:
        if part.entry == "choice":
            return Menu(part.options, part.typed)
        return TextBox(part.label, part.typed, part.size, self.prompt.masked)

    def value(self) -> dict[str, str]:
        return {name: _text_of(control) for name, control in self.parts.items()}

    def body(self, look: Look) -> list[Block]:
        found = [Block(paragraph(look, self.prompt.label), 1)] if self.prompt.label else []
        for number, part in enumerate(self.prompt.parts):
            control, gap = self.parts[part.name], int(number == 0)
            if part.problem:
                found.append(Block(paragraph(look, part.problem, "problem", "! "), 1, said=("problem", self.prompt.name, part.name)))
            if isinstance(control, TextBox):
                found.append(self.boxed(look, control, control.rows(look), gap))
                continue
            found += [Block(control.label(look, part.label), 1)] if part.label else []
            found += control.blocks(look)
        return found

    def first_problem(self) -> Control | None:
        wrong = next((part.name for part in self.prompt.parts if part.problem), None)
        return self.parts[wrong] if wrong else super().first_problem()


def _text_of(control: TextBox | Menu) -> str:
    if isinstance(control, TextBox):
        return control.text
    return control.option.value if control.option else ""
