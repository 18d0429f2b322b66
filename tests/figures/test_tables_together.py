"""Everything that is published, side by side: adding, subtracting and comparing tables tells of no hidden count that it is small.

The attacker has all the tables, knows which counts are of the same people, and tries every world that fits.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.figures.kinds import KINDS, kind
from kiosk.figures.period import over
from kiosk.figures.release import Release, month_before, months, tables
from kiosk.figures.suppression import K, TOTAL, with_totals

SMALL, MOST, FEW = 3, 9, 4
LAWS = {
    "nothing is known": lambda one, other: True,
    "the same people": lambda one, other: one == other,
    "some of them": lambda one, other: other <= one,
    "some of the others": lambda one, other: one <= other,
}
NUMBERS = st.integers(1, 7)
TWO_BY_TWO = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), NUMBERS, min_size=1, max_size=4)


def worlds(table: Mapping, counts: Mapping, k: int) -> list[dict]:
    """Every whole table that looks like this one to the public; a table withheld says only that something was counted."""
    if set(table) == {(TOTAL, TOTAL)}:
        return [with_totals(dict(zip(counts, values, strict=True))) for values in itertools.product(range(MOST), repeat=len(counts)) if any(values)]
    hidden = sorted(cell for cell, count in table.items() if count is None and TOTAL not in cell)
    known = {cell: count for cell, count in table.items() if count is not None and TOTAL not in cell}
    found = (with_totals(known | dict(zip(hidden, values, strict=True))) for values in itertools.product(range(1, MOST + k), repeat=len(hidden)))
    return [whole for whole in found if all(count in (None, whole[cell]) for cell, count in table.items())]


def hidden_in(table: Mapping) -> int:
    return sum(count is None and TOTAL not in cell for cell, count in table.items())


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60)
@given(visits=TWO_BY_TWO, languages=TWO_BY_TWO)
def test_two_tables_of_the_same_people(law, visits, languages):
    """In every law that is true of them: each small count, and each small difference of the totals, may be none or larger."""
    true = {"visit": with_totals(visits), "language": with_totals(languages)}
    if not LAWS[law](*(whole[TOTAL, TOTAL] for whole in true.values())):
        return
    made = tables({"visit": visits, "language": languages}, SMALL)
    if max(hidden_in(made["visit"]), hidden_in(made["language"])) > FEW - 1:
        return
    seen = {name: worlds(made[name], counts, SMALL) for name, counts in (("visit", visits), ("language", languages))}
    sums = {name: {whole[TOTAL, TOTAL] for whole in found} for name, found in seen.items()}
    pairs = {(one, other) for one in sums["visit"] for other in sums["language"] if LAWS[law](one, other)}
    fits = {"visit": {one for one, _ in pairs}, "language": {other for _, other in pairs}}
    for name, whole in true.items():
        for cell in (cell for cell, count in whole.items() if 0 < count < SMALL and cell in made[name]):
            assert made[name][cell] is None
            assert any(world[cell] >= SMALL for world in seen[name] if world[TOTAL, TOTAL] in fits[name]), (name, cell)
    apart = abs(true["visit"][TOTAL, TOTAL] - true["language"][TOTAL, TOTAL])
    if 0 < apart < SMALL:
        assert any(not 0 < abs(one - other) < SMALL for one, other in pairs)


@settings(max_examples=60)
@given(TWO_BY_TWO, TWO_BY_TWO, TWO_BY_TWO)
def test_every_number_is_the_total_of_an_earlier_table_or_far_from_it(visits, languages, needs):
    """The total less a number of another table is a count of the others: of all but those who asked, or speak this."""
    made = tables({"visit": visits, "language": languages, "need": needs}, SMALL)
    for earlier, later in itertools.combinations(("visit", "language", "need"), 2):
        total = made[earlier].get((TOTAL, TOTAL))
        assert total is None or [count for count in made[later].values() if count is not None and 0 < abs(total - count) < SMALL] == []


LESSONS = st.dictionaries(st.tuples(st.sampled_from(["io", "spid"]), st.sampled_from(["alone", "helped"])), NUMBERS, min_size=1, max_size=4)
ENDS = st.dictionaries(st.tuples(st.sampled_from(["io", "spid"]), st.sampled_from(["sent", "left"])), NUMBERS, min_size=1, max_size=4)


@settings(max_examples=80)
@given(ENDS, LESSONS)
def test_a_row_that_two_tables_have(visits, learned):
    made = tables({"visit": visits, "learned": learned}, SMALL)
    for row in {row for row, _ in made["learned"]} - {TOTAL}:
        there, here = made["visit"].get((row, TOTAL), 0), made["learned"][row, TOTAL]
        assert there is not None, "what the first table hides, the second does not have"
        assert here is None or not 0 < abs(there - here) < SMALL
        if here is None and not 0 < abs(there - with_totals(learned)[row, TOTAL]) < SMALL or hidden_in(made["learned"]) > FEW:
            continue
        if here is None:
            values = {world[row, TOTAL] for world in worlds(made["learned"], learned, SMALL)}
            assert any(not 0 < abs(there - value) < SMALL for value in values if value <= there or with_totals(learned)[row, TOTAL] > there)


def test_what_is_counted_by_service_is_hidden_with_the_service():
    made = tables({
        "visit": {("did", "sent"): 30, ("isee", "sent"): 9, ("raro", "sent"): 2, ("raro", "left"): 1},
        "typed": {("did", "visitor"): 300, ("raro", "visitor"): 60, ("altro", "visitor"): 80, ("-", "visitor"): 5},
        "override": {("foreign", "raro"): 9, ("foreign", "did"): 9},
    })
    assert {"did", "-", TOTAL} == {row for row, _ in made["typed"]}
    assert {"did", TOTAL} == {row for row, _ in made["override"]}


def test_a_month_with_few_people_has_no_other_table_of_them():
    made = tables({"visit": {("did", "sent"): 3, ("isee", "sent"): 2}, "language": {("it", "20"): 5}, "phone": {("cerca", "said"): 7}})
    assert None is made["visit"][TOTAL, TOTAL]
    assert {(TOTAL, TOTAL): None} == made["language"]
    assert 7 == made["phone"]["cerca", "said"]


def test_two_visitors_who_chose_no_service_cannot_be_worked_out():
    made = tables({"visit": {("did", "sent"): 40, ("isee", "sent"): 15}, "language": {("it", "20"): 37, ("ar", "20"): 20}})
    assert 55 == made["visit"][TOTAL, TOTAL]
    assert (None, None) == (made["language"][TOTAL, TOTAL], made["language"]["ar", TOTAL])
    assert 37 == made["language"]["it", "20"]


COUNTS = st.integers(0, 12)
YEAR = ("2026-01", "2026-02", "2026-03", "2026-04")


@settings(max_examples=80)
@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=4, max_size=4))
def test_steps_that_follow_on_each_other_are_told_by_fives(steps):
    """Who booked and did not come, in a month or in several: nobody can say that there were one to four."""
    named = [dict(zip((("gruppo", "booked"), ("gruppo", "attended"), ("gruppo", "cancelled")), counts, strict=True)) for counts in steps]
    releases = [Release(month, tables({"event": counts})) for month, counts in zip(YEAR, named, strict=True)]
    for first, last in itertools.combinations_with_replacement(range(4), 2):
        told = over(kind("event"), releases[first:last + 1])
        numbers = [count.least for count in told.values()]
        assert all(number % K == 0 for number in numbers), "so is every sum and difference of them"
        booked, others = told.get(("gruppo", "booked")), [told.get(("gruppo", state)) for state in ("attended", "cancelled")]
        if booked and all(others):
            least, most = booked.least - sum(one.most for one in others), booked.most - sum(one.least for one in others)
            assert not 0 < max(least, 0) <= most < K


@settings(max_examples=60)
@given(st.lists(TWO_BY_TWO, min_size=4, max_size=4))
def test_months_added_and_taken_away_are_months(counts):
    """Every exact number of a period is a sum of shown months; one period less another is one too, and none of those is small."""
    releases = [Release(month, tables({"visit": found})) for month, found in zip(YEAR, counts, strict=True)]
    told = {(first, last): over(kind("visit"), releases[first:last + 1]) for first, last in itertools.combinations_with_replacement(range(4), 2)}
    for (first, last), (start, end) in itertools.product(told, repeat=2):
        if first <= start and end <= last:
            for cell, count in told[start, end].items():
                around = told[first, last][cell]
                outside = [releases[at].tables["visit"].get(cell, 0) for at in range(first, last + 1) if not start <= at <= end]
                if None not in (around.most, count.most):
                    assert None not in outside and around.least - count.least == sum(outside) and not any(0 < one < K for one in outside)


@settings(max_examples=60)
@given(st.lists(TWO_BY_TWO, min_size=2, max_size=2))
def test_a_period_says_nothing_of_what_its_months_hide(counts):
    """Hidden counts may be any others: the sum of the months does not move."""
    made = [tables({"visit": found})["visit"] for found in counts]
    told = over(kind("visit"), [Release(month, {"visit": one}) for month, one in zip(YEAR, made, strict=False)])
    for cell, count in told.items():
        hides = any(one.get(cell, one[TOTAL, TOTAL] and 0) is None for one in made)
        assert (count.most is None) == hides
        assert count.least == sum(one.get(cell, 0) or 0 for one in made)


def test_every_kind_that_is_counted_has_its_table():
    from kiosk.desk import acts
    assert set(acts.KINDS) == {one.name for one in KINDS} and len(KINDS) == len(acts.KINDS)


def test_months_are_counted_backwards():
    assert ("2025-12", "2026-01") == months("2025-12", "2026-01")
    assert "2025-01" == month_before("2026-02", 13)
