"""The agenda on the command line: for a desk that keeps its calendar without a screen, and for a list that somebody fetches.

    sportello agenda list [--kind group]
    sportello agenda show EVENT | cancel EVENT | participants EVENT -o DIR
    sportello agenda add --kind group --title T --place P --day 1/12/2026 --starts 10:00 --ends 12:00 --seats 12
    sportello agenda open EVENT --seats 20       more seats: who waits gets them
    sportello agenda attend CODE                 comes the first time, goes the second
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.agenda.calendars import is_calendar, read_files
from kiosk.agenda.events import KINDS, Event
from kiosk.agenda.lists import write_list
from kiosk.errors import Refused, Rejected

if TYPE_CHECKING:
    from datetime import date

    from kiosk.agenda.desk_agenda import Agenda
    from kiosk.authoring.source import Problem

ACTS = ("list", "show", "add", "open", "cancel", "participants", "attend")


def arguments(agenda: ArgumentParser) -> None:
    """What may be said after `sportello agenda`."""
    agenda.add_argument("what", choices=ACTS)
    agenda.add_argument("which", nargs="?", metavar="EVENT|CODE", help="una data di «agenda list», o un codice / a date of the list, or a code")
    agenda.add_argument("--kind", choices=KINDS)
    agenda.add_argument("-o", "--output", metavar="DIR", help="la cartella dell'elenco / the folder of the list")
    for name in ("title", "place", "day", "starts", "ends", "seats", "language", "leader"):
        agenda.add_argument(f"--{name}", default="")


def run(agenda: Agenda, made: Callable[[dict], Event], asked: Namespace) -> int:
    """Does what was asked and says what came of it; `made` reads what was typed into an event. The exit status."""
    try:
        print(*_lines(agenda, made, asked), sep="\n")
    except Refused as refusal:
        from kiosk.i18n.words import italian
        raise Rejected(italian().say(f"problem.{refusal.code}", **refusal.params)) from None
    return 0


def _lines(agenda: Agenda, made: Callable[[dict], Event], asked: Namespace) -> Iterator[str]:
    if asked.what == "list":
        found = agenda.every(agenda.now - timedelta(days=1), agenda.now + timedelta(weeks=6))
        yield from (_row(one) for one in found if asked.kind in (None, one.kind))
    elif asked.what == "add":
        event = made({"kind": asked.kind, "event": asked.title, **{name: getattr(asked, name) for name in ("place", "day", "starts", "ends", "seats", "language", "leader")}})
        agenda.add(event)
        yield _row(event)
    elif asked.what == "attend":
        booking = agenda.note_time(asked.which or "")
        yield f"{booking.event.title}: numero {booking.number}, arrivo {booking.came_at}, uscita {booking.left_at or '-'}"
    else:
        yield from _of_event(agenda, _event(agenda, asked.which), asked)


def _of_event(agenda: Agenda, event: Event, asked: Namespace) -> Iterator[str]:
    if asked.what == "participants":
        if not asked.output:
            raise Rejected("Scrivi: sportello agenda participants DATA -o CARTELLA.")
        yield f"{write_list(agenda, event, Path(asked.output))}: lo apre chi conduce, con sportello office open."
        return
    if asked.what == "cancel":
        agenda.close(event)
    elif asked.what == "open":
        if not (asked.seats.isascii() and asked.seats.isdigit() and 1 <= int(asked.seats[:6]) <= 10_000):
            raise Rejected("Scrivi quanti posti: --seats 20.")
        yield f"{agenda.resize(event, int(asked.seats))} persone dalla lista d'attesa hanno un posto."
    event = agenda.event(event.id) or event
    yield _row(event)
    yield from (f"  {one['number']:>4} {one['state']}{' da avvisare' if one['promoted'] else ''}" for one in agenda.seats_of(event))


def _event(agenda: Agenda, name: str | None) -> Event:
    found = agenda.event(name or "")
    if found is None:
        raise Rejected(f"«{name or ''}»: questa data non c'è. Guarda «sportello agenda list».")
    return found


def _row(one: Event) -> str:
    off = " ANNULLATA" if one.state == "off" else ""
    return f"{one.id}  {one.starts_at:%d/%m/%Y %H:%M}-{one.ends_at:%H:%M}  {one.title}  {one.taken}/{one.seats} posti, {one.waiting} in attesa{off}"


def check(paths: list[Path], today: date) -> list[Problem]:
    """Everything wrong in the calendars among these files and folders."""
    files = [file for path in paths for file in ([path] if path.is_file() and is_calendar(path) else _below(path))]
    return list(read_files(dict.fromkeys(files), today)[1])


def _below(path: Path) -> list[Path]:
    folder = path if path.name == "agenda" else path / "agenda"
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
