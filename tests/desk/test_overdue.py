"""What the operator reads when envelopes do not get to their office."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.desk import opening
from kiosk.dispatch.outbox import LATER, PERSON, Outcome
from tests.offices.papers import noise, opened
from tests.practice import MORNING, PracticeDesk

TODAY = MORNING.date()


@pytest.fixture
def desk(tmp_path):
    made = PracticeDesk(tmp_path / "desk", practice=False)
    yield made
    made.database.close()


def keep(desk, reference: str, days: int, outcome: Outcome) -> None:
    outbox = opened(desk.database)
    outbox.accept(noise(reference, 10, TODAY - timedelta(days=days)), "comune")
    outbox.record(*outbox.claim(), outcome)


def test_nothing_is_said_of_what_is_on_its_way(desk):
    keep(desk, "4821093716", 2, Outcome(LATER, "connect", 3600.0))

    assert opening.outbox_lines(desk) == []


def test_after_three_days_a_person_is_asked_to_look_why(desk):
    keep(desk, "4821093716", 3, Outcome(LATER, "connect", 3600.0))
    line, = opening.outbox_lines(desk)

    assert "una busta del 18 novembre 2026" in line
    assert "sportello outbox" in line and "avvisa l'ufficio" in line


def test_what_was_refused_is_said_on_the_same_day_and_counted_with_the_rest(desk):
    keep(desk, "4821093716", 5, Outcome(LATER, "connect", 3600.0))
    keep(desk, "4821093717", 0, Outcome(PERSON, "http 403"))
    line, = opening.outbox_lines(desk)

    assert "2 buste" in line and "la prima è del 16 novembre 2026" in line


def test_what_waits_here_is_said_while_the_shared_store_is_away(tmp_path, shared_url, network):
    network.away()
    desk = PracticeDesk(tmp_path / "desk", practice=False, store=network.url(shared_url))
    outbox = opened(desk.local)
    outbox.accept(noise("4821093716", 10, TODAY - timedelta(days=4)), "comune")
    line, = opening.outbox_lines(desk)

    assert "una busta del 17 novembre 2026" in line
    desk.local.close()
