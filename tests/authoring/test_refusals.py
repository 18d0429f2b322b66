"""One mistake, one problem: the right code, at the right line and column, with a way to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.authoring.codes import PROBLEMS
from tests.authoring.conftest import GOOD, TEMPLATE, bank, read_spoilt, spoil

MISTAKES = [
    ("F008", "title: Una prova", "title: §&a Una prova"),
    ("F008", "title: Una prova", "title: §*a"),
    ("F009", "title: Una prova", "title: §!!str Una prova"),
    ("F009", "title: Una prova", "title: §!!python/name:os.system Una prova"),
    ("F010", "deliver: [stampa]\n", "deliver: [stampa]\n§---\nflow: altro\n"),
    ("F011", "topic: altro", "topic: altro\n§title: Due volte"),
    ("F012", "topic: altro", "topic: altro\n? §[a]\n: b"),
    ("F013", "minutes: 5", "minutes: 5\n§minute: 5"),
    ("F013", "source: legge\n", "source: legge\n        §aiuto: niente\n"),
    ("F013", "type: text}", "type: text, §max_lenght: 3}"),
    ("F014", "flow: prova\ntitle: Una prova", "§flow: prova"),
    ("F014", "      - page: legame\n        ask: Chi è per te?", "      - §page: legame"),
    ("F014", "{field: via, ask: Via, type: text}", "§{field: via, ask: Via}"),
    ("F015", "deliver: [stampa]", "deliver: §stampa"),
    ("F018", "deliver: [stampa]", "deliver: [§https://evil.example/]"),
    ("F018", "deliver: [stampa]", "deliver: [§\"https://user:pw@evil.example:8443/\"]"),
    ("F018", "deliver: [stampa]", "deliver: [§mailto:a@b.it]"),
    ("F018", "deliver: [stampa]", "deliver: [§ufficio@evil.example]"),
    ("F018", "deliver: [stampa]", "deliver: [§127.0.0.1]"),
    ("F018", "deliver: [stampa]", "deliver: [§\"[::1]\"]"),
    ("F018", "deliver: [stampa]", "deliver: [stampa, §evil.example]"),
    ("F018", "deliver: [stampa]", "deliver: [§//evil.example/x]"),
    ("F018", "deliver: [stampa]", "deliver: [§file:///x]"),
    ("F018", "deliver: [stampa]", "deliver: [§../ufficio]"),
    ("F018", "deliver: [stampa]", "deliver: [§javascript:x]"),
    ("F015", "  purpose: Provare", "  purpose: §[Provare]"),
    ("F016", "minutes: 5", "minutes: §molti"),
    ("F016", "private: true", "private: §forse"),
    ("F016", "on: 2026-11-21", "on: §21/11/2026"),
    ("F016", "categories: [common]", "categories: [§comune]"),
    ("F016", "legal_basis: consent", "legal_basis: §consenso"),
    ("F018", "page: legame", "page: §Legame"),
    ("F018", "figlio: Mio figlio", "§un figlio: Mio figlio"),
    ("F019", "title: Una prova", "title: §\"\""),
    ("F020", "field: citta,", "field: §via,"),
    ("F020", "page: nome_figlio", "page: §quanti"),
    ("F020", "section: seconda", "section: §prima"),
    ("F020", "      - page: legame", "      - use: §gente.nome\n      - page: legame"),
    ("F021", "flow: prova", "flow: §altra-prova"),
    ("F022", "type: choice", "type: §choise"),
    ("F023", "page: casa\n        ask: Dove abiti?\n        fields:\n          - {field: via,", "page: casa\n        ask: Dove abiti?\n        fields:\n          - {field: §today,"),
    ("F024", "use: gente.nome", "use: §gente.nme"),
    ("F025", "topic: altro", "topic: §altri"),
    ("F026", "source: legge", "source: §leg"),
    ("F027", "        type: choice\n        choices:\n          figlio: Mio figlio\n          amico: Un amico\n        source", "        source"),
    ("F028", "ask: Chi sono?", "ask: Chi sono?\n        §optional: true"),
    ("F030", "          amico: Un amico\n", ""),
    ("F031", "amico: Un amico", "a: A\n          b: B\n          c: C\n          d: D\n          e: E\n          f: F\n          amico: Un amico"),
    ("F032", "type: number", "type: number\n        §choices: {a: A, b: B}"),
    ("F033", "        max: 9\n        pages", "        pages"),
    ("F034", "max: 9\n        pages", "min: §12\n        max: 9\n        pages"),
    ("F034", "min: 0", "min: §12"),
    ("F035", "repeat: quanti", "repeat: §legame"),
    ("F036", "{nome_figlio}\"", "{nome}\""),
    ("F037", "- {page: nome_figlio, ask: Come si chiama?, type: given_names}",
     "- {page: nome_figlio, ask: Come si chiama?, type: given_names}\n          - §{page: x, ask: Chi?, repeat: yes, entry: x, max: 2, pages: []}"),
    ("F039", "{field: via, ask: Via,", "{field: via, ask: §La tua password SPID,"),
    ("F039", "{field: via, ask: Via,", "{field: via, ask: Via, short: §PIN della carta,"),
    ("F039", "{field: via, ask: Via,", "{field: §codice_otp, ask: Via,"),
    ("F039", "{field: via, ask: Via, type: text}", "{field: via, ask: Via, type: §password}"),
    ("F039", "ask: Dove abiti?", "ask: §Le tue credenziali"),
    ("F039", "ask: Quanti figli hai?", "ask: §Il codice usa e getta?"),
    ("F039", "- {page: nome_figlio, ask: Come si chiama?, type: given_names}", "- {page: nome_figlio, ask: §Scrivi il codice PUK, type: given_names}"),
    ("F040", "when: quanti > 0", "when: quanti > §> 3"),
    ("F041", "when: quanti > 0", "when: §" + "quanti > 0 and " * 80 + "quanti > 0"),
    ("F042", "when: quanti > 0", "when: §quanti + 1"),
    ("F043", "when: quanti > 0", "when: §quanti.__class__ == 1"),
    ("F043", "when: quanti > 0", "when: §quanti ** 9 > 1"),
    ("F044", "when: quanti > 0", 'when: quanti > §"due"'),
    ("F045", "when: quanti > 0", "when: §quante > 0"),
    ("F046", 'legame == "amico"', 'legame == §"amica"'),
    ("F047", "when: quanti > 0", "when: §len(quanti) > 0"),
    ("F048", "when: quanti > 0", 'when: quanti > 0 and §via == "x"'),
    ("F049", "at: figli", "at: §legame"),
    ("F050", "when: quanti > 0", "when: §quanti > 9"),
    ("F050", "legame == \"amico\" and quanti == 0", "§legame == \"amico\" and legame == \"figlio\""),
    ("F050", "when: quanti > 0", "when: §1 > 2"),
    ("F051", "when: quanti > 0", "when: §1 < 2"),
    ("F052", "{field: via, ask: Via, type: text}", "{field: §via, ask: Via, type: text, fact: persona.cognome}"),
    ("F053", "{field: via, ask: Via, type: text}", "{field: via, ask: Via, type: text, compute: §\"1 + 1\"}"),
    ("F060", "ask: Quanti figli hai?", "ask: §Quanti " + "figli " * 20 + "hai?"),
    ("F060", "figlio: Mio figlio", "figlio: §" + "Mio figlio " * 11),
    ("F061", "ask: Dove abiti?", "ask: §Si prega di dire dove abiti"),
    ("F061", "text: Per ora basta così.", "text: §Il campo è obbligatorio."),
    ("F062", "text: Per ora basta così.", "text: §Per ora basta così" + " e poi" * 10 + "."),
    ("F063", "ask: Quanti figli hai?", "ask: §Attualmente risiederesti presumibilmente precariamente?"),
    ("F064", "ask: Chi è per te?", "ask: §Sei sicuro/a?"),
    ("F065", "ask: Dove abiti?", "ask: §Mi dici un po' tu in che via e in che casa stai ora?"),
    ("F068", "ask: Dove abiti?", "ask: §\"Dove abiti, {nome}?\""),
    ("F070", "template: scheda.typ", "template: §altra.typ"),
    ("F072", "template: scheda.typ", "template: §../../scheda.typ"),
    ("F073", "{document: scheda, template: scheda.typ, for: office}", "§{document: scheda, for: office}"),
    ("F080", "{do: Porta il foglio, who: lo sportello, when: domani}", "§{do: Porta il foglio, when: domani}"),
    ("F081", ', read: 2026-11-21}', '}'),
    ("F082", "source: legge\n", "source: legge\n        verified: {on: 2025-01-01, until: §2026-01-01}\n"),
    ("F084", "categories: [common]", "categories: §[common, art10]"),
    ("F085", "privacy:\n  purpose: Provare\n  legal_basis: consent", "privacy:\n  §purpose: Provare\n  legal_basis: law"),
    ("F088", "neutral_title: Modulo P\n", ""),
    ("F089", "until: 2027-05-21", "until: §2026-05-21"),
]
ELSEWHERE = {"F030": "choices:\n", "F031": "choices:\n", "F033": "page: figli", "F036": '"{nome}"', "F081": "{id: legge",
             "F088": "private: true", "F027": "page: legame"}


def marked(code: str, before: str, after: str) -> tuple[str, tuple[int, int]]:
    if "§" in after:
        return spoil(before, after)
    text = GOOD.replace(before, after)
    start = text.index(ELSEWHERE[code]) + (len("choices:\n          ") if code == "F030" else 0)
    return text, (text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


def test_the_good_flow_has_no_problem():
    assert () == read_spoilt(GOOD).problems


@pytest.mark.parametrize(("code", "before", "after"), MISTAKES, ids=[f"{code}-{number}" for number, (code, *_) in enumerate(MISTAKES)])
def test_a_mistake_is_named_where_it_stands(code, before, after):
    text, place = marked(code, before, after)
    found = {problem.code: problem for problem in read_spoilt(text).problems}
    assert code in found, found
    assert ("prova.yaml", *place) == (found[code].file, found[code].line, found[code].column), str(found[code])
    assert found[code].remedy and "{" not in found[code].remedy
    assert "{" not in found[code].message.replace("{nome}", "").replace("{}", "").replace("«Dove abiti, {nome", "")


@pytest.mark.parametrize(("before", "after", "wanted"), [
    ("minutes: 5", "minuts: 5", "forse volevi «minutes»?"),
    ("type: choice", "type: choise", "forse volevi «choice»?"),
    ("use: gente.nome", "use: gente.nme", "forse volevi «gente.nome»?"),
    ("when: quanti > 0", "when: quante > 0", "forse volevi «quanti»?"),
    ('legame == "amico"', 'legame == "amica"', "forse volevi «amico»?"),
    ("source: legge", "source: lege", "forse volevi «legge»?"),
    ("max: 9\n        pages", "mox: 9\n        pages", "forse volevi «max»?"),
])
def test_the_nearest_word_is_offered(before, after, wanted):
    assert any(wanted in str(problem) for problem in read_spoilt(GOOD.replace(before, after)).problems)


def test_a_template_that_uses_what_nobody_asks():
    (found,) = read_spoilt(GOOD, TEMPLATE + '#data.answers.strada #if has("citta") [x]\n').problems
    assert ("F071", "scheda.typ", 3, 15) == (found.code, found.file, found.line, found.column)


def test_a_template_may_ask_through_its_own_words_and_comments():
    assert () == read_spoilt(GOOD, '// answer("strada")\n#data.answers.at("via") #data.repeats.figli.len() #data.answers.keys()').problems


@pytest.mark.parametrize(("today", "codes"), [
    (date(2027, 5, 21), []), (date(2027, 5, 22), ["F082"]), (date(2027, 8, 19), ["F082"]), (date(2027, 8, 20), ["F083"]),
])
def test_a_verification_runs_out(today, codes):
    assert codes == [problem.code for problem in read_spoilt(GOOD, today=today).problems]


@pytest.mark.parametrize(("missing", "code"), [("privacy", "F086"), ("verified", "F087")])
def test_what_every_flow_owes(missing, code):
    lines, kept, skipping = GOOD.splitlines(True), [], False
    for line in lines:
        skipping = line.startswith(f"{missing}:") or (skipping and line.startswith(" "))
        kept += [] if skipping else [line]
    assert code in {problem.code for problem in read_spoilt("".join(kept)).problems}


def test_court_facts_are_kept_by_a_law_or_never():
    text = GOOD.replace("[common]", "[common, art10]")
    assert read_spoilt(text).broken
    assert not read_spoilt(text.replace("  days: 14", "  days: 14\n  law: Una legge")).broken
    assert not read_spoilt(text.replace("type: number", "type: number\n        keep: never")).broken
    assert not read_spoilt(text.replace("topic:", "keep: never\ntopic:", 1)).broken


@pytest.mark.parametrize("ask", ["Hai il PIN della CIE?", "Che cosa è successo alla password?"])
def test_what_is_chosen_may_well_speak_of_a_secret(ask):
    assert "F039" not in {problem.code for problem in read_spoilt(GOOD.replace("ask: Chi è per te?", f"ask: {ask}")).problems}


def test_a_page_of_the_bank_that_a_flow_words_otherwise():
    text = GOOD.replace("- use: gente.nome\n", "- use: gente.nome\n        ask: La tua password?\n")
    (found,) = [problem for problem in read_spoilt(text).problems if problem.code == "F039"]
    assert ("prova.yaml", "«password»" in found.message) == (found.file, True)


def test_the_same_fact_on_two_ways_that_exclude_each_other():
    twice = '{field: via, ask: Via, type: text, when: legame == "figlio", fact: casa.via}\n          - ' \
            '{field: strada, ask: Strada, type: text, when: legame == "amico", fact: casa.via}'
    assert not read_spoilt(GOOD.replace("{field: via, ask: Via, type: text}", twice)).broken
    assert read_spoilt(GOOD.replace("{field: via, ask: Via, type: text}", twice.replace('"amico"', '"figlio"'))).broken


def test_a_page_behind_a_page_that_is_never_asked_with_that_answer():
    text = GOOD.replace("when: quanti > 0", 'when: quanti > 0 and via == "x"')
    assert "F048" in {problem.code for problem in read_spoilt(text).problems}
    hidden = GOOD.replace('when: via != "-"}', 'when: legame == "figlio"}\n          - {field: cap, ask: Cap, type: text, when: citta == "Roma" and legame == "amico"}')
    assert "F050" in {problem.code for problem in read_spoilt(hidden).problems}


def test_a_mistake_in_the_bank_is_told_of_the_bank():
    shared = bank().pages["gente.nome"].node.values["fields"].items[0]
    assert "cognome" == shared.values["field"].text
    text = GOOD.replace("- use: gente.nome\n", "- use: gente.nome\n        when: quanti > 0\n")
    (found,) = [problem for problem in read_spoilt(text).problems if problem.code == "F048"]
    assert ("prova.yaml", 24, 15) == (found.file, found.line, found.column)


def test_every_code_has_a_message_and_a_remedy():
    assert [] == [code for code, kind in PROBLEMS.items() if not kind.message or not kind.remedy]
