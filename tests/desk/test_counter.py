"""The operator's own terminal without a screen: what it tells, what it never tells, and what its keys do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.config import Config
from kiosk.desk import board
from kiosk.desk.calls import Calls
from kiosk.desk.counter import Counter
from kiosk.desk.days import counted
from kiosk.desk.drafts import of_today
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes
from tests.people import Guest, finisher
from tests.practice import MORNING, PracticeDesk

IDS = ("a" * 32, "b" * 32)
LANGUAGES = ("it", "ar", "en", "fr")


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory, cheap_codes):
    made = PracticeDesk(tmp_path_factory.mktemp("desk"), desk=replace(Config().desk, id="milano-1"), languages=LANGUAGES)
    yield made
    made.database.close()


@pytest.fixture
def desk(one_desk):
    """The desk with nothing in its store."""
    with one_desk.database.write() as store:
        for table in ("draft", "envelope", "call"):
            store.delete(table)
    return one_desk


@pytest.fixture
def calls(desk):
    """Milano 2, on the same store."""
    return Calls(desk.database, "milano-2")


def unlocked(desk) -> Counter:
    counter = Counter(desk)
    counter.look()
    counter.give({"locked": desk.operators.practice_pin()})
    return counter


def options(counter: Counter) -> dict[str, tuple[str, str]]:
    return {option.digit: (option.text, option.mark) for prompt in counter.card.prompts for option in prompt.options}


def text(counter: Counter) -> str:
    card = counter.card
    shown = [card.title, card.service, card.part, *(line.text for line in card.lines)]
    for prompt in card.prompts:
        shown += [prompt.label, prompt.typed, *prompt.problem, *(f"{option.text} {option.detail}" for option in prompt.options)]
    return "\n".join(shown)


def test_it_opens_with_a_personal_pin_and_shows_nothing_before(desk, calls):
    calls.ring(IDS[0], "fr", "asked")
    counter = Counter(desk)
    counter.look()
    assert "francese" not in text(counter)
    counter.give({"locked": "000000"})
    assert "Questo PIN non c'è" in text(counter) and "francese" not in text(counter)
    counter.back()
    assert counter.stage == "locked"
    counter.give({"locked": desk.operators.practice_pin()})
    assert "Milano 2 chiede aiuto: francese" in text(counter) and counter.operator_name == "Prova"


def test_too_many_pins_are_refused_by_the_same_gate_as_at_the_kiosk(tmp_path):
    desk = PracticeDesk(tmp_path, flows=tmp_path / "no-services")
    counter = Counter(desk)
    for _ in range(5):
        counter.give({"locked": "000000"})
    counter.give({"locked": desk.operators.practice_pin()})
    assert "Troppi PIN sbagliati" in text(counter) and counter.stage == "locked"
    visit = Visit(desk)
    visit.operator()
    visit.give({"operator": desk.operators.practice_pin()})
    assert visit.problem == "pin.wait"
    desk.database.close()


def test_enter_on_a_call_answers_it_and_who_called_reads_that_somebody_comes(desk, calls):
    calls.ring(IDS[0], "fr", "asked")
    counter = unlocked(desk)
    counter.give({"board": IDS[0]})
    assert "Vai tu: Milano 2, francese" in text(counter)
    assert calls.look(IDS[0]).answered_by == "Prova (Milano 1)"
    counter.back()
    assert "va Prova (Milano 1)" in text(counter)


def test_a_call_that_somebody_took_meanwhile_is_not_taken_twice(desk, calls):
    calls.ring(IDS[0], "fr", "asked")
    counter = unlocked(desk)
    calls.answer(IDS[0], "Bruno (Milano 3)")
    counter.give({"board": IDS[0]})
    assert "non aspetta più" in text(counter) and "va Bruno (Milano 3)" in text(counter)


def test_a_call_keeps_its_digit_while_others_come_and_go(desk, calls):
    calls.ring(IDS[0], "fr", "asked")
    calls.ring(IDS[1], "ar", "stuck")
    counter = unlocked(desk)
    assert options(counter)["2"] == ("Milano 2 chiede aiuto: arabo", "!")
    calls.end(IDS[0])
    counter.look()
    assert options(counter)["2"] == ("Milano 2 chiede aiuto: arabo", "!") and "1" not in options(counter)
    assert [key for key in options(counter) if not key.isdigit()] == ["m", "b", "s", "l", "a", "x"]


def test_locked_again_the_pin_is_asked_again(desk):
    counter = unlocked(desk)
    counter.give({"board": "languages"})
    assert "francese" in text(counter)
    counter.hide()
    assert counter.stage == "locked" and counter.operator_name == "" and "francese" not in text(counter)


def test_it_is_closed_from_the_board_only(desk):
    counter = unlocked(desk)
    counter.back()
    assert not counter.over
    counter.give({"board": "close"})
    assert counter.over


def test_a_visit_put_aside_is_on_the_list_by_a_short_name_and_five_minutes_and_nothing_else_of_it(desk):
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("code")
    visit = guest.visit
    [(short, at, is_open)] = of_today(desk.database, "milano-1", desk.today())
    assert (len(short), at, is_open) == (4, counted(MORNING)[-5:], True)
    visit.leave()
    lines = "\n".join(board.as_lines(desk, board.gather(desk)))
    assert f"{short}  {at}  messo da parte" in lines
    shown = codes.grouped(codes.read(visit.shown_code, codes.DRAFT), codes.DRAFT)
    assert shown not in lines and visit.session.flow.title not in lines
    assert of_today(desk.database, "milano-2", desk.today()) == ()


def test_when_the_day_is_over_nothing_says_any_more_when_and_where_a_draft_was_saved(desk):
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("code")
    desk.drafts.forget_expired(desk.today())
    assert len(of_today(desk.database, "milano-1", desk.today())) == 1
    desk.drafts.forget_expired(desk.today() + timedelta(days=1))
    with desk.database.write() as store:
        assert [(row["desk"], row["saved_at"]) for row in store.rows("draft")] == [("", "")]


@pytest.mark.parametrize(("minute", "kept"), [(0, "00"), (4, "00"), (5, "05"), (59, "55")])
def test_a_time_is_kept_in_steps_of_five_minutes(minute, kept):
    assert counted(MORNING.replace(minute=minute))[-2:] == kept


def test_envelopes_that_need_a_person_come_first_with_an_alarm(desk):
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("end")
    with desk.database.write() as store:
        assert store.update("envelope", {}, destination="ufficio") == 1
    section = board.gather(desk).section("outbox")
    assert (section.alarm, section.state) == (False, "una aspetta") and "aspetta" in section.lines[0]
    with desk.database.write() as store:
        store.update("envelope", {}, state="person", outcome="http 403")
    section = board.gather(desk).section("outbox")
    assert (section.alarm, section.state) == (True, "una da guardare")
    assert section.lines[0].startswith("! ") and "serve una persona" in section.lines[0]


def test_an_envelope_older_than_three_days_is_an_alarm(desk):
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("end")
    with desk.database.write() as store:
        store.update("envelope", {}, accepted_on=(desk.today() - timedelta(days=3)).isoformat())
    assert board.gather(desk).section("outbox").alarm


def test_services_whose_day_comes_and_languages_nobody_has_read_are_named(desk):
    offer = desk.shelf.vouched()[0]
    before, desk.clock = desk.clock, lambda: MORNING + (offer.verified_until - MORNING.date()) - timedelta(days=3)
    soon = board.gather(desk).section("services")
    desk.clock = lambda: MORNING + (offer.verified_until - MORNING.date()) + timedelta(days=3)
    stale = board.gather(desk).section("services")
    desk.clock = before
    assert soon.alarm and f"{offer.title}: controllato fino al" in "\n".join(soon.lines)
    assert f"{offer.title}: da ricontrollare dal" in "\n".join(stale.lines)
    assert board.gather(desk).section("languages").lines == ("arabo", "inglese", "francese")


def test_a_shared_store_that_is_away_is_said_and_the_rest_is_there(shared_url, network, impatient, tmp_path):
    desk = PracticeDesk(tmp_path, desk=replace(Config().desk, id="milano-1"), store=network.url(shared_url), flows=tmp_path / "no-services")
    counter = unlocked(desk)
    Calls(desk.database, "milano-2").ring(IDS[0], "fr", "asked")
    counter.look()
    network.away()
    counter.give({"board": IDS[0]})
    assert "Vai di persona" in text(counter)
    counter.look()
    assert "l'archivio non risponde" in text(counter) and "Lingue" in text(counter)
    network.back()
    counter.look()
    assert "Milano 2 chiede aiuto" in text(counter)
    desk.database.close()
