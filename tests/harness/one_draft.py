"""One draft that several desks want: a model of what each may do with it in any order, and two processes that race for it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from kiosk.database import Database
from kiosk.desk.drafts import Drafts
from kiosk.errors import Refused
from tests.harness.promises import memory

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
DESKS, _ACTS = 3, 20


# in any order

class OneDraft:
    """One store with one code, to which each desk comes by a connection of its own.

    Each desk knows what it last saved or loaded; the model knows what is truly kept. An act that does not do as it should is
    an AssertionError.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=memory())
        place = Path(self._folder.name)
        self._databases = [Database(f"sqlite:///{place / 'sportello.db'}") for _ in range(DESKS)]
        self._desks = [Drafts(database, place, lambda: TODAY) for database in self._databases]
        self._code = self._desks[0].make_code()
        for drafts in self._desks:
            drafts.floor = 0.0
            drafts.key(self._code)
        self.counted: Counter = Counter()
        self.begins()

    def begins(self) -> None:
        """Nothing rests, and nobody knows anything."""
        with self._databases[0].write() as store:
            store.delete("draft")
        self._known = [None] * DESKS
        self._held = [""] * DESKS
        self._given: set[str] = set()
        self._kept, self._written, self._holder = None, 0, None

    def saves(self, desk: int) -> None:
        """An answer more than this desk knows of; it is kept only when nobody else saved meanwhile."""
        self._written += 1
        content = {"answers": [*(self._known[desk] or {"answers": []})["answers"], self._written]}
        first = not self._held[desk]
        try:
            held = self._desks[desk].save(self._code, content, UNTIL, self._held[desk])
        except Refused as refusal:
            assert refusal.code == ("code.gone" if self._kept is None else "code.elsewhere")
            assert self._kept is None or first or self._holder != desk, "refused to the one who holds it"
            self.counted["refused"] += 1
            return
        assert self._kept is None if first else (self._holder == desk and self._known[desk] == self._kept), "written over"
        self._holds(desk, held, first)
        self._known[desk] = self._kept = content
        self.counted["saved"] += 1

    def takes_over(self, desk: int) -> None:
        try:
            held, kept = self._desks[desk].load(self._code, TODAY)
        except Refused:
            assert self._kept is None, "nothing is found where something rests"
            return
        assert kept.content == self._kept, "another content is found"
        self._holds(desk, held, True)
        self._known[desk] = kept.content
        self.counted["taken over"] += 1

    def _holds(self, desk: int, held: str, anew: bool) -> None:
        assert held not in self._given if anew else held == self._held[desk], "a hold that was given before"
        self._given.add(held)
        self._held[desk], self._holder = held, desk

    def leaves(self, desk: int) -> None:
        if self._held[desk]:
            self._desks[desk].release(self._code, self._held[desk])
        self._held[desk] = ""
        if self._holder == desk:
            self._holder = None

    def erases(self, desk: int) -> None:
        self._desks[desk].forget(self._code)
        self._held[desk], self._kept, self._holder, self._known[desk] = "", None, None, None

    def rests(self) -> None:
        """What rests is what was last saved."""
        try:
            found = self._desks[0].look(self._code, TODAY).content
        except Refused:
            found = None
        assert found == self._kept, "what rests is not what was last saved"

    def close(self) -> None:
        for database in self._databases:
            database.close()
        self._folder.cleanup()


# how often each act comes up
_OFTEN = {OneDraft.saves: 10, OneDraft.takes_over: 6, OneDraft.leaves: 2, OneDraft.erases: 1}


def in_any_order(many: int, chance: random.Random) -> tuple[Counter, str]:
    """So many orders of acts: what was done in them, and the first of them in which something is wrong, or ""."""
    draft = OneDraft()
    try:
        for _ in range(many):
            draft.begins()
            acts = [(act, chance.randrange(DESKS)) for act in chance.choices(list(_OFTEN), list(_OFTEN.values()), k=_ACTS)]
            if wrong := _wrong(draft, acts):
                return draft.counted, wrong
        return draft.counted, ""
    finally:
        draft.close()


def _wrong(draft: OneDraft, acts: list) -> str:
    for number, (act, desk) in enumerate(acts, 1):
        try:
            act(draft, desk)
            draft.rests()
        except AssertionError as failure:
            said = ", ".join(f"{done.__name__} {who}" for done, who in acts[:number])
            return f"{failure}: {said}".replace("\n", " ")
    return ""


# at once

WRITER = """
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
        subprocess.Popen([sys.executable, "-c", WRITER, url, str(folder), code, name, str(times), "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
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
