"""One help given, as the platform wants it: what follows from what is completed, what it would refuse is refused here first.

Of the person there is the tax code, which the platform demands, and what follows from it; never a name, an address or a contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.figures.facilita.grid import Column, Grid
from kiosk.forms import identifiers

ADULT, YOUNGEST, SIGNS = 18, 14, 16
_BANDS = ((75, "D"), (55, "C"), (30, "B"), (18, "A"), (14, "E"))
SAME = ("AN3", "SE1", "SE2", "SE3", "SE4", "SE5", "SE6", "SE7")
"""Two records alike in these are one help written twice."""
Values = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Project:
    """What the people who run the place were told: the days of their project, the platform's last one, and whether minors may come."""

    begins_on: date
    ends_on: date
    window: date
    minors: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the platform would not take a record: the phrase "facilita.no.<code>" with the label of the column."""

    code: str
    column: str = ""
    label: str = ""


def completed(values: Values, grid: Grid) -> dict[str, str | tuple[str, ...]]:
    """With the columns that always say the same, and those that follow from others; long texts are cut as the platform does."""
    found = {column.name: column.fixed for column in grid.columns if column.fixed} | dict(values)
    skills = found.get("SE5") or ()
    found["SE4"] = tuple(sorted({grid.areas[skill] for skill in skills if skill in grid.areas}))
    found["SE5"] = tuple(sorted(skills, key=lambda skill: (len(skill), skill)))
    person = identifiers.tax_code_person(str(found.get("AN3", "")), _day(found))
    if person:
        born_on, sex = person
        found |= {"AN7": {"F": "A", "M": "B"}[sex], "AN8": next((band for least, band in _BANDS if _age(born_on, _day(found)) >= least), "")}
    return found | {name: str(found[name])[:grid.longest] for name in ("SE7", "ES4") if found.get(name)}


def troubles(values: Values, grid: Grid, project: Project, today: date) -> list[Trouble]:
    """All for which the platform would refuse these completed values, what nobody can mend first; [] when it takes them."""
    return [*_of_day(_day(values), project, today), *_of_person(values, project), *_of_duration(values), *_of_columns(values, grid)]


def _of_day(day: date, project: Project, today: date) -> list[Trouble]:
    wrong = {
        "future": day > today, "before": day < project.begins_on, "after": day > project.ends_on,
        "window": project.begins_on <= day <= project.ends_on and day > project.window,
    }
    return [Trouble(code, "SE1", "Data servizio") for code, is_so in wrong.items() if is_so]


def _of_person(values: Values, project: Project) -> list[Trouble]:
    code, person = str(values.get("AN3", "")), identifiers.tax_code_person(str(values.get("AN3", "")), _day(values))
    if not code:
        return [Trouble("no_tax_code", "AN3")]
    if len(code) != SIGNS:
        return [Trouble("tax_code_length", "AN3")]
    if person is None:
        return [Trouble("tax_code", "AN3")]
    age = _age(person[0], _day(values))
    if age < YOUNGEST:
        return [Trouble("child", "AN3")]
    return [Trouble("minor", "AN3")] if age < ADULT and not project.minors else []


def _of_duration(values: Values) -> list[Trouble]:
    hours, _, minutes = str(values.get("SE2", "")).partition(":")
    sound = len(hours) == len(minutes) == 2 and (hours + minutes).isdecimal() and (hours + minutes).isascii()
    good = sound and int(hours) < 24 and int(minutes) < 60 and hours + minutes != "0000"
    return [] if good or not values.get("SE2") else [Trouble("duration", "SE2", "Durata")]


def _of_columns(values: Values, grid: Grid) -> list[Trouble]:
    found = []
    for column in grid.columns:
        said = values.get(column.name) or ""
        if not said:
            # for who has no tax code one reason is enough
            found += [Trouble("missing", column.name, column.label)] if column.required and column.name not in ("AN3", "AN7", "AN8") else []
        elif column.codes:
            found += _of_codes(column, said, grid.codes(column.codes, _day(values)))
        elif column.several or not isinstance(said, str):
            found.append(Trouble("code", column.name, column.label))
    return found


def _of_codes(column: Column, said: str | tuple[str, ...], codes: Mapping[str, str]) -> list[Trouble]:
    if not codes:
        return [Trouble("list", column.name, column.label)]
    given = (said,) if isinstance(said, str) else said
    wrong = len(given) > 1 and not column.several or len(set(given)) < len(given) or any(code not in codes for code in given)
    return [Trouble("code", column.name, column.label)] if wrong else []


def cells(values: Values, grid: Grid) -> list[str]:
    """The record as one row, all columns in their order; several codes with a colon and no space."""
    found = [values.get(column.name) or "" for column in grid.columns]
    return [cell if isinstance(cell, str) else ":".join(cell) for cell in found]


def fingerprint(values: Values) -> bytes:
    """What two records of one help have alike."""
    return "\x1f".join(str(values.get(name, "")) for name in SAME).encode()


def _day(values: Values) -> date:
    try:
        return date.fromisoformat(str(values.get("SE1", "")))
    except ValueError:
        return date.min


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
