"""A store in which bits have turned over, a sector was lost or the end is missing: what a desk that starts makes of it.

It starts, takes a new visit and sends it. Nothing altered reaches the office. An envelope none of whose pages was touched
gets there; a draft opens as it was saved, or not at all.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.harness.children import copied
from tests.harness.promises import Promises, arrivals, memory, rests, undelivered, words_of
from tests.harness.sandbox import Sandbox, Visitor, close, sent_by_another

_PAGE, _SECTOR = 4096, 512


class Original:
    """A desk with envelopes and drafts, and where in its file each envelope lies."""

    def __init__(self, place: Path) -> None:
        self.sandbox, told = Sandbox(place / "now").make(), []
        desk = self.sandbox.desk()
        for number in range(8):
            Visitor(desk, f"v{number}", told.append).goes_to("end" if number % 2 else "p3")
            if number == 1:
                close(desk)
                sent_by_another(desk.config)
        desk.database.sweep()
        with desk.database.write() as store:
            rows = store.rows("envelope", "reference", "sealed")
        self.waiting = {row["reference"]: bytes(row["sealed"]) for row in rows if row["sealed"]}
        Visitor(desk, "last", told.append).goes_to("p2")
        self.promises = Promises().hear("".join(f"{line}\n" for line in told))
        # while it is open, so that the log is there too
        self.before = copied(self.sandbox.place, place / "before")
        close(desk)
        content = (self.before / "desk" / "sportello.db").read_bytes()
        self.pages = {reference: _pages_of(sealed, content) for reference, sealed in self.waiting.items()}


def _pages_of(sealed: bytes, content: bytes) -> set[int]:
    """The pages of the file that hold some of an envelope: all its 100-byte pieces are looked for."""
    places = (content.find(sealed[at : at + 100]) for at in range(0, len(sealed), 100))
    return {place // _PAGE for place in places if place >= 0}


def a_store(chance: random.Random) -> Callable[[], str]:
    """One spoilt store, started, used and sent from."""
    folder = tempfile.TemporaryDirectory(dir=memory())
    original = Original(Path(folder.name))

    def once(kept: object = folder) -> str:
        copied(original.before, original.sandbox.place)
        touched = _spoil(original.sandbox.folder, chance)
        desk, told = original.sandbox.desk(), []
        try:
            desk.open()
            Visitor(desk, "new", told.append).goes_to("end")
            return _altered_drafts(desk, original, touched) or _misdelivered(desk, original, touched)
        finally:
            close(desk)
    return once


def _spoil(folder: Path, chance: random.Random) -> set[int] | None:
    """The pages of the file that were touched; None when it was the log."""
    place = folder / ("sportello.db-wal" if chance.random() < 0.15 else "sportello.db")
    content = bytearray(place.read_bytes())
    match chance.randrange(6):
        case 0:
            at = chance.randrange(len(content) // _SECTOR) * _SECTOR
            content[at : at + _SECTOR] = bytes(_SECTOR)
            found = {at // _PAGE}
        case 1:
            at = chance.randrange(len(content))
            found = set(range(at // _PAGE, len(content) // _PAGE + 1))
            del content[at:]
        case _:
            found = set()
            for _ in range(chance.choice((1, 1, 1, 8))):
                at = chance.randrange(len(content))
                content[at] ^= 1 << chance.randrange(8)
                found.add(at // _PAGE)
    place.write_bytes(content)
    return None if place.name.endswith("-wal") else found


def _altered_drafts(desk, original: Original, touched: set[int] | None) -> str:
    """Of a log that was cut, what came before the cut may be what opens: then there are fewer answers, but no others."""
    for word, promise in original.promises.of.items():
        answered = None if promise.reference else rests(desk, promise.code, word)
        if answered not in (None, promise.answered) and not (touched is None and answered < promise.answered):
            return "a draft opens with other answers"
    return ""


def _misdelivered(desk, original: Original, touched: set[int] | None) -> str:
    undelivered(desk, Promises())
    arrived = {place.name[:10]: place.read_bytes() for place in arrivals(desk)}
    words = words_of(desk, [content for reference, content in arrived.items() if original.waiting.get(reference, b"") != content])
    if len(words) != 2 or "new" not in words or "v1" not in words:
        return f"arrived that was not so before, beside the one sent earlier and the new one: {len(words) - 2}"
    lost = [reference for reference, sealed in original.waiting.items() if arrived.get(reference) != sealed]
    if touched is not None and any(not original.pages[reference] & touched for reference in lost):
        return "an envelope that could still be read has not arrived"
    return ""
