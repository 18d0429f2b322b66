"""All the ways of entering, by input kind."""

from __future__ import annotations

from kiosk.desk.card import Prompt
from kiosk.screens import chosen, table, written  # noqa: F401  (each class enters itself in INPUTS)
from kiosk.screens.inputs import INPUTS, Input


def input_for(prompt: Prompt, ask: object) -> Input:
    """The way of entering of a prompt."""
    return INPUTS[prompt.entry](prompt, ask)
