"""Records of help that nobody hands over: they go by themselves, at the opening of the desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.dispatch import sealing
from kiosk.figures.facilita import register
from tests.practice import PracticeDesk

MAN = "RSSMRA85C23F205P"


@pytest.fixture
def desk(tmp_path) -> PracticeDesk:
    """A desk that wrote records once, and has no [facilita] any more."""
    return PracticeDesk(tmp_path / "desk")


def record(desk: PracticeDesk, *months: str) -> None:
    """One of each of these months, one after the other."""
    public = sealing.make_key()[1]
    for month in months:
        register.keep(desk.database, {"AN3": MAN, "SE1": f"{month}-01"}, [public], bytes(32))


def kept(desk: PracticeDesk) -> set[str]:
    """The months of which a record is there."""
    with desk.database.write() as store:
        return {row["month"] for row in store.rows("help_record", "month")}


def test_where_no_record_is_written_any_more_the_old_ones_go_at_the_opening(desk):
    record(desk, "2026-11", "2026-08", "2026-07")
    desk.open()
    assert kept(desk) == {"2026-08", "2026-11"}


def test_nothing_of_a_record_that_went_is_left_in_the_files_of_the_store(desk):
    record(desk, "2026-11", "2026-07")
    with desk.database.write() as store:
        (sealed,) = (bytes(row["sealed"]) for row in store.rows("help_record", month="2026-07"))
    files = (desk.config.folder / "sportello.db", desk.config.folder / "sportello.db-wal")
    assert any(sealed[-64:] in file.read_bytes() for file in files)
    desk.open()
    assert not any(sealed[-64:] in file.read_bytes() for file in files)


def test_a_clock_that_jumped_ahead_takes_no_record_away(desk):
    record(desk, "2026-11")
    desk.open()
    desk.clock = lambda: datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    desk.open()
    assert kept(desk) == {"2026-11"}
    desk.confirm_day()
    assert kept(desk) == set()
