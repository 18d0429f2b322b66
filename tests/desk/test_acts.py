"""What is counted at the end of a visit, and that nobody can be found in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.desk import acts
from kiosk.desk.assist import Assist
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed
from tests.people import Guest, finisher
from tests.practice import MORNING, PracticeDesk

MONTH = "2026-11"


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory, cheap_codes):
    """A desk for real visitors: not one that only practises."""
    desk = PracticeDesk(tmp_path_factory.mktemp("acts"), practice=False, recipients=(sealing.make_key()[1],))
    desk.codes = [desk.drafts.make_code()]
    return desk


@pytest.fixture
def desk(open_desk):
    open_desk.clock = lambda: MORNING
    with open_desk.database.write() as store:
        for table in ("act", "draft", "envelope"):
            store.delete(table)
    return open_desk


def found(desk, kind: str) -> dict:
    return acts.counted(desk.database, MONTH, kind)


def starts(desk, language: str = "it", name: str = "did") -> Guest:
    return Guest(Visit(desk), name, finisher(name).answers, language)


def after(desk, minutes: float) -> None:
    desk.clock = lambda: MORNING + timedelta(minutes=minutes)


def goes_to(guest: Guest, name: str) -> Visit:
    """Card by card until the card of this name."""
    for _ in range(200):
        card = guest.visit.card
        if card.name == name:
            return guest.visit
        guest.visit.give(guest.hands(card))
    raise AssertionError(f"{name} is never shown")


def test_a_visit_that_is_sent_is_counted_once(desk):
    visit = goes_to(starts(desk, "ar"), "end")
    after(desk, 22)
    visit.give({"end": "done"})
    if not visit.over:
        visit.give({})
    assert {("did", "sent"): 1} == found(desk, "visit")
    assert {("ar", "20"): 1} == found(desk, "language")
    assert {("did", "visitor")} == found(desk, "typed").keys() and found(desk, "typed")["did", "visitor"] > 5


def test_who_leaves_before_and_how(desk):
    goes_to(starts(desk), "code").leave()
    refusing = goes_to(starts(desk), "consent")
    refusing.give({"consent": "no"})
    refusing.leave()
    goes_to(starts(desk), "before").leave()
    erasing = goes_to(starts(desk), "code")
    assert erasing.erase(lambda: None)
    erasing.leave()
    assert {("did", "aside"): 1, ("did", "refused"): 1, ("did", "left"): 1, ("did", "erased"): 1} == found(desk, "visit")


def test_a_first_card_that_nobody_touched_is_no_visit(desk):
    Visit(desk).leave()
    assert 0 == desk.rows("act")


def test_keys_and_calls(desk):
    visit = goes_to(starts(desk, "zh"), "code")
    for press in (visit.help, visit.help, visit.help, visit.help, visit.change_language, visit.call, visit.call):
        press()
    visit.acts.press(visit, "F5")
    visit.leave()
    assert {("did", "F1"): 2, ("did", "F2"): 1, ("did", "F5"): 1} == found(desk, "key")
    assert {("zh", ""): 1} == found(desk, "call")


def test_counts_of_many_visits_add_up(desk):
    for _ in range(3):
        goes_to(starts(desk), "code").leave()
    assert {("did", "aside"): 3} == found(desk, "visit")


def test_who_has_the_keyboard_when_something_is_typed(desk):
    guest = starts(desk)
    visit = goes_to(guest, "code")
    visit.give({"code": "go"})
    visit.assist = Assist("Anna", types="operator")
    visit.give(guest.hands(visit.card))
    visit.leave()
    assert {("did", "operator")} == found(desk, "typed").keys()


def test_a_desk_that_practises_counts_nothing(practice):
    guest = Guest(Visit(practice), "did", finisher("did").answers)
    goes_to(guest, "code").leave()
    assert 0 == practice.rows("act")


class Away:
    """A store that does not answer."""

    def write(self):
        raise DatabaseFailed("away")


def test_a_store_that_is_away_loses_the_counts_and_nobody_waits(desk):
    visit = goes_to(starts(desk), "before")
    kept, desk.__dict__["database"] = desk.database, Away()
    try:
        visit.leave()
    finally:
        desk.__dict__["database"] = kept
    assert visit.over and 0 == desk.rows("act")


def test_counts_are_kept_thirteen_months(desk):
    with desk.database.write() as store:
        for month in ("2025-09", "2025-10", "2026-10"):
            store.insert("act", month=month, what="call", a="it", b="", n=9)
    goes_to(starts(desk), "before").leave()
    with desk.database.write() as store:
        assert {"2025-10", "2026-10", "2026-11"} == {row["month"] for row in store.rows("act", "month")}


@pytest.mark.parametrize(("seconds", "told"), [(0, "00"), (149, "00"), (151, "05"), (22 * 60, "20"), (90 * 60, "60"), (-600, "00")])
def test_minutes_are_rounded(seconds, told):
    assert told == acts.minutes(MORNING, MORNING + timedelta(seconds=seconds))


def test_no_count_has_more_than_two_things_and_none_is_typed(desk):
    visit = goes_to(starts(desk), "end")
    visit.leave()
    with desk.database.write() as store:
        rows = store.rows("act")
    answers = {str(answer.typed) for _, answer in visit.session.journey.answers.items() if isinstance(answer.typed, str) and len(answer.typed) > 3}
    assert answers and rows
    assert {"month", "what", "a", "b", "n"} == set(rows[0].keys())
    assert set() == answers & {str(row[part]) for row in rows for part in ("a", "b")}
