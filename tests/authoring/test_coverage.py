"""`sportello check --languages`: how far a language has come, and every fault of it with file and line."""

import json
import re

import pytest

from kiosk.__main__ import main
from kiosk.authoring import catalogs, extract
from kiosk.authoring.coverage import Coverage
from kiosk.authoring.translations import ROOM, room
from tests.practice import ROOT
from tests.visitor import HEAD

FLOW = HEAD + """\
sections:
  - section: tutto
    title: Tutto
    pages:
      - page: permesso
        ask: Hai il permesso di soggiorno?
        type: choice
        choices: {ha: "Sì, ce l'ho", no_ha: "No"}
"""
WORDS = """\
not_used:
  en: [illegal*, "*gotten"]
kept: [permesso di soggiorno]
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder of one service with English begun, whole; `write` changes one text of it."""
    flows, locales = tmp_path / "flows", tmp_path / "locales"
    (flows / "altro").mkdir(parents=True)
    (flows / "altro" / "prova.yaml").write_text(FLOW, "utf-8")
    entries = [*extract.phrases(), *extract.shelf(flows)]
    for path in catalogs.update(locales, "en", entries, ["kiosk", "prova"]):
        path.write_text(_translated(path.read_text("utf-8")), "utf-8")
    (locales / "words.yaml").write_text(WORDS, "utf-8")
    (tmp_path / "config.toml").write_text(
        f'languages = ["it", "en"]\n[store]\nfolder = "{tmp_path / "store"}"\n[office]\nrecipients = ["age1{"q" * 58}"]\n'
        f'[shelf]\nflows = "{flows}"\nlocales = "{locales}"\n', "utf-8")
    monkeypatch.setenv("SPORTELLO_CONFIG", str(tmp_path / "config.toml"))
    # a machine that cannot speak
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    return Desk(flows, locales)


class Desk:
    def __init__(self, flows, locales):
        self.flows, self.locales = flows, locales

    def po(self, domain="prova"):
        return self.locales / "en" / "LC_MESSAGES" / f"{domain}.po"

    def change(self, before, after, domain="prova"):
        text = self.po(domain).read_text("utf-8")
        assert before in text
        self.po(domain).write_text(text.replace(before, after), "utf-8")

    def line(self, place, domain="prova"):
        """Of the Italian of this place, in the file."""
        return self.po(domain).read_text("utf-8").split("\n").index(f'msgctxt "{place}"') + 2


def _translated(text):
    """Every text in the words of the Italian: as long, with the same terms and placeholders."""
    lines, said = text.split("\n"), {}
    for number, line in enumerate(lines[lines.index("") :], lines.index("")):
        keyword, _, rest = line.partition(" ")
        said[keyword] = rest
        if keyword.startswith("msgstr"):
            lines[number] = f"{keyword} {said['msgid_plural' if keyword == 'msgstr[1]' else 'msgid']}"
    return "\n".join(lines)


@pytest.fixture
def told(desk, capsys):
    """What the command says, and its status."""

    def run(*arguments):
        status = main(["check", "--languages", *arguments])
        return status, capsys.readouterr().out

    return run


def test_a_language_that_is_whole_is_told_row_by_row(told):
    status, out = told()
    assert status == 0
    rows = [line.split() for line in out.split("\n") if line.startswith("Inglese (en)")]
    assert [["kiosk", "100", "%", "no", "0", "%"], ["prova", "100", "%", "no", "0", "%"]] == [row[2:] for row in rows if row[2] != "bank"]
    assert "Quello che si offre è completo." in out


def test_a_service_that_is_offered_in_a_language_that_is_not_whole_fails(desk, told):
    desk.change('msgid "Hai il permesso di soggiorno?"\nmsgstr "Hai il permesso di soggiorno?"', 'msgid "Hai il permesso di soggiorno?"\nmsgstr ""')
    status, out = told()
    assert status == 1
    assert f"~ {desk.po()}:{desk.line('permesso.ask')}: not translated: permesso.ask" in out
    assert "Non complete: Inglese (en)." in out


def test_a_service_without_a_file_is_not_offered_and_fails_nothing(desk, told):
    desk.po().unlink()
    status, out = told("en")
    assert (0, True) == (status, "non si offre" in out)


def test_a_language_without_the_words_of_the_kiosk_fails(desk, told):
    desk.po("kiosk").unlink()
    status, out = told()
    assert status == 1
    assert f"! {desk.po('kiosk')}:1: this file is not there" in out


def test_a_text_that_the_file_does_not_know_yet_fails(desk, told):
    flow = desk.flows / "altro" / "prova.yaml"
    flow.write_text(flow.read_text("utf-8").replace("Hai il permesso", "Quando scade il permesso"), "utf-8")
    status, out = told()
    assert status == 1
    assert f"{desk.po()}:1: texts that are not in the file yet: 1 (update it)" in out
    assert f"{desk.po()}:1: texts that the Italian does not have any more: 1 (update the file)" in out


FAULTS = {
    "too long for a choice": ("permesso.choices.no_ha", "No", "N" * 113, "it takes 113 cells, here at most 112"),
    "wide signs are counted twice": ("permesso.choices.no_ha", "No", "不" * 57, "it takes 114 cells, here at most 112"),
    "a word that hurts": ("permesso.choices.no_ha", "No", "No, an ILLEGALLY issued one", "«illegal*» is a word that is not used"),
    "a word by its end": ("permesso.choices.no_ha", "No", "Not forgotten", "«*gotten» is a word that is not used"),
    "a term that got lost": ("permesso.ask", "Hai il permesso di soggiorno?", "Do you have the paper?", "«permesso di soggiorno» has to stay visible"),
    "markup of the terminal": ("permesso.choices.no_ha", "No", "[b]No[/b]", "it has markup: [/b], [b]"),
    "markup of a page": ("permesso.choices.no_ha", "No", "<b>No</b>", "it has markup: </b>, <b>"),
    "an entity": ("permesso.choices.no_ha", "No", "No&nbsp;", "it has markup: &nbsp;"),
    "a sign written as a program does": ("permesso.choices.no_ha", "No", "No\\\\u00a0", "it has markup: \\u"),
    "a placeholder that nobody fills": ("permesso.choices.no_ha", "No", "No {name}", "{name} is not in the Italian"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_file_and_line_and_fails(desk, told, name):
    place, italian, translated, message = FAULTS[name]
    desk.change(f'msgid "{italian}"\nmsgstr "{italian}"', f'msgid "{italian}"\nmsgstr "{translated}"')
    status, out = told()
    assert status == 1
    assert f"! {desk.po()}:{desk.line(place)}: {message}" in out


def test_it_is_told_to_a_program_too(desk, told):
    desk.change('msgid "No"\nmsgstr "No"', 'msgid "No"\nmsgstr "[b]No"')
    status, out = told("--json")
    found = json.loads(out)
    assert status == 1
    [row] = [row for row in found["rows"] if row["domain"] == "prova"]
    assert {"language": "en", "offered": True, "whole": False, "reviewed": False, "voiced": 0}.items() <= row.items()
    assert [(str(desk.po()), desk.line("permesso.choices.no_ha"), "error")] == [(one["file"], one["line"], one["severity"]) for one in found["faults"]]


def test_who_signed_is_told_file_by_file(desk):
    desk.change("# X-Reviewed-By:", "# X-Reviewed-By: Ada L.")
    found = {row.domain: row.reviewed for row in Coverage(desk.locales, extract.shelf(desk.flows)).rows(["en"])}
    assert (True, False) == (found["prova"], found["kiosk"])


def test_what_can_be_said_aloud_is_counted(desk, told, tmp_path):
    player, prompts = tmp_path / "programs" / "aplay", tmp_path / "voices"
    player.parent.mkdir()
    player.touch(0o755)
    (prompts / "en").mkdir(parents=True)
    (prompts / "en" / "ask.wav").write_bytes(b"RIFF\x24\0\0\0WAVEfmt ")
    (prompts / "en" / "index.tsv").write_text("ask.wav\tHai il permesso di soggiorno?\n", "utf-8")
    with (tmp_path / "config.toml").open("a") as config:
        config.write(f'[voice]\nfolder = "{prompts}"\n')
    _, out = told("--json")
    assert {"kiosk": 0, "prova": 1}.items() <= {row["domain"]: row["voiced"] for row in json.loads(out)["rows"]}.items()


def test_where_nobody_knows_what_can_be_said_nothing_is_told(desk):
    assert {None} == {row.voiced for row in Coverage(desk.locales, extract.shelf(desk.flows)).rows(["en"])}


def test_lists_that_cannot_be_read_are_told(desk, told, capsys):
    (desk.locales / "words.yaml").write_text("kept: [*nothing]\n", "utf-8")
    assert main(["check", "--languages"]) == 1
    assert f"{desk.locales / 'words.yaml'}:1" in capsys.readouterr().err


def test_translators_are_told_the_room_that_is_checked():
    rows = re.findall(r"^\|[^|]*\|([^|]*)\| (\d+) \|$", (ROOT / "locales" / "README.md").read_text("utf-8"), re.M)
    told = {place: int(cells) for places, cells in rows for place in re.findall(r"`([^`]+)`", places)}
    assert told == {place: room(place) for place in told}
    assert {cells for cells, _ in ROOM} == set(told.values())


def test_every_place_has_its_room_whatever_a_file_calls_it():
    assert room("door.4\nLanguage: zh\n") == ROOM[-1][0]


def test_the_italian_itself_fits_where_its_translations_must():
    from kiosk.i18n import width

    texts = [(entry.place, form) for entry in catalogs.everything(ROOT / "flows") for form in ((entry.text,) if isinstance(entry.text, str) else entry.text)]
    assert [] == [(place, width(text)) for place, text in texts if width(text) > room(place)]


def test_what_is_offered_here_has_no_faults():
    found = Coverage(ROOT / "locales", catalogs.everything(ROOT / "flows"))
    assert [] == [str(fault) for row in found.rows(found.begun()) for fault in row.faults if fault.broken]
