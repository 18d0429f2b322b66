"""Several months together: what is said of them follows from their tables alone, so it tells nothing that these do not.

Where a month hides a count, the sum is only «at least» what the others show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.figures.kinds import SERVICE, Kind
from kiosk.figures.release import Release
from kiosk.figures.suppression import K, TOTAL, Cell

HIDDEN, UNSAID = f"<{K}*", "nascosto"
"""How a hidden count is written: less than `K`, or hidden so that another one that is cannot be worked out; and hidden in each of several months."""


@dataclass(frozen=True, slots=True)
class Count:
    """From `least` to `most`, in so many months; None where nobody says how many at most."""

    least: int
    most: int | None
    months: int = 1

    @property
    def said(self) -> str:
        """As a person reads it."""
        if self.most is None:
            return f"almeno {self.least}" if self.least else HIDDEN if self.months == 1 else UNSAID
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


def over(kind: Kind, releases: Sequence[Release]) -> dict[Cell, Count]:
    """The counts of a kind in these months, by (row, column)."""
    cells = sorted({cell for one in releases for cell in one.tables.get(kind.name, {})})
    return {cell: _sum([_count(kind, one.tables.get(kind.name, {}), cell) for one in releases]) for cell in cells}


def _sum(counts: list[Count]) -> Count:
    unknown = any(count.most is None for count in counts)
    return Count(sum(count.least for count in counts), None if unknown else sum(count.most for count in counts), len(counts))


def _count(kind: Kind, table: Mapping[Cell, int | None], cell: Cell) -> Count:
    if kind.by_fives:
        least = table.get(cell, 0)
        return Count(least, least + K - 1)
    if cell in table:
        return Count(table[cell] or 0, table[cell])
    # a row may be missing because the service had few visits; else nothing of it was counted
    may_be_hidden = bool(table) and (kind.named == SERVICE and not kind.of_people or kind.name == "call" or table.get((TOTAL, TOTAL)) is None)
    return Count(0, None if may_be_hidden else 0)
