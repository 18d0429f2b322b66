"""A text becomes a flow, or every reason why it does not."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.authoring.answers import read_personas
from kiosk.authoring.folder import Folder
from kiosk.authoring.reader import Reading, read, read_flow
from kiosk.errors import FlowIsBroken
from kiosk.forms.fields import TYPES
from tests.authoring.conftest import BANK, GOOD, TEMPLATE, bank, read_spoilt

SINK = Path(__file__).parent.parent / "flows" / "kitchen-sink.yaml"


@pytest.fixture(scope="module")
def sink():
    return Folder.holding(SINK).read(SINK).flow


def test_a_good_flow():
    flow = read_spoilt(GOOD).flow
    assert ("prova", "Modulo P", ["nome", "legame", "quanti", "figli", "casa"]) == (flow.id, flow.shown_title, [page.id for page in flow.pages])
    assert ["bank", "prova"] == [page.domain for page in flow.pages[:2]]
    assert ["gente.nome", "gente.nome.cognome", "legame", "legame.choices.figlio"] == [
        flow.pages[0].place, flow.fields["cognome"].place, flow.pages[1].place, flow.fields["legame"].type.choices[0].place]
    assert ("figli.nome_figlio", "quanti", 0, 9) == (
        flow.pages[3].repeat.pages[0].place, flow.pages[3].repeat.count, flow.pages[3].repeat.min, flow.pages[3].repeat.max)
    assert (2, "figli", "next.1") == (flow.endings[0].position, flow.checks[0].at, flow.next[0].place)


def test_every_type_is_in_the_kitchen_sink(sink):
    assert set(TYPES) == {field.type.yaml for page in sink.every_page() for field in page.fields}


def test_the_ways_out_come_with_being_optional(sink):
    ways = {name: (sink.fields[name].unknown, sink.fields[name].refuse) for name in ("paese", "permesso", "codice", "coniuge", "paga")}
    assert {"paese": (True, True), "permesso": (True, True), "codice": (True, True), "coniuge": (False, False), "paga": (False, True)} == ways


def test_what_is_written_is_what_is_read(sink):
    assert (False, 1, True) == (sink.fields["racconto"].keep, sink.fields["codice"].effort, sink.fields["codice"].words.ask is None)
    assert ("year", True) == (sink.fields["nascita"].type.precision, sink.fields["nascita"].type.past)
    assert "Per questo servizio serve una persona adulta.\nTorna con lei." == sink.endings[0].text
    assert not sink.endings[0].keep
    assert "Serve per scrivere il foglio." == sink.pages[1].words.why


def test_what_a_flow_says_of_a_page_of_the_bank_stands_at_the_banks_place():
    reading = read_spoilt(GOOD.replace("- use: gente.nome", "- {use: gente.nome, ask: Il tuo nome?, optional: yes}"))
    assert "Il tuo nome?" == reading.flow.pages[0].words.ask
    assert reading.flow.fields["cognome"].optional
    assert ["bank"] == [said.domain for said in reading.said if said.place == "gente.nome.ask"]


def test_all_problems_come_at_once():
    text = GOOD.replace("topic: altro", "topc: altro").replace("page: legame", "page: Legame").replace("repeat: quanti", "repeat: si e no")
    text = text.replace("who: lo sportello, ", "")
    assert {"F013", "F014", "F018", "F035", "F080"} <= {problem.code for problem in read_spoilt(text).problems}


def test_one_mistake_brings_no_others():
    assert ["F022"] == [problem.code for problem in read_spoilt(GOOD.replace("type: number", "type: numbre")).problems if problem.code != "F035"]


def test_a_broken_flow_raises_all_of_it():
    with pytest.raises(FlowIsBroken) as broken:
        read_flow("flow: x", "x.yaml")
    assert 6 == len(broken.value.problems)
    assert "x.yaml:1:1 F014 Manca «title» in flow. Aggiungi «title: ...»." in map(str, broken.value.problems)


@pytest.mark.parametrize("text", ["- a\n", "flow", "flow: []", "{}", "sections: {a: b}", "flow: x\nsections: [[], {}, {use: x}, {pages: {}}]",
                                  "flow: x\nsections: [{section: a, pages: [{page: x, ask: Chi?, type: [a]}, {page: [], fields: {}}]}]"])
def test_another_shape_altogether(text):
    assert read(text, "x.yaml").broken


def test_the_version_is_that_of_everything_written():
    version = read_spoilt(GOOD).flow.version
    assert version == read_spoilt(GOOD).flow.version
    assert version != read_spoilt(GOOD + "# una nota\n").flow.version
    assert version != read_spoilt(GOOD, TEMPLATE + "\n").flow.version
    changed = read(GOOD, "prova.yaml", bank(BANK.replace("Come ti", "Tu come ti")))
    assert read(GOOD, "prova.yaml", bank()).flow.version != changed.flow.version


def test_numbers_are_exact():
    text = GOOD.replace("min: 0\n        max: 9\n        check", "min: -0.1\n        max: 9\n        decimals: 1\n        check")
    assert Decimal("-0.1") == read_spoilt(text).flow.fields["quanti"].type.min


def test_the_personas_of_the_kitchen_sink():
    people = read_personas(SINK.with_name("kitchen-sink.personas.yaml"))
    answers = people[0].answers
    assert ({"refused": True}, None, [], "1985-03-07") == (answers["email"], answers["codice"], answers["conviventi"], answers["nascita"])
    assert [{"nome_figlio": "Omar", "eta_figlio": "1"}] == answers["figli"][1:]
    assert ["review", "review", "troppo_giovane"] == [one.ends for one in people]


LINES = GOOD.splitlines()
SIGNS = st.lists(st.sampled_from([*"abq_:-#[]{}\"'&*!|>?%@`,. \n0àéن\u0000\u202e", "page: ", "when: ", "type: ", "quanti"]), max_size=9).map("".join)


def mutated(cut: list[tuple[int, str]], shuffle: int) -> str:
    text = GOOD
    for at, put in cut:
        at %= len(text) + 1
        text = text[:at] + put + text[at + len(put) // 2:]
    if shuffle:
        lines = text.splitlines()
        random.Random(shuffle).shuffle(lines)
        text = "\n".join(lines)
    return text


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), SIGNS), min_size=1, max_size=6), st.sampled_from([0, 0, 0, 1, 2, 3]))
def test_whatever_is_written_gives_problems_or_a_flow(cut, shuffle):
    reading = read_spoilt(mutated(cut, shuffle))
    assert isinstance(reading, Reading)
    assert reading.flow is not None or any(not problem.warns for problem in reading.problems)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "double", "swap", "indent"]))
def test_lines_dropped_doubled_swapped(first, second, how):
    lines = LINES.copy()
    if how == "drop":
        del lines[first]
    elif how == "double":
        lines.insert(second, lines[first])
    elif how == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines[first] = "  " + lines[first]
    reading = read_spoilt("\n".join(lines))
    assert reading.flow is not None or any(not problem.warns for problem in reading.problems)
