"""Who comes to a date, as one file for who leads it: numbers and states in clear, and of each person a sealed part.

The desk puts together what it cannot read. Opened, it is a table; no cell of it is a formula, whatever somebody typed.
"""

from __future__ import annotations

import base64
import json
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.dispatch import sealing
from kiosk.dispatch.tables import as_csv
from kiosk.errors import Rejected

FORMAT = "sportello/roster/1"
_START = b'{"format": "sportello/roster/'
_STATES = {"booked": "posto", "waiting": "in attesa", "cancelled": "ha lasciato il posto"}
_HEADS = ("numero", "stato", "da avvisare", "nome", "telefono", "arrivo", "uscita")
_CLOSED = "(non si apre con questa chiave)"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person: `sealed` is what they left, b"" for nothing."""

    number: int
    state: str
    promoted: bool
    came_at: str
    left_at: str
    sealed: bytes = field(repr=False)


def pack(title: str, when: str, seats: Sequence[Seat]) -> bytes:
    """The file of one date."""
    rows = [{"number": one.number, "state": one.state, "promoted": one.promoted, "came_at": one.came_at, "left_at": one.left_at,
             "sealed": base64.b64encode(one.sealed).decode()} for one in seats]
    return json.dumps({"format": FORMAT, "title": title, "when": when, "seats": rows}, ensure_ascii=False).encode("utf-8")


def is_one(content: bytes) -> bool:
    return content.startswith(_START)


def open_whole(content: bytes, secret: str) -> dict[str, bytes]:
    """`iscritti.csv` and `iscritti.json` of the file; Rejected when it is not one, or this key opens no person of it."""
    try:
        found = json.loads(content)
        people = _people(found["seats"], secret)
        heading = f"{found['title']}, {found['when']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Rejected("Questo elenco è rovinato, o non viene da uno sportello.") from None
    told = json.dumps({"title": heading, "people": people}, ensure_ascii=False, indent=1).encode("utf-8")
    return {"iscritti.csv": _table(heading, people), "iscritti.json": told}


def _people(rows: Sequence[Mapping], secret: str) -> list[dict[str, object]]:
    """Everybody; who signed up while another key was to read it has no name here. Rejected when this key opens nothing that is sealed."""
    opened, trouble = 0, None
    people: list[dict[str, object]] = []
    for row in rows:
        sealed = base64.b64decode(row["sealed"], validate=True)
        try:
            left = json.loads(sealing.unseal(sealed, secret)) if sealed else {}
            opened += bool(sealed)
        except Rejected as closed:
            left, trouble = {"name": _CLOSED}, closed
        people.append(_person(row, left))
    if trouble is not None and not opened:
        raise trouble
    return people


def _person(row: Mapping, left: Mapping) -> dict[str, object]:
    plain = {name: row[name] for name in ("number", "state", "promoted", "came_at", "left_at")}
    return plain | {"name": str(left.get("name", "")), "phone": str(left.get("phone", ""))}


def _table(heading: str, people: Sequence[Mapping]) -> bytes:
    return BOM_UTF8 + as_csv([(heading,), _HEADS, *map(_row, people)], delimiter=";")


def _row(one: Mapping) -> tuple[object, ...]:
    state, tell = _STATES.get(str(one["state"]), one["state"]), "sì" if one["promoted"] else ""
    return one["number"], state, tell, one["name"], one["phone"], one["came_at"], one["left_at"]
