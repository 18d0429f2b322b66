"""What a translator is given: every text a visitor reads, at the place where the kiosk will look for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiosk.authoring import catalogs, extract
from kiosk.authoring.folder import Folder
from kiosk.i18n import Catalogs, check_catalog

ROOT = Path(__file__).parents[2]
FLOWS = ROOT / "flows"
LONG = "Chi è la persona che aspetta il tuo foglio, e da quanto tempo la conosci, più o meno, se lo sai dire?"

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


def translate(path, italian, words):
    """As a translator does it in the file."""
    text = path.read_text("utf-8")
    assert f'msgid "{italian}"\nmsgstr ""' in text
    path.write_text(text.replace(f'msgid "{italian}"\nmsgstr ""', f'msgid "{italian}"\nmsgstr "{words}"'), "utf-8")


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


def pybabel(*said, cwd):
    done = subprocess.run([sys.executable, "-m", "babel.messages.frontend", *map(str, said)], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def in_file(path):
    """Place, text and origin of every entry of a .pot or .po file."""
    catalog = read_po(path.open("rb"))
    return {(one.context, one.id, frozenset(one.locations)) for one in catalog if one.id}


def in_step(entries):
    origins = {}
    for entry in entries:
        origins.setdefault((entry.place, entry.text), set()).add((entry.file, entry.line or None))
    return {(*key, frozenset(where)) for key, where in origins.items()}


@pytest.mark.parametrize(("domain", "said"), [("kiosk", ()), ("bank", ("-k", "bank")), ("did", ("-k", "did"))])
def test_pybabel_extracts_a_domain_a_run_with_the_mapping_of_the_project(tmp_path, domain, said):
    pybabel("extract", "-F", "pyproject.toml", *said, "-o", tmp_path / f"{domain}.pot", ".", cwd=ROOT)
    wanted = [entry for entry in catalogs.everything(FLOWS) if entry.domain == domain]
    assert in_step(wanted) == in_file(tmp_path / f"{domain}.pot")
    assert len(wanted) > 50


def test_pybabel_updates_a_file_and_what_changed_is_fuzzy_with_its_earlier_text(flows, tmp_path):
    root, locales = flows.parent, tmp_path / "locales"
    shutil.copy(ROOT / "pyproject.toml", root)
    [path] = catalogs.update(locales, "en", extract.shelf(flows), ["prova"])
    path.write_text(path.read_text("utf-8").replace("X-Reviewed-By:", "X-Reviewed-By: Ada L."), "utf-8")
    translate(path, "Chi sono i figli?", "Who are the children?")

    source = flows / "altro" / "prova.yaml"
    source.write_text(FLOW.replace("Chi sono i figli?", "Chi sono i tuoi figli?"), "utf-8")
    pybabel("extract", "-F", "pyproject.toml", "-k", "prova", "-o", "prova.pot", ".", cwd=root)
    pybabel("update", "-D", "prova", "-i", "prova.pot", "-d", locales, "--previous", "--no-wrap", cwd=root)
    text = path.read_text("utf-8")
    assert '#, fuzzy\n#| msgid "Chi sono i figli?"\nmsgctxt "figli.ask"\nmsgid "Chi sono i tuoi figli?"\nmsgstr "Who are the children?"' in text
    assert in_step(entry for entry in extract.shelf(flows) if entry.domain == "prova") == in_file(path)
    assert Catalogs(locales).reviewed("en")
    assert "(it) Chi sono i tuoi figli?" == Catalogs(locales).words("en").text("prova", "figli.ask", "Chi sono i tuoi figli?")
    catalogs.update(locales, "en", extract.shelf(flows))
    assert '#| msgid "Chi sono i figli?"\n' in path.read_text("utf-8")


def test_the_value_of_a_choice_is_never_a_text_to_translate(flows):
    source = flows / "altro" / "prova.yaml"
    source.write_text(FLOW.replace("figlio:", "valore_uno:").replace("altro: {", "valore_due: {"), "utf-8")
    texts = [entry.text for entry in extract.shelf(flows)]
    assert {"Mio figlio", "Un altro", "Anche un amico"} <= set(texts)
    assert [] == [text for text in texts if "valore" in text]


def test_no_value_of_any_service_is_a_text_to_translate():
    texts = {(entry.domain, entry.place): entry.text for entry in extract.shelf(FLOWS)}
    fields = [field for path in Folder.holding(FLOWS).flows() for field in Folder.holding(FLOWS).flow(path).fields.values()]
    values = [(field, value) for field in fields for value in _values(field)]
    assert values
    assert [] == [value for field, value in values if texts.get((field.domain, f"{field.place}.choices.{value}")) == value]


def _values(field):
    return [choice.value for choice in getattr(field.type, "choices", ())]


def test_a_language_is_begun_translated_and_kept_in_step(flows, tmp_path):
    locales = tmp_path / "locales"
    [path] = catalogs.update(locales, "en", extract.shelf(flows), ["prova"])
    translate(path, "Chi è?", "Who is it?")
    assert "Who is it?" == Catalogs(locales).words("en").text("prova", "legame.ask", "Chi è?")

    source = flows / "altro" / "prova.yaml"
    source.write_text(FLOW.replace("Chi è?", "Chi è questa persona?"), "utf-8")
    catalogs.update(locales, "en", extract.shelf(flows))
    stale = [problem for problem in check_catalog(path) if "has changed" in problem.message]
    assert ["legame.ask"] == [problem.message.rpartition(" ")[2] for problem in stale]
    assert '#| msgid "Chi è?"\n' in path.read_text("utf-8")

    source.write_text(FLOW.replace("Chi è?", LONG), "utf-8")
    for _ in range(2):
        catalogs.update(locales, "en", extract.shelf(flows))
    assert f'#, fuzzy\n#| msgid "Chi è?"\nmsgctxt "legame.ask"\nmsgid "{LONG}"\nmsgstr "Who is it?"' in path.read_text("utf-8")


def test_a_long_text_that_changed_stays_whole_beside_its_translation(flows, tmp_path):
    source = flows / "altro" / "prova.yaml"
    source.write_text(FLOW.replace("Chi è?", LONG), "utf-8")
    [path] = catalogs.update(tmp_path, "en", extract.shelf(flows), ["prova"])
    translate(path, LONG, "Who?")
    source.write_text(FLOW, "utf-8")
    for _ in range(2):
        catalogs.update(tmp_path, "en", extract.shelf(flows))
    assert f'#| msgid "{LONG}"\nmsgctxt "legame.ask"\nmsgid "Chi è?"\nmsgstr "Who?"' in path.read_text("utf-8")


def test_a_text_that_went_to_another_page_takes_its_translation_along_to_be_looked_at(flows, tmp_path):
    [path] = catalogs.update(tmp_path, "en", extract.shelf(flows), ["prova"])
    translate(path, "Chi è?", "Who is it?")
    (flows / "altro" / "prova.yaml").write_text(FLOW.replace("page: legame", "page: persona"), "utf-8")
    catalogs.update(tmp_path, "en", extract.shelf(flows))
    assert '#, fuzzy\n#| msgid "Chi è?"\nmsgctxt "persona.ask"\nmsgid "Chi è?"\nmsgstr "Who is it?"' in path.read_text("utf-8")


def test_a_file_that_was_cut_is_left_as_it_is(flows, tmp_path, monkeypatch, capsys):
    [path] = catalogs.update(tmp_path / "locales", "en", extract.shelf(flows), ["prova"])
    translate(path, "Chi è?", "Who is it?")
    cut = path.read_bytes()[:-40]
    path.write_bytes(cut)
    monkeypatch.chdir(tmp_path)
    assert catalogs.main(["update", "en"]) == 1
    assert f"{path.relative_to(tmp_path)}:" in capsys.readouterr().err
    assert cut == path.read_bytes()


def test_what_a_translator_noted_stays(flows, tmp_path):
    [path] = catalogs.update(tmp_path, "en", extract.shelf(flows), ["prova"])
    text = path.read_text("utf-8").replace('msgctxt "legame.ask"', '# not "Who is this?"\nmsgctxt "legame.ask"')
    path.write_text(f"# With thanks to Ada.\n{text}", "utf-8")
    catalogs.update(tmp_path, "en", extract.shelf(flows))
    assert '# With thanks to Ada.\n# X-Autonym: English\n' in path.read_text("utf-8")
    assert '# not "Who is this?"\n' in path.read_text("utf-8")


def test_a_header_that_a_translator_signed_stays(flows, tmp_path):
    [path] = catalogs.update(tmp_path, "en", extract.shelf(flows), ["prova"])
    path.write_text(path.read_text("utf-8").replace("X-Reviewed-By:", "X-Reviewed-By: Ada L."), "utf-8")
    catalogs.update(tmp_path, "en", extract.shelf(flows))
    assert "# X-Reviewed-By: Ada L.\n" in path.read_text("utf-8")
