"""Calls that are sorted: a reason, a leaflet read aloud, an outcome; nowhere a place for a name or a number, and nothing of it left."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from kiosk.config import Operator, Permissions
from kiosk.desk import acts
from kiosk.desk.card import Card
from kiosk.desk.counter import Counter
from kiosk.desk.visit import Visit
from kiosk.screens.watch import Waits
from tests.people import names, texts
from tests.practice import ROOT, PracticeDesk, cheap_pin

PINS = {"Luca": "111111", "Anna": "222222", "Marco": "333333"}
LEAFLET = """
leaflet: {id}
title: {title}
topic: lavoro
say: Da noi non si paga la NASpI. La paga l'INPS. Per chiederla ti aiuta un patronato, ed è gratis.
reach: {{where: In via Prova 1, hours: lunedì mattina, how: Con l'appuntamento, phone: "02 000000"}}
next: [{{do: Telefona al patronato., who: tu, when: questa settimana}}]
sources: [{{id: prova, name: Una pagina, read: 2026-11-20}}]
verified: {{on: 2026-11-20, until: 2027-11-20}}
"""
TITLES = {"naspi-soldi": "I soldi della NASpI", "corsi": "I corsi"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> PracticeDesk:
    """A desk for real callers: Luca may only sort, Anna fills forms by telephone too, Marco helps at the desk and sorts."""
    place = tmp_path_factory.mktemp("desk")
    (place / "flows" / "lavoro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", place / "flows")
    for name, title in TITLES.items():
        (place / "flows" / "lavoro" / f"{name}.leaflet.yaml").write_text(LEAFLET.format(id=name, title=title), "utf-8")
    team = tuple(Operator(name, cheap_pin(pin)) for name, pin in PINS.items())
    made = PracticeDesk(place / "desk", practice=False, flows=place / "flows", operators=team, permissions=Permissions(("Luca",), ("Anna",)))
    assert {one.id for one in made.leaflets("lavoro")} == set(TITLES)
    return made


@pytest.fixture(autouse=True)
def nothing_counted(desk):
    with desk.database.write() as store:
        store.delete("act")


def answers(desk: PracticeDesk, name: str = "Luca") -> Visit:
    """Somebody at the telephone, with their own PIN."""
    visit = Visit(desk)
    visit.operator()
    visit.give({"operator": PINS[name]})
    if visit.card.name == "duties":
        visit.give({"duties": "works"})
        visit.give({"works": "phone"})
    return visit


def chooses(visit: Visit, **choices: object) -> Visit:
    for name, choice in choices.items():
        assert visit.card.name == name
        visit.give({name: choice})
    return visit


def counted(desk: PracticeDesk) -> dict:
    return acts.counted(desk.database, "2026-11", "phone")


def test_a_whole_call_reason_leaflet_outcome_and_the_next_call(desk):
    visit = chooses(answers(desk, "Marco"), phone_reason="lavoro")
    assert names(visit.card) == ["corsi", "naspi-soldi", "none"]
    chooses(visit, phone_leaflets="naspi-soldi")
    said = texts(visit.card)
    assert visit.card.title == TITLES["naspi-soldi"]
    assert "«Da noi non si paga la NASpI. La paga l'INPS." in said and said.index("«Da noi") < said.index("Dove: In via Prova 1") < said.index("Orari: lunedì mattina")
    assert "Telefono: 02 000000" in said and "1. Telefona al patronato. Chi: tu. Quando: questa settimana." in said
    visit.give({})
    assert names(visit.card) == ["informed", "transferred", "callback", "desk"]
    chooses(visit, phone_outcome="transferred")
    assert (visit.card.name, visit.phone, counted(desk)) == ("phone_reason", None, {("lavoro", "transferred"): 1})
    chooses(visit, phone_reason="casa", phone_outcome="callback")
    assert counted(desk) == {("lavoro", "transferred"): 1, ("casa", "callback"): 1}


def test_the_reasons_are_seven_groups_at_most(desk):
    assert 1 < len(names(answers(desk).card)) <= 7


def test_what_no_leaflet_answers_is_never_invented(desk):
    visit = chooses(answers(desk), phone_reason="lavoro", phone_leaflets="none")
    assert "«Su questo non ho notizie sicure" in texts(visit.card)


def everywhere(desk: PracticeDesk) -> list[Card]:
    """Every card that who sorts can come to, by every choice and every key of the kiosk, each once."""
    met: dict[str, Card] = {}
    ways: list[list] = [[]]
    while ways:
        way = ways.pop()
        visit = answers(desk)
        for step in way:
            step(visit)
        card = visit.card
        seen = f"{visit.stage}/{visit.overlay}/{visit.is_hidden}/{visit.phone and visit.phone.reason}"
        if visit.over or seen in met:
            continue
        met[seen] = card
        options = [(prompt.name, option.given) for prompt in card.prompts for option in (*prompt.options, *prompt.ways_out)] or [(card.name, "")]
        ways += [[*way, lambda v, n=name, g=given: v.give({n: g})] for name, given in options]
        ways += [[*way, lambda v, k=key: getattr(v, k)()] for key in ("help", "change_language", "call", "hide", "operator", "back", "still", "hang_up_by_key")]
        ways += [[*way, lambda v, k=key: v.press(k)] for key in ("f3", "f4", "f7", "f8")]
    return list(met.values())


@pytest.fixture(scope="module")
def cards(desk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Visit, "hang_up_by_key", lambda visit: visit.press("f6"), raising=False)
        # the PIN is right each time: it is not what is tried here
        patch.setattr(desk.operators, "named", lambda pin, work="assist": "Luca" if work == "sort" else None)
        return everywhere(desk)


def test_on_no_path_is_there_a_field_to_write_in(cards):
    assert {"phone_reason", "phone_leaflets", "phone_read", "phone_outcome", "phone_close", "help", "called", "still", "hidden"} <= {card.name for card in cards}
    asked = {(card.name, prompt.entry) for card in cards for prompt in card.prompts if card.name != "language"}
    assert {entry for _, entry in asked} == {"choice"}
    assert not any(prompt.parts or prompt.typed for card in cards for prompt in card.prompts)


def test_every_card_of_a_call_is_in_italian(cards):
    assert {card.code for card in cards if card.name.startswith("phone")} == {"it"}


def test_a_pin_that_only_sorts_opens_the_telephone_and_nothing_of_a_visit(desk):
    visit = answers(desk, "Luca")
    assert visit.card.name == "phone_reason" and "forms" not in [option.value for option in visit.card.prompts[0].ways_out]
    visit.give({"phone_reason": {"out": "forms"}})
    assert visit.card.name == "phone_reason" and not visit.by_phone
    visit.operator()
    assert names(visit.card) == ["stay", "close"]
    begun = Visit(desk)
    begun.give({"language": "it"})
    begun.operator()
    begun.give({"operator": PINS["Luca"]})
    assert (begun.card.name, begun.at_work) == ("operator", None) and "solo il telefono" in begun.card.prompts[0].problem[0]


def test_a_pin_that_only_sorts_takes_over_no_visit_and_sees_no_calls_of_other_desks(desk):
    visit = Visit(desk)
    visit.give({"language": "it"})
    visit.cover("takeover")
    visit.give({"takeover": PINS["Luca"]})
    assert visit.card.name == "takeover" and visit.assist is None
    counter = Counter(desk)
    counter.give({"locked": PINS["Luca"]})
    assert (counter.stage, counter.problem, counter.operator_name) == ("locked", "pin.assist", "")
    counter.give({"locked": PINS["Marco"]})
    assert counter.stage == "board"


def test_who_helps_at_the_desk_sorts_but_fills_nothing_by_telephone_unless_it_is_said(desk):
    for name, may in (("Marco", []), ("Anna", ["forms"])):
        ways = [option.value for option in answers(desk, name).card.prompts[0].ways_out]
        assert ways == [*may, "close"]


def test_to_hang_up_clears_the_screen_and_counts_the_call_once(desk):
    visit = chooses(answers(desk), phone_reason="lavoro", phone_leaflets="corsi")
    assert visit.helps("f6")
    visit.press("f6")
    assert (visit.card.name, visit.phone, visit.back_to) == ("phone_reason", None, ["language"])
    assert TITLES["corsi"] not in texts(visit.card)
    visit.press("f6")
    assert counted(desk) == {("lavoro", "dropped"): 1}


def test_a_screen_that_nobody_touches_is_cleared_too(desk):
    visit = chooses(answers(desk), phone_reason="lavoro", phone_leaflets="corsi")
    assert (Waits().due(visit.card.name, 299), Waits().due(visit.card.name, 300)) == ("", "leave")
    visit.leave()
    assert visit.over and visit.phone is None and counted(desk) == {("lavoro", "dropped"): 1}


def test_nothing_but_the_count_is_in_the_store_and_the_language_of_nobody(desk):
    tables = ("draft", "envelope", "call", "log")
    visit = chooses(answers(desk), phone_reason="lavoro", phone_leaflets="corsi")
    visit.give({})
    chooses(visit, phone_outcome="desk")
    visit.operator()
    visit.give({"phone_close": "close"})
    assert visit.over and not any(desk.rows(table) for table in tables)
    with desk.database.write() as store:
        assert [(row["what"], row["a"], row["b"], row["n"]) for row in store.rows("act")] == [("phone", "lavoro", "desk", 1)]


def test_the_store_that_is_away_keeps_nobody_from_the_next_call(desk, monkeypatch):
    visit = chooses(answers(desk), phone_reason="casa")
    monkeypatch.setattr(desk, "config", replace(desk.config, store="sqlite:////nowhere/at/all.db"))
    monkeypatch.delitem(desk.__dict__, "database", raising=False)
    chooses(visit, phone_outcome="informed")
    assert visit.card.name == "phone_reason"
    desk.__dict__.pop("database", None)


def test_in_the_practice_of_the_desk_no_call_is_counted(desk, tmp_path):
    desk = PracticeDesk(tmp_path, flows=desk.config.flows)
    visit = Visit(desk)
    visit.at_work = "Prova"
    visit.go("phone_reason")
    assert [option.value for option in visit.card.prompts[0].ways_out] == ["forms", "close"]
    chooses(visit, phone_reason="altro")
    visit.press("f6")
    assert desk.rows("act") == 0


def test_where_a_line_or_a_choice_is_none_nothing_changes(desk):
    visit = chooses(answers(desk), phone_reason="pippo")
    assert visit.card.name == "phone_reason" and visit.card.prompts[0].problem
    chooses(visit, phone_reason="lavoro", phone_leaflets="pippo")
    assert visit.card.name == "phone_leaflets" and visit.card.prompts[0].problem
    visit.press("f6")
    chooses(visit, phone_reason="casa", phone_outcome="pippo")
    assert visit.card.name == "phone_outcome" and visit.card.prompts[0].problem
    visit.back()
    assert visit.card.name == "phone_reason"
