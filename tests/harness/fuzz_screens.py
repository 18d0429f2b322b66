"""Hostile texts in every place of every card, drawn at any size: as the letters they are, or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace

from rich.segment import Segment
from textual.color import Color

from kiosk.screens.drawing import draw
from kiosk.screens.lockdown import SignFilter
from kiosk.screens.look import Look
from kiosk.screens.rows import painted
from kiosk.screens.sheet import Sheet
from tests.harness.fuzz_answers import is_clean
from tests.harness.hostile_keys import PAYLOADS
from tests.harness.mutations import TRICKS
from tests.screens.album import ALL, Album, words_of

# the rest of a card is the kiosk's own, and as short as it is
_FIXED = ("id", "entry", "style", "digit", "direction", "code", "keys", "go_on", "language")
_ALPHABETS = ((0x20, 0x7E), (0, 0x9F), (0x600, 0x6FF), (0x4E00, 0x4FFF), (0x1F300, 0x1FAFF), (0x300, 0x36F), (0, 0x10FFFF))
_KEYS = ("enter", "tab", "down", "up", "right", "left", "backspace", "delete", "home", "end", "space", "pagedown", "pageup")


def a_card(chance: random.Random) -> Callable[[], str]:
    """One card with hostile texts, used a little and drawn: no exception, and no sign that steers a terminal."""
    cards = {code: [make(words_of(code)) for make in ALL] for code in ("it", "ar", "zh")}
    gate = SignFilter()

    def once() -> str:
        code = chance.choice(tuple(cards))
        card = _spoilt(chance.choice(cards[code]), chance)
        sheet = Sheet(card, words_of_once(code), Album(words_of_once(code), [card]))
        for _ in range(chance.randrange(6)):
            sheet.press(chance.choice(_KEYS), "") if chance.random() < 0.5 else sheet.paste(_text(chance))
        columns, rows = chance.choice(((80, 24), (40, 12), (chance.randrange(1, 240), chance.randrange(1, 70))))
        look = Look(columns, rows, words_of_once(code), card.direction, sheet.focus)
        for row in draw(sheet, look):
            for span in painted(row, columns, card.direction):
                shown = "".join(segment.text for segment in gate.apply([Segment(span.text)], Color(0, 0, 0)))
                if not is_clean(shown):
                    return "a sign that steers the terminal was drawn"
        return ""

    said = {code: words_of(code) for code in cards}
    words_of_once = said.__getitem__
    return once


def _text(chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return chance.choice(TRICKS)[:300]
        case 1:
            return chance.choice(PAYLOADS)
        case 2:
            low, high = chance.choice(_ALPHABETS)
            return "".join(chr(chance.randint(low, high)) for _ in range(chance.randrange(60)))
        case _:
            return " ".join(chance.choice(("Domanda", "مرحبا", "你好", "a" * 90, "[b]", "1.", "–", "e\u0301", "👩‍👩‍👧")) for _ in range(chance.randrange(12)))


def _spoilt(part: object, chance: random.Random) -> object:
    """The same card, any of its texts another."""
    if isinstance(part, str):
        return _text(chance) if chance.random() < 0.3 else part
    if isinstance(part, tuple):
        return tuple(_spoilt(one, chance) for one in part)
    if is_dataclass(part):
        return replace(part, **{f.name: _spoilt(getattr(part, f.name), chance) for f in fields(part) if f.name not in _FIXED})
    return part
