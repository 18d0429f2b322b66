"""Faults put in on purpose: which there are, who notices them, and that nobody else ever sees one."""

import subprocess
import sys

import pytest

from tests.mutants import TARGETS
from tests.mutants.faults import faults, plain
from tests.mutants.trials import Score
from tests.practice import ROOT

SHOP = '''"""A shop."""

def heavy(grams: int) -> bool:
    return grams > 2

def sold(stock: list) -> list:
    while stock:
        stock.pop()
    return stock

def spare(grams: int) -> bool:
    return not grams
'''
# `heavy` is asked in another process, and nobody asks for `spare`
LOOKS = """import subprocess, sys
from room import shop

def test_heavy():
    program = "from room.shop import heavy; print(heavy(2), heavy(3))"
    assert subprocess.run([sys.executable, "-c", program], cwd="/", capture_output=True, text=True).stdout == "False True\\n"

def test_sold():
    assert shop.sold([1, 2]) == []
"""
PROGRAM = """
import sys
from pathlib import Path
from tests.mutants import trials

trials._SHORTEST = 1.0
trials.warm()
for tests in (["tests/test_looks.py"], []):
    score = trials.measured(Path(sys.argv[1]), "room/shop.py", tests)
    print(score.tried, score.found, score.too_long, *(fault.line for fault in score.survived))
try:
    trials.measured(Path(sys.argv[1]), "room/shop.py", ["tests/test_red.py"])
except trials.NotWhole as reason:
    print(reason)
"""


@pytest.mark.parametrize(("line", "wrong"), [
    ("a = b < c", ["a = b <= c"]),
    ("a = b is not c", ["a = b is c"]),
    ("a = b in c or not d", ["a = b in c and (not d)", "a = b not in c or not d", "a = b in c or d"]),
    ("a = b + 1", ["a = b - 1", "a = b + 2", "a = b + 0"]),
    ("a = 0.5", ["a = 1.5"]),
    ("a = True", ["a = False"]),
    ("a = 'code', b'key'", ["a = ('xcode', b'key')", "a = ('code', b'xkey')"]),
    ("a(b)", ["pass"]),
    ("a.b = c", ["pass"]),
    ("a += b", ["pass", "a -= b"]),
    ("if a: b", ["if not a:"]),
    ("def a(): return b", ["return None"]),
    ("def a(): return None", ["return True"]),
    ("with a: b", ["if True:"]),
    ("raise a('code.slip')", ["pass", "raise a('xcode.slip')"]),
])
def test_a_fault_of_each_kind_is_made(line, wrong):
    assert sorted(fault.now for fault in faults(line)) == sorted(wrong)


@pytest.mark.parametrize("line", [
    "'Words about a module.'", "import a", "from a import b", "a: int", "def a(b: 'c') -> 'd': b", "@a(1)\ndef b(): b", "__all__ = ['a']",
    "if TYPE_CHECKING: a(1)", "a = 'Manca la chiave.'",
])
def test_what_is_passed_over(line):
    assert faults(line) == []


def test_the_words_of_a_refusal_may_change_but_not_that_it_is_one():
    assert [fault.now for fault in faults("raise a(f'«{b}» non è una chiave')")] == ["pass"]


def test_every_fault_is_one_line_of_a_module_that_can_be_read():
    module = ROOT / "kiosk" / "dispatch" / "files.py"
    whole, found = plain(module.read_text("utf-8")), faults(module.read_text("utf-8"))
    for fault in found:
        compile(fault.source, str(module), "exec")

    assert len({fault.source for fault in found} | {whole}) == len(found) + 1


def test_what_the_table_names_is_there():
    assert [name for module, tests in TARGETS.items() for name in (module, *tests) if not (ROOT / name).is_file()] == []


def test_faults_are_found_by_the_tests_that_look_and_by_no_others(tmp_path):
    files = {"room/__init__.py": "", "room/shop.py": SHOP, "tests/test_looks.py": LOOKS, "tests/test_red.py": "def test_red():\n    assert False\n"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    told = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert told.splitlines() == ["9 6 1 12 12", "9 0 0 4 4 4 4 7 8 9 12 12", "room/shop.py: tests/test_red.py fail without any fault"]
    assert {name: (tmp_path / name).read_text() for name in files} == files


def test_a_score_is_what_was_found_and_names_what_was_not():
    fault = faults("a = b < c")[0]

    assert "room/shop.py:1  a = b < c  ->  a = b <= c" in Score("room/shop.py", 4, 2, 1, [fault]).told()
    assert (Score("room/shop.py", 4, 2, 1, [fault]).percent, Score("room/shop.py").percent) == (75.0, 0.0)


def test_the_command_measures_a_sample_of_a_module_and_knows_no_other():
    def command(*words):
        return subprocess.run([sys.executable, "-m", "tests.mutants", *words], cwd=ROOT, capture_output=True, text=True)

    done = command("dispatch/files", "--sample", "2", "--seed", "2")
    assert (done.returncode, done.stdout) == (0, "kiosk/dispatch/files.py: 100.0 % of 2 found (0 by the time limit), seed 2\n")
    assert command("no/such").returncode == 2
