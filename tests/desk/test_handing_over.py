"""A visit put aside, passed on, or left alone by who helps: nothing is lost, and nothing happens that the visitor did not agree to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.config import Operator, Printer, Timeouts
from kiosk.database import Database
from kiosk.desk.assist import Assist
from kiosk.desk.lock import Lock, is_locked, use
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from kiosk.errors import DatabaseFailed
from kiosk.screens.watch import Waits
from tests.people import names, texts

PINS = {"Anna Rossi": "111111", "Marco": "222222"}
ANSWER = "Bruni"


@pytest.fixture(scope="module")
def team() -> tuple[Operator, ...]:
    return tuple(Operator(name, sealing.hash_pin(pin)) for name, pin in PINS.items())


@pytest.fixture
def desk(practice, team, monkeypatch):
    """The desk with two people who work there, and two other desks to pass a visit on to."""
    monkeypatch.setattr(practice, "config", replace(practice.config, operators=team, desks=(("Sportello Lavoro", "stanza 4"), ("Anagrafe", ""))))
    monkeypatch.delitem(practice.__dict__, "operators", raising=False)
    yield practice
    practice.__dict__.pop("operators", None)


@pytest.fixture
def visit(desk, guest):
    """Somebody who has answered some questions, and Anna beside them."""
    person = guest(cognome=ANSWER)
    person.goes_to("nascita")
    person.visit.assist = Assist("Anna")
    return person.visit


def menu(visit: Visit, name: str = "Anna Rossi") -> Visit:
    visit.operator()
    if visit.overlay == "operator":
        visit.give({"operator": PINS[name]})
    return visit


def chooses(visit: Visit, **typed: str) -> Visit:
    for prompt, value in typed.items():
        visit.give({prompt: value})
    return visit


def test_put_aside_the_code_is_there_and_with_the_next_key_the_screen_is_at_rest(visit, desk):
    code = visit.shown_code
    chooses(menu(visit), duties="park")
    assert visit.card.name == "parked" and code in texts(visit.card) and ANSWER not in texts(visit.card)
    visit.give({})
    assert visit.over and desk.rows("draft") == 1 and "cognome" in desk.draft(visit.code)["answers"]


def test_with_a_printer_the_code_comes_out_and_is_taken_with_the_same_key(visit, desk, monkeypatch, tmp_path):
    lp = tmp_path / "lp"
    lp.write_text(f"#!/bin/sh\ncat > {tmp_path / 'paper'}\n")
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{Path(shutil.which('cat')).parent}")
    monkeypatch.setattr(desk, "config", replace(desk.config, printer=Printer("sala", receipt=True)))
    chooses(menu(visit), duties="park")
    assert visit.shown_code in (tmp_path / "paper").read_text()
    assert "Il foglio è nella stampante. Prendilo con te." in texts(visit.card)
    visit.give({})
    assert (visit.over, visit.papers.left) == (True, False)


def test_what_cannot_be_saved_is_not_put_aside_without_a_word(visit, monkeypatch):
    visit.saved = False
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _away)
        chooses(menu(visit), duties="park")
    assert (visit.card.name, visit.over) == ("stop", False)
    assert "L'ultima risposta non è salvata." in texts(visit.card)


def _away(_self):
    raise DatabaseFailed("away")


def test_before_the_consent_there_is_nothing_to_put_aside(desk, guest):
    person = guest()
    person.goes_to("consent")
    assert not {"park", "handing"} & set(names(menu(person.visit).card))


def test_the_visitor_reads_what_is_passed_on_in_their_own_language_and_nothing_happens_before_yes(desk, guest, monkeypatch):
    from kiosk.desk import handing
    person = guest(language="en")
    person.goes_to("nascita")
    visit = person.visit
    monkeypatch.setattr(handing.parking, "park", lambda *_: pytest.fail("before yes"))
    chooses(menu(visit), duties="handing", handing="day")
    assert (visit.card.name, visit.card.code, names(visit.card)) == ("agree", "en", ["yes", "no"])
    words = visit.words
    said = texts(visit.card)
    assert words.say("pass.day") in said and words.say("pass.missing") in said and words.say("end.bring") in said
    assert "Date of birth" in said and ANSWER not in said
    chooses(visit, agree="no")
    assert visit.card.name == "nascita" and not visit.over


def test_the_summary_counts_what_is_answered_and_names_what_is_missing_and_what_was_not_known(guest, desk):
    person = guest()
    person.goes_to("review")
    from kiosk.desk.summary import summary
    said = [line.text for line in summary(person.visit.session, desk.italian)]
    unknown = [name for name, state in person.kept.items() if state == "unknown"]
    assert said[0].startswith("Hai risposto a ") and "Manca ancora:" not in said
    assert unknown and "Da guardare di nuovo:" in said and "Codice fiscale" in said


def test_help_a_language_or_a_look_of_the_operator_does_not_answer_for_the_visitor(visit):
    chooses(menu(visit), duties="handing", handing="today")
    chooses(visit, desks="1")
    for over in (visit.help, visit.change_language, visit.still, visit.operator):
        over()
        visit.cover("")
        assert visit.card.name == "agree"
    visit.back()
    assert (visit.card.name, visit.over) == ("nascita", False)


def test_to_another_desk_today_the_card_says_which_one(visit):
    chooses(menu(visit), duties="handing", handing="today")
    assert names(visit.card) == ["1", "2"]
    chooses(visit, desks="1")
    assert "Dove: Sportello Lavoro, stanza 4" in texts(visit.card)
    chooses(visit, agree="yes")
    assert visit.card.name == "parked" and "Dove: Sportello Lavoro, stanza 4" in texts(visit.card)
    visit.give({})
    assert visit.over


def test_where_no_other_desk_is_named_none_is_asked_for(visit, desk, monkeypatch):
    monkeypatch.setattr(desk, "config", replace(desk.config, desks=()))
    chooses(menu(visit), duties="handing", handing="today")
    assert visit.card.name == "agree"


def test_what_was_passed_on_once_is_not_said_when_the_visit_is_put_aside_later(visit):
    chooses(menu(visit), duties="handing", handing="today", desks="1", agree="no")
    chooses(menu(visit), duties="park")
    assert "Sportello Lavoro" not in texts(visit.card)


def test_to_an_office_outside_nothing_is_sent_and_the_steps_come_out_of_the_printer(visit, desk, monkeypatch, tmp_path):
    lp = tmp_path / "lp"
    lp.write_text(f"#!/bin/sh\ncat > {tmp_path / 'paper'}\n")
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{Path(shutil.which('cat')).parent}")
    monkeypatch.setattr(desk, "config", replace(desk.config, printer=Printer("sala", receipt=True)))
    chooses(menu(visit), duties="handing", handing="outside")
    assert "Da qui non mandiamo niente. Il foglio lo porti tu." in texts(visit.card)
    assert not (tmp_path / "paper").exists()
    chooses(visit, agree="yes")
    paper = (tmp_path / "paper").read_text()
    assert "documento di" in paper and ANSWER not in paper and desk.rows("envelope") == 0


def test_who_continues_here_gives_their_own_pin_and_the_visitor_has_the_keys_again(visit):
    visit.session.typed_by = visit.assist.swap()
    chooses(menu(visit), duties="handing", handing="here", agree="yes")
    assert visit.card.name == "takeover" and visit.card.prompts[0].masked
    chooses(visit, takeover="999999")
    assert (visit.card.name, visit.assist.helper) == ("takeover", "Anna")
    chooses(visit, takeover=PINS["Marco"])
    assert (visit.card.name, visit.assist.helper, visit.at_work) == ("nascita", "Marco", "Marco")
    assert (visit.assist.types, visit.session.typed_by) == ("visitor", "visitor")


def test_the_keys_of_who_helps_lock_by_themselves_and_open_for_that_person_alone(visit, desk):
    now = [0.0]
    visit.assist.lock = Lock(lambda: now[0])
    assert menu(visit).overlay == "duties"
    visit.cover("")
    now[0] += desk.config.timeouts.operator - 1
    assert use(visit) and not is_locked(visit)
    now[0] += desk.config.timeouts.operator
    assert not use(visit)
    assert (visit.card.name, visit.assist.helper) == ("operator", "Anna")
    chooses(visit, operator=PINS["Marco"])
    assert visit.card.name == "duties" and is_locked(visit)
    visit.cover("")
    menu(visit)
    assert not is_locked(visit)


def test_while_the_keys_are_open_without_a_pin_the_kiosk_cannot_be_stopped(visit):
    assert menu(visit).overlay == "duties"
    visit.give({"duties": "halt"})
    assert (visit.halted, visit.over, "halt" in names(visit.card)) == (False, False, False)
    visit.give({"duties": "alone"})
    assert "halt" in names(menu(visit).card) and visit.at_work


def test_the_visitor_never_waits_for_who_walked_away(visit):
    visit.assist.lock = Lock(iter([0.0]).__next__)
    visit.assist.lock.is_shut = None
    visit.give({"nascita": "23 marzo 1985"})
    assert visit.card.name != "nascita"


@pytest.mark.parametrize("name", ["operator", "duties", "accepting", "handing", "desks", "takeover", "danger", "advice"])
def test_a_panel_of_the_operator_closes_by_itself_after_a_minute(name):
    waits = Waits()
    assert (waits.due(name, 59), waits.due(name, 60), waits.due(name, 3600)) == ("", "close", "leave")


def test_the_card_with_the_code_is_not_left_standing(desk):
    assert Waits().due("parked", Timeouts().end_page) == "leave"


def test_a_person_in_difficulty_reads_the_numbers_in_their_language_and_only_that_it_was_opened_is_counted(desk, guest, monkeypatch):
    monkeypatch.setattr(desk, "config", replace(desk.config, desk=replace(desk.config.desk, safety="Marta, 02 123")))
    person = guest(language="en")
    person.goes_to("nascita")
    before = person.visit.acts.counts.copy()
    chooses(menu(person.visit), duties="danger")
    said = texts(person.visit.card)
    assert person.visit.card.code == "en" and "112: se sei in pericolo adesso. Gratis, sempre." in said and said.count("1522") == 2 and "Marta, 02 123" in said
    assert set((person.visit.acts.counts - before).items()) == {(("danger", "-", ""), 1)}
    person.visit.give({})
    assert person.visit.card.name == "nascita"


def test_in_the_awkward_moments_one_card_says_what_to_do(visit):
    chooses(menu(visit), duties="advice")
    hints = {option.value: option.hint for option in visit.card.prompts[0].options}
    assert all(hints.values()) and "F5" in hints["relative"]
    chooses(visit, advice="decide")
    assert visit.card.name == "nascita"


def test_who_does_not_want_to_go_on_is_not_asked_why(visit):
    chooses(menu(visit), duties="advice", advice="stops")
    assert (visit.card.name, names(visit.card)) == ("stop", ["save", "erase", "stay"])
    assert "?" not in texts(visit.card).removeprefix("Vuoi fermarti?")


@pytest.mark.parametrize("card", ["handing", "desks", "agree", "advice", "duties"])
def test_a_line_that_is_none_changes_nothing(visit, card):
    visit.passing.to = "day"
    visit.cover(card)
    visit.give({card: "pippo"})
    assert (visit.card.name, visit.over) == (card, False) and visit.card.prompts[0].problem
