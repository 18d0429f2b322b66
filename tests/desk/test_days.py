"""A clock that cannot be right: nothing expires early, and the people who work here are told what to do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kiosk.desk.visit import Visit
from kiosk.errors import Refused
from tests.people import names
from tests.practice import MORNING, PracticeDesk

CONTENT = {"flow": "did"}
pytestmark = pytest.mark.usefixtures("cheap_codes")


class Clock:
    """A desk whose clock shows what it likes; each start is another process."""

    def __init__(self, folder) -> None:
        self.folder, self.secrets = folder, {}

    def starts(self, now: datetime) -> PracticeDesk:
        desk = PracticeDesk(self.folder)
        desk.clock = lambda: now
        desk.drafts.floor = 0.0
        desk.drafts._keys = self.secrets
        desk.open()
        return desk


@pytest.fixture
def clock(tmp_path) -> Clock:
    return Clock(tmp_path / "desk")


def said(desk: PracticeDesk) -> str:
    return "\n".join(line for line in desk.staff_lines() if "data" in line or "dice" in line)


def put_aside(desk: PracticeDesk, days: int = 14) -> str:
    code = desk.drafts.make_code()
    desk.drafts.save(code, CONTENT, desk.today() + timedelta(days=days))
    return code


def rests(desk: PracticeDesk, code: str) -> bool:
    try:
        return desk.drafts.look(code, desk.days.sure()).content == CONTENT
    except Refused:
        return False


def confirms(desk: PracticeDesk) -> Visit:
    """An operator, with the PIN, on the card of duties."""
    visit = Visit(desk)
    visit.cover("duties")
    assert "date" in names(visit.card)
    visit.give({"duties": "date"})
    return visit


def test_a_dead_clock_makes_nobody_younger_and_is_told_in_words(clock):
    code = put_aside(clock.starts(MORNING))
    desk = clock.starts(datetime(1970, 1, 1, 9, tzinfo=MORNING.tzinfo))

    assert (desk.today(), rests(desk, code)) == (MORNING.date(), True)
    assert said(desk) == "Per chi aiuta: la data del computer è indietro (1 gennaio 1970). Metti la data giusta. Intanto non si cancella niente."


def test_what_is_put_aside_under_a_dead_clock_expires_as_if_it_were_the_last_day_seen(clock):
    clock.starts(MORNING)
    code = put_aside(clock.starts(datetime(1970, 1, 1, tzinfo=MORNING.tzinfo)))

    assert rests(clock.starts(MORNING + timedelta(days=7)), code)
    clock.starts(MORNING + timedelta(days=14))
    assert not rests(clock.starts(MORNING + timedelta(days=15)), code)


def test_a_desk_that_first_starts_in_1970_is_told_and_cannot_be_confirmed(clock):
    desk = clock.starts(datetime(1970, 1, 1, tzinfo=MORNING.tzinfo))
    visit = Visit(desk)
    visit.cover("duties")

    assert "1 gennaio 1970" in said(desk)
    assert "date" not in names(visit.card)


def test_fifty_years_ahead_nothing_is_forgotten(clock):
    desk = clock.starts(MORNING)
    code, week = put_aside(desk), desk.drafts._pepper.week
    ahead = clock.starts(MORNING.replace(year=2076))

    assert (rests(ahead, code), ahead.drafts._pepper.week, ahead.rows("draft")) == (True, week, 1)
    assert said(ahead) == "Per chi aiuta: il computer dice 21 novembre 2076. È giusto? Confermalo con F12. Fino ad allora non si cancella niente."
    back = clock.starts(MORNING + timedelta(days=1))
    assert (rests(back, code), said(back), back.today()) == (True, "", MORNING.date() + timedelta(days=1))


def test_what_is_put_aside_fifty_years_ahead_opens_and_does_not_rest_for_fifty_years(clock):
    clock.starts(MORNING)
    code = put_aside(clock.starts(MORNING.replace(year=2076)))
    back = clock.starts(MORNING + timedelta(days=1))
    assert rests(back, code)
    for day in range(2, 40, 5):
        back = clock.starts(MORNING + timedelta(days=day))

    assert (rests(back, code), back.rows("draft")) == (False, 0)


def test_after_a_closing_of_a_month_the_day_is_confirmed_and_only_then_the_old_goes(clock):
    desk = clock.starts(MORNING)
    before, week = put_aside(desk), desk.drafts._pepper.week
    desk = clock.starts(MORNING + timedelta(days=32))
    fresh = put_aside(desk)
    assert (rests(desk, before), rests(desk, fresh), desk.rows("draft")) == (True, True, 2)
    visit = confirms(desk)

    assert (said(desk), desk.rows("draft"), rests(desk, before), rests(desk, fresh)) == ("", 1, False, True)
    assert (visit.card.name, "date" in names(visit.card)) == ("duties", False)
    assert desk.drafts._pepper.week == week + 5 or desk.drafts._pepper.week == week + 4


def test_the_day_to_confirm_is_in_words(clock):
    clock.starts(MORNING)
    visit = Visit(clock.starts(MORNING + timedelta(days=20)))
    visit.cover("duties")

    assert next(option.text for option in visit.card.prompts[0].options if option.value == "date") == "La data è giusta: oggi è 11 dicembre 2026"


def test_a_week_away_needs_nobody(clock):
    clock.starts(MORNING)
    desk = clock.starts(MORNING + timedelta(days=7))

    assert (said(desk), desk.days.is_ahead, desk.days.sure()) == ("", False, MORNING.date() + timedelta(days=7))


def test_a_day_that_was_confirmed_by_mistake_can_be_put_right(clock):
    clock.starts(MORNING)
    confirms(clock.starts(MORNING.replace(year=2027)))
    desk = clock.starts(MORNING + timedelta(days=1))
    assert "22 novembre 2026" in said(desk)
    confirms(desk)

    assert (said(desk), desk.today()) == ("", MORNING.date() + timedelta(days=1))


def test_a_day_that_cannot_be_kept_is_said_to_be_so(clock, monkeypatch):
    from kiosk.database import Database
    from kiosk.errors import DatabaseFailed

    def fails(_self):
        raise DatabaseFailed("full")

    clock.starts(MORNING)
    visit = Visit(clock.starts(MORNING + timedelta(days=20)))
    visit.cover("duties")
    monkeypatch.setattr(Database, "write", fails)
    visit.give({"duties": "date"})

    assert (visit.card.name, visit.card.prompts[0].problem) == ("duties", ("Questa data non si può salvare adesso. Riprova.",))
