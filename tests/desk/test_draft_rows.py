"""What stands in the row of a draft, for how long, and what a list of today's drafts is told of it."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from kiosk.database import Database
from kiosk.desk.drafts import Drafts, _padded, _unpadded, of_today
from kiosk.desk.pepper import Pepper, week_of
from kiosk.dispatch import codes, sealing
from kiosk.errors import Refused

TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
pytestmark = pytest.mark.usefixtures("cheap_codes")


class Clock:
    """The mark of a desk at a minute that the test says."""

    desk, minute = "milano-1", "2026-11-22T10:05"

    def __call__(self) -> tuple[str, str]:
        return self.desk, self.minute


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def database(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    yield made
    made.close()


@pytest.fixture
def drafts(database, tmp_path, clock):
    made = Drafts(database, tmp_path, lambda: TODAY, clock)
    made.floor = 0.0
    return made


def rows(database) -> list[dict]:
    with database.write() as store:
        return [dict(row) for row in store.rows("draft", order="saved_at")]


def test_without_a_mark_nobody_knows_where_and_when(database, tmp_path):
    plain = Drafts(database, tmp_path, lambda: TODAY)
    plain.save(plain.make_code(), {}, UNTIL)

    assert plain.floor == 1.0
    assert [(row["desk"], row["saved_at"], row["expires_on"], row["revision"]) for row in rows(database)] == [("", "", "2026-12-06", 1)]


def test_every_save_and_every_taking_over_is_another_revision_with_another_hold(database, drafts):
    code = drafts.make_code()
    first = drafts.save(code, {"said": 1}, UNTIL)
    assert drafts.save(code, {"said": 2}, UNTIL, first) == first
    second, kept = drafts.load(code, TODAY)

    assert (kept.content, kept.revision, kept.expires_on, kept.holder) == ({"said": 2}, 2, UNTIL, first)
    assert [(row["revision"], row["holder"], row["expires_on"]) for row in rows(database)] == [(3, second, "2026-12-06")]
    assert (len(first), len(second), first == second) == (32, 32, False)


def test_each_refusal_has_its_own_name(drafts):
    code = drafts.make_code()
    held = drafts.save(code, {}, UNTIL)
    tries = [lambda: drafts.save(code, {}, UNTIL), lambda: drafts.save(code, {}, UNTIL, "another"), lambda: drafts.look(drafts.make_code(), TODAY)]
    told = []
    for act in tries:
        with pytest.raises(Refused) as refused:
            act()
        told.append(refused.value.code)
    drafts.forget(code)
    with pytest.raises(Refused) as refused:
        drafts.save(code, {}, UNTIL, held)

    assert [*told, refused.value.code] == ["code.elsewhere", "code.elsewhere", "code.none", "code.gone"]


def test_a_code_is_made_into_its_key_once(drafts):
    code = drafts.make_code()

    assert list(drafts._keys) == [code]
    assert drafts.key(codes.grouped(code, codes.DRAFT)) is drafts.key(code)
    assert (len(drafts.key(code).locator), len(drafts.key(code).secret)) == (16, 32)


def test_neither_a_key_nor_a_draft_shows_itself(drafts):
    code = drafts.make_code()
    held = drafts.save(code, {"cognome": "Canarini"}, UNTIL)
    shown = repr(drafts.key(code)) + repr(drafts.look(code, TODAY))

    assert [said for said in ("Canarini", held, "locator", "secret", "content", "holder") if said in shown] == []
    assert "revision=1" in shown


def test_the_list_of_today_tells_one_from_the_other_and_opens_nothing(database, drafts, clock):
    made = [drafts.make_code() for _ in range(4)]
    marks = [("milano-1", "2026-11-22T11:40"), ("milano-1", "2026-11-22T10:05"), ("milano-2", "2026-11-22T10:10"), ("milano-1", "2026-11-21T09:00")]
    for code, (clock.desk, clock.minute) in zip(made, marks, strict=True):
        held = drafts.save(code, {}, UNTIL)
    clock.desk, clock.minute = marks[0]
    drafts.release(made[1], drafts.look(made[1], TODAY).holder)
    drafts.release(made[0], held)

    names = [sealing.short_name(drafts.key(code).locator) for code in made]
    assert of_today(database, "milano-1", TODAY) == ((names[1], "10:05", False), (names[0], "11:40", True))
    assert of_today(database, "milano-2", TODAY) == ((names[2], "10:10", True),)
    assert of_today(database, "milano-1", UNTIL) == ()


def test_of_yesterday_only_the_draft_is_left(database, drafts, clock):
    for clock.minute in ("2026-11-21T23:55", "2026-11-22T00:00"):
        drafts.save(drafts.make_code(), {}, UNTIL)

    assert drafts.forget_expired(TODAY) == 0
    assert [(row["desk"], row["saved_at"]) for row in rows(database)] == [("", ""), ("milano-1", "2026-11-22T00:00")]


def test_the_last_day_is_the_last_and_nobody_keeps_a_draft_longer_than_a_month(database, drafts, clock):
    month = TODAY + timedelta(days=30)
    days = [TODAY - timedelta(days=1), TODAY, month, month + timedelta(days=1)]
    for number, until in enumerate(days):
        clock.minute = f"2026-11-22T10:{number}5"
        drafts.save(drafts.make_code(), {}, until)

    assert drafts.forget_expired(TODAY) == 1
    assert [row["expires_on"] for row in rows(database)] == [day.isoformat() for day in (TODAY, month, month)]


def test_with_the_drafts_of_a_week_its_key_is_forgotten(drafts, tmp_path):
    later = TODAY + timedelta(days=37)
    drafts.forget_expired(later)

    assert Pepper(tmp_path, TODAY).week == week_of(later - timedelta(days=30)) > week_of(TODAY - timedelta(days=30))


def test_what_is_erased_or_too_old_is_in_no_file_any_more(database, drafts, tmp_path):
    codes_made = [drafts.make_code() for _ in range(2)]
    for code in codes_made:
        drafts.save(code, {}, UNTIL)
    kept = [row["locked"][100:200] for row in rows(database)]

    def left() -> int:
        files = b"".join(file.read_bytes() for file in tmp_path.iterdir() if "sportello" in file.name)
        return sum(each in files for each in kept)

    assert left() == 2
    assert (drafts.forget(codes_made[0]), left()) == (True, 1)
    assert (drafts.forget_expired(UNTIL + timedelta(days=1)), left()) == (1, 0)


@pytest.mark.parametrize(("size", "pages"), [(0, 1), (4088, 1), (4089, 2), (8184, 2), (8185, 4), (16376, 4), (16377, 8)])
def test_what_is_padded_is_whole_pages_that_double_and_comes_back_as_it_was(size, pages):
    content = b"\0x" * size
    padded = _padded(content[:size])

    assert (len(padded), _unpadded(padded)) == (pages * 4096, content[:size])


def test_what_is_tried_where_nothing_is_has_the_size_of_the_least_that_is(database, drafts):
    drafts.save(drafts.make_code(), {}, UNTIL)

    assert len(drafts._nothing()["locked"]) == len(rows(database)[0]["locked"]) == 32 + 24 + 16 + 4096


def test_a_refusal_waits_for_what_is_left_of_its_time_and_never_less_than_nothing(drafts, monkeypatch):
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    code = drafts.make_code()
    for drafts.floor in (1000.0, -1000.0):
        with pytest.raises(Refused, match="code.none"):
            drafts.look(code, TODAY)

    assert 900 < waits[0] <= 1000 and waits[1:] == [0.0]
