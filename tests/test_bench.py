"""A bench that is judged: red where a figure is over what was promised of it, or was not measured; green where all hold."""

import json
import subprocess
import sys

import pytest

from tests.bench import judge
from tests.bench.__main__ import BENCHES
from tests.practice import ROOT

BUDGET = {"what": "a key on the screen", "figure": "p99_ms", "most": 50, "promise": "a key is seen at once"}
ROW = {"what": "a key on the screen", "p50_ms": 4.0, "p99_ms": 50.0}


@pytest.mark.parametrize(("row", "holds", "told"), [
    (ROW, True, "holds: a key on the screen, p99_ms 50.0 of 50 (a key is seen at once)"),
    (ROW | {"p99_ms": 50.1}, False, "OVER: a key on the screen, p99_ms 50.1 of 50 (a key is seen at once)"),
    (ROW | {"what": "another key"}, False, "OVER: a key on the screen, p99_ms not measured of 50 (a key is seen at once)"),
    ({"what": "a key on the screen"}, False, "OVER: a key on the screen, p99_ms not measured of 50 (a key is seen at once)"),
    ({"bench": "a key on the screen", "p99_ms": 3}, True, "holds: a key on the screen, p99_ms 3.0 of 50 (a key is seen at once)"),
])
def test_a_figure_holds_up_to_its_budget_and_not_beyond(row, holds, told):
    (verdict,) = judge.judged([{"what": "something else", "p99_ms": 900}, row], [BUDGET])

    assert (verdict.holds, verdict.told) == (holds, told)


def test_each_budget_is_of_a_bench_there_is_and_says_where_it_was_promised():
    written = json.loads(judge.BUDGETS.read_text("utf-8"))

    assert {name.removesuffix(" --assist") for name in written} <= set(BENCHES)
    assert all(one["promise"] and one["most"] > 0 for found in written.values() for one in found)


@pytest.mark.parametrize(("most", "status", "said"), [(10_000, 0, "holds"), (9_999, 1, "OVER")])
def test_the_command_ends_with_1_where_a_figure_is_over_its_budget(tmp_path, most, status, said):
    place = tmp_path / "budgets.json"
    place.write_text(json.dumps({"places": [{"what": "places", "figure": "actors", "most": most, "promise": "all are there"}]}), "utf-8")
    ran = subprocess.run([sys.executable, "-m", "tests.bench", "places", "--judge", "--budgets", str(place)], cwd=ROOT, capture_output=True, text=True)

    assert (ran.returncode, ran.stdout.splitlines()[-1].split(":")[0]) == (status, said), ran.stderr


def test_a_bench_of_which_nothing_is_promised_is_not_judged():
    ran = subprocess.run([sys.executable, "-m", "tests.bench", "engine", "--judge"], cwd=ROOT, capture_output=True, text=True)

    assert ran.returncode == 2 and "nothing is promised of engine" in ran.stderr
