"""Two visits that want one draft: whatever they do in whatever order, nothing is written over that its writer did not know."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.database import Database
from kiosk.desk.drafts import Drafts
from tests.harness.one_draft import DESKS, TODAY, UNTIL, WRITER, OneDraft, check_race, race

ANY = st.integers(0, DESKS - 1)
pytestmark = pytest.mark.usefixtures("cheap_codes")


class Visits(RuleBasedStateMachine):
    """The acts of several desks in orders that are sought out, and cut down to the shortest one that goes wrong."""

    draft: OneDraft

    def __init__(self) -> None:
        super().__init__()
        self.draft.begins()

    @rule(desk=ANY)
    def saves(self, desk: int) -> None:
        self.draft.saves(desk)

    @rule(desk=ANY)
    def takes_over(self, desk: int) -> None:
        self.draft.takes_over(desk)

    @rule(desk=ANY)
    def leaves(self, desk: int) -> None:
        self.draft.leaves(desk)

    @rule(desk=ANY)
    def erases(self, desk: int) -> None:
        self.draft.erases(desk)

    @invariant()
    def what_rests_is_what_was_last_saved(self) -> None:
        self.draft.rests()


def test_never_a_silent_overwrite():
    Visits.draft = OneDraft()
    try:
        case = Visits.TestCase
        case.settings = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        case("runTest").runTest()
    finally:
        Visits.draft.close()


def test_two_desks_that_write_at_once_lose_nothing_they_were_told_is_saved(store_url, tmp_path):
    check_race(*race(store_url, (tmp_path, tmp_path), 30))


def test_what_was_saved_is_on_the_disk_before_anybody_is_told(tmp_path):
    """Killed the instant it says so: what it said is there."""
    url = f"sqlite:///{tmp_path / 'sportello.db'}"
    database = Database(url)
    drafts = Drafts(database, tmp_path, lambda: TODAY)
    code = drafts.make_code()
    drafts.release(code, drafts.save(code, {"said": []}, UNTIL))
    done = subprocess.run([sys.executable, "-c", WRITER, url, str(tmp_path), code, "a", "9", "3"], input="\n", capture_output=True, text=True, check=False)

    assert (done.returncode, drafts.look(code, TODAY).content["said"]) == (-9, ["a0", "a1", "a2", "a3"])
    assert [json.loads(line)["added"] for line in done.stdout.splitlines()[1:]] == ["a0", "a1", "a2", "a3"]
    database.close()
