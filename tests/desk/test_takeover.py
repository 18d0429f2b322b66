"""Two visits that want one draft: whatever they do in whatever order, nothing is written over that its writer did not know."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.database import Database
from kiosk.desk.drafts import Drafts
from kiosk.errors import Refused

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
DESKS = st.sampled_from((0, 1, 2))
pytestmark = pytest.mark.usefixtures("cheap_codes")


class Store:
    """One store for all the examples, with one code whose key is made once."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name)
        self.database = Database(f"sqlite:///{place / 'sportello.db'}")
        self.drafts = Drafts(self.database, place, lambda: TODAY)
        self.drafts.floor = 0.0
        self.code = self.drafts.make_code()


class TwoVisits(RuleBasedStateMachine):
    """Three desks. Each knows what it last saved or loaded; the model knows what is truly kept."""

    store: Store

    @initialize()
    def nothing_rests(self) -> None:
        with self.store.database.write() as store:
            store.delete("draft")
        self.known = [None, None, None]
        self.held = ["", "", ""]
        self.kept, self.written, self.holder = None, 0, None

    @rule(desk=DESKS)
    def saves(self, desk: int) -> None:
        """An answer more than this desk knows of; it is kept only when nobody else saved meanwhile."""
        self.written += 1
        content = {"answers": [*(self.known[desk] or {"answers": []})["answers"], self.written]}
        first = not self.held[desk]
        try:
            self.held[desk] = self.store.drafts.save(self.store.code, content, UNTIL, self.held[desk])
        except Refused as refusal:
            assert refusal.code == ("code.gone" if self.kept is None else "code.elsewhere")
            assert self.kept is None or first or self.holder != desk
            return
        assert self.kept is None if first else (self.holder == desk and self.known[desk] == self.kept)
        self.known[desk] = self.kept = content
        self.holder = desk

    @rule(desk=DESKS)
    def takes_over(self, desk: int) -> None:
        try:
            held, kept = self.store.drafts.load(self.store.code, TODAY)
        except Refused:
            assert self.kept is None
            return
        assert kept.content == self.kept
        self.held[desk], self.known[desk], self.holder = held, kept.content, desk

    @rule(desk=DESKS)
    def leaves(self, desk: int) -> None:
        if self.held[desk]:
            self.store.drafts.release(self.store.code, self.held[desk])
        self.held[desk] = ""
        if self.holder == desk:
            self.holder = None

    @rule(desk=DESKS)
    def erases(self, desk: int) -> None:
        self.store.drafts.forget(self.store.code)
        self.held[desk], self.kept, self.holder, self.known[desk] = "", None, None, None

    @invariant()
    def what_rests_is_what_was_last_saved(self) -> None:
        if not hasattr(self, "kept"):
            return
        try:
            found = self.store.drafts.look(self.store.code, TODAY).content
        except Refused:
            found = None
        assert found == self.kept


def test_never_a_silent_overwrite():
    TwoVisits.store = Store()
    try:
        case = TwoVisits.TestCase
        case.settings = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        case("runTest").runTest()
    finally:
        TwoVisits.store.database.close()
        TwoVisits.store.folder.cleanup()


_DESK = """
import json, os, sys
from datetime import date
from pathlib import Path
from kiosk.database import Database
from kiosk.desk.drafts import Drafts
from kiosk.errors import Refused
from nacl.pwhash import argon2id

argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE = argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN
url, folder, code, name, times, dies_at = sys.argv[1:]
drafts = Drafts(Database(url), Path(folder), lambda: date(2026, 11, 22))
drafts.key(code)
print("ready", flush=True)
sys.stdin.readline()
held, content = "", None
for number in range(int(times)):
    if not held or number % 7 == 0:
        held, kept = drafts.load(code, date(2026, 11, 22))
        content = kept.content
    wanted = {"said": content["said"] + [f"{name}{number}"]}
    try:
        held = drafts.save(code, wanted, date(2026, 12, 6), held)
        content = wanted
        print(json.dumps({"before": wanted["said"][:-1], "added": wanted["said"][-1]}), flush=True)
        if number == int(dies_at):
            os.kill(os.getpid(), 9)
    except Refused as refusal:
        assert refusal.code == "code.elsewhere", refusal.code
        held = ""
"""


def race(url: str, folders: tuple[Path, Path], times: int) -> tuple[list[str], list[dict]]:
    """Two desks, each a process, write into one draft as fast as they can: (what rests at the end, every save told as done)."""
    database = Database(url)
    drafts = Drafts(database, folders[0], lambda: TODAY)
    code = drafts.make_code()
    held = drafts.save(code, {"said": []}, UNTIL)
    drafts.release(code, held)
    started = [
        subprocess.Popen([sys.executable, "-c", _DESK, url, str(folder), code, name, str(times), "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name, folder in zip("ab", folders, strict=True)
    ]
    for desk in started:
        assert desk.stdout.readline() == "ready\n"
    for desk in started:
        desk.stdin.write("\n")
        desk.stdin.flush()
    told = [json.loads(line) for desk in started for line in desk.communicate(timeout=60)[0].splitlines()]
    rests = drafts.look(code, TODAY).content["said"]
    database.close()
    assert [desk.returncode for desk in started] == [0, 0]
    return rests, told


def check_race(rests: list[str], told: list[dict]) -> None:
    """Every save that was told as done is in what rests, after exactly what its writer knew."""
    assert [one["added"] for one in told if one["added"] not in rests] == []
    assert all(rests[: len(one["before"])] == one["before"] for one in told)
    assert len(rests) == len(told)
    assert {one["added"][0] for one in told} == {"a", "b"}


def test_two_desks_that_write_at_once_lose_nothing_they_were_told_is_saved(store_url, tmp_path):
    check_race(*race(store_url, (tmp_path, tmp_path), 30))


def test_what_was_saved_is_on_the_disk_before_anybody_is_told(tmp_path):
    """Killed the instant it says so: what it said is there."""
    url = f"sqlite:///{tmp_path / 'sportello.db'}"
    database = Database(url)
    drafts = Drafts(database, tmp_path, lambda: TODAY)
    code = drafts.make_code()
    drafts.release(code, drafts.save(code, {"said": []}, UNTIL))
    done = subprocess.run([sys.executable, "-c", _DESK, url, str(tmp_path), code, "a", "9", "3"], input="\n", capture_output=True, text=True, check=False)

    assert (done.returncode, drafts.look(code, TODAY).content["said"]) == (-9, ["a0", "a1", "a2", "a3"])
    assert [json.loads(line)["added"] for line in done.stdout.splitlines()[1:]] == ["a0", "a1", "a2", "a3"]
    database.close()
