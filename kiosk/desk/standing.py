"""Where a visitor stands in a flow, what is wrong there, and which honest way out was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.forms.answers import REFUSED, UNKNOWN
from kiosk.forms.fields import Problem


@dataclass(frozen=True, slots=True)
class Position:
    """A page, or a page inside one entry of a repeat (`entry` counts from 0)."""

    page: str
    repeat: str | None = None
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem on the screen now: what is wrong, how often in a row, and the author's words if there are any."""

    problem: Problem
    times: int = 1
    say: str = ""
    place: str = ""
    domain: str = ""


def way_out(typed: object) -> str | None:
    """The honest way out that was chosen, if one was: None is "I don't know", {refused: true} what it says."""
    if typed is None:
        return UNKNOWN
    if isinstance(typed, Mapping):
        if str(typed.get("refused", "")).lower() in ("true", "yes", "1"):
            return REFUSED
        if "out" in typed:
            return str(typed["out"])
    return None
