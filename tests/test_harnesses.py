"""Every harness in its short form: it finds nothing in the house as it is, and something in one broken on purpose."""

import ctypes
import random
import re
import subprocess
import sys

import pytest
from nacl.pwhash import argon2id

from kiosk.desk import room
from tests import harness
from tests.harness import CannotRunHere, Report, fuzz
from tests.harness.doors import EACH, PAGES, person
from tests.harness.traces import in_bytes, unlike
from tests.practice import ROOT

# good and broken of one harness lie far apart in the order, so that workers share the slow ones
FORMS = [(name, broken) for broken in (False, True) for name in harness.names()]


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """What a harness changes in its own process is its own: cheap codes, and a disk that may be small."""
    for where, name in ((argon2id, "OPSLIMIT_MODERATE"), (argon2id, "MEMLIMIT_MODERATE"), (room, "LEAST"), (room, "RESERVE")):
        monkeypatch.setattr(where, name, getattr(where, name))


@pytest.mark.parametrize(("name", "broken"), FORMS, ids=[f"{name}-{'broken' if broken else 'good'}" for name, broken in FORMS])
def test_the_short_form(name, broken):
    try:
        report = harness.run(name, broken=broken)
    except CannotRunHere as reason:
        pytest.skip(str(reason))
    assert report.runs > 0
    if broken:
        assert report.failures, f"nothing was found in a build broken on purpose\n{report.told()}"
    else:
        assert not report.failures, report.told()


def test_a_report_says_what_its_zero_means():
    assert Report("kill", 10_000, 7).bound == "0.0003"
    told = Report("kill", 10_000, 7, figures={"acknowledged": 12}).told()
    assert "seed 7" in told and "10000 runs" in told and "acknowledged: 12" in told and re.search(r"SQLite \d+\.\d+", told)


def test_a_report_with_a_failure_promises_nothing():
    report = Report("kill", 10_000, 7, failures=["one was lost"] * 30)
    assert report.bound == "" and "30 failures" in report.told() and "and 10 more" in report.told()


def test_the_command_lists_the_harnesses_and_knows_no_other():
    def command(*words):
        return subprocess.run([sys.executable, "-m", "tests.harness", *words], cwd=ROOT, capture_output=True, text=True)

    assert command().stdout.split() == harness.names()
    assert command("no-such").returncode == 2
    assert command("fuzz", "--only", "no-such").returncode == command("kill", "--only", "catalogs").returncode == 2


def test_one_piece_of_a_harness_is_run_by_itself():
    report = harness.run("fuzz", 1, only="catalogs")
    assert list(report.figures) == ["catalogs"] and report.runs == fuzz.PIECES["catalogs"].often


def test_the_long_form_gives_each_reader_all_that_is_promised():
    short = [name for name, piece in fuzz.PIECES.items() if fuzz.LONG * piece.often < piece.promised]
    assert not short


def canaries(seed):
    return person(random.Random(seed), "482109384712").canaries


@pytest.mark.parametrize("beside", ["", "ж", "\U00010330"], ids=["narrow", "wide", "widest"])
@pytest.mark.parametrize("page", range(1, PAGES), ids=["latin", "arabic", "han"])
def test_what_was_typed_is_found_in_memory_whatever_the_widest_sign_beside_it(page, beside):
    typed = canaries(1)
    text = typed.texts[page * EACH] + beside
    held = ctypes.string_at(id(text), sys.getsizeof(text))
    assert [*in_bytes(held, typed)] and not [*in_bytes(held, canaries(2))]


@pytest.mark.parametrize("page", range(1, PAGES), ids=["latin", "arabic", "han"])
@pytest.mark.parametrize("before", range(4084, 4100, 3))
def test_what_lies_across_two_pages_is_found_though_one_of_them_was_met_before(page, before):
    typed, seen = canaries(1), set()
    text = typed.texts[page * EACH].encode("utf-32le")
    assert not [*in_bytes(unlike(bytes(1 << 14), seen), typed)]
    assert [*in_bytes(unlike(bytes(before) + text + bytes(1 << 14), seen), typed)]
    assert unlike(bytes(before) + text + bytes(1 << 14), seen) == b""
