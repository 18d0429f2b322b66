"""`sportello check`: everything wrong in a folder, in words or as JSON."""

from __future__ import annotations

import json

import jsonschema
import pytest

from kiosk.authoring import reference, report
from kiosk.authoring.answers import load_answers, read_personas, typed
from kiosk.authoring.folder import check_paths
from kiosk.authoring.grammar import TABLES
from kiosk.authoring.reader import read
from kiosk.authoring.schema import schema
from kiosk.authoring.shelf import ROOMS
from kiosk.authoring.source import Problems, read_source
from kiosk.errors import FlowIsBroken
from kiosk.forms.conditions import FUNCTIONS
from tests.authoring.conftest import GOOD, TODAY
from tests.authoring.test_reader import SINK

ROOT = SINK.parent.parent.parent
README = ROOT / "flows" / "README.md"
PEOPLE = "personas:\n  - persona: prova\n    answers: {legame: figlio, figli: [{nome_figlio: Sara}]}\n    asks: [legame]\n    ends: basta\n"


def codes(*paths) -> list[str]:
    return [problem.code for problem in check_paths(paths, TODAY)]


def test_a_sound_folder(folder, capsys):
    assert ([], 0) == (codes(folder), report.check([folder]))
    assert "Tutto a posto.\n" == capsys.readouterr().out


def test_one_wrong_service_fails_the_check(folder, capsys):
    (folder / "altro" / "prova.yaml").write_text(GOOD.replace("minutes: 5\n", "").replace("verified:", "#"), "utf-8")
    assert 1 == report.check([folder])
    told = capsys.readouterr().out
    assert f"! {folder}/altro/prova.yaml:1:1 F014 Manca «minutes» in flow. Aggiungi «minutes: ...»." in told
    assert told.endswith("1 errore, 1 avviso.\n")


def test_the_same_as_json(folder, capsys):
    (folder / "altro" / "prova.yaml").write_text(GOOD.replace("verified:", "#"), "utf-8")
    assert 0 == report.check([folder], as_json=True)
    assert [("F087", "warning", 1)] == [(row["code"], row["severity"], row["line"]) for row in json.loads(capsys.readouterr().out)]


def test_a_path_that_is_not_there(tmp_path):
    assert ["F007"] == codes(tmp_path / "niente.yaml")


def test_two_services_with_one_name(folder):
    (folder / "casa").mkdir()
    (folder / "casa" / "prova.yaml").write_text(GOOD, "utf-8")
    (folder / "casa" / "scheda.typ").write_text("", "utf-8")
    assert ["F020"] == codes(folder)


def test_a_mistake_in_the_bank_is_told_once(folder):
    (folder / "bank" / "gente.yaml").write_text("bank: altri\npages: [{pag: x}]\n", "utf-8")
    assert ["F021", "F014", "F024"] == codes(folder)


@pytest.mark.parametrize(("before", "after", "code", "place"), [
    ("legame: figlio", "legme: figlio", "F090", (3, 15)),
    ("nome_figlio: Sara", "nome: Sara", "F090", (3, 40)),
    ("asks: [legame]", "asks: [legme]", "F091", (4, 12)),
    ("ends: basta", "ends: bast", "F092", (5, 11)),
    ("ends: basta", "documents: [foglio]", "F092", (5, 17)),
    ("ends: basta", "end: basta", "F013", (5, 5)),
])
def test_people_speak_of_what_their_service_has(folder, before, after, code, place):
    people = folder / "altro" / "prova.personas.yaml"
    people.write_text(PEOPLE, "utf-8")
    assert [] == codes(folder)
    people.write_text(PEOPLE.replace(before, after), "utf-8")
    for path in (folder, people):
        assert [(code, *place)] == [(one.code, one.line, one.column) for one in check_paths([path], TODAY)]


def test_people_without_a_service(folder):
    people = folder / "altro" / "nessuno.personas.yaml"
    people.write_text(PEOPLE, "utf-8")
    assert ["F093"] == codes(people)


def test_a_translation_that_is_missing(folder):
    po = folder.parent / "locales" / "en" / "LC_MESSAGES" / "prova.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "title"\nmsgid "Una prova"\nmsgstr "A trial"\n', "utf-8")
    found = check_paths([folder / "altro" / "prova.yaml"], TODAY)
    assert {"F066"} == {problem.code for problem in found}
    assert not any("«title»" in problem.message for problem in found)
    assert any("en di «legame.choices.figlio»" in problem.message for problem in found)


def test_answers_from_a_file(tmp_path):
    for name, text in (("a.yaml", 'answers: {a: null, b: {refused: true}, c: [{d: 1}], e: "", f: no}'),
                       ("a.json", '{"a": null, "b": {"refused": true}, "c": [{"d": 1}], "e": "", "f": "no"}')):
        (tmp_path / name).write_text(text, "utf-8")
        assert {"a": None, "b": {"refused": True}, "c": [{"d": "1"}], "e": "", "f": "no"} == load_answers(tmp_path / name)


@pytest.mark.parametrize(("name", "text"), [("a.yaml", "- a"), ("a.json", "[1"), ("a.json", "[" * 100_000), ("a.yaml", "a: *b")])
def test_answers_that_cannot_be_read(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FlowIsBroken):
        load_answers(tmp_path / name)


def test_people_that_cannot_be_read(tmp_path):
    (tmp_path / "x.personas.yaml").write_text("personas: [{persona: x}]", "utf-8")
    with pytest.raises(FlowIsBroken):
        read_personas(tmp_path / "x.personas.yaml")


def test_the_schema_takes_what_the_reader_takes():
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for path in (SINK, *sorted((ROOT / "flows").glob("*/*.yaml"))):
        if path.parent.name not in ROOMS and not path.name.endswith((".personas.yaml", ".leaflet.yaml")):
            tree = typed(read_source(path.read_text("utf-8"), Problems(path.name)))
            assert [] == [f"{path.name} {list(one.path)} {one.message[:200]}" for one in validator.iter_errors(tree)]


@pytest.mark.parametrize(("before", "after"), [
    ("type: choice", "type: choise"), ("minutes: 5", "minuts: 5"), ("page: legame", "page: Legame"), ("title: Una prova\n", ""),
    ("min: 0", "max_length: 3"), ("- use: gente.nome", "- {use: gente.nome, type: text}"), ("legal_basis: consent", "legal_basis: boh"),
])
def test_the_schema_refuses_what_the_reader_refuses(before, after):
    tree = typed(read_source(GOOD.replace(before, after), Problems("x")))
    assert not jsonschema.Draft202012Validator(schema()).is_valid(tree)


def test_the_reference_is_that_of_this_code():
    written = README.read_text("utf-8")
    assert written == reference.renewed(written), "python -m kiosk.authoring.reference flows/README.md"
    assert (set(TABLES), set(FUNCTIONS)) == (set(reference.PARTS), set(reference.ABOUT_FUNCTIONS))


def test_the_twelve_lines_are_twelve_and_work():
    lines = README.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    assert (12, ["F087"]) == (lines.count("\n"), [problem.code for problem in read(lines, "una-mano.yaml").problems])


# translations have a test of their own
def test_the_shelf_of_this_kiosk_is_sound():
    assert [] == [str(problem) for problem in check_paths([ROOT / "flows", SINK.parent], TODAY) if not problem.warns and problem.code != "F066"]
