"""What is opened behind the first screen, and what the operator is told when it is not as it should be."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import mended
from kiosk.desk import logbook
from kiosk.dispatch import desk_key, office, sealing
from kiosk.dispatch.outbox import Outbox, Waiting
from kiosk.dispatch.spool import Spool
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk


def troubles(desk: Desk) -> tuple[str, ...]:
    """One line for each thing that a visit would stumble on later: the store, the office's key, a broken service."""
    words, found = desk.italian, []
    # each is opened inside the try: a store or a secret that is ruined is told, not raised
    forgetting = (lambda day: desk.drafts.forget_expired(day), lambda day: desk.agenda.forget(day), lambda day: desk.network.forget(day))
    for opened in (*forgetting, lambda day: _forget_records(desk, day), lambda day: _keys(desk)):
        try:
            opened(desk.days.sure())
        except (KioskError, OSError) as failure:
            found.append(words.say("staff.trouble", what=failure))
    hand_on(desk)
    found += mended_lines(desk) + clock_lines(desk) + room_lines(desk) + outbox_lines(desk) + contact_lines(desk) + logbook.staff_lines(desk)
    found += [words.say("staff.broken", name=name) for name in (*desk.shelf.broken(), *desk.rack.broken(), *desk.agenda.broken())]
    warm()
    # one thing that stands in the way of several is told once
    return tuple(dict.fromkeys(found))


def _forget_records(desk: Desk, day: date) -> None:
    """Also of a place that writes no record any more."""
    from kiosk.figures.facilita import register
    with desk.database.write() as store:
        gone = register.expire(store, day.isoformat()[:7])
    if gone:
        desk.database.sweep()


def _keys(desk: Desk) -> None:
    """CannotSeal or ConfigIsWrong when what a visit ends in could not be sealed for its office, or not signed."""
    desk_key.signing_key(desk.config.folder)
    for offer in desk.shelf.offers():
        office.keys(desk.config, offer.id)
    for _, key in desk.config.leaders:
        sealing.check_recipient(key)


def hand_on(desk: Desk) -> None:
    """To the shared store, what this desk kept while that was away; when it is still away the next one does it."""
    if desk.config.is_shared:
        with suppress(KioskError, OSError):
            Spool(desk.local, desk.config.desk.id, desk_key.signing_key(desk.config.folder)).forward(desk.database)


def mended_lines(desk: Desk) -> list[str]:
    """That a store was damaged, and what could be saved: said until its file is taken away."""
    words, found = desk.italian, []
    for one in mended(desk.config.folder / Path(desk.config.local_store).name):
        day = words.day(date.fromisoformat(one.day))
        found.append(words.say("staff.mended", day=day, name=one.name, n=one.envelopes, drafts=one.drafts))
        if one.lost:
            found.append(words.say("staff.damaged", n=one.lost))
    return found


def clock_lines(desk: Desk) -> list[str]:
    """What to do about a clock that cannot be right."""
    words, days = desk.italian, desk.days
    said = "staff.clock_behind" if days.is_behind else "staff.clock_ahead" if days.is_ahead else ""
    return [words.say(said, day=words.day(days.clock()))] if said else []


def room_lines(desk: Desk) -> list[str]:
    """What to do about a disk that is nearly full; while it is not, some of it is kept back."""
    desk.room.keep()
    return [] if desk.room.is_enough else [desk.italian.say("staff.room", n=desk.room.left // 2**20)]


def outbox_lines(desk: Desk) -> list[str]:
    """What to do about envelopes that the program alone does not get to their office."""
    if desk.config.practice:
        return []
    found: dict[str, Waiting] = {}
    for opened in (lambda: desk.local, lambda: desk.database):
        # opened inside: a store of no use is told elsewhere, and does not hide what waits in the other one
        with suppress(KioskError):
            found |= {one.id: one for one in Outbox(opened()).overdue(desk.today())}
    since = min((one.accepted_on for one in found.values()), default=None)
    return [desk.italian.say("staff.outbox", n=len(found), day=desk.italian.day(since))] if since else []


def contact_lines(desk: Desk) -> list[str]:
    """That contacts of the network are to be looked at again; on a desk that practises they are not."""
    late = () if desk.config.practice else desk.network.overdue()
    return [desk.italian.say("staff.contacts", n=len(late))] if late else []


def warm() -> None:
    """Load what the first form would otherwise make somebody wait for."""
    import kiosk.authoring.shelf  # noqa: F401
    import kiosk.desk.finishing  # noqa: F401
    import kiosk.desk.memory  # noqa: F401
    from kiosk.desk import staging
    from kiosk.dispatch import documents
    from kiosk.forms.credentials import covered
    from kiosk.forms.identifiers import place_search
    staging.load()
    # read, not drawn with: drawing would begin threads, which no process forked from this one would have
    documents.fonts()
    place_search()
    covered("")
