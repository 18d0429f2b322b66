"""Where a visitor stands in a flow, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

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
