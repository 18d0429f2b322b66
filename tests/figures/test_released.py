"""A month is published once: on both stores, whatever is counted afterwards, and from whichever desk."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from kiosk.database import Database
from kiosk.errors import DatabaseFailed, Rejected
from kiosk.figures.release import KEPT, month_before, release
from kiosk.figures.suppression import TOTAL
from tests.stores import url

TODAY = date(2026, 11, 22)
MONTH = "2026-10"


@pytest.fixture
def database(store_url, tmp_path):
    (tmp_path / "desk").mkdir(exist_ok=True)
    return Database(store_url)


def count(database, month: str, **kinds: dict) -> None:
    with database.write() as store:
        for kind, counts in kinds.items():
            for (a, b), n in Counter(counts).items():
                if not store.insert_once("act", month=month, what=kind, a=a, b=b, n=n):
                    store.update("act", {"month": month, "what": kind, "a": a, "b": b}, n=n)


def test_a_month_is_published_once(database):
    count(database, MONTH, visit={("did", "sent"): 30, ("isee", "sent"): 20})
    first = release(database, MONTH, TODAY)
    count(database, MONTH, visit={("did", "sent"): 32, ("isee", "sent"): 20}, language={("it", "20"): 9})
    assert first == release(database, MONTH, TODAY) == release(Database(database.url), MONTH, date(2027, 3, 1))
    assert 50 == first.tables["visit"][TOTAL, TOTAL] and {} == first.tables["language"]


def test_four_desks_that_publish_at_once_publish_the_same(database):
    count(database, MONTH, visit={("did", "sent"): 30, ("isee", "sent"): 20, ("isee", "left"): 3})
    with ThreadPoolExecutor(4) as desks:
        found = list(desks.map(lambda _: release(Database(database.url), MONTH, TODAY), range(4)))
    assert found == [found[0]] * 4 and 53 == found[0].tables["visit"][TOTAL, TOTAL]


def test_the_running_month_is_not_published(database):
    count(database, "2026-11", visit={("did", "sent"): 30})
    with pytest.raises(Rejected, match="2026-11 non è finito"):
        release(database, "2026-11", TODAY)
    assert 30 == release(database, "2026-11", date(2026, 12, 1)).tables["visit"]["did", "sent"]


def test_a_month_in_which_nothing_was_counted_stays_empty(database):
    assert set() == {cell for table in release(database, MONTH, TODAY).tables.values() for cell in table}
    count(database, MONTH, visit={("did", "sent"): 7})
    assert {} == release(database, MONTH, TODAY).tables["visit"]


def test_thirteen_months_can_be_published_and_stay_when_their_counts_are_gone(database):
    months = [month_before("2026-11", back) for back in range(1, KEPT + 1)]
    for month in months:
        count(database, month, visit={("did", "sent"): 30})
        release(database, month, TODAY)
    with database.write() as store:
        store.delete("act")
    assert [30] * KEPT == [release(database, month, date(2030, 1, 1)).tables["visit"]["did", "sent"] for month in months]
    with pytest.raises(Rejected, match="non c'è più niente"):
        release(database, month_before("2026-11", KEPT + 1), TODAY)


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "11-2026", "2026-11-01", "", "=1+1"])
def test_what_is_no_month(database, month):
    with pytest.raises(Rejected, match="si scrive così"):
        release(database, month, TODAY)


def test_a_store_that_is_away_publishes_nothing():
    with pytest.raises(DatabaseFailed):
        release(Database(url("nobody", host="/nowhere")), MONTH, TODAY)
