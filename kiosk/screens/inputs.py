"""A prompt being answered: its controls, the honest ways out below them, and what they give together.

A further way of entering is one class in `written` or `chosen`; `INPUTS` must hold every kind that the field types use.
"""

from __future__ import annotations

from kiosk.desk.card import Option, Prompt
from kiosk.screens.boxes import TextBox
from kiosk.screens.controls import Control, SignStrip, Tick
from kiosk.screens.look import Look, paragraph
from kiosk.screens.rows import LOOSE, Block, Row

INPUTS: dict[str, type[Input]] = {}


class Input:
    """A prompt being answered. `ask` is the visit: it reads back, and suggests. What is masked is so until the visitor says otherwise."""

    kinds: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        INPUTS.update(dict.fromkeys(cls.kinds, cls))

    def __init__(self, prompt: Prompt, ask: object) -> None:
        self.prompt, self.ask = prompt, ask
        self.heard: object = ""
        self.echo = ""
        self.controls: list[Control] = self.build()
        self.reveal = Tick(Option("reveal", ""), leaves=False) if prompt.masked and self.boxes_to_mask else None
        self.controls += [self.reveal] if self.reveal else []
        self.shown_with: list[Input] = []
        self.ways = [] if self.menus_out else [Tick(option, option.chosen) for option in prompt.ways_out]
        self.controls += self.ways

    menus_out = False

    @property
    def boxes_to_mask(self) -> list[TextBox]:
        return [control for control in self.controls if isinstance(control, TextBox)]

    def build(self) -> list[Control]:
        """The controls, in the order in which they are met."""
        return []

    def value(self) -> object:
        """What was typed, when no way out was taken."""
        return ""

    def typed(self) -> object:
        """What is handed to the visit."""
        way = next((tick for tick in self.ways if tick.on), None)
        return way.option.given if way else self.value()

    def took(self, control: Control) -> None:
        """A key changed `control`: whoever types does not take a way out, and only one is taken."""
        if control is self.reveal:
            return self._cover()
        for tick in self.ways:
            tick.on = tick.on and tick is control
        return None

    def recall(self, before: Input) -> None:
        """Take over what stood in the same prompt, when nothing else about it changed."""
        mine, its = ([c for c in given.controls if not isinstance(c, SignStrip)] for given in (self, before))
        if len(mine) == len(its):
            for control, earlier in zip(mine, its):
                control.recall(earlier)
        self._cover()

    def share_reveal(self, last: Input) -> None:
        """One tick is enough on a page: that of the last masked input shows what is typed in this one too."""
        self.controls.remove(self.reveal)
        self.reveal = None
        last.shown_with.append(self)

    def _cover(self) -> None:
        if self.reveal is not None:
            for box in (box for given in (self, *self.shown_with) for box in given.boxes_to_mask):
                box.masked = not self.reveal.on

    def body(self, look: Look) -> list[Block]:
        """What is drawn between problem and ways out."""
        return []

    def blocks(self, look: Look) -> list[Block]:
        prompt = self.prompt
        found = [Block(paragraph(look, prompt.hint, "hint"), 1, said=("hint", prompt.name))] if prompt.hint else []
        if prompt.example:
            found.append(Block(paragraph(look, prompt.example, "hint"), 0 if found else 1, said=("example", prompt.name)))
        if prompt.problem:
            rows = [row for line in prompt.problem for row in paragraph(look, line, "problem", "! ")]
            found.append(Block(rows, 1, said=("problem", prompt.name)))
        body = self.body(look)
        if prompt.label and body:
            body[0].said = ("label", prompt.name)
        found += [*body, *self._revealed(look)]
        found += [Block(tick.rows(look), int(n == 0), LOOSE, (tick,)) for n, tick in enumerate(self.ways)]
        return found

    def _revealed(self, look: Look) -> list[Block]:
        if self.reveal is None:
            return []
        self.reveal.option = Option("reveal", look.words.say("screen.show_typed"))
        return [Block(self.reveal.rows(look), 1, LOOSE, (self.reveal,))]

    def boxed(self, look: Look, box: TextBox, rows: list[Row], gap: int = 1) -> Block:
        """A box and, while the visitor is there, the strip of signs under it."""
        strip = next((c for c in self.controls if isinstance(c, SignStrip) and c.box is box), None)
        holds: tuple[object, ...] = (box,)
        if strip and look.focus in (box, strip):
            rows, holds = [*rows, *strip.rows(look)], (box, strip)
        return Block(rows, gap, LOOSE, holds)

    def with_signs(self, *boxes: TextBox) -> list[Control]:
        """Boxes, each followed by the signs that can be put into it."""
        if not self.prompt.signs.strip(" "):
            return list(boxes)
        return [control for box in boxes for control in (box, SignStrip(box, self.prompt.signs))]

    def first_problem(self) -> Control | None:
        """Where the caret goes when the answer was not taken."""
        return self.controls[0] if self.prompt.problem and self.controls else None
