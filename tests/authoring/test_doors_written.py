"""Doors and leaflets as authors write them: what is taken, what is refused, and where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest

from kiosk.authoring import extract
from kiosk.authoring.answers import typed
from kiosk.authoring.folder import Folder, check_paths
from kiosk.authoring.rack import Rack
from kiosk.authoring.schema import schema
from kiosk.authoring.shelf import Shelf
from kiosk.authoring.source import Problems, read_source
from kiosk.forms.doors import Door
from tests.authoring.conftest import GOOD
from tests.practice import ROOT

TODAY = date(2026, 11, 22)
ASCOLTO = """\
flow: ascolto
title: Ascolto
summary: Serve a provare.
topic: altro
minutes: 1
listening: yes
verified: {on: 2026-11-21, until: 2027-05-21}
privacy: {purpose: Provare, legal_basis: consent, categories: [common], recipients: [nessuno], days: 1}
sections:
  - section: tutto
    title: Tutto
    pages:
      - {page: bisogno, ask: Che cosa ti serve?, type: choice, choices: {lavoro: Lavoro, casa: Casa}, unknown: true}
      - {page: figli, ask: Hai figli?, type: yes_no, unknown: true, when: bisogno == "casa"}
"""
LEAFLET = """\
leaflet: spesa
title: Dove fare la spesa
topic: altro
say: Il sabato c'è il mercato. Costa meno.
reach: {where: In piazza, hours: Sabato mattina, how: Non serve niente, phone: "02 000000", web: "https://esempio.it"}
next: [{do: Porta una borsa, who: tu, when: sabato}]
doors:
  - {when: bisogno == "casa", because: Per spendere meno.}
sources: [{id: piazza, name: Il cartello in piazza, read: 2026-11-21}]
verified: {on: 2026-11-21, until: 2027-05-21}
"""


@pytest.fixture
def listening(folder: Path) -> Path:
    """The folder, with a listening flow and a leaflet in it."""
    (folder / "ascolto").mkdir()
    (folder / "ascolto" / "ascolto.yaml").write_text(ASCOLTO, "utf-8")
    (folder / "altro" / "spesa.leaflet.yaml").write_text(LEAFLET, "utf-8")
    return folder


def hang(folder: Path, doors: str) -> None:
    place = folder / "altro" / "prova.yaml"
    place.write_text(place.read_text("utf-8") + f"doors:\n{doors}", "utf-8")


def told(folder: Path, below: str = "altro/prova.yaml") -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.code} {problem.message}" for problem in check_paths([folder / below], TODAY)]


def test_doors_of_a_service_are_read_and_kept_in_the_index_of_the_shelf(listening, tmp_path):
    hang(listening, '  - {when: bisogno == "lavoro", because: Per chi cerca lavoro., first: yes}\n  - {when: figli, because: Per chi ha figli.}\n')
    assert told(listening) == []
    wanted = (Door('bisogno == "lavoro"', "Per chi cerca lavoro.", True), Door("figli", "Per chi ha figli."))
    for _ in range(2):
        offers = {offer.id: offer.doors for offer in Shelf(listening, tmp_path / "cache", today=lambda: TODAY).offers()}
        assert offers == {"prova": wanted}


def test_the_listening_flow_is_no_service_of_the_menu_but_can_be_begun(listening):
    shelf = Shelf(listening, today=lambda: TODAY)
    assert [offer.id for offer in shelf.offers()] == ["prova"]
    assert shelf.flow("ascolto").listening


def test_the_index_is_read_anew_when_the_listening_flow_changes(listening, tmp_path):
    hang(listening, "  - {when: figli, because: Per chi ha figli.}\n")
    assert Shelf(listening, tmp_path / "cache").broken() == ()
    (listening / "ascolto" / "ascolto.yaml").write_text(ASCOLTO.replace("page: figli", "page: bambini"), "utf-8")
    assert Shelf(listening, tmp_path / "cache").broken() == ("altro/prova.yaml",)


@pytest.mark.parametrize(("door", "code", "said"), [
    ("  - {when: §bisgno == 'casa', because: x}\n", "F054", "«bisgno» non è una domanda di «ascolto»: forse volevi «bisogno»?"),
    ("  - {when: bisogno == §'cassa', because: x}\n", "F046", "«cassa» non è una delle scelte: forse volevi «casa»?"),
    ("  - {when: §legame == 'figlio', because: x}\n", "F054", "«legame» non è una domanda di «ascolto»."),
    ("  - {when: §bisogno, because: x}\n", "F042", "qui serve una condizione vera o falsa"),
    ("  - {when: \"figli and §casa\", because: x}\n", "F054", "«casa» non è una domanda di «ascolto»."),
    ("  - {when: §bisogno == 'lavoro' and figli, because: x}\n", "F050", "La porta «door.1» non si può mai raggiungere"),
    ("  - §{when: figli}\n", "F014", "Manca «because» in door."),
    ("  - {when: figli, because: x, §frist: yes}\n", "F013", "«frist» qui non esiste: forse volevi «first»?"),
])
def test_a_door_that_cannot_be_is_named_with_its_place(listening, door, code, said):
    hang(listening, door.replace("§", ""))
    line, column = GOOD.count("\n") + 2, door.index("§") + 1
    found = told(listening)
    assert [one for one in found if one.startswith(f"{line}:{column} {code} ") and said in one], found


def test_where_nobody_listens_doors_stay_closed_with_a_warning(folder):
    hang(folder, "  - {when: figli, because: x}\n")
    assert [problem.code for problem in check_paths([folder / "altro" / "prova.yaml"], TODAY)] == ["F055"]
    assert Shelf(folder, today=lambda: TODAY).offers()[0].doors == ()


@pytest.mark.parametrize("more", ["documents: [{document: foglio, for: visitor}]\n", "deliver: [stampa]\n", "doors: [{when: figli, because: x}]\n",
                                  "endings: [{ending: basta, when: figli, title: Basta, text: Basta.}]\n"])
def test_a_listening_flow_comes_to_nothing_but_a_door(listening, more):
    (listening / "ascolto" / "ascolto.yaml").write_text(ASCOLTO + more, "utf-8")
    assert "F028" in [one.split()[1] for one in told(listening, "ascolto/ascolto.yaml")]


def test_a_leaflet_is_read_with_all_its_parts_and_again_from_the_index(listening, tmp_path):
    read = Rack(Shelf(listening, tmp_path / "cache", today=lambda: TODAY)).offered()
    again = Rack(Shelf(listening, tmp_path / "cache", today=lambda: TODAY)).offered()
    assert read == again and [one.id for one in read] == ["spesa"]
    leaflet = read[0]
    assert (leaflet.say, leaflet.reach.where, leaflet.reach.web) == ("Il sabato c'è il mercato. Costa meno.", "In piazza", "https://esempio.it")
    assert (leaflet.doors, leaflet.next[0].who, leaflet.sources[0].read) == ((Door('bisogno == "casa"', "Per spendere meno."),), "tu", date(2026, 11, 21))


def test_a_damaged_index_of_leaflets_only_costs_time(listening, tmp_path):
    shelf = Shelf(listening, tmp_path / "cache", today=lambda: TODAY)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "leaflets.json").write_text('{"seen": "x", "leaflets": [{"id": 3}], "broken": []}', "utf-8")
    assert [one.id for one in Rack(shelf).offered()] == ["spesa"]


def test_a_leaflet_nobody_vouches_for_any_more_is_not_offered(listening):
    assert Rack(Shelf(listening, today=lambda: date(2027, 8, 19))).offered()
    assert Rack(Shelf(listening, today=lambda: date(2027, 8, 20))).offered() == ()


@pytest.mark.parametrize(("before", "after", "code"), [
    ("Il sabato c'è il mercato.", "Il sabato c'è il mercato. " * 20, "F069"),
    ("leaflet: spesa", "leaflet: mercato", "F021"),
    ("topic: altro", "topic: altri", "F025"),
    ("who: tu, ", "", "F080"),
    (", read: 2026-11-21", "", "F081"),
    ("Costa meno.", "Si prega di portare una borsa.", "F061"),
    ("say: Il", "sai: Il", "F013"),
    ("until: 2027-05-21", "until: 2026-11-01", "F089"),
    ('when: bisogno == "casa"', 'when: bisogno == "case"', "F046"),
])
def test_a_leaflet_that_cannot_be_shown_is_named(listening, before, after, code):
    place = listening / "altro" / "spesa.leaflet.yaml"
    place.write_text(LEAFLET.replace(before, after), "utf-8")
    assert code in [problem.code for problem in check_paths([place], TODAY)]


def test_a_broken_leaflet_is_left_out_and_the_others_are_there(listening):
    (listening / "altro" / "rotto.leaflet.yaml").write_text("leaflet: rotto\n", "utf-8")
    rack = Rack(Shelf(listening, today=lambda: TODAY))
    assert ([one.id for one in rack.offered()], rack.broken()) == (["spesa"], ("altro/rotto.leaflet.yaml",))


def test_a_leaflet_and_a_service_never_have_the_same_name(listening):
    (listening / "altro" / "prova.leaflet.yaml").write_text(LEAFLET.replace("leaflet: spesa", "leaflet: prova"), "utf-8")
    assert [problem.code for problem in check_paths([listening], TODAY)] == ["F020"]


def test_translators_get_what_a_visitor_reads_of_doors_and_leaflets(listening):
    hang(listening, "  - {when: figli, because: Per chi ha figli.}\n")
    entries = {(one.domain, one.place): one.text for one in extract.shelf(listening)}
    assert entries["prova", "door.1"] == "Per chi ha figli."
    assert {place: text for (domain, place), text in entries.items() if domain == "spesa"} == {
        "title": "Dove fare la spesa", "say": "Il sabato c'è il mercato. Costa meno.", "reach.where": "In piazza", "reach.hours": "Sabato mattina",
        "reach.how": "Non serve niente", "next.1.do": "Porta una borsa", "next.1.who": "tu", "next.1.when": "sabato", "door.1": "Per spendere meno."}


def test_every_text_of_a_leaflet_that_is_read_has_its_place_in_the_catalog(listening):
    said = Folder.holding(listening).leaflet(listening / "altro" / "spesa.leaflet.yaml").said
    assert {(one.domain, one.place) for one in said} == {(one.domain, one.place) for one in extract.texts(listening / "altro" / "spesa.leaflet.yaml")}


def test_the_schema_knows_doors_and_leaflets():
    parts = schema()["$defs"]
    assert parts["flow"]["properties"]["doors"]["items"] == {"$ref": "#/$defs/door"}
    assert parts["door"]["required"] == ["when", "because"]
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/leaflet", "$defs": parts})
    shipped = sorted((ROOT / "flows").glob("*/*.leaflet.yaml"))
    for path in shipped:
        assert [error.message[:200] for error in validator.iter_errors(typed(read_source(path.read_text("utf-8"), Problems(path.name))))] == [], path.name
    assert shipped and not validator.is_valid(typed(read_source(LEAFLET.replace("leaflet: spesa", "scheda: spesa"), Problems("x"))))
