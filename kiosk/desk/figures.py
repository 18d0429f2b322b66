"""Counts as anybody may read them: none under k, and none that follows from the others and their totals.

A small count is hidden; where a hidden one could still be told to be small, larger ones beside it are hidden too, until who
sees the table, every total and which cells are hidden cannot say of any hidden count that it is less than k. Both are blank
alike. A zero is shown: it is of nobody.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import acts

if TYPE_CHECKING:
    from kiosk.database import Database

K, TOTAL = 5, "*"
Counts = Mapping[tuple[str, str], int]
Cell = tuple[str, str]


def table(database: Database, month: str, kind: str, k: int = K) -> dict[Cell, int | None]:
    """One of `acts.KINDS` in a month ("2026-11"), as `shown` gives it; DatabaseFailed when the store is away.

    Of a service that fewer than `k` visits chose, nothing else is shown either: how much they typed would tell of them.
    """
    found = acts.counted(database, month, kind)
    if kind in ("typed", "key", "override"):
        visits: dict[str, int] = {}
        for (flow, _), count in acts.counted(database, month, "visit").items():
            visits[flow] = visits.get(flow, 0) + count
        place = 1 if kind == "override" else 0
        found = {cell: count for cell, count in found.items() if cell[place] == acts.NONE or visits.get(cell[place], 0) >= k}
    return shown(found, k)


def shown(counts: Counts, k: int = K) -> dict[Cell, int | None]:
    """Every cell of the table by (row, column), with its totals under `TOTAL`; None for one that is hidden."""
    whole = _with_totals(counts)
    hidden = {cell for cell, count in whole.items() if 0 < count < k}
    while (weak := _told(whole, hidden, k)) is not None:
        hidden.add(_beside(whole, hidden, weak))
    return {cell: None if cell in hidden else count for cell, count in whole.items()}


def _with_totals(counts: Counts) -> dict[Cell, int]:
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        whole[row, TOTAL] = sum(whole[row, column] for column in columns)
    for column in (*columns, TOTAL) if counts else ():
        whole[TOTAL, column] = sum(whole[row, column] for row in rows)
    return whole


def _told(whole: Mapping[Cell, int], hidden: set[Cell], k: int) -> Cell | None:
    """A hidden count under `k` that the rest of the table tells to be so."""
    return next((cell for cell in sorted(hidden) if whole[cell] < k and not _may_be(whole, hidden, cell, k)), None)


def _beside(whole: Mapping[Cell, int], hidden: set[Cell], weak: Cell) -> Cell:
    """What to hide next: the smallest count in the row or column of the weak one, a total only at last."""
    rest = [cell for cell, count in whole.items() if count and cell not in hidden]
    return min(rest, key=lambda cell: (cell == (TOTAL, TOTAL), cell[0] != weak[0] and cell[1] != weak[1], TOTAL in cell, whole[cell], cell))


def _may_be(whole: Mapping[Cell, int], hidden: set[Cell], cell: Cell, k: int) -> bool:
    """Is there a table with all that is shown in this one, in which the hidden `cell` is `k` or more and no hidden one is 0?

    Rows and columns are places, hidden cells the ways between them: what one takes more, others on a way back take less.
    """
    values = {one: whole[one] for one in hidden}
    while values[cell] < k:
        way = _way_back(values, cell)
        if way is None:
            return False
        for one, step in way:
            values[one] += step
    return True


def _way_back(values: Mapping[Cell, int], cell: Cell) -> list[tuple[Cell, int]] | None:
    """A round of hidden cells that gives `cell` one more, and what each of them gets; None when there is none."""
    start, goal = (("column", cell[1]), ("row", cell[0])) if _sign(cell) > 0 else (("row", cell[0]), ("column", cell[1]))
    came: dict[tuple, tuple | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for one, there, step in _ways(values, here):
            if one != cell and there not in came and values[one] + step > 0:
                came[there] = here, one, step
                waiting.append(there)
    return _traced(came, goal, [(cell, 1)]) if goal in came else None


def _ways(values: Mapping[Cell, int], here: tuple[str, str]) -> list[tuple[Cell, tuple[str, str], int]]:
    """From a row a cell is passed by adding to its line, from a column by taking away; of a total, the other way round."""
    kind, name = here
    if kind == "row":
        return [(one, ("column", one[1]), _sign(one)) for one in values if one[0] == name]
    return [(one, ("row", one[0]), -_sign(one)) for one in values if one[1] == name]


def _traced(came: Mapping[tuple, tuple | None], goal: tuple, way: list[tuple[Cell, int]]) -> list[tuple[Cell, int]]:
    step = came[goal]
    while step is not None:
        here, one, change = step
        way.append((one, change))
        step = came[here]
    return way


def _sign(cell: Cell) -> int:
    """With totals taken as less than nothing, each row and column adds up to zero."""
    return -1 if (cell[0] == TOTAL) != (cell[1] == TOTAL) else 1
