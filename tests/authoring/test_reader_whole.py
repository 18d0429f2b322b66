"""Every part of a service that is read, and what a service owes: each told at its place, and nothing where it is owed to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from kiosk.authoring.reader import Reading, Setting, read, read_flow
from kiosk.errors import FlowIsBroken
from kiosk.forms.flow import Privacy, Source
from tests.authoring.conftest import GOOD, TEMPLATE, TODAY, bank

SETTING = Setting(("altro", "casa"), {"scheda.typ": TEMPLATE, "altra.typ": "#x"}, ("it", "ar"), TODAY, "altro")


def of(text: str, setting: Setting = SETTING, name: str = "prova.yaml") -> Reading:
    return read(text, name, bank(), setting)


def told(reading: Reading, *codes: str) -> list[tuple]:
    return [(one.code, one.line, one.column, one.message) for one in reading.problems if one.code in codes]


def place(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def test_all_that_is_written_about_a_service_is_in_it():
    flow = of(GOOD).flow

    assert (flow.id, flow.title, flow.neutral_title, flow.summary, flow.topic, flow.minutes, flow.private) == (
        "prova", "Una prova", "Modulo P", "Prepariamo un foglio insieme.", "altro", 5, True)
    assert (flow.verified_on, flow.verified_until) == (date(2026, 11, 21), date(2027, 5, 21))
    assert flow.sources == (Source("legge", "Una legge, art. 1", "", date(2026, 11, 21)),)
    assert flow.privacy == Privacy("Provare", "consent", ("common",), ("lo sportello",), 14)
    assert [(one.id, one.text) for one in flow.bring] == [("carta", "Un documento")]
    assert [(one.id, one.title, one.text, one.position, one.next[0].do) for one in flow.endings] == [
        ("basta", "Fermiamoci qui", "Per ora basta così.", 2, "Chiama lo sportello")]
    assert [(one.say, one.at) for one in flow.checks] == [("I figli sono di più.", "figli")]
    assert [(one.do, one.who, one.when, one.place) for one in flow.next] == [("Porta il foglio", "lo sportello", "domani", "next.1")]
    assert [(one.id, one.template, one.reader) for one in flow.documents] == [("scheda", "scheda.typ", "office")]
    assert (flow.deliver, flow.doors, flow.listening, flow.lesson) == (("stampa",), (), False, False)
    assert (flow.languages, flow.folder, flow.templates) == (("it", "ar"), "altro", {"scheda.typ": TEMPLATE})


def test_what_may_be_left_out_is_left_out():
    short = GOOD.replace("deliver: [stampa]\n", "").replace("neutral_title: Modulo P\n", "").replace("private: true\n", "").replace(
        "documents:\n  - {document: scheda, template: scheda.typ, for: office}\n", "")
    reading = read(short, "prova.yaml", bank())

    assert reading.problems == () and reading.broken is False
    assert (reading.flow.deliver, reading.flow.documents, reading.flow.neutral_title, reading.flow.private) == ((), (), None, False)
    assert (reading.flow.languages, reading.flow.folder, reading.flow.templates) == (("it",), "", {})


def test_the_digest_of_a_service_that_borrows_nothing_can_be_made_by_anybody():
    text = GOOD.replace("      - use: gente.nome\n", "")
    more = text.replace("deliver:", "  - {document: a, template: altra.typ, for: office}\ndeliver:")

    assert of(text).flow.version == sha256(f"{text}\0scheda.typ\n{TEMPLATE}".encode()).hexdigest()[:16]
    assert of(more).flow.version == sha256(f"{more}\0altra.typ\n#x\0scheda.typ\n{TEMPLATE}".encode()).hexdigest()[:16]


def test_a_flow_is_given_or_every_problem_that_forbids_it_and_no_warning():
    assert read_flow(GOOD, "prova.yaml", bank(), SETTING).version == of(GOOD).flow.version
    stale = replace(SETTING, today=date(2027, 5, 22))
    assert [one.code for one in of(GOOD, stale).problems] == ["F082"] and read_flow(GOOD, "prova.yaml", bank(), stale).id == "prova"
    with pytest.raises(FlowIsBroken) as broken:
        read_flow(GOOD.replace("minutes: 5", "minutes: molti"), "prova.yaml", bank(), stale)
    assert [one.code for one in broken.value.problems] == ["F016"]


def test_a_text_that_is_too_long_for_its_setting_is_not_looked_at():
    reading = of(GOOD, replace(SETTING, limit=1000))

    assert (reading.broken, [one.code for one in reading.problems], reading.said) == (True, ["F002"], ())


def test_a_text_without_a_flow_says_so_and_nothing_else():
    assert [one.code for one in of("- a\n- b\n").problems] == ["F015"]


@pytest.mark.parametrize(("file", "good"), [
    ("prova.yaml", True), ("altro/prova.yaml", True), ("C:\\flows\\prova.yaml", True), ("prova.yaml.yaml", False), ("prov.yaml", False),
    ("prova/x.yaml", False),
])
def test_a_service_is_called_as_its_file(file, good):
    found = told(of(GOOD, name=file), "F021")

    assert [one[:3] for one in found] == ([] if good else [("F021", 1, 7)])


def test_the_name_of_the_file_is_told():
    assert told(of(GOOD, name="altro/altra.yaml"), "F021") == [("F021", 1, 7, "Il servizio si chiama «prova», il file «altra».")]


def test_a_topic_is_one_of_those_there_are_where_these_are_known():
    wrong = GOOD.replace("topic: altro", "topic: altri")
    found, = [one for one in of(wrong).problems if one.code == "F025"]

    assert (found.line, found.column, found.message) == (*place(wrong, "altri"), "L'argomento «altri» non esiste: forse volevi «altro»?.")
    assert found.remedy == "Gli argomenti sono in flows/topics.yaml: altro, casa."
    assert told(of(wrong, replace(SETTING, topics=None)), "F025") == []
    assert len(told(of(GOOD, replace(SETTING, topics=())), "F025")) == 1


def test_a_source_that_is_not_there_is_told_once_where_it_is_named():
    wrong = GOOD.replace("source: legge", "source: " + "l" * 70)

    assert told(of(wrong), "F026") == [("F026", *place(wrong, "l" * 70), f"La fonte «{'l' * 60}» non è in «sources».")]


@pytest.mark.parametrize(("missing", "code"), [("privacy", "F086"), ("verified", "F087")])
def test_what_is_owed_to_everybody_is_asked_for_at_the_top(missing, code):
    lines, skipping, kept = GOOD.splitlines(True), False, []
    for line in lines:
        skipping = line.startswith(f"{missing}:") or (skipping and line.startswith(" "))
        kept += [] if skipping else [line]

    assert [one[:3] for one in told(of("".join(kept)), "F086", "F087")] == [(code, 1, 1)]


def test_a_private_service_owes_a_title_that_says_nothing():
    bare = GOOD.replace("neutral_title: Modulo P\n", "")

    assert [one[:3] for one in told(of(bare), "F088")] == [("F088", *place(bare, "private:"))]
    assert told(of(bare.replace("private: true", "private: no")), "F088") == []
    assert told(of(bare.replace("private: true\n", "")), "F088") == []


@pytest.mark.parametrize(("until", "wrong"), [("2026-11-20", True), ("2026-11-21", False), ("2026-11-22", False)])
def test_a_verification_does_not_end_before_it_begins(until, wrong):
    text = GOOD.replace("until: 2027-05-21", f"until: {until}")

    assert [one[:3] for one in told(of(text), "F089")] == ([("F089", *place(text, until))] if wrong else [])


def test_a_verification_that_ran_out_is_told_where_its_end_is_written():
    stale = of(GOOD, replace(SETTING, today=date(2027, 5, 22)))

    assert [one[:3] for one in told(stale, "F082")] == [("F082", *place(GOOD, "2027-05-21"))]


def test_a_door_looks_at_the_listening_flow_of_its_folder():
    listening = of("listening: yes\n" + GOOD[: GOOD.index("endings:")]).flow
    text = GOOD + "doors:\n  - {when: quanti > 1, because: Per chi ha figli.}\n"

    assert [(door.because, door.first) for door in of(text, replace(SETTING, ascolto=listening)).flow.doors] == [("Per chi ha figli.", False)]
    assert [one.code for one in of(text).problems] == ["F055"]


def test_half_a_verification_is_a_problem_of_its_own_and_no_other():
    text = GOOD.replace(", until: 2027-05-21", "")

    assert [one[:3] for one in told(of(text), "F089", "F014", "F082", "F083")] == [("F014", *place(text, "{on:"))]


PAPER = ("doors", "endings", "checks", "documents", "deliver")


@pytest.mark.parametrize(("way", "forbidden"), [("listening: yes", PAPER), ("lesson: yes", ("endings", "documents", "deliver")), ("keep: never", ())])
def test_a_service_of_which_nothing_is_kept_makes_no_papers_that_would(way, forbidden):
    text = f"{way}\n{GOOD}doors:\n  - {{when: figli, because: Per chi ha figli.}}\n"
    name = way.partition(":")[0]

    wanted = sorted((text.count("\n", 0, text.index(f"\n{key}:")) + 2, f"«{key}» non va insieme a «{name}».") for key in forbidden)
    assert told(of(text), "F028") == [("F028", line, 1, message) for line, message in wanted]


@pytest.mark.parametrize(("way", "kept"), [
    ("", True), ("listening: no\n", True), ("keep: never\n", False), ("lesson: yes\n", False), ("listening: yes\n", False),
])
def test_no_answer_of_such_a_service_is_kept_those_of_a_repeat_and_of_the_bank_too(way, kept):
    text = way + GOOD[: GOOD.index("endings:")] + "next:\n  - {do: Porta il foglio, who: lo sportello, when: domani}\n"
    flow = of(text).flow

    assert {asked.keep for page in flow.every_page() for asked in page.fields} == {kept}
    assert [page.id for page in flow.every_page()] == ["nome", "legame", "quanti", "figli", "nome_figlio", "casa"]
    assert (flow.lesson, flow.listening) == ("lesson: yes" in way, "listening: yes" in way)


def test_every_text_is_given_with_its_place_and_a_problem_of_the_bank_names_the_bank():
    reading = of(GOOD)

    assert {"title", "legame.ask", "gente.nome.ask"} <= {said.place for said in reading.said}
    assert {said.domain for said in reading.said} == {"prova", "bank"}
    assert "said" not in repr(reading)
