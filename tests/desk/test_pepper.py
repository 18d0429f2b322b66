"""The secrets beside the store: a key for each week that can be made forwards only, and is forgotten for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest

from kiosk.database import Database
from kiosk.desk import pepper
from kiosk.desk.drafts import Drafts
from kiosk.desk.pepper import PEPPER, WEEK, Pepper, week_of
from kiosk.errors import ConfigIsWrong, Refused
from tests.locks import is_free

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.usefixtures("cheap_codes")


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_week_is_from_monday_to_sunday():
    assert week_of(date(2026, 11, 16)) == week_of(date(2026, 11, 22)) == week_of(date(2026, 11, 23)) - 1


def test_every_draft_that_may_still_rest_has_its_week(tmp_path):
    for day in range(15):
        kept = Pepper(tmp_path / str(day), later(day))
        assert all(kept.key(week_of(later(day - age))) for age in range(31))
        assert kept.week == week_of(later(day - 30))


def test_two_desks_with_the_same_secrets_agree_on_every_week_without_a_word(tmp_path):
    one = Pepper(tmp_path / "one", TODAY)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    two = Pepper(tmp_path / "two", TODAY)
    one.forget_before(later(200))
    two.forget_before(later(190))

    assert one.week > two.week
    assert [one.key(one.week + n) for n in range(20)] == [two.key(one.week + n) for n in range(20)]


def test_a_forgotten_week_is_in_no_file_and_cannot_be_made_from_what_is(tmp_path):
    kept = Pepper(tmp_path, TODAY)
    week, key = kept.week, kept.key(kept.week)
    assert kept.forget_before(later(7)) == 1
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert (kept.key(week), key.hex().encode() in left, Pepper(tmp_path, TODAY).key(week)) == (None, False, None)


def test_the_place_where_the_key_stood_is_written_over(tmp_path):
    kept = Pepper(tmp_path, TODAY)
    with open(tmp_path / WEEK, "rb") as file:
        kept.forget_before(later(7))
        assert set(file.read()) == {0}


def test_nothing_is_forgotten_twice_or_backwards(tmp_path):
    kept = Pepper(tmp_path, TODAY)
    assert [kept.forget_before(later(day)) for day in (0, 7, 7, 0, -300)] == [0, 1, 0, 0, 0]


def test_where_nothing_is_to_be_forgotten_nothing_is_written_and_what_a_killed_one_left_is_cleared(tmp_path):
    kept = Pepper(tmp_path, TODAY)
    before = (tmp_path / WEEK).stat().st_ino
    (tmp_path / ".week.0a1b2c3d").write_text("half a key")

    assert (kept.forget_before(TODAY), (tmp_path / WEEK).stat().st_ino) == (0, before)
    assert sorted(file.name for file in tmp_path.iterdir()) == [PEPPER, WEEK]


def test_a_week_that_is_a_century_ahead_has_a_key_and_the_one_after_has_none(tmp_path):
    kept = Pepper(tmp_path, TODAY)

    assert len(kept.key(kept.week + 6000)) == 32
    assert (kept.key(kept.week + 6001), kept.key(kept.week - 1)) == (None, None)


def test_secrets_that_came_from_another_desk_take_the_place_of_ones_own(tmp_path):
    one, two = Pepper(tmp_path / "one", TODAY), Pepper(tmp_path / "two", TODAY)
    pepper.keep(tmp_path / "two", *pepper.read(tmp_path / "one"))
    same = Pepper(tmp_path / "two", TODAY)

    assert two.secret != one.secret
    assert (same.secret, same.week, same.key(same.week + 3)) == (one.secret, one.week, one.key(one.week + 3))


def test_the_secrets_are_changed_by_one_process_at_a_time(tmp_path, monkeypatch):
    free, rename = [], os.rename
    monkeypatch.setattr(os, "rename", lambda old, new: (free.append(is_free(tmp_path)), rename(old, new)))
    kept = Pepper(tmp_path, TODAY)
    kept.forget_before(later(7))
    pepper.keep(tmp_path, *pepper.read(tmp_path))

    assert free == [False] * 5
    assert is_free(tmp_path)


def test_a_folder_that_is_not_there_is_made_for_its_owner_only(tmp_path):
    Pepper(tmp_path / "desk" / "secrets", TODAY)

    assert (tmp_path / "desk" / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_clock_that_went_back_saves_under_a_week_that_is_still_known(tmp_path):
    kept = Pepper(tmp_path, TODAY)
    assert kept.key(kept.current(date(1970, 1, 1))) is not None


@pytest.mark.parametrize("name", [PEPPER, WEEK])
@pytest.mark.parametrize("content", ["", "x", "2 ff", "\x00" * 71])
def test_a_ruined_file_is_told_and_never_replaced(tmp_path, name, content):
    Pepper(tmp_path, TODAY)
    (tmp_path / name).write_text(content)

    with pytest.raises(ConfigIsWrong, match=f"/{name} è rovinato"):
        Pepper(tmp_path, TODAY)
    assert (tmp_path / name).read_text() == content


def test_a_file_of_other_signs_or_that_cannot_be_read_is_ruined_too(tmp_path):
    Pepper(tmp_path, TODAY)
    (tmp_path / WEEK).write_bytes(b"\xff" * 71)
    with pytest.raises(ConfigIsWrong, match="/week è rovinato"):
        Pepper(tmp_path, TODAY)
    (tmp_path / PEPPER).unlink()
    with pytest.raises(ConfigIsWrong, match="/pepper è rovinato"):
        pepper.read(tmp_path)


def test_an_old_copy_of_the_store_with_an_old_slip_opens_nothing_once_the_week_is_forgotten(tmp_path):
    """Stolen: the whole store as it was then, and the paper. The desk went on for five weeks."""
    desk, copy = tmp_path / "desk", tmp_path / "copy.db"
    day = TODAY
    database = Database(f"sqlite:///{desk / 'sportello.db'}")
    drafts = Drafts(database, desk, lambda: day)
    code = drafts.make_code()
    drafts.save(code, {"flow": "prova"}, later(30))
    database.close()
    shutil.copy(desk / "sportello.db", copy)
    stolen = Drafts(Database(f"sqlite:///{copy}"), desk, lambda: day)
    stolen.floor = 0.0
    assert stolen.look(code, TODAY).content == {"flow": "prova"}

    day = later(37)
    again = Database(f"sqlite:///{desk / 'sportello.db'}")
    Drafts(again, desk, lambda: day).forget_expired(day)
    again.close()
    thief = Drafts(Database(f"sqlite:///{copy}"), desk, lambda: TODAY)
    thief.floor = 0.0

    with pytest.raises(Refused, match="code.none"):
        thief.look(code, TODAY)


def test_a_draft_is_saved_anew_under_the_week_of_each_save(tmp_path):
    day = TODAY
    database = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    drafts = Drafts(database, tmp_path, lambda: day)
    code = drafts.make_code()
    held = drafts.save(code, {}, later(30))
    day = later(28)
    drafts.save(code, {"more": 1}, later(58), held)
    drafts.forget_expired(later(37))

    assert drafts.look(code, later(37)).content == {"more": 1}
    with database.write() as store:
        assert store.rows("draft", "epoch")[0]["epoch"] == week_of(later(28))
    database.close()


_DIES = """
import sys
from datetime import date
from pathlib import Path
from kiosk.desk import pepper
calls = ("write", "fsync", "rename")
def die(name, real, at=int(sys.argv[2]), seen=[0]):
    def call(*given, **more):
        done = real(*given, **more)
        seen[0] += 1
        if seen[0] == at:
            pepper.os.kill(pepper.os.getpid(), 9)
        return done
    return call
kept = pepper.Pepper(Path(sys.argv[1]), date(2026, 11, 22))
for name in calls:
    setattr(pepper.os, name, die(name, getattr(pepper.os, name)))
kept.forget_before(date(2027, 1, 10))
"""


@pytest.mark.parametrize("at", range(1, 6))
def test_killed_at_any_step_of_forgetting_the_weeks_that_are_needed_are_there(tmp_path, at):
    before = Pepper(tmp_path, TODAY)
    wanted = before.key(week_of(date(2027, 1, 10)))
    done = subprocess.run([sys.executable, "-c", _DIES, str(tmp_path), str(at)], env=os.environ, check=False)

    assert done.returncode == -9
    assert Pepper(tmp_path, TODAY).key(week_of(date(2027, 1, 10))) == wanted
    assert Pepper(tmp_path, TODAY).forget_before(date(2027, 1, 10)) in (0, 7)
    assert sorted(file.name for file in tmp_path.iterdir()) == [PEPPER, WEEK]


def test_written_whole_or_not_at_all(tmp_path):
    place = tmp_path / "kept"
    pepper.replace(place, "one")
    pepper.replace(place, "two")

    assert (place.read_text(), place.stat().st_mode & 0o777, [file.name for file in tmp_path.iterdir()]) == ("two", 0o600, ["kept"])


def test_it_has_its_name_only_when_all_of_it_is_on_the_disk(tmp_path, monkeypatch):
    seen, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (seen.append({file.name: file.read_text() for file in tmp_path.iterdir()}), fsync(number)))
    pepper.replace(tmp_path / "kept", "one")

    assert [list(files.values()) for files in seen] == [["one"], ["one"]]
    assert [list(files) == ["kept"] for files in seen] == [False, True]


def test_a_disk_that_fails_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    pepper.replace(tmp_path / "kept", "one")
    (tmp_path / ".kept.0a1b2c3d").write_text("half")

    def fails(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(ConfigIsWrong, match="kept: No space left on device"):
        pepper.replace(tmp_path / "kept", "two")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"kept": "one"}
    with pytest.raises(ConfigIsWrong, match="No such file"):
        pepper.replace(tmp_path / "nowhere" / "kept", "two")


def test_nothing_stays_open(tmp_path):
    pepper.replace(tmp_path / "kept", "one")
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        pepper.replace(tmp_path / "kept", "two")

    assert os.listdir("/proc/self/fd") == before
