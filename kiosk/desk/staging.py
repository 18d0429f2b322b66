"""Which module draws the card of each stage or overlay of a visit, and which one takes what is given on it.

The functions bear the stage's name, unless another stands after a colon. A module is loaded when its first card is shown:
the first screen must not wait for the form.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

STAGES: dict[str, tuple[str, str]] = {
    # the card's module, the turn's
    "language": ("stages", "turns"),
    "how": ("stages", "turns"),
    "topic": ("stages", "turns"),
    "need": ("stages", "turns"),
    "refused": ("stages", "turns"),
    "full": ("stages", "turns"),
    "still": ("stages", "turns"),
    "stop": ("stages", "turns"),
    "erase": ("stages", "turns"),
    "hidden": ("stages", ""),
    "failed": ("stages", "ending_turns"),
    "operator": ("stages", "duties:pin"),
    "duties": ("duties", "duties:choose"),
    "works": ("works", "works:choose"),
    "leftover": ("papers", "ending_turns"),
    "taking": ("papers", "ending_turns"),
    "called": ("calling", "call_turns"),
    "joining": ("calling", "call_turns"),
    "lending": ("calling", "call_turns"),
    "before": ("filling", "turns"),
    "consent": ("filling", "turns"),
    "code": ("filling", "turns"),
    "form": ("filling", "turns"),
    "signpost": ("filling", "turns"),
    "helping": ("filling", "turns"),
    "end": ("filling", "ending_turns"),
    "readback": ("reading_back", "ending_turns"),
    "questions": ("assist_cards:listing", "assist_turns:listed"),
    "accepting": ("assist_cards", "assist_turns"),
    "interpreter": ("assist_cards", "assist_turns"),
    "minor": ("assist_cards", "assist_turns"),
    "noting": ("assist_cards", "assist_turns"),
    "seeing": ("assist_cards", "assist_turns"),
    "handing": ("handing", "handing:choose_way"),
    "desks": ("handing", "handing:choose_desk"),
    "agree": ("handing", "handing:say"),
    "takeover": ("handing", "handing:take_over"),
    "parked": ("parking", "parking:leave_parked"),
    "danger": ("safety", "safety:close_danger"),
    "advice": ("safety", "safety:take_advice"),
    "resume": ("stages", "return_turns"),
    "found": ("return_cards", "return_turns"),
    "forget": ("return_cards", "return_turns"),
    "erased": ("return_cards", "return_turns"),
    "away": ("return_cards", "return_turns"),
    "kept": ("return_cards", "return_turns"),
    "elsewhere": ("return_cards", "return_turns"),
    "gone": ("return_cards", "return_turns"),
    "retype": ("return_cards", "return_turns"),
}
"""A new stage is one line here."""

WHOLE = ("form", "noting", "seeing", "accepting")
"""Stages whose turn gets all that was typed, by prompt; the others get the one choice or text as a string."""

_NAMED = {"help": "helping"}


def card_of(stage: str) -> Callable:
    """`card(visit) -> Card` of a stage."""
    name = _NAMED.get(stage, stage)
    return _function(STAGES[name][0], name)


def turn_of(stage: str) -> Callable:
    """`turn(visit, given) -> None` of a stage."""
    name = _NAMED.get(stage, stage)
    return _function(STAGES[name][1], name)


def load() -> None:
    """Load every module named here, once, so that no later visit waits for one."""
    for name in STAGES:
        card_of(name)
        if STAGES[name][1]:
            turn_of(name)


def _function(place: str, stage: str) -> Callable:
    module, _, name = place.partition(":")
    return getattr(import_module(f"kiosk.desk.{module}"), name or stage)
