"""`flows/agenda/*.yaml` to entries, as strictly as a service is read: every problem at once, each with its place.

    agenda: sportello
    events:
      - {event: gruppo, kind: group, title: Gruppo di auto-aiuto, every: [tuesday], starts: "10:00", ends: "12:00", seats: 12,
         place: via Esempio 1, leader: anna}

A date of its own (`on`) that is past is only a warning: a calendar grows old by itself. `example: yes` keeps a whole file on
desks that practise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from kiosk.agenda.events import KINDS, clock_trouble, holiday
from kiosk.authoring.doors import read_doors
from kiosk.authoring.folder import Folder
from kiosk.authoring.grammar import Key, Table
from kiosk.authoring.manuscript import Manuscript
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Node, Problem, Problems, read_source, read_text
from kiosk.forms.doors import Door

FOLDER = "agenda"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LIMIT = 256_000
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_LINK = re.compile(r"https://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[/?#][^\s]*)?", re.IGNORECASE)

CALENDAR: Table = {
    "agenda": Key("id", "The file's name.", required=True),
    "example": Key("yes_no", "Shown on desks that practise, and nowhere else."),
    "events": Key("list", "The events.", required=True, of="event"),
}
EVENT: Table = {
    "event": Key("id", "An id that never changes: seats hang on it.", required=True),
    "kind": Key("one", "What kind of event it is.", required=True, values=KINDS),
    "title": Key("text", "What it is called, on one line.", required=True),
    "place": Key("text", "Where it is."),
    "link": Key("text", "Its https address, for a webinar."),
    "on": Key("day", "The day of an event that is once."),
    "every": Key("names", "The days of the week of one that repeats.", values=DAYS),
    "from": Key("day", "The first day on which a repeated one may be."),
    "until": Key("day", "The last one."),
    "except": Key("texts", "Days on which it is not."),
    "starts": Key("text", "When it begins: \"10:00\", in quotes.", required=True),
    "ends": Key("text", "When it ends.", required=True),
    "slots": Key("whole", "Cut into dates of so many minutes, each with its own seats.", least=10, most=480),
    "seats": Key("whole", "How many can come.", required=True, least=1, most=10_000),
    "language": Key("id", "The code of the language that is spoken; it."),
    "for_whom": Key("text", "For whom it is, in plain words."),
    "leader": Key("id", "Who reads the list of who comes: a name of [leaders] in the configuration; without it, the office."),
    "holidays": Key("yes_no", "Yes, where it is also on holidays."),
    "doors": Key("list", "For whom `ascolto` offers it.", of="door"),
}
_LONGEST = {"title": 60, "place": 120, "link": 200, "for_whom": 120}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a file: on one day, or on days of the week from a day until another."""

    id: str
    kind: str
    title: str
    starts: time
    ends: time
    seats: int
    place: str = ""
    link: str = ""
    on: date | None = None
    every: tuple[int, ...] = ()
    first: date | None = None
    until: date | None = None
    apart: tuple[date, ...] = ()
    slots: int = 0
    language: str = "it"
    for_whom: str = ""
    leader: str = ""
    holidays: bool = False
    doors: tuple[Door, ...] = ()


def read_folder(folder: Path, today: date, practice: bool = False) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries of every file of `folder`/agenda, and all that is wrong there; an entry with an error is left out."""
    return read_files(sorted((folder / FOLDER).glob("*.yaml")), today, practice)


def read_files(paths: Iterable[Path], today: date, practice: bool = True) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The same of single files; the doors of their events look at the listening flow of the folder that they stand in."""
    entries, found, shelves = {}, [], {}
    for path in paths:
        shelf = shelves.setdefault(path.parent.parent, Folder(path.parent.parent))
        problems = Problems(str(path))
        text = read_text(path, problems, LIMIT)
        calendar = () if problems.found else _calendar(text, path.stem, Manuscript(problems, today, domain=FOLDER), shelf)
        for entry, is_example in calendar:
            if practice or not is_example:
                entries[entry.id] = entry
        found += problems.all
    return tuple(entries.values()), tuple(found)


def _calendar(text: str, name: str, script: Manuscript, shelf: Folder) -> list[tuple[Entry, bool]]:
    root = read_source(text, script.problems, LIMIT)
    taken = take(script, root, CALENDAR) if root is not None else {}
    if taken.get("agenda", name) != name:
        script.problems.add("F021", root.values["agenda"], name=taken["agenda"], file=name)
    read = (_entry(script, node, name, shelf) for node in items(script, taken.get("events"), "events"))
    return [(entry, bool(taken.get("example"))) for entry in read if entry is not None]


def _entry(script: Manuscript, node: Node, calendar: str, shelf: Folder) -> Entry | None:
    before = sum(not one.warns for one in script.problems.found.values())
    taken = take(script, node, EVENT)
    if taken:
        _check_name(script, node, taken)
        _check_days(script, node, taken)
        taken |= {key: _clock(script, node, key) for key in ("starts", "ends") if key in taken}
        doors = read_doors(script, taken["doors"], shelf.ascolto, f"{calendar}/{taken.get('event', '')}.") if "doors" in taken else ()
        taken |= {"except": _days(script, node.values.get("except")), "doors": doors}
        _check_times(script, node, taken)
        _check_place(script, node, taken)
    if sum(not one.warns for one in script.problems.found.values()) > before or not taken:
        return None
    return _made(taken, calendar)


def _made(taken: dict[str, object], calendar: str) -> Entry:
    same = {key: taken[key] for key in ("kind", "title", "starts", "ends", "seats", "place", "link", "on", "until", "slots", "language",
                                        "for_whom", "leader", "holidays") if key in taken}
    every = tuple(DAYS.index(day) for day in taken.get("every", ()))
    return Entry(f"{calendar}/{taken['event']}", every=every, first=taken.get("from"), apart=taken["except"], doors=taken["doors"], **same)


def _check_name(script: Manuscript, node: Keyed, taken: dict[str, object]) -> None:
    if "event" in taken:
        script.take_name(str(taken["event"]), node.values["event"], script.names)
    for key, most in _LONGEST.items():
        if len(str(taken.get(key, ""))) > most:
            script.problems.add("F060", node.values[key], cells=len(str(taken[key])), most=most)


def _check_days(script: Manuscript, node: Keyed, taken: dict[str, object]) -> None:
    """Once or every week, and never on a day that is a holiday without saying so."""
    problems, on = script.problems, taken.get("on")
    if ("on" in node.values) == ("every" in node.values):
        problems.add("F105", node)
    for key in ("on", "until"):
        if key in taken and taken[key] < script.today:
            problems.add("F100", node.values[key], day=taken[key].isoformat())
    if "from" in taken and "until" in taken and taken["until"] < taken["from"]:
        problems.add("F104", node.values["until"], end=taken["until"].isoformat(), start=taken["from"].isoformat())
    if on and holiday(on) and not taken.get("holidays"):
        problems.add("F101", node.values["on"], day=on.isoformat(), name=holiday(on))


def _check_times(script: Manuscript, node: Keyed, taken: dict[str, object]) -> None:
    starts, ends, on = taken.get("starts"), taken.get("ends"), taken.get("on")
    if starts and ends and ends <= starts:
        script.problems.add("F104", node.values["ends"], end=f"{ends:%H:%M}", start=f"{starts:%H:%M}")
    for key, clock in (("starts", starts), ("ends", ends)):
        trouble = clock_trouble(on, clock) if on and clock else ""
        if trouble:
            script.problems.add("F102" if trouble == "gap" else "F103", node.values[key], day=on.isoformat(), time=f"{clock:%H:%M}")


def _check_place(script: Manuscript, node: Keyed, taken: dict[str, object]) -> None:
    if "place" not in node.values and "link" not in node.values:
        script.problems.add("F106", node)
    if "link" in taken and not _LINK.fullmatch(str(taken["link"])):
        script.problems.add("F016", node.values["link"], value=str(taken["link"])[:60], key="link", wanted="un indirizzo https://", hint="")


def _clock(script: Manuscript, node: Keyed, key: str) -> time | None:
    written = node.values[key]
    found = _CLOCK.fullmatch(written.text.strip())
    if not found:
        script.problems.add("F016", written, value=written.text[:60], key=key, wanted="un'ora come \"10:00\"", hint="")
        return None
    return time(int(found[1]), int(found[2]))


def _days(script: Manuscript, node: Node | None) -> tuple[date, ...]:
    found = []
    for item in getattr(node, "items", ()):
        try:
            found.append(date.fromisoformat(item.text))
        except ValueError:
            script.problems.add("F016", item, value=item.text[:60], key="except", wanted="un giorno come 2026-12-29", hint="")
        except AttributeError:
            continue
    return tuple(found)


def is_calendar(path: Path) -> bool:
    """Is this file, or this folder, of calendars?"""
    return path.parent.name == FOLDER or path.name == FOLDER
