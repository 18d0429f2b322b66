"""A whole visit, from the language to the receipt, at a desk whose store and keys are real."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from kiosk.database import Database
from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, DatabaseFailed, Refused
from tests.people import Guest, finisher, flow, words
from tests.practice import MORNING, ROOT, PracticeDesk


def names(card) -> list[str]:
    return [option.value for prompt in card.prompts for option in prompt.options]


def texts(card) -> str:
    return "\n".join([card.title, *(line.text for line in card.lines)])


def kept(person: Guest) -> dict:
    return {name: answer.state for name, answer in person.visit.session.journey.kept.items()}


def broken(desk, monkeypatch) -> None:
    """From now on the disk takes nothing."""

    def fails(_self):
        raise DatabaseFailed("disk full")

    monkeypatch.setattr(Database, "write", fails)


# the way in


def test_the_way_to_the_first_question_says_what_is_asked_before_it_is_asked(guest):
    person = guest()
    person.goes_to("situazione")
    assert person.met == ["language", "how", "topic", "need", "before", "consent", "code"]


def test_who_says_no_leaves_nothing_behind(guest, practice):
    person = guest()
    person.goes_to("consent")
    person.visit.give({"consent": "no"})
    assert person.visit.card.name == "refused"
    person.visit.give({"refused": "leave"})
    assert (person.visit.over, practice.rows("draft"), practice.rows("envelope")) == (True, 0, 0)


def test_who_changes_their_mind_after_the_code_leaves_nothing_behind(guest, practice):
    person = guest()
    person.goes_to("code")
    assert practice.rows("draft") == 1
    person.visit.back()
    person.visit.give({"consent": "no"})
    assert practice.rows("draft") == 0


def test_who_comes_back_from_a_no_may_say_yes(guest):
    person = guest()
    person.goes_to("consent")
    person.visit.give({"consent": "no"})
    person.visit.give({"refused": "back"})
    person.goes_to("situazione")
    assert person.visit.saved is True


def test_escape_goes_back_to_the_first_card_one_by_one(guest):
    person = guest()
    person.goes_to("situazione")
    back = []
    for _ in range(8):
        person.visit.back()
        back.append(person.visit.card.name)
    assert back == ["code", "consent", "before", "need", "topic", "how", "language", "language"]
    assert person.visit.over is False


def test_a_line_that_is_no_choice_changes_nothing(guest):
    for stage in ("language", "how", "topic", "need", "consent", "code"):
        person = guest()
        person.goes_to(stage)
        person.visit.give({stage: "pippo"})
        assert (person.visit.card.name, person.visit.card.prompts[0].problem) == (stage, ("Scegli una riga. Poi premi Invio.",))


def test_the_whole_notice_is_behind_f1_at_the_consent(guest):
    person = guest()
    person.goes_to("consent")
    person.visit.help()
    assert "Sportello di prova" in texts(person.visit.card)
    assert "Preparare" in texts(person.visit.card) or flow("did").privacy.purpose in texts(person.visit.card)


# what is saved, and when


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
    assert never & set(kept(person)) != set()
    assert never & held.keys() == set()


def test_the_code_brings_everything_back_another_day_in_another_language(guest, practice):
    person = guest()
    person.goes_to("titolo_studio")
    before = person.visit.session.journey.kept
    later = Visit(practice)
    later.give({"language": "en"})
    later.give({"how": "resume"})
    later.give({"resume": f" {person.visit.shown_code} "})
    assert (later.card.name, later.session.journey.kept) == (person.visit.card.name, before)
    assert later.words.language == "en"


def test_the_code_of_a_visit_that_was_at_its_end_opens_the_check_page(guest, practice):
    person = guest("rinnovo-permesso")
    person.goes_to("review")
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": person.visit.code}):
        later.give(typed)
    assert later.card.name == "review"
    assert later.session.journey.kept == person.visit.session.journey.kept


def test_a_code_of_nobody_is_told_in_words_and_stays_on_the_card(practice):
    visit = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": "1234"}):
        visit.give(typed)
    prompt = visit.card.prompts[0]
    assert (prompt.typed, prompt.problem) == ("1234", ("Il codice ha 16 cifre. Qui ce ne sono 4.",))


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
    before = kept(person)
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}, {"erase": "no"}, {"stop": "stay"}):
        person.visit.give(typed)
    assert (person.visit.card.name, kept(person), practice.rows("draft")) == ("cerca_lavoro", before, 1)


def test_stopping_with_the_code_keeps_the_draft(guest, practice):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "save"}):
        person.visit.give(typed)
    assert (person.visit.over, practice.rows("draft")) == (True, 1)


# the ends


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
    before = kept(person)
    good = practice.config
    monkeypatch.setattr(practice, "config", replace(good, practice=False, recipients=("age1bad",)))
    with pytest.raises(CannotSeal):
        practice.finish(person.visit.session)
    person.does()
    assert (person.visit.card.name, person.visit.receipt) == ("failed", None)
    assert (kept(person), practice.rows("draft"), practice.rows("envelope")) == (before, 1, 0)
    monkeypatch.setattr(practice, "config", good)
    person.visit.give({"failed": "again"})
    assert (person.visit.card.name, practice.rows("draft"), practice.rows("envelope")) == ("end", 0, 1)


def test_when_the_store_fails_at_the_end_the_failed_card_comes_and_the_visit_goes_on(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("review")
    with monkeypatch.context() as patch:
        broken(practice, patch)
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
        broken(practice, patch)
        person.does()
        assert (person.visit.saved, person.visit.card.notice) == (False, "")
    person.does()
    assert person.visit.card.notice == "Risposta salvata."
    assert practice.draft(person.visit.code)["answers"].keys() >= {"situazione", "ultimo_lavoro"}


def test_without_a_store_there_is_no_code_and_the_form_goes_on(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("consent")
    broken(practice, monkeypatch)
    person.does()
    assert person.visit.card.name == "situazione"


def test_when_the_store_fails_a_code_cannot_be_taken_up_but_the_kiosk_stays(practice, monkeypatch, guest):
    person = guest()
    person.goes_to("situazione")
    code = person.visit.code
    broken(practice, monkeypatch)
    later = Visit(practice)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": code}):
        later.give(typed)
    assert (later.over, later.session) == (False, None)
    assert later.card.name in ("resume", "called")


def test_when_erasing_fails_nobody_is_told_that_it_is_erased(guest, practice, monkeypatch):
    person = guest()
    person.goes_to("cerca_lavoro")
    person.visit.help()
    for typed in ({"help": "stop"}, {"stop": "erase"}):
        person.visit.give(typed)
    with monkeypatch.context() as patch:
        broken(practice, patch)
        person.visit.give({"erase": "yes"})
    assert (person.visit.over, person.visit.calling) == (False, True)


# what lies over the cards


def test_f2_in_the_middle_keeps_the_answers_and_what_stands_in_the_field(guest):
    person = guest()
    person.goes_to("nascita")
    person.visit.give({"nascita": "marzo pippo"})
    before = kept(person)
    person.visit.change_language()
    person.visit.give({"language": "en"})
    card = person.visit.card
    assert (card.name, card.language, card.prompts[0].typed, kept(person)) == ("nascita", "English", "marzo pippo", before)
    assert card.prompts[0].problem != () and "(it)" not in " ".join(card.prompts[0].problem)


def test_the_third_wrong_answer_calls_a_person_and_only_once(guest):
    person = guest()
    person.goes_to("nascita")
    for _ in range(3):
        assert person.visit.card.name == "nascita"
        person.visit.give({"nascita": "boh"})
    assert (person.visit.card.name, person.visit.calling) == ("called", True)
    person.visit.give({})
    for _ in range(3):
        person.visit.give({"nascita": "boh"})
        assert person.visit.card.name == "nascita"


def test_help_says_why_it_is_asked_and_closes_where_it_was(guest):
    person = guest()
    person.goes_to("nascita")
    person.visit.help()
    assert "L'ufficio ti riconosce" in texts(person.visit.card)
    person.visit.help()
    assert person.visit.card.name == "nascita"


def test_every_key_over_a_card_comes_back_to_it(guest):
    person = guest()
    person.goes_to("nascita")
    visit = person.visit
    for key in (visit.help, visit.change_language, visit.call, visit.operator, visit.still):
        key()
        assert visit.card.name != "nascita"
        visit.back()
        assert visit.card.name == "nascita"


def test_hidden_the_card_holds_no_word_of_the_visit(guest):
    person = guest()
    person.goes_to("nascita")
    person.visit.hide()
    card = person.visit.card
    assert (card.name, card.title, card.service, card.part, card.prompts, card.keys) == ("hidden", "", "", "", (), ())
    person.visit.back()
    assert person.visit.card.name == "hidden"
    person.visit.give({})
    assert person.visit.card.name == "nascita"


def test_the_operator_comes_in_with_the_pin_and_the_call_is_answered(guest, practice):
    person = guest()
    person.goes_to("nascita")
    visit = person.visit
    visit.call()
    visit.operator()
    visit.give({"operator": "000000x"})
    assert (visit.card.name, visit.card.prompts[0].problem != ()) == ("operator", True)
    visit.give({"operator": practice.operators.practice_pin()})
    visit.give({"duties": "close"})
    assert (visit.card.name, visit.calling, visit.over) == ("nascita", False, False)


def test_the_operator_stops_the_kiosk(guest, practice):
    visit = guest().visit
    visit.operator()
    visit.give({"operator": practice.operators.practice_pin()})
    visit.give({"duties": "halt"})
    assert (visit.over, visit.halted) == (True, True)


def test_a_choice_of_the_operator_that_is_none_leaves_the_call_on(guest, practice):
    visit = guest().visit
    visit.call()
    visit.operator()
    visit.give({"operator": practice.operators.practice_pin()})
    visit.give({"duties": "pippo"})
    assert (visit.card.name, visit.calling) == ("duties", True)


# longer ways


def test_at_a_new_part_a_sign_says_what_is_done_and_what_comes(guest):
    person = guest()
    card = person.goes_to("signpost")
    first, second = (section.title for section in flow("did").sections[:2])
    assert (card.title, card.lines[0].text) == (f"Hai finito: {first}", f"Adesso parliamo di: {second}")
    person.visit.give({})
    assert person.visit.card.name != "signpost"


def test_escape_on_the_sign_goes_back_to_the_last_question(guest):
    person = guest()
    person.goes_to("signpost")
    last = person.met[-1]
    person.visit.back()
    assert person.visit.card.name == last


def test_what_was_said_in_one_service_is_offered_in_the_next(guest):
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "more"})
    after = Guest(person.visit, "rinnovo-permesso", finisher("rinnovo-permesso").answers)
    card = after.goes_to("nome")
    assert "L'hai già detto prima. Se è giusto, premi Invio." in texts(card)
    assert {prompt.name: prompt.typed for prompt in card.prompts} == {
        name: finisher("did").answers[name] for name in ("cognome", "nome")
    }
    person.visit.give({prompt.name: prompt.typed for prompt in card.prompts})
    assert person.visit.session.journey.kept.get("cognome") == finisher("did").answers["cognome"]


def test_the_second_service_of_a_visit_has_an_envelope_of_its_own(guest, practice):
    person = guest()
    person.goes_to("end")
    person.visit.give({"end": "more"})
    after = Guest(person.visit, "did", finisher("did").answers)
    after.goes_to("end")
    waiting = Outbox(practice.database).waiting()
    assert (len({one.reference for one in waiting}), practice.rows("draft")) == (2, 0)


def test_nothing_of_one_visit_is_in_the_next(guest, practice):
    guest().goes_to("end")
    assert Visit(practice).facts == {}


# the desk's own day


def test_services_too_old_on_the_day_of_the_desk_are_not_offered(tmp_path):
    desk = PracticeDesk(tmp_path)
    assert {offer.id for topic, _ in desk.topics(desk.italian) for offer in desk.offers(topic)} == {"did", "colloqui-in-carcere", "rinnovo-permesso"}
    desk.clock = lambda: MORNING.replace(year=2031)
    assert desk.topics(desk.italian) == []


def test_one_code_is_made_for_a_visitor_who_does_not_wait(tmp_path):
    desk = PracticeDesk(tmp_path)
    desk.prepare_code()
    desk.prepare_code()
    made = desk.new_code()
    assert list(desk.drafts._keys) == [made]


def test_a_service_broken_after_the_menu_was_made_calls_a_person(tmp_path):
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    desk = PracticeDesk(tmp_path / "desk", flows=tmp_path / "flows")
    person = Guest(Visit(desk), "did", {})
    person.goes_to("need")
    (tmp_path / "flows" / "lavoro" / "did.yaml").write_text("flow: [", "utf-8")
    person.does()
    assert (person.visit.card.name, person.visit.session) == ("called", None)
