"""Somebody who presses keys: reads a card, finds out which keys answer it, and presses them in a real terminal.

A visit of the same desk is led along in memory, so that each next card is known and can be looked for on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from kiosk.desk.card import Prompt
from kiosk.desk.visit import Visit
from kiosk.i18n import visual, wrap
from kiosk.screens.controls import Tick
from kiosk.screens.drawing import draw
from kiosk.screens.look import Look
from kiosk.screens.sheet import GIVE, Sheet
from tests.people import Guest
from tests.terminal import Terminal

_GUARD, _PATIENCE = 0.35, 2.0


class Fingers:
    """A guest at a terminal; `pressed` counts the keys."""

    def __init__(self, visit: Visit, guest: Guest, terminal: Terminal, size: tuple[int, int]) -> None:
        self.visit, self.guest, self.terminal, self.size = visit, guest, terminal, size
        self.pressed, self.last = 0, ""

    def goes_to(self, name: str) -> None:
        """Card after card, each one looked for on the screen, until the one of this name is there."""
        while self.visit.card.name != name:
            self.answers()
        self.sees(self.visit.card.title)

    def answers(self) -> None:
        """Everything on one card, by keys alone."""
        card = self.visit.card
        self.guest.meets(card)
        self.sees(card.title)
        self.sheet = Sheet(card, self.visit.words, self.visit)
        self._draw()
        keys = [key for given in self.sheet.inputs for key in self._keys(given.prompt)]
        while self.last != GIVE:
            keys += self._press("enter")
        self._send(keys)
        self.visit.give(self.sheet.typed())

    def _send(self, keys: list[str]) -> None:
        """At the pace of a person: the kiosk takes no Enter meant for the card before, nor one key twice in a blink."""
        before, seen = "enter", ""
        for key in keys:
            if key == before and key in ("enter", "down"):
                self._looks_up(seen)
            seen = self.terminal.picture()
            self.terminal.press(key, gap=0.01)
            before = key
        self.pressed += len(keys)

    def _looks_up(self, seen: str) -> None:
        """Nobody presses on before the screen has answered; where it looks the same, not at once."""
        end = monotonic() + _PATIENCE
        while self.terminal.picture() == seen and monotonic() < end:
            self.terminal.read_for(0.02)
        self.terminal.read_for(_GUARD)

    def sees(self, text: str) -> None:
        """The text is on the screen as its language is written, at least its first line."""
        columns, direction = self.size[0], self.visit.words.direction
        line = wrap(text, min(60, columns - 4), direction)[0].strip()
        self.terminal.expect(line or visual(text, direction))

    def _draw(self) -> None:
        self.last = ""
        draw(self.sheet, Look(*self.size, self.visit.words, self.visit.words.direction, self.sheet.focus))

    def _press(self, key: str, sign: str = "") -> list[str]:
        self.last = self.sheet.press(key, sign)
        outcome = self.last
        self._draw()
        self.last = outcome
        return [sign or key]

    def _keys(self, prompt: Prompt) -> Iterator[str]:
        wanted = self.guest.wants(prompt)
        if prompt.entry == "note":
            return
        way = next((out for out in prompt.ways_out if self._is_way(out.value, wanted)), None)
        if way is not None and not prompt.options:
            yield from self._walks_to(lambda control: isinstance(control, Tick) and control.option.value == way.value)
            yield from self._press("space", " ")
        elif prompt.parts:
            yield from self._parts(prompt, wanted)
        elif prompt.options or prompt.entry == "accept":
            yield from self._picks(prompt, [way.value] if way else wanted if isinstance(wanted, (list, tuple)) else [wanted])
        else:
            yield from self._types(str(wanted))
            yield from self._on(prompt)

    def _is_way(self, value: str, wanted: object) -> bool:
        return {"unknown": wanted is None, "refused": wanted == {"refused": True}, "blank": wanted == ""}.get(value, False)

    def _picks(self, prompt: Prompt, values: list) -> Iterator[str]:
        menu = next(control for given in self.sheet.inputs if given.prompt is prompt for control in given.controls)
        for value in values:
            place = next(n for n, option in enumerate(menu.options) if value in (option.value, option.digit, option.text))
            digit = menu.options[place].digit
            yield from self._press(digit, digit) if digit else self._walks_down(menu, place)
            if prompt.multiple and not menu.options[place].out:
                yield from self._press("space", " ")
        yield from self._on(prompt)

    def _parts(self, prompt: Prompt, wanted: object) -> Iterator[str]:
        held = wanted if isinstance(wanted, dict) else {prompt.parts[0].name: wanted}
        for number, part in enumerate(prompt.parts):
            value = str(held.get(part.name, ""))
            if part.entry == "choice":
                menu = self.sheet.focus
                place = next((n for n, option in enumerate(menu.options) if value in (option.value, option.digit)), None)
                if place is not None and menu.at != place:
                    yield from self._press(menu.options[place].digit, menu.options[place].digit)
            elif not part.typed:
                yield from self._types(value)
            if number < len(prompt.parts) - 1:
                yield from self._leaves(self.sheet.focus)
        yield from self._on(prompt)

    def _walks_down(self, menu: object, place: int) -> Iterator[str]:
        while menu.at != place:
            yield from self._press("down")

    def _types(self, text: str) -> Iterator[str]:
        if self.sheet._waits_further_on():
            yield from self._press("enter")
        box = self.sheet.focus
        for _ in range(len(box.text) if getattr(box, "text", "") not in ("", text) else 0):
            yield from self._press("backspace")
        for sign in text if box.text != text else "":
            yield from self._press("space" if sign == " " else sign, sign)

    def _on(self, prompt: Prompt) -> Iterator[str]:
        """To the next prompt of the page, if there is one."""
        if prompt is not self.sheet.inputs[-1].prompt:
            yield from self._leaves(self.sheet.focus)

    def _leaves(self, control: object) -> Iterator[str]:
        """Enter, and once more where the first only turned the page to what has the focus."""
        while self.sheet.focus is control and self.last != GIVE:
            yield from self._press("enter")

    def _walks_to(self, there) -> Iterator[str]:
        while not there(self.sheet.focus):
            yield from self._press("down")
