"""Calls for help over a real store: who sees them, who answers, how they end, and that no visitor waits for any of it."""

import threading
import time
from dataclasses import replace

import pytest

from kiosk.config import Config
from kiosk.config import Desk as DeskSettings
from kiosk.database import Database
from kiosk.desk import calls as calling
from kiosk.desk.bell import LATE, LONG, Bell
from kiosk.desk.calling import said
from kiosk.desk.calls import Calls, signed
from kiosk.desk.visit import Visit
from kiosk.errors import DatabaseFailed
from tests.people import Guest, finisher
from tests.practice import PracticeDesk

ID = "c" * 32
LANGUAGES = ("it", "ar", "en", "fr")


class Hand:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def two(store_url):
    """The calls of one store as two desks see them."""
    databases = Database(store_url), Database(store_url)
    yield tuple(Calls(database, f"milano-{number}") for number, database in enumerate(databases, 1))
    for database in databases:
        database.close()


@pytest.fixture
def kiosk(tmp_path):
    """A kiosk of Milano 1, and its bell on a clock that is moved by hand."""
    desk = PracticeDesk(tmp_path, desk=replace(Config().desk, id="milano-1", phone="02 1234"), languages=LANGUAGES)
    desk.bell = Bell(desk.bell._open, Hand())
    yield desk
    desk.database.close()


def at(visit: Visit, *choices: str) -> Visit:
    for choice in choices:
        visit.give({visit.stage: choice})
    return visit


def shown(visit: Visit) -> str:
    card = visit.card
    return "\n".join((card.title, *(line.text for line in card.lines)))


def test_a_call_says_desk_language_and_kind_and_the_oldest_comes_first(two):
    first, second = two
    first.ring(ID, "fr", "asked")
    second.ring("d" * 32, "ar", "stuck")

    assert [(call.desk, call.language, call.kind, call.state) for call in first.all()] == [
        ("milano-1", "fr", "asked", "waiting"), ("milano-2", "ar", "stuck", "waiting"),
    ]
    assert [call.desk for call in first.elsewhere()] == ["milano-2"]
    assert all(0 <= call.age < 60 for call in first.all())


def test_called_again_in_another_language_it_is_the_same_call(two):
    two[0].ring(ID, "fr", "asked")
    two[0].ring(ID, "it", "asked")
    assert [call.language for call in two[1].all()] == ["it"]


def test_two_who_answer_at_once_only_one_goes(two):
    two[0].ring(ID, "fr", "asked")
    came, ready = [], threading.Barrier(2)

    def answers(calls: Calls, name: str) -> None:
        ready.wait()
        came.append(calls.answer(ID, signed(name, calls.desk)))

    threads = [threading.Thread(target=answers, args=given) for given in zip(two, ("Anna Verdi", "Bruno"), strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(came) == [False, True]
    assert two[0].look(ID).answered_by in ("Anna (Milano 1)", "Bruno (Milano 2)")
    assert two[1].elsewhere() == ()


def test_a_call_that_is_gone_cannot_be_answered_and_leaves_nothing(two):
    two[0].ring(ID, "fr", "asked")
    two[0].end(ID)
    assert not two[1].answer(ID, "Anna (Milano 2)")
    assert two[1].all() == () and two[1].look(ID) is None


def test_the_call_of_a_visit_that_died_is_taken_away_by_whoever_looks(two, monkeypatch):
    two[0].ring(ID, "fr", "asked")
    monkeypatch.setattr(calling, "ALIVE", -1.0)
    assert two[1].all() == ()
    monkeypatch.setattr(calling, "ALIVE", 60.0)
    assert two[0].look(ID) is None


def test_a_long_name_fits_its_column(two):
    two[0].ring(ID, "fr", "asked")
    assert two[1].answer(ID, signed("A" * 300, "m" * 32))
    assert signed("", "milano-2") == " (Milano 2)"


def test_f9_is_in_the_store_and_says_nothing_of_the_visit(kiosk):
    visit = at(Visit(kiosk), "fr", "alone")
    visit.call()
    kiosk.bell.round()

    with kiosk.database.write() as store:
        row = dict(store.rows("call")[0])
    assert (row["desk"], row["language"], row["kind"], row["state"]) == ("milano-1", "fr", "unsure", "waiting")
    assert {name: row[name] for name in ("answered_by", "asker", "reader", "writer", "shown", "done")} == {
        "answered_by": "", "asker": "", "reader": "", "writer": "", "shown": b"", "done": b""}


@pytest.mark.parametrize("way", ["together"])
def test_who_asks_for_help_at_the_beginning_calls_too(kiosk, way):
    at(Visit(kiosk), "ar", way)
    kiosk.bell.round()
    assert [(call.language, call.kind) for call in Calls(kiosk.database, "x").all()] == [("ar", "together")]


def test_an_operator_at_the_kiosk_takes_the_call_away(kiosk):
    visit = at(Visit(kiosk), "fr", "alone")
    visit.call()
    kiosk.bell.round()
    visit.operator()
    visit.give({"operator": kiosk.operators.practice_pin()})
    visit.give({"duties": "close"})
    kiosk.bell.round()
    assert kiosk.rows("call") == 0 and not visit.calling


@pytest.mark.parametrize("by", ["visitor", "operator"])
def test_the_end_of_the_visit_takes_the_call_away_before_its_process_dies(kiosk, monkeypatch, by):
    monkeypatch.setattr("kiosk.desk.calling._PARTING", 30.0)
    visit = at(Visit(kiosk), "fr", "alone")
    visit.call()
    kiosk.bell.round()
    visit.cover("duties")
    kiosk.bell.start()
    try:
        visit.leave() if by == "visitor" else visit.give({"duties": "leave"})
        assert kiosk.rows("call") == 0
    finally:
        kiosk.bell.stop()


class Unhurried(Calls):
    """The calls of a store that has written one, and takes its time to say so."""

    def __init__(self, *settings) -> None:
        super().__init__(*settings)
        self.has_written, self.goes_on = threading.Event(), threading.Event()

    def ring(self, call: str, language: str, kind: str) -> None:
        super().ring(call, language, kind)
        self.has_written.set()
        self.goes_on.wait(60.0)


def test_a_call_that_is_being_written_when_the_visit_ends_is_taken_away_too(kiosk):
    slow = Unhurried(kiosk.database, "milano-1")
    kiosk.bell = Bell(lambda: slow)
    kiosk.bell.start()
    kiosk.bell.ring("it", "asked")
    assert slow.has_written.wait(60.0)
    later = threading.Timer(0.1, slow.goes_on.set)
    later.start()
    kiosk.bell.hush(60.0)
    left = slow.all()
    later.join()
    kiosk.bell.stop()
    assert left == ()


def test_while_nobody_answers_the_card_says_so_calmly_and_what_else_can_be_done(kiosk):
    visit = at(Visit(kiosk), "it", "alone")
    visit.call()
    kiosk.bell.round()
    assert "AIUTO" in shown(visit) and "ancora risposto" not in shown(visit)
    kiosk.bell._clock.now += LATE
    assert "Nessuno ha ancora risposto" in shown(visit) and "telefonare" not in shown(visit)
    kiosk.bell._clock.now += LONG
    assert "Ora nessuno è libero" in shown(visit) and "02 1234" in shown(visit)


def test_when_somebody_on_another_desk_answers_the_visitor_reads_it_in_their_language(kiosk):
    visit = at(Visit(kiosk), "en", "alone")
    visit.call()
    kiosk.bell.round()
    Calls(kiosk.database, "milano-2").answer(Calls(kiosk.database, "milano-2").all()[0].id, "Anna (Milano 2)")
    kiosk.bell.round()
    assert kiosk.bell.standing == "coming"
    assert kiosk.words("en").say("called.coming") in shown(visit)
    visit.give({})
    assert visit.card.calling


def test_a_kiosk_at_rest_shows_what_the_others_call_and_one_in_use_does_not(kiosk):
    Calls(kiosk.database, "milano-2").ring(ID, "fr", "asked")
    visit = Visit(kiosk)
    kiosk.bell.at_rest = lambda: not visit.started
    kiosk.bell.round()
    assert "Milano 2 chiede aiuto: francese" in shown(visit)
    assert said(kiosk, kiosk.bell.others) == ["Milano 2 chiede aiuto: francese"]
    at(visit, "it")
    assert "chiede aiuto" not in shown(visit)
    kiosk.bell.round()
    assert kiosk.bell.others == ()


def test_the_bell_beats_while_the_visit_lives_and_rings_again_when_it_was_taken_for_dead(kiosk):
    visit = at(Visit(kiosk), "fr", "alone")
    visit.call()
    kiosk.bell.round()
    with kiosk.database.write() as store:
        store.update("call", {}, seen_at=0.0)
    kiosk.bell._clock.now += 20
    kiosk.bell.round()
    assert len(Calls(kiosk.database, "x").all()) == 1
    with kiosk.database.write() as store:
        store.delete("call")
    for _ in range(2):
        kiosk.bell.round()
    assert len(Calls(kiosk.database, "x").all()) == 1


def test_a_store_that_is_away_makes_nobody_wait_and_hears_of_the_call_when_it_is_back(shared_url, network, impatient, tmp_path):
    settings = DeskSettings(id="milano-1")
    desk = PracticeDesk(tmp_path, desk=settings, store=network.url(shared_url), languages=LANGUAGES)
    desk.bell.round()
    network.silent = True
    desk.bell.start()
    try:
        visit = at(Visit(desk), "fr", "alone")
        visit.call()
        assert visit.card.calling and visit.card.title
        visit.give({})
        assert visit.card.name == "topic" and not desk.bell.is_told
        network.silent = False
        until = time.monotonic() + 60
        with_others = Calls(Database(shared_url), "milano-2")
        while not with_others.all() and time.monotonic() < until:
            time.sleep(0.1)
        assert [call.language for call in with_others.elsewhere()] == ["fr"]
        with_others.database.close()
    finally:
        desk.bell.stop()
        desk.database.close()


def test_without_the_store_the_times_of_the_card_run_all_the_same(kiosk):
    visit = at(Visit(kiosk), "it", "alone")

    def away():
        raise DatabaseFailed("away")

    kiosk.bell._open = away
    visit.call()
    assert not kiosk.bell.round()
    kiosk.bell._clock.now += LATE
    assert "Nessuno ha ancora risposto" in shown(visit)


def test_the_third_wrong_answer_calls_and_says_that_somebody_is_stuck_but_not_where(kiosk, cheap_codes):
    person = Guest(Visit(kiosk), "did", finisher("did").answers, "fr")
    person.goes_to("code")
    person.does()
    visit = person.visit
    for _ in range(3):
        visit.give({prompt.name: "" for prompt in visit.card.prompts})
    kiosk.bell.round()
    with kiosk.database.write() as store:
        [row] = [dict(found) for found in store.rows("call")]
    assert (row["kind"], row["language"]) == ("stuck", "fr")
    assert "did" not in "".join(str(value) for name, value in row.items() if name not in ("id", "desk"))
