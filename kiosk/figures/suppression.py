"""Counts as anybody may read them: none under k, and none that follows from the others and their totals.

A small count is hidden; where a hidden one could still be told to be small, larger ones beside it are hidden too, until who
sees the table, every total and which cells are hidden cannot say of any hidden count that it is less than k. Both are blank
alike. A zero is shown: it is of nobody. What other tables tell of this one comes in as `Bounds`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

K, TOTAL = 5, "*"
_FAR = 2**62
Cell = tuple[str, str]
Counts = Mapping[Cell, int]
Table = dict[Cell, int | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of this table from elsewhere: cells `fixed` by a number shown there, the `most` that others may be.

    A cell of `reach` is hidden, and must be able to be so much: the difference to a number shown elsewhere would be small. It
    is never taken for less than it is: another number may stand below it.
    """

    fixed: frozenset[Cell] = frozenset()
    most: Mapping[Cell, int] = field(default_factory=dict)
    reach: Mapping[Cell, int] = field(default_factory=dict)


def shown(counts: Counts, k: int = K, bounds: Bounds = Bounds()) -> Table:
    """Every cell of the table by (row, column), with its totals under `TOTAL`; None for one that is hidden.

    {} when nothing of it can be shown, for what other tables tell.
    """
    whole = with_totals(counts)
    wants = {cell: k for cell, count in whole.items() if 0 < count < k} | dict(bounds.reach)
    hidden = set(wants)
    while (weak := _told(whole, hidden, wants, bounds)) is not None:
        beside = _beside(whole, hidden | bounds.fixed, weak)
        if beside is None:
            return {}
        hidden.add(beside)
    for cell in sorted(hidden - wants.keys(), key=lambda one: (-whole[one], one)):
        # hidden on the way, and of no use in the end
        hidden -= {cell} if _told(whole, hidden - {cell}, wants, bounds) is None else set()
    return {cell: None if cell in hidden else count for cell, count in whole.items()}


def with_totals(counts: Counts) -> dict[Cell, int]:
    """All rows by all columns, zeros too, and the sums."""
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        whole[row, TOTAL] = sum(whole[row, column] for column in columns)
    for column in (*columns, TOTAL) if counts else ():
        whole[TOTAL, column] = sum(whole[row, column] for row in rows)
    return whole


def _told(whole: Mapping[Cell, int], hidden: set[Cell], wants: Mapping[Cell, int], bounds: Bounds) -> Cell | None:
    """A hidden count that the rest of the table tells to be less than it must be able to be."""
    limits = {cell: (whole[cell] if cell in bounds.reach else 1, bounds.most.get(cell, _FAR)) for cell in hidden}
    values = {one: whole[one] for one in hidden}
    return next((cell for cell in sorted(wants) if not _may_be(dict(values), cell, wants[cell], limits)), None)


def _beside(whole: Mapping[Cell, int], kept: frozenset[Cell] | set[Cell], weak: Cell) -> Cell | None:
    """What to hide next: the smallest count in the row or column of the weak one, a total only at last; None when nothing is left."""
    rest = ((cell == (TOTAL, TOTAL), cell[0] != weak[0] and cell[1] != weak[1], TOTAL in cell, count, cell)
            for cell, count in whole.items() if count and cell not in kept)
    return min(rest, default=(None,))[-1]


def _may_be(values: dict[Cell, int], cell: Cell, least: int, limits: Mapping[Cell, tuple[int, int]]) -> bool:
    """Is there a table with all that is shown in this one, in which the hidden `cell` is `least` or more, and each within its limits?

    Rows and columns are places, hidden cells the ways between them: what one takes more, others on a way back take less.
    """
    while values[cell] < least:
        way = _way_back(values, cell, limits) if values[cell] < limits[cell][1] else None
        if way is None:
            return False
        for one, step in way:
            values[one] += step
    return True


def _way_back(values: Mapping[Cell, int], cell: Cell, limits: Mapping[Cell, tuple[int, int]]) -> list[tuple[Cell, int]] | None:
    """A round of hidden cells that gives `cell` one more, and what each of them gets; None when there is none."""
    start, goal = (("column", cell[1]), ("row", cell[0])) if _sign(cell) > 0 else (("row", cell[0]), ("column", cell[1]))
    came: dict[tuple, tuple | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for one, there, step in _ways(values, here):
            if one != cell and there not in came and limits[one][0] <= values[one] + step <= limits[one][1]:
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
