"""From what a person says to the door that fits: every way through the listening flow, and the tables it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from kiosk.authoring.rack import Rack
from kiosk.desk import doorway
from kiosk.desk.door_cards import MOST
from kiosk.desk.hearing import LISTENING
from kiosk.desk.walk import play
from kiosk.forms.answers import UNKNOWN, Answer
from kiosk.forms.doors import Open, Profile, Way, standing_open
from kiosk.forms.journey import Journey, answered
from tests.people import PEOPLE, SHELF, flow, words
from tests.practice import MORNING

TODAY = date(2026, 11, 22)
MOST_QUESTIONS, MOST_WHEN_UNSURE = 4, 3


class _Doorway:
    shelf = SHELF
    rack = Rack(SHELF)
    leaflets = doorway.Doorway.leaflets


@cache
def ways() -> tuple[Way, ...]:
    return (*doorway.services(_Doorway()), *doorway.cards(_Doorway()))


def every_way(journey: Journey) -> Iterator[Journey]:
    """Every journey to the end of the flow, «non lo so» on each page among them."""
    if journey.asked is None:
        yield journey
        return
    field = journey.asked.fields[0]
    values = [value == "yes" for value in ("yes", "no")] if field.type.kind == "yes_no" else field.type.values()
    for answer in (*(answered(field, value) for value in values), Answer(state=UNKNOWN)):
        yield from every_way(journey.give({field.name: answer}))


@cache
def journeys() -> tuple[Journey, ...]:
    return tuple(every_way(Journey.start(flow(LISTENING), TODAY)))


@cache
def outcomes() -> tuple[tuple[Journey, tuple[Open, ...]], ...]:
    """Every journey with what is open at its end."""
    return tuple((journey, open_for(journey)) for journey in journeys())


def said(journey: Journey) -> str:
    return ", ".join(f"{stop.page.id}={journey.kept.get(stop.page.id)}" for stop in journey.stops)


def open_for(journey: Journey) -> tuple[Open, ...]:
    return standing_open((way for way in ways() if way.doors), Profile(journey.flow, journey.kept))


def heard(**answers: object) -> list[str]:
    """What is open for who answers so, the first thing first; who is asked something else does not know."""
    given = dict.fromkeys(flow(LISTENING).fields, {"out": UNKNOWN}) | answers
    played = play(flow(LISTENING), given, words("it"), MORNING)
    assert [played.stuck, played.problems] == [False, []]
    assert answers.keys() <= set(played.asked)
    return [one.way.id for one in open_for(played.session.journey)]


def test_nobody_is_asked_more_than_four_questions():
    assert [said(one) for one in journeys() if len(one.stops) > MOST_QUESTIONS] == []
    assert max(len(one.stops) for one in journeys()) == MOST_QUESTIONS


def test_who_does_not_know_what_to_ask_for_gets_three_questions_at_most():
    unsure = [one for one in journeys() if one.kept.state("bisogno") == UNKNOWN]
    assert unsure and max(len(one.stops) for one in unsure) <= MOST_WHEN_UNSURE


def test_nobody_chooses_among_more_than_seven_lines():
    many = {name: len(field.type.values() or ("yes", "no")) + 1 for name, field in flow(LISTENING).fields.items() if field.unknown}
    assert many.keys() == flow(LISTENING).fields.keys()
    assert {name: count for name, count in many.items() if count > 7} == {}


def test_every_way_leads_to_a_door():
    assert [said(one) for one, found in outcomes() if not found] == []


def test_no_way_leads_to_more_doors_than_a_card_has_room_for_beside_the_person():
    assert [said(one) for one, found in outcomes() if len(found) > MOST - 1] == []


def test_everything_that_has_a_door_is_offered_to_somebody():
    offered = {one.way.id for _, found in outcomes() for one in found}
    assert {way.id for way in ways() if way.doors} - offered == set()


def test_every_service_and_every_leaflet_has_a_door():
    assert [way.id for way in ways() if not way.doors] == []


def test_nothing_that_is_heard_is_kept():
    assert [name for name, field in flow(LISTENING).fields.items() if field.keep] == []


WORK = [
    ({"lavoro_oggi": "finito", "fine_lavoro": "licenziato"}, "naspi", "did"),
    ({"lavoro_oggi": "finito", "fine_lavoro": "giusta_causa"}, "naspi", "did"),
    ({"lavoro_oggi": "finito", "fine_lavoro": "dimissioni"}, "did", "naspi"),
    ({"lavoro_oggi": "finito", "fine_lavoro": "collaborazione"}, "dis-coll", "naspi"),
    ({"lavoro_oggi": "senza", "cosa_lavoro": "iscrizione"}, "did", "naspi"),
    ({"lavoro_oggi": "poco", "cosa_lavoro": "iscrizione"}, "did", "naspi"),
    ({"lavoro_oggi": "iscritto", "patto_firmato": "no"}, "patto-di-servizio", "did"),
]


@pytest.mark.parametrize(("answers", "first", "never"), WORK, ids=[" ".join(answers.values()) for answers, _, _ in WORK])
def test_the_first_question_of_who_looks_for_work(answers, first, never):
    found = heard(bisogno="lavoro", **answers)
    assert found[0] == first and never not in found


def test_who_has_signed_at_the_job_centre_is_shown_what_comes_after():
    assert set(heard(bisogno="lavoro", lavoro_oggi="iscritto", patto_firmato="yes")) == {"dote-unica-lavoro", "colloquio-orientamento"}


@pytest.mark.parametrize("who", ["protetta", "seguita"])
@pytest.mark.parametrize("way", [{"bisogno": "lavoro", "lavoro_oggi": "senza", "cosa_lavoro": "soldi"}, {"bisogno": "soldi", "soldi_cosa": "pochi"}], ids=["work", "money"])
def test_a_family_with_somebody_to_protect_is_told_of_one_measure_and_one_adult_alone_of_the_other(way, who):
    assert {"adi", "isee"} <= set(heard(**way, in_famiglia=who)) and "sfl" not in heard(**way, in_famiglia=who)
    assert {"sfl", "isee"} <= set(heard(**way, in_famiglia="nessuno")) and "adi" not in heard(**way, in_famiglia="nessuno")


@pytest.mark.parametrize("where", ["carcere", "misura", "fine_anno", "fine_prima"])
def test_who_has_a_measure_is_received_first_and_the_days_of_the_benefit_run_beside(where):
    lost = heard(bisogno="lavoro", lavoro_oggi="misura", misura_lavoro=where, lavoro_perso="yes")
    assert lost[0] == "accoglienza-lavoro" and {"naspi", "did"} <= set(lost)
    assert "naspi" not in heard(bisogno="lavoro", lavoro_oggi="misura", misura_lavoro=where, lavoro_perso="no")


def test_the_network_of_the_region_is_shown_until_a_year_after_the_sentence():
    eleven, thirteen = (heard(bisogno="giustizia", situazione="fine_pena", fine_pena=value, fine_pena_cosa="lavoro") for value in ("un_anno", "piu"))
    assert ("fine-pena-rete" in eleven, "fine-pena-rete" in thirteen) == (True, False)
    assert "fine-pena-rete" in heard(bisogno="lavoro", lavoro_oggi="misura", misura_lavoro="fine_anno", lavoro_perso="no")


MEASURES = [
    ("fuori", "posizione_fuori", "affidato", "istanza-sorveglianza"),
    ("casa", "posizione_casa", "det_domiciliare", "istanza-sorveglianza"),
    ("casa", "posizione_casa", "arresti_domiciliari", "arresti-domiciliari"),
    ("fuori", "posizione_fuori", "map", "uepe"),
    ("fuori", "posizione_fuori", "lpu_pena_sost", "uepe"),
    ("carcere", "posizione_carcere", "imputato_pre1", "patrocinio"),
    ("carcere", "posizione_carcere", "post1", "chiedere-dal-carcere"),
    ("carcere", "posizione_carcere", "semilibero", "istanza-sorveglianza"),
]


@pytest.mark.parametrize(("where", "page", "position", "first"), MEASURES, ids=[position for _, _, position, _ in MEASURES])
def test_who_decides_on_a_permission_hangs_on_the_position(where, page, position, first):
    found = heard(bisogno="giustizia", situazione=where, serve_misura="permesso", **{page: position})
    assert found[0] == first
    assert ("istanza-sorveglianza" in found) == (first == "istanza-sorveglianza")


@pytest.mark.parametrize("need", ["permesso", "lavoro", "avvocato", "diritti", "documenti", {"out": UNKNOWN}], ids=str)
def test_under_house_arrest_it_is_always_the_judge_of_the_trial_through_the_lawyer(need):
    found = heard(bisogno="giustizia", situazione="casa", posizione_casa="arresti_domiciliari", serve_misura=need)
    assert found[0] == "arresti-domiciliari" and "patrocinio" in found and "istanza-sorveglianza" not in found


@pytest.mark.parametrize("days", ["fino_10", "fino_20", "fino_30", "oltre_30", {"out": UNKNOWN}], ids=str)
def test_a_suspended_order_is_a_lawyer_today(days):
    assert heard(bisogno="giustizia", situazione="ordine", ordine_giorni=days) == ["ordine-sospeso", "patrocinio"]


def test_twenty_days_after_a_suspended_order_ten_are_left():
    at = next(one for one in journeys() if one.kept.get("ordine_giorni") == "fino_20")
    assert open_for(at)[0].door.because == "Hai 30 giorni in tutto: ne restano da 10 a 19. L'avvocato serve oggi."


def test_a_relative_finds_the_visits_and_a_certificate_for_an_office_is_a_declaration():
    assert heard(bisogno="giustizia", situazione="familiare", familiare_cosa="colloquio") == ["colloqui-in-carcere"]
    assert heard(bisogno="documenti", documento="penale") == ["casellario"]
    assert "tua dichiarazione firmata" in next(one.say for one in _Doorway.rack.offered() if one.id == "casellario")


def test_who_is_in_danger_finds_the_numbers_first():
    assert heard(bisogno="altro", altro_cosa="pericolo")[0] == "violenza"
    assert heard(oggi="paura")[0] == "violenza"
    assert not next(one for one in _Doorway.rack.offered() if one.id == "violenza").paper


IN_THE_FLOW = [
    ("istanza-sorveglianza", "in affidamento, la visita è anticipata a domani", ("lettera", "guida", "promemoria")),
    ("istanza-sorveglianza", "in affidamento, lavoro nuovo dal mese prossimo, cittadino del Perù", ("richiesta", "datore", "guida", "promemoria")),
    ("istanza-sorveglianza", "sconta la pena a casa, visita medica prenotata", ("richiesta", "guida", "promemoria")),
    ("istanza-sorveglianza", "è agli arresti domiciliari", ()),
    ("colloqui-in-carcere", "sorella di una persona in attesa della prima sentenza, indagini a Milano", ("richiesta", "dichiarazione", "promemoria")),
]


@pytest.mark.parametrize(("name", "who", "papers"), IN_THE_FLOW, ids=[who for _, who, _ in IN_THE_FLOW])
def test_what_is_decided_inside_the_service(name, who, papers):
    person = next(one for one in PEOPLE[name] if one.name == who)
    played = play(flow(name), person.answers, words("it"), MORNING)
    assert (played.stuck, set(papers) - set(played.documents())) == (False, set())
    assert played.complete == bool(papers)
