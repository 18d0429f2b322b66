"""A draft that was saved long ago, kept here byte for byte: today's program opens it, and nothing that is only almost it.

Whoever changes how a draft is locked finds this red: every visit put aside at every desk would be lost with it.
"""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path

import pytest

from kiosk.database import Database
from kiosk.desk.drafts import PEPPER, Drafts
from kiosk.desk.pepper import WEEK
from kiosk.dispatch import codes
from kiosk.errors import Refused

FROZEN = json.loads(Path(__file__).with_name("frozen_draft.json").read_text("utf-8"))
LOCKED = base64.b64decode("".join(FROZEN["locked"]))
DAY, LAST = date(2026, 11, 22), date(2026, 12, 6)
RANDOM, NONCE, TAG = 32, 24, 16
OTHER = "7" * 15 + codes.check_digit("7" * 15)


class Safe:
    """A desk with the secrets of that day; `files` are what is another in its folder. Keys are made at their full cost."""

    def __init__(self, folder: Path, **files: str) -> None:
        for name, content in ({PEPPER: FROZEN["pepper"], WEEK: FROZEN["week"]} | files).items():
            (folder / name).write_text(content, "ascii")
        self.database = Database(f"sqlite:///{folder / 'sportello.db'}")
        self.drafts = Drafts(self.database, folder, lambda: DAY)
        self.drafts.floor = 0.0

    def holds(self, code: str = FROZEN["code"], locked: bytes = LOCKED, **columns: object) -> Safe:
        """Only this row, where this code looks for it."""
        with self.database.write() as store:
            store.delete("draft")
            store.insert("draft", locator=self.drafts.key(code).locator, **FROZEN["row"] | {"locked": locked} | columns)
        return self

    @property
    def row(self) -> dict:
        with self.database.write() as store:
            return dict(store.rows("draft")[0])

    def refuses(self, typed: str, code: str, today: date = DAY) -> bool:
        """Is the draft refused by this name, to whoever looks and to whoever takes it over, and left as it was?"""
        before = self.row
        for act in (self.drafts.look, self.drafts.load):
            with pytest.raises(Refused) as refused:
                act(typed, today)
            assert (refused.value.code, refused.value.params) == (code, {})
        return self.row == before


@pytest.fixture(scope="module")
def safe(tmp_path_factory):
    made = Safe(tmp_path_factory.mktemp("desk"))
    yield made
    made.database.close()


@pytest.fixture
def another(tmp_path):
    """A desk with one secret that is another."""
    opened = []

    def made(**files: str) -> Safe:
        opened.append(Safe(tmp_path, **files))
        return opened[0]

    yield made
    opened[0].database.close()


def test_the_key_of_a_code_is_the_one_it_was(safe):
    key = safe.drafts.key(FROZEN["code"])

    assert (key.locator + key.secret).hex() == FROZEN["derived"]


def test_what_was_saved_then_is_read_now(safe):
    kept = safe.holds().drafts.look(codes.grouped(FROZEN["code"], codes.DRAFT), DAY)

    assert (kept.content, kept.expires_on, kept.holder, kept.revision) == (FROZEN["content"], LAST, "", FROZEN["row"]["revision"])


def test_what_was_saved_then_is_taken_up_saved_again_and_read(safe):
    held, kept = safe.holds().drafts.load(FROZEN["code"], LAST)
    safe.drafts.save(FROZEN["code"], kept.content | {"more": 1}, LAST, held)

    assert safe.drafts.look(FROZEN["code"], LAST).content == FROZEN["content"] | {"more": 1}


def flipped(at: int) -> bytes:
    """One bit is another."""
    spoilt = bytearray(LOCKED)
    spoilt[at] ^= 1
    return bytes(spoilt)


@pytest.mark.parametrize("locked", [
    b"", LOCKED[:RANDOM], LOCKED[:RANDOM + NONCE], LOCKED[:-TAG], LOCKED[:-1], LOCKED[1:], LOCKED + b"\0", b"\0" + LOCKED, LOCKED + bytes(4096), LOCKED * 2,
    flipped(0), flipped(RANDOM), flipped(RANDOM + NONCE), flipped(2000), flipped(-TAG - 1), flipped(-1), bytes(len(LOCKED)), LOCKED[::-1],
], ids=["nothing", "random alone", "no content", "no tag", "one short", "first gone", "one more", "one before", "a page more", "twice", "random flipped",
        "nonce flipped", "first flipped", "middle flipped", "last flipped", "tag flipped", "zeros", "backwards"])
def test_bytes_that_are_not_those_open_nothing(safe, locked):
    assert safe.holds(locked=locked).refuses(FROZEN["code"], "code.none")


@pytest.mark.parametrize("columns", [
    {"epoch": FROZEN["row"]["epoch"] - 1}, {"epoch": FROZEN["row"]["epoch"] + 1}, {"epoch": 0}, {"revision": 1}, {"revision": 3}, {"revision": -2},
])
def test_a_row_of_another_week_or_another_save_opens_nothing(safe, columns):
    assert safe.holds(**columns).refuses(FROZEN["code"], "code.none")


def test_after_its_last_day_it_opens_for_nobody(safe):
    assert safe.holds().refuses(FROZEN["code"], "code.none", date(2026, 12, 7))


def test_another_code_opens_nothing_even_where_the_row_lies_under_it(safe):
    assert safe.holds().refuses(OTHER, "code.none")
    assert safe.holds(OTHER).refuses(OTHER, "code.none")


def test_the_same_code_with_one_digit_misread_is_told_apart(safe):
    wrong = FROZEN["code"][:3] + str((int(FROZEN["code"][3]) + 5) % 10) + FROZEN["code"][4:]

    assert safe.holds().refuses(wrong, "code.slip")


def test_another_pepper_opens_nothing_even_where_the_row_lies_under_it(another):
    stranger = another(pepper=FROZEN["pepper"][:-1] + "0")

    assert stranger.drafts.key(FROZEN["code"]).locator.hex() not in FROZEN["derived"]
    assert stranger.holds().refuses(FROZEN["code"], "code.none")


@pytest.mark.parametrize("week", ["another key", "a week later", "a week earlier", "forgotten"])
def test_another_week_opens_nothing(another, safe, week):
    number, key = FROZEN["week"].split()
    kept = {"another key": f"{number} {key[:-1]}0", "a week later": f"{int(number) + 1} {key}", "a week earlier": f"{int(number) - 1} {key}",
            "forgotten": f"{FROZEN['row']['epoch'] + 1} {key}"}
    stranger = another(week=kept[week])
    stranger.drafts._keys.update(safe.drafts._keys)

    assert stranger.holds().refuses(FROZEN["code"], "code.none")
