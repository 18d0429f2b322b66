"""The tables of a month, made together and once: whoever has read one version of a month has read the only one.

A month is released when it is over, all its kinds at a time. Months do not overlap, and what is said of several of them is
worked out from their tables alone: it tells nothing that these did not. In a month, `tables` lets no later table tell what an
earlier one hides: where both count the same people, each number of the later one is equal to the earlier total, five or more
apart from it, or hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk.errors import Rejected
from kiosk.figures.kinds import KINDS, Kind
from kiosk.figures.suppression import K, TOTAL, Bounds, Cell, Counts, Table, shown, with_totals

if TYPE_CHECKING:
    from kiosk.database import Database, Store

KEPT, NONE = 13, "-"
"""Months for which counts are kept; a month that was released stays. What is counted of no service yet."""
_MONTH = re.compile(r"2\d{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Release:
    """The tables of a month by kind, as they were written; of a kind shown by fives, the least that each count can be."""

    month: str
    tables: Mapping[str, Table]


def month_before(month: str, months: int = 1) -> str:
    """So many months before this one."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04}-{number % 12 + 1:02}"


def months(first: str, last: str) -> tuple[str, ...]:
    """Both, and all between them; Rejected when they are no months or stand the wrong way round."""
    for month in (first, last):
        if not _MONTH.fullmatch(month):
            raise Rejected("Un mese si scrive così: 2026-11.")
    if first > last:
        raise Rejected("Il primo mese viene dopo l'ultimo: scambia --from e --to.")
    found = [last]
    while found[-1] > first:
        found.append(month_before(found[-1]))
    return tuple(reversed(found))


def counted(database: Database, month: str, kind: str) -> dict[Cell, int]:
    """The counts of a kind in a month ("2026-11") as they are: for `tables`, never for a screen."""
    with database.write() as store:
        return _counted(store, month, kind)


def release(database: Database, month: str, today: date) -> Release:
    """The month as it was written, or as it is written now.

    Rejected while it is not over, and when its counts are gone unwritten; DatabaseFailed when the store is away.
    """
    (month,) = months(month, month)
    this = today.isoformat()[:7]
    with database.write() as store:
        found = store.rows("released", "content", month=month)
        counts = {} if found else {kind.name: _counted(store, month, kind.name) for kind in KINDS}
    if not found:
        if month >= this:
            raise Rejected(f"Il mese {month} non è finito: per questo sportello oggi è il {today:%d/%m/%Y}. I numeri si vedono dal mese dopo.")
        if month < month_before(this, KEPT):
            raise Rejected(f"Del mese {month} non c'è più niente: i numeri restano {KEPT} mesi.")
        # worked out while nobody waits for the store; of two desks that do so at once, the first one's are the month's
        content = _written(tables(counts))
        with database.write() as store:
            store.insert_once("released", month=month, content=content)
            found = store.rows("released", "content", month=month)
    return Release(month, _read(bytes(found[0]["content"])))


def tables(counts: Mapping[str, Counts], k: int = K) -> dict[str, Table]:
    """What may be shown of the counts of one month, by kind, in the order of `KINDS`.

    {} for a kind of which nothing was counted; its total hidden, and nothing else, for one of which nothing may be shown.
    """
    month = _Month(k)
    for kind in KINDS:
        found = counts.get(kind.name, {})
        month.add(kind, {(b, a): count for (a, b), count in found.items()} if kind.turned else found)
    return month.made


class _Month:
    """The tables made so far; `near` are the kinds whose total is hidden only for being near to another."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.made: dict[str, Table] = {}
        self.near: set[str] = set()

    def add(self, kind: Kind, counts: Counts) -> None:
        """The table of a kind, by what the earlier ones show: where those hide a row or all, nothing of it is here."""
        if kind.by_fives:
            self.made[kind.name] = {cell: count // self.k * self.k for cell, count in sorted(counts.items()) if count >= self.k}
            return
        peers = [(one.name, self.made[one.name]) for one in KINDS if kind.of_people and one.of_people and self.made.get(one.name)]
        hides = any(table[TOTAL, TOTAL] is None and name not in self.near for name, table in peers)
        alike = [self.made[one.name] for one in KINDS if kind.named and one.named == kind.named and self.made.get(one.name)]
        rows = {row for row, _ in counts if not hides and self._is_open(kind, row, alike)}
        left = {cell: count for cell, count in counts.items() if cell[0] in rows}
        known = dict.fromkeys(with_totals(left) if peers else (), [table[TOTAL, TOTAL] for _, table in peers])
        if kind.own_total:
            known |= {(row, TOTAL): [table[row, TOTAL] for table in alike if (row, TOTAL) in table] for row in rows}
        bounds = _bounds(left, known, self.k)
        if (TOTAL, TOTAL) in bounds.reach:
            self.near.add(kind.name)
        self.made[kind.name] = shown(left, self.k, bounds) or {(TOTAL, TOTAL): None for _ in counts}

    def _is_open(self, kind: Kind, row: str, alike: list[Table]) -> bool:
        """Does no earlier table hide this row, and where rows are what others are counted by, does the first of them show it?"""
        if any(table.get((row, TOTAL), 0) is None for table in alike):
            return False
        first = next(self.made.get(one.name) for one in KINDS if one.named == kind.named)
        return first is None or kind.own_total or not kind.named or row == NONE or (row, TOTAL) in first


def _bounds(counts: Counts, known: Mapping[Cell, list[int | None]], k: int) -> Bounds:
    fixed, most, reach, whole = set(), {}, {}, with_totals(counts)
    for cell, shown_there in known.items():
        count, others = whole[cell], [number for number in shown_there if number is not None]
        if count in others:
            fixed.add(cell)
        if above := [number for number in others if number > count]:
            most[cell] = min(above)
        if any(_near(count, number, k) for number in others):
            reach[cell] = next(more for more in range(count + 1, count + 3 * k) if not any(_near(more, number, k) for number in others))
    return Bounds(frozenset(fixed), most, reach)


def _near(one: int, other: int, k: int) -> bool:
    """Is their difference a count that may not be known?"""
    return 0 < abs(one - other) < k


def _counted(store: Store, month: str, kind: str) -> dict[Cell, int]:
    return {(row["a"], row["b"]): row["n"] for row in store.rows("act", "a", "b", "n", month=month, what=kind)}


def _written(made: Mapping[str, Table]) -> bytes:
    return json.dumps({name: [[*cell, count] for cell, count in table.items()] for name, table in made.items()}, ensure_ascii=False).encode()


def _read(content: bytes) -> dict[str, Table]:
    return {name: {(row, column): count for row, column, count in cells} for name, cells in json.loads(content).items()}
