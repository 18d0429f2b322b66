"""A visit from the language to the first question, what lies over its cards, and the longer ways."""

from __future__ import annotations

import shutil

from kiosk.desk.visit import Visit
from kiosk.dispatch.outbox import Outbox
from tests.people import Guest, finisher, flow, texts
from tests.practice import MORNING, ROOT, PracticeDesk


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


def test_escape_goes_back_one_by_one(guest):
    person = guest()
    person.goes_to("situazione")
    back = []
    for _ in range(6):
        person.visit.back()
        back.append(person.visit.card.name)
    assert back == ["code", "consent", "before", "need", "topic", "how"]
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


def test_f2_in_the_middle_keeps_the_answers_and_what_stands_in_the_field(guest):
    person = guest()
    person.goes_to("nascita")
    person.visit.give({"nascita": "marzo pippo"})
    before = person.kept
    person.visit.change_language()
    person.visit.give({"language": "en"})
    card = person.visit.card
    assert (card.name, card.language, card.prompts[0].typed, person.kept) == ("nascita", "English", "marzo pippo", before)
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


def test_services_too_old_on_the_day_of_the_desk_are_not_offered(tmp_path):
    desk = PracticeDesk(tmp_path)
    assert {offer.id for topic, _ in desk.topics(desk.italian) for offer in desk.offers(topic)} >= {"did", "colloqui-in-carcere", "rinnovo-permesso"}
    desk.clock = lambda: MORNING.replace(year=2031)
    assert desk.topics(desk.italian) == []


def test_one_code_is_made_for_a_visitor_who_does_not_wait(tmp_path):
    desk = PracticeDesk(tmp_path)
    desk.prepare_code()
    desk.prepare_code()
    made = desk.make_code()
    assert list(desk.drafts._keys) == [made]


def test_a_service_broken_after_the_menu_was_made_calls_a_person(tmp_path):
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    desk = PracticeDesk(tmp_path / "desk", flows=tmp_path / "flows")
    person = Guest(Visit(desk), "did", {})
    person.goes_to("need")
    (tmp_path / "flows" / "lavoro" / "did.yaml").write_text("flow: [", "utf-8")
    person.does()
    assert (person.visit.card.name, person.visit.session) == ("called", None)
