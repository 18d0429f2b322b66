"""What the store adds to the shared directory: a desk's own actors, and what every actor last said of itself.

Nothing here is of a person. Days stand as texts, "" for none; places that nobody has told are -1.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.network.actor import GOOD_FOR, Actor, Availability, of_plain, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.database import Database, Store

_LARGEST, _UNKNOWN = 4000, -1
_DAYS = tuple(one.name for one in fields(Availability) if one.name not in ("actor", "places"))


def actors(store: Store) -> tuple[Actor, ...]:
    """Those that a desk has added; a row that this version cannot read is left out."""
    read = (_actor(row["content"]) for row in store.rows("actor", "content", order="id"))
    return tuple(actor for actor in read if actor is not None)


def _actor(content: str) -> Actor | None:
    try:
        return replace(of_plain(json.loads(content)), shared=False)
    except (ValueError, TypeError, KeyError):
        return None


def put(database: Database, actor: Actor, today: date) -> bool:
    """Adds an actor, or replaces the one of this id; False when its texts are too long to keep."""
    content = json.dumps(plain(actor), ensure_ascii=False)
    if len(content) > _LARGEST:
        return False
    with database.write() as store:
        if not store.insert_once("actor", id=actor.id, content=content, added_on=today.isoformat()):
            store.update("actor", {"id": actor.id}, content=content, added_on=today.isoformat())
    return True


def remove(database: Database, actor: str) -> bool:
    """Takes an actor out that a desk had added; False when it had not."""
    with database.write() as store:
        return bool(store.delete("actor", id=actor))


def said(store: Store) -> dict[str, Availability]:
    """What each actor last said, by its id."""
    return {row["actor"]: _availability(row) for row in store.rows("availability")}


def note(database: Database, actor: str, **changed: object) -> Availability:
    """Writes down what an actor said, or that its contact was looked at; what is not named stays as it was."""
    with database.write() as store:
        store.insert_once("availability", **_row(Availability(actor)))
        whole = replace(_availability(store.locked("availability", actor=actor)), **changed)
        store.update("availability", {"actor": actor}, **_row(whole))
    return whole


def checked(database: Database, actor: str, today: date) -> Availability:
    """Somebody has looked at this contact today: it holds again for as long as contacts do, and nobody has to ask before."""
    return note(database, actor, checked_on=today, check_by=today + GOOD_FOR, check_on=None)


def _availability(row: Mapping) -> Availability:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Availability(row["actor"], row["places"] if row["places"] != _UNKNOWN else None, **days)


def _row(one: Availability) -> dict[str, object]:
    days = {name: getattr(one, name).isoformat() if getattr(one, name) else "" for name in _DAYS}
    return {"actor": one.actor, "places": _UNKNOWN if one.places is None else one.places, **days}
