"""What a visit leaves behind: on the disk before the next card, nothing where nothing may stay, and one sealed envelope."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.database import Database
from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.errors import CannotSeal, DatabaseFailed, Refused
from tests.people import finisher, flow, texts, words
from tests.practice import MORNING


def broken(monkeypatch) -> None:
    """From now on the disk takes nothing."""

    def fails(_self):
        raise DatabaseFailed("disk full")

    monkeypatch.setattr(Database, "write", fails)


def test_every_answer_is_on_the_disk_before_the_next_card(guest, practice):
    person = guest("colloqui-in-carcere")
    person.goes_to("code")
    seen = 0
    while person.visit.card.name != "review":
        person.does()
        if person.visit.stage == "form" and person.visit.just_saved:
            held = practice.draft(person.visit.code)["answers"]
            session = person.visit.session
            keeps = {name for name, field in session.flow.fields.items() if field.keep and field.compute is None}
            assert {name for name in session.journey.answers.names() if name in keeps} <= held.keys()
            seen += 1
    assert seen > 10


def test_what_must_never_be_kept_is_not_in_the_draft(guest, practice):
    person = guest("colloqui-in-carcere")
    person.goes_to("review")
    held = practice.draft(person.visit.code)["answers"]
    never = {name for name, field in flow("colloqui-in-carcere").fields.items() if not field.keep}
    assert never & set(person.kept) != set()
    assert never & held.keys() == set()


def test_the_code_brings_everything_back_another_day_in_another_language(guest, practice):
    person = guest()
    person.goes_to("titolo_studio")
    before = person.visit.session.journey.kept
    later = Visit(practice)
    later.give({"language": "en"})
    later.give({"how": "resume"})
    later.give({"resume": f" {person.visit.shown_code} "})
    later.give({"found": "go"})
    assert (later.card.name, later.session.journey.kept) == (person.visit.card.name, before)
    assert later.words.language == "en"


def test_the_code_of_a_visit_that_was_at_its_end_opens_the_check_page(guest, practice):
    person = guest("rinnovo-permesso")
    person.goes_to("review")
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": person.visit.code}, {"found": "go"}):
        later.give(typed)
    assert later.card.name == "review"
    assert later.session.journey.kept == person.visit.session.journey.kept


def test_a_code_of_nobody_is_told_in_words_and_stays_on_the_card(practice):
    visit = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": "1234"}):
        visit.give(typed)
    prompt = visit.card.prompts[0]
    assert (prompt.typed, prompt.problem) == ("1234", ("Mancano 12 numeri: il codice ha 16 numeri. Guarda di nuovo il foglio.",))


def test_erasing_leaves_nothing_and_the_code_opens_nothing(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    code = person.visit.code
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}, {"erase": "yes"}):
        person.visit.give(typed)
    assert (person.visit.over, practice.rows("draft")) == (True, 0)
    with pytest.raises(Refused, match="code.none"):
        practice.draft(code)


def test_thinking_twice_about_erasing_loses_nothing(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    before = person.kept
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}, {"erase": "no"}, {"stop": "stay"}):
        person.visit.give(typed)
    assert (person.visit.card.name, person.kept, practice.rows("draft")) == ("cerca_lavoro", before, 1)


def test_stopping_with_the_code_keeps_the_draft(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "save"}):
        person.visit.give(typed)
    assert (person.visit.over, practice.rows("draft")) == (True, 1)


def test_an_ending_of_which_nothing_is_kept_leaves_no_draft_and_no_envelope(guest, practice):
    person = guest(situazione="senza", ultimo_lavoro="mai", gia_fatto="niente", cerca_lavoro="no")
    person.goes_to("ended")
    assert (person.visit.card.name, practice.rows("draft")) == ("non_cerca", 0)
    person.does()
    assert (person.visit.over, practice.rows("draft"), practice.rows("envelope")) == (True, 0, 0)


def test_from_such_an_ending_one_goes_back_and_is_saved_again(guest, practice):
    person = guest(situazione="senza", ultimo_lavoro="mai", gia_fatto="niente", cerca_lavoro="no")
    person.goes_to("ended")
    person.visit.give({"ended": "back"})
    assert person.visit.card.name == "cerca_lavoro"
    person.answers = finisher("did").answers | {"cerca_lavoro": "yes"}
    person.does()
    assert (person.visit.saved, practice.rows("draft")) == (True, 1)


@pytest.mark.parametrize("name", ["did", "colloqui-in-carcere", "rinnovo-permesso"])
def test_the_office_opens_exactly_what_was_kept(guest, practice, tmp_path, name):
    person = guest(name)
    person.goes_to("end")
    receipt = person.visit.receipt
    sent = practice.envelope(receipt.reference, tmp_path)
    journey = person.visit.session.journey
    never = {field.name for page in journey.flow.every_page() for field in page.fields if not field.keep}
    wanted = {
        field: answer.state for field, answer in journey.kept.items()
        if field not in never and (field not in journey.flow.fields or journey.flow.fields[field].type.entry != "note")
    }
    assert {field: answer["state"] for field, answer in sent["answers"].items()} == wanted
    assert {field: answer["value"] for field, answer in sent["answers"].items() if isinstance(answer["value"], str | bool | int)} == {
        field: value for field, value in play(flow(name), person.answers, words("it"), MORNING).as_json()["kept"].items()
        if field in wanted and wanted[field] == "given" and isinstance(value, str | bool | int)
    }
    assert (sent["reference"], sent["flow"], sent["version"], sent["language"]) == (receipt.reference, name, flow(name).version, "it")


def test_what_must_never_be_kept_is_nowhere_in_the_opened_envelope(guest, practice, tmp_path):
    secret = "Wxyzqua"
    person = guest("colloqui-in-carcere", persona_cognome=secret)
    person.goes_to("review")
    assert secret in str([row.detail for row in person.visit.card.prompts[0].options])
    person.goes_to("end")
    practice.envelope(person.visit.receipt.reference, tmp_path)
    assert [place.name for place in tmp_path.rglob("*") if place.is_file() and secret.encode() in place.read_bytes()] == []


def test_after_the_end_there_is_an_envelope_and_no_draft(guest, practice):
    person = guest()
    person.goes_to("end")
    assert (practice.rows("draft"), practice.rows("envelope")) == (0, 1)
    assert person.visit.receipt.shown in texts(person.visit.card)
    person.visit.give({"end": "done"})
    assert (person.visit.over, practice.rows("envelope")) == (True, 1)


def test_a_receipt_can_not_be_undone_by_escape(guest):
    person = guest()
    person.goes_to("end")
    person.visit.back()
    assert person.visit.card.name == "end"


def test_when_it_cannot_be_sealed_nobody_is_told_done_and_nothing_is_lost(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("review")
    before = person.kept
    good = practice.config
    monkeypatch.setattr(practice, "config", replace(good, practice=False, recipients=("age1bad",)))
    with pytest.raises(CannotSeal):
        practice.finish(person.visit.session)
    person.does()
    assert (person.visit.card.name, person.visit.receipt) == ("failed", None)
    assert (person.kept, practice.rows("draft"), practice.rows("envelope")) == (before, 1, 0)
    monkeypatch.setattr(practice, "config", good)
    person.visit.give({"failed": "again"})
    assert (person.visit.card.name, practice.rows("draft"), practice.rows("envelope")) == ("end", 0, 1)


def test_when_the_store_fails_at_the_end_the_failed_card_comes_and_the_visit_goes_on(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("review")
    with monkeypatch.context() as patch:
        broken(patch)
        person.does()
        assert person.visit.card.name == "failed"
        person.visit.give({"failed": "call"})
        assert (person.visit.card.name, person.visit.calling) == ("called", True)
        person.visit.give({})
    assert person.visit.card.name == "review"
    person.goes_to("end")
    assert practice.rows("envelope") == 1


def test_when_the_store_fails_in_the_middle_the_answers_stay_and_nobody_is_told_saved(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("situazione")
    with monkeypatch.context() as patch:
        broken(patch)
        person.does()
        assert (person.visit.saved, person.visit.card.notice) == (False, "")
    person.does()
    assert person.visit.card.notice == "Risposta salvata."
    assert practice.draft(person.visit.code)["answers"].keys() >= {"situazione", "ultimo_lavoro"}


def test_without_a_store_there_is_no_code_and_the_form_goes_on(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("consent")
    broken(monkeypatch)
    person.does()
    assert (person.visit.card.name, person.visit.card.notice) == ("situazione", "Adesso non possiamo salvare. Se esci, le risposte non restano.")


def test_a_store_that_answers_again_gives_the_code_that_was_missing(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("consent")
    with monkeypatch.context() as patch:
        broken(patch)
        person.visit.code = practice.codes[0]
        person.does()
        person.does()
        person.visit.still()
        assert "Non hai ancora un codice: le risposte di adesso non restano." in texts(person.visit.card)
        person.visit.wake()
    where = person.visit.card.name
    person.does()
    assert (person.visit.card.name, person.visit.shown_code.replace(" ", "")) == ("code", practice.codes[0])
    person.does()
    assert person.visit.card.name not in ("code", where)
    person.visit.still()
    assert "Le risposte restano salve con il tuo codice." in texts(person.visit.card)


def test_while_the_last_answer_is_not_saved_nobody_is_told_that_it_is(guest, monkeypatch):
    person = guest()
    person.goes_to("cerca_lavoro")
    broken(monkeypatch)
    person.does()
    person.visit.still()

    assert "L'ultima risposta non è salvata. Le altre restano salve con il tuo codice." in texts(person.visit.card)


def test_when_the_store_fails_a_code_cannot_be_taken_up_but_the_kiosk_stays(practice, monkeypatch, guest):
    person = guest()
    person.goes_to("situazione")
    code = person.visit.code
    broken(monkeypatch)
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": code}):
        later.give(typed)
    assert (later.over, later.session, later.card.name) == (False, None, "away")
    assert "Il tuo codice resta buono. Tieni il foglio." in texts(later.card)


def test_when_erasing_fails_nobody_is_told_that_it_is_erased(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}):
        person.visit.give(typed)
    with monkeypatch.context() as patch:
        broken(patch)
        person.visit.give({"erase": "yes"})
    assert (person.visit.over, person.visit.calling) == (False, True)
