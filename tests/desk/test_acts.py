"""What is counted at the end of a visit, that nobody can be found in it, and that no figure under five is told."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.desk import acts, figures
from kiosk.desk.acts import Tally
from kiosk.desk.assist import Assist
from kiosk.desk.figures import K, TOTAL, shown
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed
from tests.people import Guest, finisher
from tests.practice import MORNING, PracticeDesk

MONTH = "2026-11"


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory, cheap_codes):
    """A desk for real visitors: not one that only practises."""
    desk = PracticeDesk(tmp_path_factory.mktemp("acts"), practice=False, recipients=(sealing.make_key()[1],))
    desk.codes = [desk.drafts.make_code()]
    return desk


@pytest.fixture
def desk(open_desk):
    open_desk.clock = lambda: MORNING
    with open_desk.database.write() as store:
        for table in ("act", "draft", "envelope"):
            store.delete(table)
    return open_desk


def found(desk, kind: str) -> dict:
    return acts.counted(desk.database, MONTH, kind)


def starts(desk, language: str = "it", name: str = "did") -> Guest:
    return Guest(Visit(desk), name, finisher(name).answers, language)


def after(desk, minutes: float) -> None:
    desk.clock = lambda: MORNING + timedelta(minutes=minutes)


def goes_to(guest: Guest, name: str) -> Visit:
    """Card by card until the card of this name."""
    for _ in range(200):
        card = guest.visit.card
        if card.name == name:
            return guest.visit
        guest.visit.give(guest.hands(card))
    raise AssertionError(f"{name} is never shown")


def test_a_visit_that_is_sent_is_counted_once(desk):
    visit = goes_to(starts(desk, "ar"), "end")
    after(desk, 22)
    visit.give({"end": "done"})
    if not visit.over:
        visit.give({})
    assert {("did", "sent"): 1} == found(desk, "visit")
    assert {("ar", "20"): 1} == found(desk, "language")
    assert {("did", "visitor")} == found(desk, "typed").keys() and found(desk, "typed")["did", "visitor"] > 5


def test_who_leaves_before_and_how(desk):
    goes_to(starts(desk), "code").leave()
    refusing = goes_to(starts(desk), "consent")
    refusing.give({"consent": "no"})
    refusing.leave()
    goes_to(starts(desk), "before").leave()
    erasing = goes_to(starts(desk), "code")
    assert erasing.erase(lambda: None)
    erasing.leave()
    assert {("did", "aside"): 1, ("did", "refused"): 1, ("did", "left"): 1, ("did", "erased"): 1} == found(desk, "visit")


def test_a_first_card_that_nobody_touched_is_no_visit(desk):
    Visit(desk).leave()
    assert 0 == desk.rows("act")


def test_keys_and_calls(desk):
    visit = goes_to(starts(desk, "zh"), "code")
    for press in (visit.help, visit.help, visit.help, visit.help, visit.change_language, visit.call, visit.call):
        press()
    visit.acts.press(visit, "F5")
    visit.leave()
    assert {("did", "F1"): 2, ("did", "F2"): 1, ("did", "F5"): 1} == found(desk, "key")
    assert {("zh", ""): 1} == found(desk, "call")


def test_counts_of_many_visits_add_up(desk):
    for _ in range(3):
        goes_to(starts(desk), "code").leave()
    assert {("did", "aside"): 3} == found(desk, "visit")


def test_who_has_the_keyboard_when_something_is_typed(desk):
    guest = starts(desk)
    visit = goes_to(guest, "code")
    visit.give({"code": "go"})
    visit.assist = Assist("Anna", types="operator")
    visit.give(guest.hands(visit.card))
    visit.leave()
    assert {("did", "operator")} == found(desk, "typed").keys()


def test_a_desk_that_practises_counts_nothing(practice):
    guest = Guest(Visit(practice), "did", finisher("did").answers)
    goes_to(guest, "code").leave()
    assert 0 == practice.rows("act")


class Away:
    """A store that does not answer."""

    def write(self):
        raise DatabaseFailed("away")


def test_a_store_that_is_away_loses_the_counts_and_nobody_waits(desk):
    visit = goes_to(starts(desk), "before")
    kept, desk.__dict__["database"] = desk.database, Away()
    try:
        visit.leave()
    finally:
        desk.__dict__["database"] = kept
    assert visit.over and 0 == desk.rows("act")


def test_counts_are_kept_thirteen_months(desk):
    with desk.database.write() as store:
        for month in ("2025-09", "2025-10", "2026-10"):
            store.insert("act", month=month, what="call", a="it", b="", n=9)
    goes_to(starts(desk), "before").leave()
    with desk.database.write() as store:
        assert {"2025-10", "2026-10", "2026-11"} == {row["month"] for row in store.rows("act", "month")}


@pytest.mark.parametrize(("seconds", "told"), [(0, "00"), (149, "00"), (151, "05"), (22 * 60, "20"), (90 * 60, "60"), (-600, "00")])
def test_minutes_are_rounded(seconds, told):
    assert told == acts.minutes(MORNING, MORNING + timedelta(seconds=seconds))


def test_no_count_has_more_than_two_things_and_none_is_typed(desk):
    visit = goes_to(starts(desk), "end")
    visit.leave()
    with desk.database.write() as store:
        rows = store.rows("act")
    answers = {str(answer.typed) for _, answer in visit.session.journey.answers.items() if isinstance(answer.typed, str) and len(answer.typed) > 3}
    assert answers and rows
    assert {"month", "what", "a", "b", "n"} == set(rows[0].keys())
    assert set() == answers & {str(row[part]) for row in rows for part in ("a", "b")}


def test_of_a_service_with_few_visits_nothing_else_is_shown(desk):
    tally = Tally()
    for flow, visits in (("did", 7), ("raro", 2)):
        tally.counts["visit", flow, "sent"] = visits
        tally.counts["typed", flow, "visitor"] = 60
        tally.counts["override", "foreign", flow] = 9
    acts.add(desk, tally.counts)
    assert ["did", TOTAL] == sorted({row for row, _ in figures.table(desk.database, MONTH, "typed")}, reverse=True)
    assert {"did", TOTAL} == {column for _, column in figures.table(desk.database, MONTH, "override")}
    assert (None, None) == tuple(figures.table(desk.database, MONTH, "visit")[row, "sent"] for row in ("did", "raro"))


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
