"""Tables as people read them: each kind with a title, rows with their total and what it is made of; the clients of this draw it.

Rows stand in the order of their totals. Of a kind by fives there are no totals: its columns are steps, and a person is in several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.figures.kinds import KINDS, LANGUAGE, Kind, column_said, row_said
from kiosk.figures.period import HIDDEN, Count, over
from kiosk.figures.release import NONE, Release
from kiosk.figures.suppression import K, TOTAL
from kiosk.i18n import italian

HEAD = (
    "Qui si contano fatti, non persone: visite, moduli, telefonate, prenotazioni. Chi viene due volte è contato due volte.",
    "Non ci sono nomi, risposte, giorni od ore. Si conta per mese, e mai più di due cose insieme.",
    f"«{HIDDEN}» vuol dire: meno di {K}, oppure nascosto, così un numero sotto {K} non si ricava dagli altri.",
    "Gruppi, invii e datori sono contati a gruppi di cinque: «5-9» vuol dire da 5 a 9. Quello che manca è sotto 5.",
    "Uno sportello di prova non conta niente. Se l'archivio non risponde, i numeri di quella visita si perdono.",
)
"""What stands at the head of every report."""
_NOTHING_YET = "senza servizio"


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its name, its total (None by fives), what it is made of as (column, count)."""

    name: str
    total: Count | None
    parts: tuple[tuple[str, Count], ...] = ()

    @property
    def size(self) -> int:
        """How long its bar is."""
        return self.total.least if self.total else max((count.least for _, count in self.parts), default=0)


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind in these months; `total` is None by fives, and where nothing is there."""

    kind: Kind
    rows: tuple[Row, ...]
    total: Count | None


def shown(releases: Sequence[Release], kinds: Sequence[Kind] = KINDS, named: Mapping[str, str] | None = None) -> list[Shown]:
    """What these months say, kind by kind; `named` are services, and languages as "language.it", in words."""
    return [_shown(kind, releases, named or {}) for kind in kinds]


def month_said(month: str) -> str:
    """«ottobre 2026»."""
    return italian().day(date(int(month[:4]), int(month[5:]), 1)).partition(" ")[2]


def _shown(kind: Kind, releases: Sequence[Release], named: Mapping[str, str]) -> Shown:
    cells = over(kind, releases)
    rows = [_row(kind, name, cells, named) for name in sorted({row for row, _ in cells} - {TOTAL})]
    return Shown(kind, tuple(sorted(rows, key=lambda row: -row.size)), cells.get((TOTAL, TOTAL)))


def _row(kind: Kind, name: str, cells: Mapping, named: Mapping[str, str]) -> Row:
    parts = ((column_said(kind.name, column), count) for (row, column), count in cells.items() if row == name and column not in ("", TOTAL))
    said = _NOTHING_YET if name == NONE else named.get(f"{LANGUAGE}.{name}" if kind.named == LANGUAGE else name) or row_said(kind, name)
    return Row(said, cells.get((name, TOTAL)), tuple(sorted((part for part in parts if part[1].most != 0), key=lambda part: -part[1].least)))
