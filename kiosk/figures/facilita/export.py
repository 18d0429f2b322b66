"""The file for the platform: the records of a month, every column in its order, and then they are gone from here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database import Database
from kiosk.errors import Rejected
from kiosk.figures import release, sheets
from kiosk.figures.facilita import register
from kiosk.figures.facilita.grid import Grid, load
from kiosk.figures.facilita.record import Values, cells

if TYPE_CHECKING:
    from kiosk.config import Config


def run(config: Config, month: str | None, place: str | None, key: str | None, keep: bool) -> str:
    """Writes the file, and says what comes next; Rejected when something is missing."""
    if config.facilita is None:
        raise Rejected("Questo sportello non tiene il registro: manca [facilita] nella configurazione.")
    if not month or not place or not key:
        raise Rejected("Scrivi: sportello figures facilita --month 2026-04 --csv FILE --key CHIAVE.")
    (month,) = release.months(month, month)
    database, grid = Database(config.store), load()
    found = register.opened(database, month, _secret(key))
    written = _written(Path(place).expanduser(), sorted(found.values(), key=lambda values: str(values["SE1"])), grid)
    if not keep:
        register.forget(database, list(found))
    names = ", ".join(str(one) for one in written)
    return f"{names}: {len(found)} righe. {_next(config, grid, keep)}"


def _secret(key: str) -> str:
    try:
        return Path(key).expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Rejected(f"{key}: la chiave non si può leggere.") from None


def _written(place: Path, records: list[Values], grid: Grid) -> list[Path]:
    """One file, or several when the platform takes no file as long: file.csv, file-2.csv ..."""
    parts = [records[at:at + grid.rows] for at in range(0, len(records), grid.rows)] or [[]]
    names = [place.name if number == 1 else f"{place.stem}-{number}{place.suffix}" for number in range(1, len(parts) + 1)]
    there = [name for name in names if (place.parent / name).exists()]
    if there:
        raise Rejected(f"In {place.parent} c'è già {there[0]}: scegli un altro nome.")
    return sheets.write(place.parent, {name: as_csv(part, grid) for name, part in zip(names, parts, strict=True)})


def as_csv(records: list[Values], grid: Grid) -> bytes:
    """These records as the platform reads them: commas, quotes, headers."""
    return sheets.as_csv([[column.name for column in grid.columns], *(cells(values, grid) for values in records)])


def _next(config: Config, grid: Grid, keep: bool) -> str:
    kept = "Le righe restano anche qui." if keep else "Qui non ci sono più."
    asked = f" {grid.verify}" if config.facilita.window is None else ""
    verify = " ".join(dict.fromkeys(column.verify for column in grid.columns if column.verify))
    return f"{kept} Carica il file sulla piattaforma, poi cancellalo.{asked} {verify}"
