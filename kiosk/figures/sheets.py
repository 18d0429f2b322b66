"""Figures as CSV files, one a kind and one that says what the columns mean: UTF-8, commas, every cell in quotes.

A file is written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kiosk.dispatch.tables import as_csv
from kiosk.errors import Rejected
from kiosk.figures.kinds import KINDS, Kind, columns_said
from kiosk.figures.period import HIDDEN, over
from kiosk.figures.release import Release
from kiosk.figures.shown import HEAD
from kiosk.figures.suppression import TOTAL

CODEBOOK = "che-cosa-vuol-dire.csv"
ALL = "totale"


def sheets(releases: Sequence[Release], kinds: Sequence[Kind] = KINDS) -> dict[str, bytes]:
    """Each file by its name: for every month, row and column the number, or the sign of a hidden one."""
    found = {f"{kind.name}.csv": as_csv([("mese", kind.rows, kind.columns or "-", "numero"), *_rows(kind, releases)]) for kind in kinds}
    return found | {CODEBOOK: as_csv(_codebook(kinds))}


def _rows(kind: Kind, releases: Sequence[Release]) -> list[tuple]:
    cells = [(one.month, cell, count) for one in releases for cell, count in over(kind, [one]).items()]
    return [(month, *(ALL if name == TOTAL else name for name in cell), count.said) for month, cell, count in cells]


def _codebook(kinds: Sequence[Kind]) -> list[tuple]:
    found = [("file", "voce", "che cosa vuol dire"), *(("tutti", "", text) for text in HEAD)]
    found += [("tutti", HIDDEN, HEAD[2]), ("tutti", ALL, "tutte le righe, o tutte le colonne, insieme")]
    for kind in kinds:
        found += [(f"{kind.name}.csv", "", kind.title), (f"{kind.name}.csv", "righe", kind.rows), (f"{kind.name}.csv", "colonne", kind.columns or "nessuna")]
        found += [(f"{kind.name}.csv", column, said) for column, said in columns_said(kind.name).items()]
    return found


def write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Writes them, over files of these names; Rejected when that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [write_file(folder / name, content) for name, content in files.items()]
    except OSError as failure:
        raise Rejected(f"Non posso scrivere in {folder}: {failure.strerror}.") from None


def write_file(place: Path, content: bytes) -> Path:
    """The file whole or not at all, on the disk when this returns; OSError otherwise."""
    fresh = place.with_name(f".{place.name}.part")
    try:
        with open(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, place)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return place
