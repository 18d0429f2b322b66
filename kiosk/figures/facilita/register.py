"""Where records rest until they are handed over: sealed, so that this desk cannot read them again, and each help only once.

They are kept some months at most, also where no other one is written; after they were written into a file they are gone
from here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.dispatch import sealing
from kiosk.figures.facilita.record import Values, fingerprint
from kiosk.figures.release import month_before

if TYPE_CHECKING:
    from kiosk.database import Database, Store

_STEP = 4096
KEPT = 3
"""Months for which a record waits to be handed over."""


def keep(database: Database, values: Values, recipients: Sequence[str], secret: bytes) -> bool:
    """Seals a record and keeps it; False when the same help stands there already.

    `secret` is the desks' own: without it nobody can try whether somebody is in the register. CannotSeal or DatabaseFailed otherwise.
    """
    said = json.dumps(dict(values), ensure_ascii=False).encode()
    sealed = sealing.seal(sealing.padded(said, _STEP), recipients)
    month = str(values["SE1"])[:7]
    with database.write() as store:
        expire(store, month)
        return store.insert_once("help_record", id=sealing.expand(fingerprint(values), secret).hex(), month=month, sealed=sealed)


def expire(store: Store, month: str) -> int:
    """What has waited for too long in this month goes, handed over or not; how many."""
    return store.delete_before("help_record", "month", month_before(month, KEPT))


def opened(database: Database, month: str, key: str) -> dict[str, dict]:
    """The records of a month by id; Rejected when the key does not fit."""
    with database.write() as store:
        rows = store.rows("help_record", order="id", month=month)
    return {row["id"]: _read(sealing.unseal(bytes(row["sealed"]), key)) for row in rows}


def forget(database: Database, ids: Sequence[str]) -> None:
    """These records are handed over."""
    with database.write() as store:
        for one in ids:
            store.delete("help_record", id=one)


def _read(content: bytes) -> dict:
    return {name: tuple(said) if isinstance(said, list) else said for name, said in json.loads(content).items()}
