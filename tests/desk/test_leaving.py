"""Ways out of a visit: nothing of it is there for the next one, and what is said on the way is true."""

from __future__ import annotations

from dataclasses import replace

from kiosk.database import Database
from kiosk.desk.papers import MOST
from kiosk.desk.visit import Visit
from kiosk.errors import DatabaseFailed, PaperFailed
from kiosk.forms.review import rows
from tests.people import Guest, finisher, names, texts

PARTLY = "L'ultima risposta non è salvata. Le altre restano salve con il tuo codice."
NO_TRACE = {"situazione": "senza", "ultimo_lavoro": "mai", "gia_fatto": "niente", "cerca_lavoro": "no"}


def goes_back_to(visit: Visit, name: str) -> Visit:
    for _ in range(20):
        if visit.card.name == name:
            break
        visit.back()
    return visit


def fails(_self):
    raise DatabaseFailed("away")


def test_escape_to_the_very_first_card_asks_first_whether_to_stop(guest):
    person = guest()
    person.goes_to("cerca_lavoro")
    goes_back_to(person.visit, "how").back()
    assert (person.visit.card.name, names(person.visit.card), person.visit.over) == ("stop", ["save", "erase", "stay"], False)
    person.visit.back()
    assert person.visit.card.name == "how"
    person.visit.back()
    person.visit.give({"stop": "save"})
    assert person.visit.over


def test_a_code_that_was_typed_is_not_there_for_the_next_one(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.leave()
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": person.visit.code}):
        later.give(typed)
    assert goes_back_to(later, "how").typed
    later.back()
    assert later.over


def test_who_has_finished_and_wanted_more_can_still_go(guest):
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "more"})
    assert goes_back_to(person.visit, "how").card.name == "how"
    person.visit.back()
    assert person.visit.over


def test_the_wrong_language_is_chosen_anew_without_ending_anything(guest):
    person = guest()
    person.goes_to("how")
    person.visit.back()
    assert (person.visit.card.name, person.visit.over) == ("language", False)


def test_what_was_sent_cannot_be_erased_here_and_nobody_offers_to(guest):
    person = guest()
    person.goes_to("end")
    person.visit.help()
    assert names(person.visit.card) == ["call", "close"]


def test_nobody_who_has_finished_is_told_that_an_answer_is_not_saved(guest):
    person = guest()
    person.goes_to("end")
    person.visit.still()
    assert PARTLY not in texts(person.visit.card) and "codice" not in texts(person.visit.card)


def test_at_an_ending_of_which_nothing_is_kept_nobody_is_told_that_something_is(guest):
    person = guest(**NO_TRACE)
    person.goes_to("ended")
    person.visit.still()
    assert "salv" not in texts(person.visit.card)


def test_who_goes_without_a_word_from_an_ending_of_which_nothing_is_kept_leaves_nothing(guest, practice, monkeypatch):
    person = guest(**NO_TRACE)
    person.goes_to("cerca_lavoro")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", fails)
        person.does()
    assert (person.visit.card.name, practice.rows("draft")) == ("non_cerca", 1)
    person.visit.leave()
    assert practice.rows("draft") == 0


def test_while_the_last_answer_is_not_saved_one_can_still_stop_and_keep_the_others(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("cerca_lavoro")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", fails)
        person.does()
        person.visit.help()
        person.visit.give({"help": "stop"})
        assert names(person.visit.card) == ["save", "erase", "stay"] and PARTLY in texts(person.visit.card)
    person.visit.give({"stop": "save"})
    assert (person.visit.over, practice.rows("draft")) == (True, 1)
    assert "cerca_lavoro" in practice.draft(person.visit.code)["answers"]


def test_when_erasing_fails_it_is_said_and_can_be_tried_again(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}):
        person.visit.give(typed)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", fails)
        person.visit.give({"erase": "yes"})
        assert (person.visit.card.name, person.visit.calling) == ("kept", True)
        assert "Adesso non riusciamo a cancellare. Le risposte ci sono ancora." in texts(person.visit.card)
    person.visit.give({"kept": "again"})
    assert (person.visit.over, practice.rows("draft")) == (True, 0)


def test_a_card_that_must_be_answered_comes_back_after_help_and_after_a_call(guest):
    person = guest()
    person.goes_to("cerca_lavoro")
    visit = person.visit
    for must in ("elsewhere", "gone"):
        visit.cover(must)
        visit.help()
        visit.help()
        assert visit.card.name == must
        visit.call()
        visit.give({})
        assert visit.card.name == must
        visit.still()
        visit.wake()
        assert visit.card.name == must
    lost = visit.unsaved = rows(visit.session.journey)[:1]
    visit.cover("retype")
    visit.call()
    visit.back()
    assert f"{lost[0].label(visit.words)}: {lost[0].shown(visit.words)}" in texts(visit.card)
    visit.give({})
    assert visit.card.name == "cerca_lavoro"


def test_the_days_of_the_consent_are_those_of_this_desk(guest, practice, monkeypatch):
    monkeypatch.setattr(practice, "config", replace(practice.config, timeouts=replace(practice.config.timeouts, draft_days=3)))
    person = guest()
    person.goes_to("consent")
    assert "Se ti fermi a metà, le teniamo 3 giorni. Poi le cancelliamo." in texts(person.visit.card)
    person.visit.help()
    assert "Una visita a metà resta 3 giorni." in texts(person.visit.card)


def test_a_code_that_could_not_be_made_at_the_consent_is_made_as_soon_as_it_can(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("consent")
    with monkeypatch.context() as patch:
        patch.setattr(practice, "make_code", lambda: fails(None))
        person.does()
        assert person.visit.card.name == "situazione"
    person.does()
    assert (person.visit.card.name, person.visit.saved) == ("code", True)


def test_a_printer_without_a_paper_for_it_is_told_like_any_other(guest, practice, monkeypatch):
    from kiosk.dispatch import documents

    def cannot(*_):
        raise PaperFailed("no letters for it")

    person = guest()
    person.goes_to("code")
    monkeypatch.setattr(documents, "render", cannot)
    monkeypatch.setattr(type(practice), "can_print", True)
    person.visit.give({"code": "print"})
    assert (person.visit.card.name, person.visit.printed, person.visit.papers.left) == ("code", "not_printed", False)


def test_what_the_printer_did_for_one_service_is_not_said_of_the_next(guest, practice, monkeypatch):
    monkeypatch.setattr(type(practice), "can_print", True)
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "print"})
    assert person.visit.printed
    person.visit.give({"end": "more"})
    after = Guest(person.visit, "rinnovo-permesso", finisher("rinnovo-permesso").answers)
    after.goes_to("code")
    assert "stampante" not in texts(person.visit.card)


def test_a_second_service_has_its_papers_too(guest):
    person = guest()
    person.goes_to("code")
    person.visit.papers.times = MOST
    person.goes_to("end")
    person.visit.give({"end": "more"})
    after = Guest(person.visit, "rinnovo-permesso", finisher("rinnovo-permesso").answers)
    after.goes_to("before")
    assert person.visit.papers.times == 0
