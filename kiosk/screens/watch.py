"""When nobody touches the keys: what the screen does by itself, and when.

Nothing is deleted: after a warning the screen is hidden, and what was saved stays under its code.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.desk.card import Card, Line
from kiosk.desk.duties import PANELS
from kiosk.desk.phoning import AWAY, SORTING
from kiosk.desk.works import AT_WORK
from kiosk.i18n import Words

FIRST = ("language", "leftover")
"""Cards that nobody has answered yet: where no visit has begun, the screen rests instead of asking."""
LINE = 120.0
"""Seconds for which a form waits on the screen, without its answers, for a line that dropped."""
STUCK = 180.0
"""Seconds after which one thing that a visit is doing, even printing, has hung."""
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
    panel: float = 60
    assisted: float = 900

    def due(self, card: str, still_for: float, company: str = "") -> str:
        """What is due on the card of this name after so many seconds: the name of what to do, or "". `company` is that of the visit."""
        if card in FIRST:
            return "rest" if still_for >= self.language else ""
        if card in PANELS and still_for < self.idle:
            return "close" if still_for >= self.panel else ""
        alone = (self.idle, "still", self.warning + self.hidden)
        after, act, then = {
            "still": (self.warning, "hide", self.hidden),
            "hidden": (self.hidden, "leave", 0),
            "end": (self.end, "leave", 0),
            "taking": (self.end, "leave", 0),
            "parked": (self.end, "leave", 0),
            **dict.fromkeys(AT_WORK, (self.end, "leave", 0)),
            **dict.fromkeys(SORTING, (self.idle, "leave", 0)),
            **dict.fromkeys(AWAY, (LINE, "leave", 0)),
        }.get(card, {"call": (math.inf, "", 0), "helped": (self.assisted, "hide", self.hidden)}.get(company, alone))
        if still_for < after:
            return ""
        # a machine that has slept through all of it has nobody to ask any more
        return "leave" if still_for >= after + then else act

    def left(self, still_for: float) -> int:
        """Seconds left of the warning, in steps of ten: a number running down would only frighten."""
        return max(0, int(self.warning - still_for) // 10 * 10)


def boottime() -> float:
    """Seconds since the machine was started, those in which it slept included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def today() -> date:
    """The day on the wall."""
    return datetime.now().date()


def clock() -> str:
    """The time of the day, as it stands on the wall."""
    return datetime.now().strftime("%H:%M")


def rest_card(words: Words, *staff: Line) -> Card:
    """V0: the time and a greeting, and what `staff` should read; nothing else, and nothing of any visit."""
    lines = (*(Line(hello, "big") for hello in HELLOS), Line(words.say("rest.any_key"), "hint"), *staff)
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
