"""When nobody touches the keys: what the screen does by itself, and when.

Nothing is deleted: after a warning the screen is hidden, and what was saved stays under its code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.desk.card import Card, Line
from kiosk.i18n import Words

HALTED = 3
"""The exit status of a visit at whose end an operator stopped the kiosk."""
HELLOS = ("Ciao", "Hello", "مرحبا", "你好")
_BAR = 24


@dataclass(frozen=True)
class Waits:
    """Seconds without a key until the screen asks, hides, lets go, or rests."""

    idle: float = 300
    warning: float = 120
    hidden: float = 300
    end: float = 180
    language: float = 60
    moment: float = 1.0

    def due(self, card: str, still_for: float) -> str:
        """What is due on the card of this name after so many seconds: the name of what to do, or ""."""
        after, act = {
            "still": (self.warning, "hide"),
            "hidden": (self.hidden, "leave"),
            "end": (self.end, "leave"),
            "language": (self.language, "rest"),
            "rest": (float("inf"), ""),
        }.get(card, (self.idle, "still"))
        return act if still_for >= after else ""

    def left(self, still_for: float) -> int:
        """Seconds left of the warning, in steps of ten: a number running down would only frighten."""
        return max(0, int(self.warning - still_for) // 10 * 10)


def clock() -> str:
    """The time of the day, as it stands on the wall."""
    return datetime.now().strftime("%H:%M")


def rest_card(words: Words) -> Card:
    """V0: the time and a greeting; nothing else, and nothing of any visit."""
    lines = (*(Line(hello, "big") for hello in HELLOS), Line(words.say("rest.any_key"), "hint"))
    return Card("V0", "rest", clock(), language="", code=words.language, direction=words.direction, lines=lines)


def timed(card: Card, words: Words, waits: Waits, still_for: float) -> Card:
    """The card with what changes by the clock alone: the time, or the bar of the warning."""
    if card.name == "hidden":
        return replace(card, title=clock())
    if card.name != "still":
        return card
    left = waits.left(still_for)
    full = round(_BAR * left / waits.warning) if waits.warning else 0
    minutes = max(1, round(left / 60))
    bar = f"[{'#' * full}{'-' * (_BAR - full)}]"
    return replace(card, lines=(*card.lines, Line(bar, "hint"), Line(words.say("idle.left", n=minutes), "hint")))


def crash_card(words: Words, number: str) -> Card:
    """What stands on the screen when the kiosk is at fault: calm, with a number and a way back."""
    said = (Line(words.say("crash.safe")), Line(words.say("crash.again")))
    lines = (*said, Line(words.say("crash.number", number=number), "big"))
    return Card(
        "V18", "crash", words.say("crash.title"), code=words.language, direction=words.direction, lines=lines,
        language=words.autonym, keys=((words.say("key.enter"), words.say("crash.resume")), (words.say("key.f9"), words.say("does.f9"))),
    )
