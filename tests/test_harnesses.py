"""Every harness in its short form: it finds nothing in the house as it is, and something in one broken on purpose."""

import re
import subprocess
import sys

import pytest
from nacl.pwhash import argon2id

from kiosk.desk import room
from tests import harness
from tests.harness import CannotRunHere, Report
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
