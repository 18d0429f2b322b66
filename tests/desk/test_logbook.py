"""The operators' log: who did which act, nothing of a visitor, and nobody changes a row unseen."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.config import Desk, Operator
from kiosk.desk import logbook
from kiosk.desk.override import OVERRIDES, let_pass
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed
from tests.practice import ROOT, PracticeDesk
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
    assert [1] == logbook.check(desk)
    assert [("sportello", "gap"), ("Luca 1", "day")] == [(row["who"], row["act"]) for row in log(desk)[:2]]
    assert [1, 4] == logbook.troubles(log(desk), noted)


def test_a_row_put_in_is_found(desk):
    three_acts(desk)
    last = log(desk)[-1]
    with desk.database.write() as store:
        store.insert("log", **{**last, "seq": 9, "act": "join"})
    assert [9] == logbook.check(desk)


SPOILT = {
    **{f"{number} taken out": (lambda store, number=number: store.delete("log", seq=number), found) for number, found in ((1, 2), (2, 3), (3, 3))},
    **{f"{number} {column} changed": (lambda store, number=number, column=column: store.update("log", {"seq": number}, **{column: "x"}), number)
       for number in (1, 2, 3) for column in ("at", "who", "act", "prev", "head")},
    **{f"{first} and {second} change places": (lambda store, first=first, second=second: swap(store, first, second), first)
       for first, second in ((1, 2), (2, 3), (1, 3))},
    "2 and 3 cut off": (lambda store: [store.delete("log", seq=number) for number in (2, 3)], 2),
    "all taken out": (lambda store: store.delete("log"), 1),
    "one put in at the end": (lambda store: store.insert("log", **followed(store)), 5),
}
"""What somebody does to the store, and the row at which it must be found after one act more."""


def swap(store, first: int, second: int) -> None:
    for number, becomes in ((first, 99), (second, first), (99, second)):
        store.update("log", {"seq": number}, seq=becomes)


def followed(store) -> dict:
    """A row that nobody wrote and that is in order all the same: no secret is needed for that."""
    last = store.rows("log", order="seq")[-1]
    row = {**last, "seq": last["seq"] + 1, "act": "join", "prev": last["head"]}
    return row | {"head": logbook._digest(row)}


@pytest.mark.parametrize("what", SPOILT)
def test_whatever_is_done_to_the_store_is_found_at_its_row_although_acts_follow(desk, what):
    spoil, found = SPOILT[what]
    three_acts(desk)
    with desk.database.write() as store:
        spoil(store)
    assert logbook.check(desk)
    three_acts(desk)
    assert found in logbook.check(desk) and found in logbook.troubles(log(desk))


def test_a_row_of_the_house_that_is_taken_out_again_leaves_another(desk):
    three_acts(desk)
    for _ in range(2):
        with desk.database.write() as store:
            for row in log_in(store)[2:]:
                store.delete("log", seq=row["seq"])
        logbook.note(desk, "Luca Neri", "day")
        assert [3] == logbook.check(desk)


def log_in(store):
    return store.rows("log", order="seq")


def test_a_file_that_is_gone_is_a_gap_too(desk):
    three_acts(desk)
    (desk.config.folder / logbook.HEAD).unlink()
    assert [3] == logbook.check(desk)
    three_acts(desk)
    assert [4] == logbook.check(desk)


ACTING = """
import os, sys
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from kiosk import config
from kiosk.desk import logbook, pepper
from kiosk.desk.desk import Desk
from dataclasses import replace

folder, acts, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
desk = Desk(replace(config.Config(), folder=folder, store=f"sqlite:///{folder / 'sportello.db'}", practice=False), lambda: datetime(2026, 11, 21, 10, tzinfo=UTC))
written, write = [], pepper.replace

def replace_and_die(place, content):
    write(place, content)
    written.append(place)
    if len(written) == last:
        os._exit(9)

pepper.replace = replace_and_die
for _ in range(acts):
    assert logbook.note(desk, "Anna", "day")
"""


def acting(desk, acts: int, last: int = 0) -> subprocess.Popen:
    """Another terminal of this desk: so many acts, and after so many writings of the file the current is cut."""
    return subprocess.Popen([sys.executable, "-c", ACTING, str(desk.config.folder), str(acts), str(last)], cwd=ROOT)


@pytest.mark.parametrize(("last", "kept"), [(1, 3), (2, 4), (3, 4), (4, 5)])
def test_power_that_fails_between_the_row_and_its_note_is_no_gap(desk, last, kept):
    three_acts(desk)
    assert acting(desk, 2, last).wait(60) == 9
    assert (len(log(desk)), logbook.check(desk)) == (kept, [])
    three_acts(desk)
    assert (len(log(desk)), logbook.check(desk)) == (kept + 3, [])


def test_two_terminals_at_the_same_moment_write_one_chain(desk):
    three_acts(desk)
    both = [acting(desk, 15) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert list(range(1, 34)) == [row["seq"] for row in log(desk)] and [] == logbook.check(desk)


def test_who_works_here_is_told_of_a_gap_for_a_month_and_the_doctor_for_ever(desk):
    three_acts(desk)
    assert logbook.staff_lines(desk) == []
    with desk.database.write() as store:
        store.delete("log", seq=3)
    three_acts(desk)
    line, = logbook.staff_lines(desk)
    assert "riga 3" in line and line in desk_opened(desk)
    day = desk.today()
    assert [logbook.faults(desk.database, desk.config, day + timedelta(days=days)) for days in (30, 31)] == [([3], []), ([], [3])]
    with desk.database.write() as store:
        store.update("log", {"seq": 1}, who="Luca 1")
    assert logbook.faults(desk.database, desk.config, day + timedelta(days=400)) == ([1], [3])


def test_a_gap_cannot_be_made_an_old_one(desk):
    three_acts(desk)
    with desk.database.write() as store:
        store.delete("log", seq=3)
    three_acts(desk)
    with desk.database.write() as store:
        store.update("log", {"seq": 3}, at="2020-01-01T10:00")
    assert logbook.faults(desk.database, desk.config, desk.today()) == ([3], [])


def desk_opened(desk) -> tuple[str, ...]:
    desk.open()
    return desk.staff_lines()


def test_over_each_store_every_desk_has_a_log_of_its_own(tmp_path, store_url):
    desks = [PracticeDesk(tmp_path / name, practice=False, operators=PEOPLE, store=store_url, desk=Desk(id=name)) for name in ("milano-1", "milano-2")]
    for one in (*desks, *desks):
        three_acts(one)
    with desks[0].database.write() as store:
        store.delete("log", desk="milano-1", seq=6)
    for one in desks:
        logbook.note(one, "Luca Neri", "day")
    assert [logbook.check(one) for one in desks] == [[6], []]
    assert [len(log(one)) for one in desks] == [7, 7]
    for one in desks:
        one.database.close()


def test_only_acts_of_the_list_are_written(desk):
    with pytest.raises(ValueError):
        logbook.note(desk, "Anna", "ha aiutato la signora Rossi")
    with pytest.raises(ValueError):
        logbook.note(desk, "Anna", logbook.GAP)
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
