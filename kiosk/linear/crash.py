"""The card of a fault of the kiosk, in the words of the full screen: calm, with a number and a way on."""

from __future__ import annotations

from kiosk.desk.card import Card, Line
from kiosk.i18n import Words


def crash_card(words: Words, number: str, again: bool) -> Card:
    """What is read between two cards of a visit; where the same card failed `again`, only that it was our fault, and the number."""
    said = () if again else (Line(words.say("crash.safe")), Line(words.say("crash.again")))
    lines = (*said, Line(words.say("crash.number", number=number), "big"))
    return Card("V18", "crash", words.say("crash.title"), code=words.language, direction=words.direction, lines=lines, language=words.autonym)
