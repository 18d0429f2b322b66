"""What is chosen, and what is only read."""

from __future__ import annotations

from dataclasses import replace

from kiosk.desk.card import Option
from kiosk.screens.controls import Control, Tick
from kiosk.screens.inputs import Input
from kiosk.screens.look import Look, paragraph
from kiosk.screens.menu import Menu
from kiosk.screens.rows import FIRM, Block


class ChoiceInput(Input):
    """One of several, by digit, arrow or tap."""

    kinds = ("choice", "rows")
    menus_out = True

    def build(self) -> list[Control]:
        prompt = self.prompt
        ways = tuple(replace(option, out=True) for option in prompt.ways_out)
        self.menu = Menu((*prompt.options, *ways), prompt.typed, prompt.multiple)
        return [self.menu]

    def value(self) -> object:
        return self.menu.option.given if self.menu.option else ""

    def body(self, look: Look) -> list[Block]:
        label = [Block(self.menu.label(look, self.prompt.label), 1)] if self.prompt.label else []
        blocks = self.menu.blocks(look)
        if blocks:
            blocks[0].gap = 0 if label else 1
            blocks[0].hold = FIRM
        return [*label, *blocks]


class ChoicesInput(ChoiceInput):
    """As many as apply, ticked with the space bar."""

    kinds = ("choices",)

    def value(self) -> object:
        option = self.menu.option
        if option and option.out and not self.menu.ticked:
            return option.given
        return [option.value for option in self.menu.options if option.value in self.menu.ticked]


class AcceptInput(ChoiceInput):
    """A declaration that must be said yes to."""

    kinds = ("accept",)

    def build(self) -> list[Control]:
        if self.prompt.options:
            return super().build()
        self.menu = Menu(())
        self.tick = Tick(Option("yes", self.prompt.label), self.prompt.typed == "yes")
        return [self.tick]

    def value(self) -> object:
        return super().value() if self.prompt.options else ("yes" if self.tick.on else "")

    def body(self, look: Look) -> list[Block]:
        return super().body(look) if self.prompt.options else [Block(self.tick.rows(look), 1, FIRM, (self.tick,))]


class NothingInput(Input):
    """Text to read only, or an answer that is worked out."""

    kinds = ("note", "none")

    def value(self) -> bool:
        """A note was read."""
        return True

    def blocks(self, look: Look) -> list[Block]:
        """Among the questions of a page, what it says stands where a label would; alone it is the title."""
        said = [Block(paragraph(look, self.prompt.label, "text"), 1, said=("label", self.prompt.name))] if self.prompt.label else []
        return said + super().blocks(look)
