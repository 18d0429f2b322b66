"""A leaflet: one thing that a person may want to know, short enough to be read aloud, with where to go and what to do.

Texts are Italian; their catalog is the leaflet's id. Nothing is asked in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.forms.doors import Door
from kiosk.forms.flow import NextStep, Source


@dataclass(frozen=True, slots=True)
class Reach:
    """How to get there. `phone` and `web` stay as they are in every language; "" where nobody knows."""

    where: str = ""
    hours: str = ""
    how: str = ""
    phone: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """`paper` is false for what could hurt whoever is found with it: such a leaflet is never printed."""

    id: str
    title: str
    topic: str
    say: str
    reach: Reach = Reach()
    next: tuple[NextStep, ...] = ()
    doors: tuple[Door, ...] = ()
    sources: tuple[Source, ...] = ()
    verified_on: date | None = None
    verified_until: date | None = None
    paper: bool = True
    languages: tuple[str, ...] = ("it",)
