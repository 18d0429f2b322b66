"""The operators' log: who did which act, nothing of a visitor, and nobody changes a row unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.config import Operator
from kiosk.desk import logbook
from kiosk.desk.override import OVERRIDES, let_pass
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed
from tests.practice import PracticeDesk
from tests.visitor import visitor

PEOPLE = (Operator("Luca Neri", sealing.hash_pin("000000")), Operator("Anna Maria Bianchi", sealing.hash_pin("135792")))


@pytest.fixture
def desk(tmp_path):
    desk = PracticeDesk(tmp_path, practice=False, operators=PEOPLE)
    yield desk
    desk.database.close()


def three_acts(desk) -> None:
    for act in ("assist", "override foreign", "halt"):
        assert logbook.note(desk, "Anna Maria Bianchi", act)


def log(desk):
    return logbook.rows(desk.database, desk.config.desk.id)


def test_a_row_says_who_what_and_about_when(desk):
    desk.clock = lambda: datetime(2026, 11, 21, 10, 34, 59, tzinfo=UTC)
    three_acts(desk)
    assert [("Anna 2", act) for act in ("assist", "override foreign", "halt")] == [(row["who"], row["act"]) for row in log(desk)]
    assert {"30"} == {row["at"][-2:] for row in log(desk)}
    assert [] == logbook.check(desk)


def test_a_row_changed_is_found(desk):
    three_acts(desk)
    with desk.database.write() as store:
        store.update("log", {"seq": 2}, who="Luca 1")
    assert [2] == logbook.check(desk)


@pytest.mark.parametrize(("gone", "found"), [(1, [2]), (2, [3]), (3, [3])])
def test_a_row_taken_out_is_found(desk, gone, found):
    three_acts(desk)
    with desk.database.write() as store:
        store.delete("log", seq=gone)
    assert found == logbook.check(desk)


def test_a_log_written_anew_from_its_beginning_is_found(desk):
    three_acts(desk)
    noted = (desk.config.folder / logbook.HEAD).read_text("ascii")
    with desk.database.write() as store:
        store.delete("log")
    for act in ("day", "day", "day"):
        logbook.note(desk, "Luca Neri", act)
    assert [] == logbook.check(desk)
    assert [3] == logbook.troubles(log(desk), noted)


def test_a_row_put_in_is_found(desk):
    three_acts(desk)
    last = log(desk)[-1]
    with desk.database.write() as store:
        store.insert("log", **{**last, "seq": 9, "act": "join"})
    assert [9] == logbook.check(desk)


def test_only_acts_of_the_list_are_written(desk):
    with pytest.raises(ValueError):
        logbook.note(desk, "Anna", "ha aiutato la signora Rossi")
    assert {f"override {reason}" for reason, _ in OVERRIDES} < logbook.ACTS
    assert max(map(len, logbook.ACTS)) <= 24


def test_two_terminals_of_a_desk_write_one_chain(desk, tmp_path):
    other = PracticeDesk(tmp_path, practice=False, operators=PEOPLE)
    three_acts(desk)
    three_acts(other)
    three_acts(desk)
    other.database.close()
    assert list(range(1, 10)) == [row["seq"] for row in log(desk)] and [] == logbook.check(desk)


def test_a_desk_that_practises_and_nobody_write_nothing(desk, tmp_path):
    assert not logbook.note(PracticeDesk(tmp_path / "prova"), "Prova", "halt")
    assert not logbook.note(desk, None, "halt") and [] == list(log(desk))


class Away:
    """A store that does not answer."""

    def write(self):
        raise DatabaseFailed("away")


def test_a_store_that_is_away_keeps_nobody_from_helping(desk):
    kept, desk.__dict__["database"] = desk.database, Away()
    try:
        assert not logbook.note(desk, "Anna Maria Bianchi", "halt")
    finally:
        desk.__dict__["database"] = kept


def test_an_operator_who_halts_the_kiosk_stands_in_the_log(desk):
    visit = Visit(desk)
    visit.operator()
    visit.give({"operator": "135792"})
    visit.give({"duties": "halt"})
    assert visit.halted
    assert [("Anna 2", "halt")] == [(row["who"], row["act"]) for row in log(desk)]


def test_an_answer_that_is_let_pass_is_counted_and_stands_in_the_log_without_a_word_of_it(desk):
    visit = Visit(desk)
    visit.session, visit.at_work = visitor("- {page: codice, ask: Codice, type: tax_code}").gives(codice="XYZ").session, "Luca Neri"
    assert let_pass(visit, "codice", "other", "lo dice Rossi")
    assert [("Luca 1", "override other")] == [(row["who"], row["act"]) for row in log(desk)]
    assert {("override", "other", "prova"): 1} == visit.acts.counts
