"""What every card has: the language it is in, its direction, and the footer, always in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card
from kiosk.i18n import Words

if TYPE_CHECKING:
    from kiosk.desk.counter import Counter
    from kiosk.desk.visit import Visit

KEYS = ("enter", "esc", "f1", "f2", "f5", "f9", "f10")
"""F5 stands there also where nothing can be heard: a key that comes and goes is one that nobody finds, and it says why."""


def keys(words: Words, *left_out: str) -> tuple[tuple[str, str], ...]:
    """The footer: (name of the key, what it does)."""
    return tuple((words.say(f"key.{key}"), words.say(f"does.{key}")) for key in KEYS if key not in left_out)


def frame(words: Words, **parts: object) -> Card:
    """A card in the language of `words`; `parts` are the fields of `Card` that differ."""
    shown = {"language": words.autonym, "code": words.language, "direction": words.direction, "keys": keys(words)}
    return Card(**(shown | parts))


def problem_of(visit: Visit | Counter, words: Words) -> tuple[str, ...]:
    """What stands in the way on this card, in the language of `words`; nothing where nothing does."""
    return (words.say(f"problem.{visit.problem}", **visit.problem_params),) if visit.problem else ()
