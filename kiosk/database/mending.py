"""A damaged store is put aside, under a name with the day, and what it still holds goes into another one in its place.

The new one is whole before the old one gives up its name, so that a kill or a power cut at any point loses nothing: the
next start finishes or begins again. An envelope is taken as it was only if its content has its digest; one that was
changed is kept for a person to see, and never due.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import carving, sqlite
from kiosk.database.schema import SEALED_STATES, SENT_STATE, tables
from kiosk.errors import DatabaseFailed

if TYPE_CHECKING:
    from kiosk.database import Database

_ASIDE = ".rovinato-"
_ROOM = "mending"
_ID, _REFERENCE = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class Mended:
    """One store that was put aside: the file's name, the day (ISO), and how many envelopes and visits were saved.

    `lost` are envelopes whose content was changed: they are in the outbox, for a person.
    """

    name: str
    day: str
    envelopes: int
    drafts: int
    lost: int


def mended(path: Path) -> tuple[Mended, ...]:
    """What was put aside beside the store at `path` and is still there; oldest first."""
    found = []
    for note in sorted(path.parent.glob(f"{path.name}{_ASIDE}*.json")):
        try:
            found.append(Mended(**json.loads(note.read_text("utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return tuple(found)


def mend(path: Path, open_store: Callable[[str], Database]) -> None:
    """Puts the file aside and another one in its place; DatabaseFailed when there is no room for that."""
    room = path.parent / _ROOM
    aside = path.with_name(f"{path.name}{_ASIDE}{datetime.now():%Y%m%d-%H%M%S}")
    try:
        _restore_log(path)
        shutil.rmtree(room, ignore_errors=True)
        store = open_store(f"{sqlite.SCHEME}{room / path.name}")
        counted = _take_back(path, store)
        store.close()
        _link(path, aside)
        note = Mended(aside.name, date.today().isoformat(), counted["envelope"], counted["draft"], counted["lost"])
        _write(aside.with_name(f"{aside.name}.json"), json.dumps(asdict(note)))
        _drop_log(path)
        os.replace(room / path.name, path)
        shutil.rmtree(room, ignore_errors=True)
        _sync(path.parent)
    except OSError as failure:
        raise DatabaseFailed(failure.strerror or "the damaged store cannot be put aside") from None


def complete(path: Path) -> None:
    """After a kill in the middle: while the damaged file still has its name, it is all begun again."""
    _restore_log(path)
    for aside in path.parent.glob(f"{path.name}{_ASIDE}*"):
        if aside.suffix == ".json" or aside.name.endswith("-wal") or not aside.samefile(path):
            continue
        log, kept = _log(path), _log(aside)
        if kept.exists() and not log.exists():
            os.link(kept, log)
        for name in (aside.with_name(f"{aside.name}.json"), kept, aside):
            name.unlink(missing_ok=True)


def _restore_log(path: Path) -> None:
    """The log that was found cut has its own name again, also when SQLite has deleted that."""
    cut = path.with_name(f"{path.name}{sqlite.CUT}")
    if cut.exists() and not _log(path).exists():
        os.link(cut, _log(path))
    cut.unlink(missing_ok=True)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _link(path: Path, aside: Path) -> None:
    os.link(path, aside)
    if _log(path).exists():
        os.link(_log(path), _log(aside))
    _sync(path.parent)


def _drop_log(path: Path) -> None:
    """Nothing of the damaged one may be read into the other."""
    for end in ("-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    _sync(path.parent)


def _write(place: Path, content: str) -> None:
    with open(os.open(place, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _take_back(path: Path, database: Database) -> Counter:
    """How many rows of each table were saved; "lost" are the envelopes that were changed."""
    counted: Counter = Counter()
    with database.write() as store:
        for table, values in _usable(path):
            if store.insert_once(table, **values):
                changed = values.get("outcome") == "damaged"
                counted["lost" if table == "envelope" and changed else table] += 1
    return counted


def _usable(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for table, values in carving.rows(path):
        whole = _filled(table, values)
        if table == "envelope":
            if _ID.fullmatch(whole["id"]) and _REFERENCE.fullmatch(whole["reference"]):
                yield table, _envelope(whole)
        else:
            yield table, whole


def _filled(table: str, values: dict[str, object]) -> dict[str, object]:
    """With what a column has that was added later, and no number that is none."""
    found = {}
    for column in tables().tables[table].c:
        value = values.get(column.name, "" if hasattr(column.type, "length") and column.type.python_type is str else 0)
        found[column.name] = 0.0 if isinstance(value, float) and not math.isfinite(value) else value
    return found


def _envelope(row: dict[str, object]) -> dict[str, object]:
    found = row | {"leased_until": 0.0}
    if not _is_day(row["accepted_on"]):
        found["accepted_on"] = date.today().isoformat()
    is_whole = hashlib.sha256(row["sealed"]).hexdigest() == row["sha256"]
    if row["state"] == SENT_STATE and not row["sealed"]:
        return found
    if not is_whole:
        return found | {"state": "person", "outcome": "damaged"}
    return found if row["state"] in SEALED_STATES else found | {"state": "person", "outcome": "state"}


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
