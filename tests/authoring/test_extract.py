"""What a translator is given: every text a visitor reads, at the place where the kiosk will look for it."""

from pathlib import Path

import pytest

from kiosk.authoring import catalogs, extract
from kiosk.authoring.folder import Folder
from kiosk.i18n import Catalogs, check_catalog

FLOWS = Path(__file__).parents[2] / "flows"

FLOW = """\
flow: prova
title: Una prova
privacy: {purpose: Provare, recipients: [nessuno, tutti]}
bring:
  - {document: id_card, text: Un documento}
sections:
  - section: chi
    title: Chi sei
    pages:
      - use: anagrafica.nome
        hint: Come sul passaporto.
      - page: legame
        ask: Chi è?
        operator: Solo per chi aiuta.
        type: choice
        choices:
          figlio: Mio figlio
          altro: {text: Un altro, hint: Anche un amico, on_paper: Altro}
        check: [{rule: 'legame != "x"', say: Così non va.}]
      - page: figli
        ask: Chi sono i figli?
        repeat: yes
        entry: "{nome}"
        pages:
          - page: dati
            ask: Dati
            fields:
              - {field: nome, ask: Nome, type: given_names}
endings:
  - ending: fine
    title: Fine
    text: |
      Una riga.
      Un'altra.
    next: [{do: Vai, who: tu, when: oggi}]
checks:
  - {check: eta > 1, say: Troppo poco., at: eta}
next:
  - {do: Porta il foglio, who: "l'ufficio", when: domani}
documents:
  - {document: foglio, title: Il foglio, for: office}
"""

PLACES = {
    "title": "Una prova",
    "privacy.purpose": "Provare",
    "privacy.recipients.1": "nessuno",
    "privacy.recipients.2": "tutti",
    "bring.id_card": "Un documento",
    "section.chi": "Chi sei",
    "anagrafica.nome.hint": "Come sul passaporto.",
    "legame.ask": "Chi è?",
    "legame.choices.figlio": "Mio figlio",
    "legame.choices.altro": "Un altro",
    "legame.choices.altro.hint": "Anche un amico",
    "legame.check.1": "Così non va.",
    "figli.ask": "Chi sono i figli?",
    "figli.dati.ask": "Dati",
    "figli.dati.nome.ask": "Nome",
    "ending.fine.title": "Fine",
    "ending.fine.text": "Una riga.\nUn'altra.",
    "ending.fine.next.1.do": "Vai",
    "ending.fine.next.1.who": "tu",
    "ending.fine.next.1.when": "oggi",
    "check.1": "Troppo poco.",
    "next.1.do": "Porta il foglio",
    "next.1.who": "l'ufficio",
    "next.1.when": "domani",
    "document.foglio.title": "Il foglio",
}


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows" / "altro"
    folder.mkdir(parents=True)
    (folder / "prova.yaml").write_text(FLOW, "utf-8")
    return tmp_path / "flows"


def test_every_text_stands_at_its_place_and_none_for_the_volunteer(flows):
    assert PLACES == {entry.place: entry.text for entry in extract.shelf(flows)}


def test_what_a_flow_says_of_a_bank_page_belongs_to_the_bank(flows):
    assert ["anagrafica.nome.hint"] == [entry.place for entry in extract.shelf(flows) if entry.domain == "bank"]


def test_a_text_is_found_again_by_its_line(flows):
    [ask] = [entry for entry in extract.shelf(flows) if entry.place == "legame.ask"]
    assert ("flows/altro/prova.yaml", 13) == (ask.file, ask.line)


def test_the_places_are_those_of_the_reader():
    folder = Folder.holding(FLOWS)
    given = {(entry.domain, entry.place, entry.text) for entry in extract.shelf(FLOWS)}
    for path in folder.flows():
        said = {(one.domain, one.place, one.text) for one in folder.read(path).said if one.key not in ("operator", "entry")}
        assert set() == said - given


def test_pybabel_gets_the_same_texts(flows):
    with (flows / "altro" / "prova.yaml").open("rb") as file:
        found = list(extract.babel(file, (), (), {}))
    assert (13, "pgettext", ("legame.ask", "Chi è?"), []) in found
    assert len(PLACES) == len(found)


def test_a_language_is_begun_translated_and_kept_in_step(flows, tmp_path):
    locales = tmp_path / "locales"
    [path] = catalogs.update(locales, "en", extract.shelf(flows), ["prova"])
    path.write_text(path.read_text("utf-8").replace('msgid "Chi è?"\nmsgstr ""', 'msgid "Chi è?"\nmsgstr "Who is it?"'), "utf-8")
    assert "Who is it?" == Catalogs(locales).words("en").text("prova", "legame.ask", "Chi è?")

    source = flows / "altro" / "prova.yaml"
    source.write_text(FLOW.replace("Chi è?", "Chi è questa persona?"), "utf-8")
    catalogs.update(locales, "en", extract.shelf(flows))
    stale = [problem for problem in check_catalog(path) if "has changed" in problem.message]
    assert ["legame.ask"] == [problem.message.rpartition(" ")[2] for problem in stale]


def test_what_is_missing_is_told_with_file_line_and_language(flows, tmp_path):
    locales = tmp_path / "locales"
    catalogs.update(locales, "en", extract.shelf(flows), ["prova"])
    lines = [str(one) for one in catalogs.missing(Catalogs(locales), extract.shelf(flows))]
    assert "flows/altro/prova.yaml:13: en prova legame.ask: Chi è?" in lines
    assert len(PLACES) - 1 == len(lines)


def test_a_header_that_a_translator_signed_stays(flows, tmp_path):
    [path] = catalogs.update(tmp_path, "en", extract.shelf(flows), ["prova"])
    path.write_text(path.read_text("utf-8").replace("X-Reviewed-By: ", "X-Reviewed-By: Ada L."), "utf-8")
    catalogs.update(tmp_path, "en", extract.shelf(flows))
    assert '"X-Reviewed-By: Ada L.\\n"' in path.read_text("utf-8")
