"""The door to YAML: texts stay as written, and no text can hurt."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.authoring.answers import typed
from kiosk.authoring.source import Keyed, Problems, decode, read_source


def read(text: str, limit: int = 100_000):
    problems = Problems("f.yaml")
    return read_source(text, problems, limit), [(one.code, one.line, one.column) for one in problems.all]


@pytest.mark.parametrize("written", ["NO", "00100", "0612345", "12:30", "2026-01-01", "1_000", "0x1F", "true", "1e3", "=", ".5"])
def test_a_value_stays_the_text_that_was_written(written):
    tree, problems = read(f"a: {written}")
    assert ({"a": written}, []) == (typed(tree), problems)


def test_lines_and_columns_count_from_one():
    tree, _ = read("a:\n  - b\n  - c: d\n")
    inner = tree.values["a"].items[1]
    assert isinstance(inner, Keyed)
    assert [(3, 5), (3, 8)] == [(inner.keys["c"].line, inner.keys["c"].column), (inner.values["c"].line, inner.values["c"].column)]


@pytest.mark.parametrize(("text", "found"), [
    ("", ("F005", 1, 1)),
    ("a: [b", ("F004", 2, 1)),
    ("a: b: c", ("F004", 1, 5)),
    ("a:\n\tb: c", ("F004", 2, 1)),
    ("%TAG ! tag:x,2000:\n---\na: !b c", ("F009", 3, 4)),
    ("a: \x00", ("F003", 1, 4)),
    ("a: \u202eb", ("F003", 1, 4)),
    ("a: \ud800", ("F003", 1, 4)),
    ("a: \x1b[31m", ("F003", 1, 4)),
    ("a: b\n<<: c", ("F008", 2, 1)),
    ("a: 1\nb: 2\na: 3", ("F011", 3, 1)),
    ("a: &x [*x]", ("F008", 1, 4)),
    ("a: 1\n---\nb: 1", ("F010", 2, 1)),
])
def test_what_is_refused(text, found):
    assert found in read(text)[1]


def test_a_file_that_is_too_long_is_not_looked_at():
    assert (None, [("F002", 1, 1)]) == read("à" * 60, limit=100)


def test_a_file_in_another_encoding():
    problems = Problems("f.yaml")
    assert ("", "F001") == (decode("città".encode("latin-1"), problems), problems.all[0].code)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n", "[{b: ", "!!map {"])
def test_a_nested_bomb_is_refused_by_a_process_that_lives(opening):
    text = opening * 100_000 if opening != "a:\n" else "".join(" " * depth + "a:\n" for depth in range(3000))
    program = (
        "import sys; from kiosk.authoring.source import Problems, read_source; problems = Problems('f')\n"
        "tree = read_source(sys.stdin.read(), problems, 10_000_000); print(tree, *[one.code for one in problems.all])"
    )
    child = subprocess.run([sys.executable, "-c", program], input=text, capture_output=True, text=True, timeout=60)
    assert (0, "None") == (child.returncode, child.stdout.split()[0]), child.stderr[-500:]
    assert {"F006", "F004", "F009"} & set(child.stdout.split())


def test_twenty_levels_are_enough_and_allowed():
    assert [] == read("[" * 20 + "]" * 20)[1]
    assert [("F006", 1, 21)] == read("[" * 21 + "]" * 21)[1]


def test_problems_are_told_once_and_not_without_end():
    _, problems = read("[" + "*a, " * 1000 + "[], []]")
    assert 300 <= len(problems) <= 1001
