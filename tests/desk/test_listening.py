"""Somebody who only wants to ask: a few questions, the doors that are open and why, a leaflet, a person; and nothing stays."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from kiosk.desk.door_cards import MOST, value
from kiosk.desk import qr
from kiosk.desk.doorway import Doorway
from kiosk.desk.visit import Visit
from kiosk.dispatch.printing import PrintResult
from kiosk.forms.doors import Door, Way
from tests.people import Guest, names, texts
from tests.practice import ROOT, PracticeDesk

NASPI = {"bisogno": "lavoro", "lavoro_oggi": "finito", "fine_lavoro": "licenziato"}
AT_HOME = {"bisogno": "giustizia", "situazione": "casa", "posizione_casa": "det_domiciliare", "serve_misura": "permesso"}


def asks(desk, answers: dict, language: str = "it") -> Visit:
    """A visit on the card of doors, after these answers."""
    person = Guest(Visit(desk), "ascolto", answers, language)
    person.goes_to("doors")
    return person.visit


def texts_of(visit: Visit) -> dict[str, tuple[str, str]]:
    return {option.value: (option.text, option.hint) for option in visit.card.prompts[0].options}


def on_disk(desk: PracticeDesk) -> dict[str, bytes]:
    """Every file of the desk's folder but those of its store."""
    found = (path for path in desk.config.folder.rglob("*") if path.is_file() and not path.name.startswith("sportello.db"))
    return {str(path.relative_to(desk.config.folder)): path.read_bytes() for path in found}


def in_store(desk: PracticeDesk) -> list[str]:
    """Every row of every table."""
    with closing(sqlite3.connect(desk.config.folder / "sportello.db")) as store:
        return list(store.iterdump())


def test_who_only_asks_is_led_to_a_door_with_its_reason_and_to_a_person_last(practice):
    visit = asks(practice, NASPI)
    found = texts_of(visit)
    assert list(found) == ["service:naspi", "call"]
    assert found["service:naspi"][1] == "Il lavoro è finito da poco: hai 68 giorni in tutto."
    assert (visit.card.title, [option.digit for option in visit.card.prompts[0].options]) == ("Che cosa puoi fare", ["1", "2"])


@pytest.mark.parametrize("way", [("how", "ask"), ("topic", "unsure"), ("need", "other")], ids=["how", "topic", "need"])
def test_three_ways_lead_to_the_first_question(practice, way):
    visit = Visit(practice)
    for typed in ({"language": "it"}, {"how": "alone"}, {"topic": "lavoro"}):
        if visit.card.name == way[0]:
            break
        visit.give(typed)
    visit.give(dict([way]))
    assert (visit.card.name, visit.stage, visit.calling) == ("bisogno", "listening", False)


def test_nothing_of_it_is_in_the_store_or_in_the_folder(tmp_path, practice):
    desk = PracticeDesk(tmp_path)
    desk.shelf = practice.shelf
    asks(desk, NASPI).leave()
    assert desk.rows("draft") == 0
    rows, before = in_store(desk), on_disk(desk)
    for answers, door in ((NASPI, "call"), (AT_HOME, "call"), ({"bisogno": "altro", "altro_cosa": "pericolo"}, "leaflet:violenza")):
        visit = asks(desk, answers)
        assert (visit.rests, visit.code, visit.session, visit.saved) == ("", "", None, False)
        visit.give({"doors": door})
        visit.leave()
    assert (in_store(desk), on_disk(desk)) == (rows, before)


def test_the_card_asks_what_the_flow_asks_and_esc_goes_back_question_by_question(practice):
    visit = asks(practice, NASPI)
    met = [visit.card.name]
    for _ in range(4):
        visit.back()
        met.append(visit.card.name)
    assert met == ["doors", "fine_lavoro", "lavoro_oggi", "bisogno", "how"]
    assert visit.heard.journey.kept.get("bisogno") == "lavoro"


def test_another_answer_opens_another_door(practice):
    visit = asks(practice, NASPI)
    visit.back()
    visit.give({"fine_lavoro": "collaborazione"})
    assert names(visit.card) == ["leaflet:dis-coll", "call"]


def test_a_service_begins_with_what_was_said_already_offered(practice):
    visit = asks(practice, AT_HOME)
    visit.give({"doors": "service:istanza-sorveglianza"})
    person = Guest(visit, "istanza-sorveglianza", {})
    person.goes_to("posizione_giuridica")
    chosen = [option.value for option in visit.card.prompts[0].options if option.chosen]
    assert chosen == ["det_domiciliare"]
    assert practice.italian.say("fact.again") in [line.text for line in visit.card.lines]
    assert visit.session.journey.answers.answer("posizione_giuridica") is None


def test_esc_from_a_service_leads_back_to_the_doors(practice):
    visit = asks(practice, NASPI)
    visit.give({"doors": "service:naspi"})
    assert visit.card.name == "before"
    visit.back()
    assert (visit.card.name, names(visit.card)) == ("doors", ["service:naspi", "call"])


def test_a_form_begun_before_rests_under_its_code_while_somebody_asks(practice, guest):
    person = guest()
    person.goes_to("cerca_lavoro")
    visit = person.visit
    code, session = visit.code, visit.session
    while visit.card.name != "need":
        visit.back()
        if visit.overlay == "stop":
            break
        visit.stage = "need" if visit.stage == "before" else visit.stage
    visit.give({"need": "other"})
    visit.give({"bisogno": "altro"})
    assert (visit.heard.journey.kept.get("bisogno"), visit.session, visit.code) == ("altro", session, code)
    assert "bisogno" not in practice.draft(code)["answers"]


def test_a_person_is_called_from_the_doors_and_they_are_there_again_afterwards(practice):
    visit = asks(practice, NASPI)
    visit.give({"doors": "call"})
    assert (visit.card.name, visit.calling) == ("called", True)
    visit.give({"called": ""})
    assert visit.card.name == "doors"


def test_a_choice_that_is_not_open_opens_nothing(practice):
    visit = asks(practice, NASPI)
    visit.give({"doors": "service:did"})
    assert (visit.card.name, visit.card.prompts[0].problem) == ("doors", (practice.italian.say("problem.choose"),))


def test_what_is_counted_is_a_need_and_the_kind_of_its_door(practice):
    visit = asks(practice, NASPI)
    visit.give({"doors": "service:naspi"})
    assert visit.acts.counts["need", "lavoro", "service"] == 1
    unsure = asks(practice, {"bisogno": {"out": "unknown"}, "oggi": "no", "foglio": "nessuno"})
    unsure.give({"doors": "call"})
    assert unsure.acts.counts["need", "unsure", "person"] == 1


def test_the_words_change_with_the_language_and_the_answers_stay(practice):
    person = Guest(Visit(practice), "ascolto", NASPI)
    person.goes_to("lavoro_oggi")
    visit = person.visit
    visit.change_language()
    visit.give({"language": "en"})
    assert (visit.card.name, visit.card.code, visit.heard.journey.kept.get("bisogno")) == ("lavoro_oggi", "en", "lavoro")


def test_who_helps_reads_the_questions_and_the_doors_in_italian_beside(practice):
    visit = Visit(practice)
    for typed in ({"language": "en"}, {"how": "together"}, {"called": ""}, {"topic": "unsure"}):
        visit.give(typed)
    assert (visit.card.beside.title, visit.card.beside.code) == ("Di che cosa hai bisogno?", "it")
    for typed in NASPI.items():
        visit.give(dict([typed]))
    assert visit.card.beside.title == "Che cosa puoi fare"
    assert visit.card.beside.prompts[0].options[0].hint.startswith("Il lavoro è finito da poco: hai 68 giorni in tutto.")


def test_f1_says_why_a_question_is_asked(practice):
    person = Guest(Visit(practice), "ascolto", NASPI)
    person.goes_to("lavoro_oggi")
    person.visit.help()
    assert "Per chi ha perso il lavoro da poco c'è un aiuto che ha un termine." in texts(person.visit.card)


def test_a_desk_that_has_no_listening_flow_calls_a_person(tmp_path):
    shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("ascolto"))
    visit = Visit(PracticeDesk(tmp_path / "desk", flows=tmp_path / "flows"))
    for typed in ({"language": "it"}, {"how": "ask"}):
        visit.give(typed)
    assert (visit.card.name, visit.calling) == ("called", True)


class Bare(PracticeDesk):
    """A desk with these ways and no others."""

    hung: tuple[Way, ...] = ()

    def ways(self):
        return iter(self.hung)


@pytest.fixture
def bare(tmp_path, practice) -> Bare:
    desk = Bare(tmp_path)
    desk.shelf = practice.shelf
    return desk


def test_who_fits_no_door_is_told_so_and_meets_a_person(bare):
    visit = asks(bare, NASPI)
    assert (visit.card.title, names(visit.card)) == ("Qui non c'è una porta pronta. Una persona ti ascolta.", ["call"])


def test_there_are_never_more_lines_than_can_be_chosen_from(bare):
    bare.hung = tuple(Way("leaflet", f"scheda-{n}", f"Scheda {n}", (Door('bisogno == "lavoro"', "x"),), "x") for n in range(20))
    found = names(asks(bare, NASPI).card)
    assert (len(found), found[-1]) == (MOST, "call")


def test_a_way_of_any_kind_stands_among_the_others(practice, monkeypatch):
    monkeypatch.setattr("kiosk.desk.doorway.WAYS", ("doorway:services",))
    assert {way.kind for way in practice.ways()} == {"service"}
    assert {way.kind for way in Doorway.ways(practice)} == {"service"}


@pytest.fixture
def printing(practice, monkeypatch):
    """A desk with a printer; what it is given, in order."""
    came = []
    monkeypatch.setattr(type(practice), "can_print", True)
    monkeypatch.setattr(practice, "print_handout", lambda made, words, code="": came.append((made(words), code)) or PrintResult(True))
    return came


def reads(desk, answers: dict, name: str) -> Visit:
    visit = asks(desk, answers)
    visit.give({"doors": f"leaflet:{name}"})
    return visit


def test_a_leaflet_says_what_where_and_what_to_do_now(practice):
    visit = reads(practice, {"bisogno": "lavoro", "lavoro_oggi": "iscritto", "patto_firmato": "no"}, "patto-di-servizio")
    card, leaflet = visit.card, practice.leaflet("patto-di-servizio")
    assert (card.name, card.title) == ("leaflet", leaflet.title)
    assert [line.text for line in card.lines][:2] == [leaflet.say, f"Dove: {leaflet.reach.where}"]
    assert f"1. {leaflet.next[0].do}. Chi: tu. Quando: {leaflet.next[0].when}." in [line.text for line in card.lines]
    assert names(card) == ["back", "call", "done"]


def test_a_leaflet_goes_back_to_the_doors_calls_and_ends(practice):
    answers = {"bisogno": "giustizia", "situazione": "ordine", "ordine_giorni": "fino_20"}
    visit = reads(practice, answers, "ordine-sospeso")
    visit.give({"leaflet": "back"})
    assert names(visit.card) == ["leaflet:ordine-sospeso", "leaflet:patrocinio", "call"]
    visit = reads(practice, answers, "patrocinio")
    visit.give({"leaflet": "call"})
    assert visit.calling
    visit.give({"called": ""})
    visit.give({"leaflet": "done"})
    assert visit.over


def test_a_leaflet_is_printed_in_the_words_of_its_reader_with_its_address_for_a_telephone(practice, printing):
    visit = reads(practice, {"bisogno": "documenti", "documento": "penale"}, "casellario")
    visit.give({"leaflet": "print"})
    (handout, code), = printing
    leaflet = practice.leaflet("casellario")
    assert (handout.title, handout.parts[0].lines, code) == (leaflet.title, (leaflet.say,), qr.reached(web=leaflet.reach.web))
    assert (visit.papers.left, practice.italian.say("end.printed") in texts(visit.card)) == (True, True)


def test_what_could_hurt_whoever_is_found_with_it_is_never_printed(practice, printing):
    visit = reads(practice, {"bisogno": "altro", "altro_cosa": "pericolo"}, "violenza")
    assert "print" not in names(visit.card)
    visit.give({"leaflet": "print"})
    assert (printing, visit.card.prompts[0].problem) == ([], (practice.italian.say("problem.choose"),))


def test_what_was_heard_is_not_shown_at_another_desk(practice):
    from kiosk.desk.watched import as_seen

    visit = asks(practice, AT_HOME)
    assert practice.italian.say("joined.unseen") in [text for text, _ in as_seen(visit, visit.card)["lines"]]
    visit.back()
    assert practice.italian.say("joined.unseen") in [text for text, _ in as_seen(visit, visit.card)["lines"]]


def test_nothing_of_what_was_heard_is_in_the_next_visit(practice):
    asks(practice, NASPI).leave()
    assert (Visit(practice).heard, Visit(practice).facts) == (None, {})


def test_the_values_of_doors_are_told_apart_by_kind():
    from kiosk.forms.doors import Open
    ways = [Way(kind, "x", "x") for kind in ("service", "leaflet")]
    assert {value(Open(way, Door("a", "b"), 1)) for way in ways} == {"service:x", "leaflet:x"}


def test_leaflets_can_be_asked_for_by_topic(practice):
    every = practice.leaflets()
    assert {one.topic for one in every} > {"giustizia"} and {one.topic for one in practice.leaflets("giustizia")} == {"giustizia"}
    assert [one.id for one in every if len(one.say.split()) > 60 or not one.sources or not one.doors] == []
