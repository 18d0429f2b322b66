"""The list of who comes, for who leads: one file in which each person's part is sealed as they left it.

The desk cannot read it: it only puts together what it holds. `sportello office open` opens it with the leader's key.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.agenda.desk_agenda import Agenda
from kiosk.agenda.events import Event
from kiosk.dispatch import rosters
from kiosk.dispatch.rosters import Seat
from kiosk.errors import Rejected


def write_list(agenda: Agenda, event: Event, folder: Path) -> Path:
    """The file of this event as it stands now, in the place of an earlier one; Rejected where nobody has signed up."""
    seats = [Seat(one["number"], one["state"], bool(one["promoted"]), one["came_at"], one["left_at"], bytes(one["sealed"])) for one in agenda.seats_of(event)]
    if not seats:
        raise Rejected("Nessuno si è ancora iscritto.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f"{event.starts_at:%Y%m%d-%H%M}-{event.id.partition('@')[0].replace('/', '-')}.iscritti.json"
    content = rosters.pack(event.title, f"{event.starts_at:%d/%m/%Y %H:%M}", seats)
    fresh = place.with_suffix(".part")
    fresh.write_bytes(content)
    fresh.chmod(0o600)
    fresh.replace(place)
    return place
