"""Somebody who types lines: reads the card, then writes what a persona would answer, one line a question."""

from __future__ import annotations

from kiosk.desk.card import Option, Prompt
from kiosk.desk.visit import Visit
from tests.people import Guest


class Typist:
    """The source of a linear visit. `stops_at` names where nobody types any more; `says` is typed first at a card."""

    def __init__(self, visit: Visit, guest: Guest, stops_at: tuple[str, ...] = ("review", "ended", "doors", "learned"), says: dict[str, list[str]] | None = None) -> None:
        self.visit, self.guest, self.stops_at, self.says = visit, guest, stops_at, says or {}
        self.lines: list[str] = []
        self.written: list[str] = []

    def readline(self) -> str:
        """One line with its end, or "" when this person has gone."""
        if not self.lines:
            self._look()
        if not self.lines:
            return ""
        self.written.append(self.lines.pop(0))
        return self.written[-1] + "\n"

    def _look(self) -> None:
        card = self.visit.card
        if card.name in self.stops_at or any(prompt.name in self.stops_at for prompt in card.prompts):
            return
        if self.says.get(card.name):
            self.lines.append(self.says[card.name].pop(0))
            return
        self.guest.meets(card)
        self.lines += [line for prompt in card.prompts for line in self._typed(prompt)] or [""]

    def _typed(self, prompt: Prompt) -> list[str]:
        wanted = self.guest.wants(prompt)
        if prompt.entry == "note":
            return []
        out = {"blank": ""} if wanted == "" else {"unknown": None} if wanted is None else {"refused": wanted}
        for number, way in enumerate(prompt.ways_out, 1):
            if way.value in out and (wanted in ("", None) or wanted == {"refused": True}):
                return [str(len(prompt.options) + number) if prompt.options else f"={number}"]
        if prompt.parts:
            held = wanted if isinstance(wanted, dict) else {prompt.parts[0].name: wanted}
            return [_picked(part.options, held.get(part.name, "")) for part in prompt.parts]
        if isinstance(wanted, (list, tuple)):
            return [",".join(_picked(prompt.options, value) for value in wanted)]
        return [_picked(prompt.options, "" if wanted is None else wanted)]


def _picked(options: tuple[Option, ...], wanted: object) -> str:
    """The number that stands before a choice; anything else as it is."""
    return next((str(number) for number, option in enumerate(options, 1) if option.value == wanted), str(wanted))
