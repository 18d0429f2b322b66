"""An actor of the territory as a card shows it, and what follows from its hours and its dates. Pure.

Texts are Italian; those a visitor reads stand in the catalog "network", at `<id>.offers`, `<id>.for_whom`, `<id>.next`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import NamedTuple

from kiosk.forms.doors import Door

KINDS = (
    "job_centre", "prison_job", "placement", "penal_office", "court", "prosecutor", "prison", "ombudsman", "legal_aid", "social_service",
    "municipal", "registry", "caf", "charity", "cooperative", "employer", "serd", "health", "school", "families", "housing", "violence",
    "volunteers", "union", "phone", "other",
)
NEEDS = ("work", "home", "papers", "law", "health", "italian", "money")
"""What a person looks for: one line each on the first card of the search."""
ACCESS = ("free", "appointment", "sent")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GOOD_FOR = timedelta(days=180)
"""How long a contact that somebody has read holds, where nothing else is said."""
_FARTHEST = 60
_OPENING = re.compile(r"([a-z]{3}(?:[-,][a-z]{3})*) +([01]?\d|2[0-3]):([0-5]\d) *- *([01]?\d|2[0-4]):([0-5]\d)")


class Opening(NamedTuple):
    """The days of the week (0 is Monday) on which it is open from `start` to `end`, "09:00"."""

    days: tuple[int, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Actor:
    """`languages` are codes; `certain` is false for what the office must confirm; `shared` for what comes from the folder.

    `closed` are spans of days, both included. `next` is what to do where there is no contact.
    """

    id: str
    name: str
    kind: str
    needs: tuple[str, ...] = ()
    offers: str = ""
    for_whom: str = ""
    languages: tuple[str, ...] = ()
    place: str = ""
    address: str = ""
    access: str = ""
    hours: tuple[Opening, ...] = ()
    closed: tuple[tuple[date, date], ...] = ()
    phone: str = ""
    email: str = ""
    web: str = ""
    next: str = ""
    source: str = ""
    read_on: date | None = None
    certain: bool = False
    check_by: date | None = None
    doors: tuple[Door, ...] = ()
    shared: bool = True

    @property
    def has_contact(self) -> bool:
        return bool(self.phone or self.email or self.web)

    def open_on(self, day: date) -> tuple[Opening, ...] | None:
        """When it is open on a day, () for not at all; None where nobody knows its hours."""
        if any(first <= day <= last for first, last in self.closed):
            return ()
        return tuple(one for one in self.hours if day.weekday() in one.days) if self.hours else None

    def opens_after(self, day: date, apart: Callable[[date], object] = lambda day: False) -> date | None:
        """The next day after this one on which it is open, `apart` from some days; None where that is not known, or far away."""
        later = (day + timedelta(days=number) for number in range(1, _FARTHEST))
        return next((one for one in later if self.open_on(one) and not apart(one)), None)


@dataclass(frozen=True, slots=True)
class Availability:
    """What an actor last said, and who has to ask again when; `places` None for not said. `checked_on` is of the contact."""

    actor: str
    places: int | None = None
    since_on: date | None = None
    check_on: date | None = None
    closed_until: date | None = None
    checked_on: date | None = None
    check_by: date | None = None

    def is_closed(self, today: date) -> bool:
        return self.closed_until is not None and today <= self.closed_until


def is_overdue(actor: Actor, said: Availability | None, today: date) -> bool:
    """Has the day passed on which somebody should have looked at this contact, or asked for its places, again?"""
    check_by = (said and said.check_by) or actor.check_by
    again = said and said.check_on
    return bool(check_by and check_by < today or again and again < today)


def opening(text: str) -> Opening | None:
    """«mon-fri 9:00-13:00» or «mon,wed 14:00-16:00»; None when it cannot be one."""
    found = _OPENING.fullmatch(text.strip().lower())
    days = _days(found[1]) if found else ()
    if not days or (int(found[2]), found[3]) >= (int(found[4]), found[5]):
        return None
    return Opening(days, f"{int(found[2]):02}:{found[3]}", f"{int(found[4]):02}:{found[5]}")


def _days(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        names = part.split("-")
        if len(names) > 2 or not set(names) <= set(DAYS):
            return ()
        first, last = DAYS.index(names[0]), DAYS.index(names[-1])
        if first > last:
            return ()
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def days_of(text: str) -> tuple[date, date] | None:
    """«2026-12-24» or «2026-12-24..2027-01-06»; None when it cannot be one."""
    first, _, last = text.partition("..")
    try:
        found = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
    return found if found[0] <= found[1] else None


def plain(actor: Actor) -> dict[str, object]:
    """An actor as the store keeps it: texts, numbers and lists of them."""
    found = {one.name: getattr(actor, one.name) for one in fields(Actor)}
    found |= {name: found[name].isoformat() if found[name] else "" for name in ("read_on", "check_by")}
    return found | {"closed": [[day.isoformat() for day in span] for span in actor.closed]}


def of_plain(kept: Mapping) -> Actor:
    """The same again; ValueError, TypeError or KeyError when it is not one."""
    lists = {name: tuple(kept[name]) for name in ("needs", "languages")}
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("read_on", "check_by")}
    return Actor(**{
        **kept, **lists, **days, "hours": tuple(Opening(tuple(on), start, end) for on, start, end in kept["hours"]),
        "closed": tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept["closed"]),
        "doors": tuple(Door(*one) for one in kept["doors"]),
    })
