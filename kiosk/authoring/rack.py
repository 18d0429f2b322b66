"""The leaflets of one folder: a list that costs nothing to have, kept in an index of its own beside that of the flows.

Read again only when a file, or what all are read against, has changed; a broken leaflet is left out and reported.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kiosk.authoring import validity
from kiosk.authoring.shelf import LEAFLET, Shelf, dumped, stamp
from kiosk.forms.doors import Door
from kiosk.forms.flow import NextStep, Source
from kiosk.forms.leaflet import Leaflet, Reach


@dataclass(frozen=True, slots=True)
class Index:
    """The leaflets, and the files that could not be read; `seen` is the state of what they were read from."""

    seen: str
    leaflets: tuple[Leaflet, ...] = ()
    broken: tuple[str, ...] = ()


class Rack:
    """The leaflets beside the flows of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.file = shelf.file.with_name("leaflets.json") if shelf.file else None

    def offered(self) -> tuple[Leaflet, ...]:
        """What can be shown today: somebody still vouches for it."""
        today = self.shelf.today()
        return tuple(one for one in self.index.leaflets if not validity.lapsed(one.verified_until, today))

    def broken(self) -> tuple[str, ...]:
        """The files that are left out."""
        return self.index.broken

    @cached_property
    def index(self) -> Index:
        """Every leaflet, in the order of their files; read only when one of them has changed."""
        files = sorted(self.shelf.path.glob(f"*/*{LEAFLET}"))
        seen = f"{self.shelf.index.seen}.{stamp(files)}"
        kept = _load(self.file)
        if kept is not None and kept.seen == seen:
            return kept
        read = {os.path.relpath(path, self.shelf.path): self.shelf.folder.leaflet(path).leaflet for path in files}
        broken = tuple(name for name, leaflet in read.items() if leaflet is None)
        return dumped(self.file, Index(seen, tuple(one for one in read.values() if one is not None), broken))


def _load(file: Path | None) -> Index | None:
    """The index as kept; None when there is none or it is not one of ours."""
    try:
        kept = json.loads(file.read_bytes()) if file else None
        return kept and Index(kept["seen"], tuple(map(_leaflet, kept["leaflets"])), tuple(kept["broken"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _leaflet(row: dict) -> Leaflet:
    return Leaflet(**row | {
        "reach": Reach(**row["reach"]), "doors": tuple(Door(*door) for door in row["doors"]), "languages": tuple(row["languages"]),
        "next": tuple(NextStep(**step) for step in row["next"]), "sources": tuple(Source(**one | {"read": _day(one["read"])}) for one in row["sources"]),
        "verified_on": _day(row["verified_on"]), "verified_until": _day(row["verified_until"]),
    })


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
