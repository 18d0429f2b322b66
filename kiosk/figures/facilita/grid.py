"""The columns and code lists of the platform, from a file: what changes there is changed there, with its day.

A code holds from one day to another; which list is asked is decided by the day of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kiosk.authoring.answers import typed
from kiosk.authoring.source import Problems, read_source, read_text
from kiosk.errors import ConfigIsWrong

SHIPPED = Path(__file__).with_name("grid.yaml")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `fixed` is what always stands there, `unsaid` the code of who does not answer, `codes` the name of its list."""

    name: str
    label: str
    required: bool = False
    several: bool = False
    codes: str = ""
    ask: str = ""
    fixed: str = ""
    unsaid: str = ""
    verify: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A code list and the days on which it holds, both included; no last day is known yet when it is None."""

    begins_on: date
    ends_on: date | None
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """All of it; `window` is the last day that the platform takes, `areas` the area of each skill, `proposals` by service."""

    columns: tuple[Column, ...]
    lists: Mapping[str, tuple[Edition, ...]]
    window: date
    verify: str
    rows: int
    longest: int
    areas: Mapping[str, str]
    proposals: Mapping[str, Mapping[str, object]]
    european: frozenset[str]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def codes(self, name: str, day: date) -> Mapping[str, str]:
        """The codes of a list on this day, with their words; {} when no list is known for it."""
        found = (one for one in self.lists[name] if one.begins_on <= day and (one.ends_on is None or day <= one.ends_on))
        return next(found, Edition(day, None, {})).codes


@lru_cache(4)
def load(place: Path = SHIPPED) -> Grid:
    """The grid of a file; ConfigIsWrong when it is none."""
    problems = Problems(str(place))
    text = read_text(place, problems)
    found = typed(None if problems.found else read_source(text, problems))
    if problems.found:
        raise ConfigIsWrong("\n".join(map(str, problems.all)))
    try:
        return _grid(found)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise ConfigIsWrong(f"{place}: non è una griglia di Facilita ({type(wrong).__name__}: {wrong}).") from None


def _grid(found: Mapping) -> Grid:
    window = found["window"]
    return Grid(
        columns=tuple(_column(one) for one in found["columns"]),
        lists={name: tuple(_edition(one) for one in editions) for name, editions in found["lists"].items()},
        window=date.fromisoformat(window["until"]), verify=window["verify"], rows=int(found["rows"]), longest=int(found["longest"]),
        areas=found["areas"], proposals=found["proposals"], european=frozenset(found["european"]),
    )


def _column(found: Mapping) -> Column:
    said = {name: found.get(name) or "" for name in ("ask", "fixed", "unsaid", "verify")}
    return Column(found["column"], found["label"], found.get("required") == "yes", found.get("several") == "yes", found.get("list") or "", **said)


def _edition(found: Mapping) -> Edition:
    until = found.get("until")
    return Edition(date.fromisoformat(found["from"]), date.fromisoformat(until) if until else None, found["codes"])
