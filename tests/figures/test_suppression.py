"""No figure under five is told, and none follows from the others of its table."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.figures.suppression import K, TOTAL, shown


def test_what_is_large_is_shown_as_it_is_and_a_zero_too():
    table = shown({("a", "x"): 5, ("a", "y"): 12, ("b", "x"): 30})
    assert (5, 12, 30, 0, 17, 30, 35, 12, 47) == tuple(
        table[cell] for cell in [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("a", TOTAL), ("b", TOTAL), (TOTAL, "x"), (TOTAL, "y"), (TOTAL, TOTAL)]
    )


def test_one_small_count_takes_others_with_it():
    table = shown({("a", "x"): 2, ("a", "y"): 12, ("b", "x"): 30, ("b", "y"): 9})
    assert None is table["a", "x"]
    assert len([cell for cell, count in table.items() if count is None]) >= 4
    assert 53 == table[TOTAL, TOTAL]


def test_nothing_counted_is_an_empty_table():
    assert {} == shown({})


def whole(counts: dict) -> dict:
    """The true table with its totals."""
    rows, columns = {a for a, _ in counts}, {b for _, b in counts}
    full = {(a, b): counts.get((a, b), 0) for a in rows for b in columns}
    sums = {(a, TOTAL): sum(full[a, b] for b in columns) for a in rows} | {(TOTAL, b): sum(full[a, b] for a in rows) for b in columns}
    return full | sums | {(TOTAL, TOTAL): sum(full.values())}


def lines(cells) -> list[tuple[list, tuple]]:
    """Every sum that anybody can check: (the parts, their total)."""
    rows, columns = sorted({a for a, _ in cells}), sorted({b for _, b in cells})
    across = [([(a, b) for b in columns if b != TOTAL], (a, TOTAL)) for a in rows]
    return across + [([(a, b) for a in rows if a != TOTAL], (TOTAL, b)) for b in columns]


def bounds(table: dict) -> dict:
    """The attacker with a pencil: what each cell can be at least and at most, tightened sum by sum until nothing moves."""
    far = 10**6
    low, high = {c: 1 if n is None else n for c, n in table.items()}, {c: far if n is None else n for c, n in table.items()}
    for _ in range(200):
        before = dict(low), dict(high)
        for parts, total in lines(table):
            low[total], high[total] = max(low[total], sum(low[p] for p in parts)), min(high[total], sum(high[p] for p in parts))
            for part in parts:
                rest = [p for p in parts if p != part]
                high[part] = min(high[part], high[total] - sum(low[p] for p in rest))
                low[part] = max(low[part], low[total] - sum(high[p] for p in rest))
        if before == (low, high):
            break
    return {cell: (low[cell], high[cell]) for cell in table}


def solved(table: dict) -> dict:
    """The attacker with algebra: the cells that the sums alone determine, by elimination over fractions."""
    from fractions import Fraction

    unknown = sorted(cell for cell, count in table.items() if count is None)
    system = []
    for parts, total in lines(table):
        row = [Fraction((cell in parts) - (cell == total)) for cell in unknown]
        system.append([*row, -sum(Fraction(table[c] or 0) * (1 if c in parts else -1) for c in (*parts, total))])
    pivots = 0
    for column in range(len(unknown)):
        pivot = next((r for r in range(pivots, len(system)) if system[r][column]), None)
        if pivot is None:
            continue
        system[pivots], system[pivot] = system[pivot], system[pivots]
        system[pivots] = [value / system[pivots][column] for value in system[pivots]]
        for r, row in enumerate(system):
            if r != pivots and row[column]:
                system[r] = [a - row[column] * b for a, b in zip(row, system[pivots], strict=True)]
        pivots += 1
    return {unknown[i]: row[-1] for row in system for i in [next((i for i, v in enumerate(row[:-1]) if v), -1)]
            if i >= 0 and sum(1 for v in row[:-1] if v) == 1}


NAMES = st.sampled_from("abcdef")
TABLES = st.dictionaries(st.tuples(NAMES, st.sampled_from("uvwxyz")), st.one_of(st.integers(1, 6), st.integers(1, 40)), max_size=20)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_sum_tells_a_hidden_count_to_be_small(counts):
    table, true = shown(counts), whole(counts)
    assert all(count in (None, true[cell]) for cell, count in table.items())
    small = [cell for cell, count in true.items() if 0 < count < K]
    assert [cell for cell in small if table[cell] is not None] == []
    if small:
        can_be = bounds(table)
        assert [cell for cell in small if can_be[cell][1] < K] == []
        assert set(small) & solved(table).keys() == set()


def possible(table: dict, k: int, most: int) -> set:
    """The attacker with all the time in the world: the hidden cells that are `k` or more in some table that fits."""
    inner = sorted(cell for cell, count in table.items() if count is None and TOTAL not in cell)
    found = set()
    for values in itertools.product(range(1, most + 1), repeat=len(inner)):
        guess = {cell: count for cell, count in table.items() if TOTAL not in cell} | dict(zip(inner, values, strict=True))
        full = whole(guess)
        if all(count is None or count == full[cell] for cell, count in table.items()):
            found |= {cell for cell, count in table.items() if count is None and full[cell] >= k}
    return found


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), st.integers(1, 5), min_size=1, max_size=5))
def test_every_table_that_fits_is_tried(counts):
    k = 3
    table, true = shown(counts, k), whole(counts)
    if sum(count is None for cell, count in table.items() if TOTAL not in cell) <= 4:
        assert {cell for cell, count in true.items() if 0 < count < k} <= possible(table, k, 8)
