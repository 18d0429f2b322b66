"""The list of who comes, for who leads: one file in which each person's part is sealed as they left it.

The desk cannot read it: it only puts together what it holds. `sportello office open` opens it with the leader's key. In the
desk's own folder a list says no more than the store: it is written anew when a seat is given up, and goes with its date.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.agenda.events import Event
from kiosk.agenda.occurrences import WEEKS
from kiosk.dispatch import rosters
from kiosk.dispatch.files import alone
from kiosk.dispatch.rosters import Seat
from kiosk.errors import Rejected

if TYPE_CHECKING:
    from kiosk.agenda.desk_agenda import Agenda

_FILES = "*.iscritti.*"


def write_list(agenda: Agenda, event: Event, folder: Path) -> Path:
    """The file of this event as it stands now, in the place of an earlier one; Rejected where nobody has signed up."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(folder):
        return _write(agenda, event, _place(event, folder))


def renew(agenda: Agenda, event: Event, folder: Path) -> None:
    """The file of this event, where there is one, as it stands now; one that cannot be written is taken away."""
    if _place(event, folder).exists():
        with alone(folder):
            _renew(agenda, event, _place(event, folder))


def keep_true(agenda: Agenda, first: datetime, folder: Path) -> None:
    """The files of what was over before `first` go; the others are as they stand now, for a seat is given up at any desk."""
    if not any(folder.glob(_FILES)):
        return
    with alone(folder):
        left = set(folder.glob(_FILES))
        for event in agenda.every(first, agenda.now + timedelta(weeks=WEEKS)):
            place = _place(event, folder)
            if place in left:
                left.discard(place)
                _renew(agenda, event, place)
        for place in left:
            place.unlink(missing_ok=True)


def _place(event: Event, folder: Path) -> Path:
    return folder / f"{event.starts_at:%Y%m%d-%H%M}-{event.id.partition('@')[0].replace('/', '-')}.iscritti.json"


def _renew(agenda: Agenda, event: Event, place: Path) -> None:
    try:
        _write(agenda, event, place)
    except (Rejected, OSError):
        place.unlink(missing_ok=True)


def _write(agenda: Agenda, event: Event, place: Path) -> Path:
    seats = [Seat(one["number"], one["state"], bool(one["promoted"]), one["came_at"], one["left_at"], bytes(one["sealed"])) for one in agenda.seats_of(event)]
    if not seats:
        raise Rejected("Nessuno si è ancora iscritto.")
    content = rosters.pack(event.title, f"{event.starts_at:%d/%m/%Y %H:%M}", seats)
    if place.is_file() and place.read_bytes() == content:
        return place
    fresh = place.with_suffix(".part")
    fresh.write_bytes(content)
    fresh.chmod(0o600)
    return fresh.replace(place)
