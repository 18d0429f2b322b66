"""The commands, each run as a real process, as an author, an installer or the office runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from kiosk import config
from kiosk.authoring.shelf import ROOMS
from kiosk.authoring.answers import read_personas
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.dispatch import desk_key, office
from tests.people import PEOPLE, Guest, finisher, flow
from tests.practice import ROOT, PracticeDesk

BROKEN = """flow: rotto
title: Un servizio con due sbagli
summary: Non si può offrire.
topic: altro
minutes: 5
privacy: {purpose: Provare, legal_basis: consent, categories: [common], recipients: [nessuno], days: 1}
sections:
  - section: uno
    title: Uno
    pages:
      - {page: eta, ask: "Quanti anni hai?", type: nummber}
      - {page: casa, ask: "Hai una casa?", type: yes_no, when: etta > 3}
"""


@pytest.fixture
def run(tmp_path):
    """Runs a command with a home of its own; gives the finished process."""
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    env.pop("SPORTELLO_CONFIG", None)

    def runs(*arguments: object, typed: str = "") -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "kiosk", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, timeout=60)

    runs.folder = tmp_path
    return runs


@pytest.fixture(scope="module")
def envelope(tmp_path_factory):
    """A desk with one envelope that waits, and the envelope's number."""
    desk = PracticeDesk(tmp_path_factory.mktemp("desk"))
    person = Guest(Visit(desk), "did", finisher("did").answers)
    person.goes_to("end")
    return desk, person.visit.receipt.reference


@pytest.fixture
def shelf(tmp_path) -> Path:
    """A copy of the shipped services, to be spoilt."""
    return Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))


def config_of(tmp_path: Path, recipient: str, **shelves: Path) -> Path:
    place = tmp_path / "config.toml"
    lines = [f'{name} = "{path}"' for name, path in shelves.items()]
    place.write_text("\n".join([f'[store]\nfolder = "{tmp_path / "store"}"', f'[office]\nrecipients = ["{recipient}"]', "[shelf]", *lines]), "utf-8")
    return place


def key_of(run, tmp_path: Path) -> str:
    return run("office", "keygen", "-o", tmp_path / "office.key").stdout.strip()


def answers_of(tmp_path: Path, name: str, person) -> Path:
    place = tmp_path / "answers.json"
    place.write_text(json.dumps(person.answers), "utf-8")
    return place


# authors


def test_check_finds_the_shipped_services_in_order(run):
    checked = run("check")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "Tutto a posto.\n", "")


def test_check_names_each_mistake_with_its_file_line_and_column(run, shelf):
    place = shelf / "altro" / "rotto.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(BROKEN, "utf-8")
    checked = run("check", shelf)
    told = re.findall(rf"^! {re.escape(str(place))}:(\d+):(\d+) (F\d+) ", checked.stdout, re.MULTILINE)
    assert checked.returncode == 1
    wrong = {(str(number), str(line.index(word) + 1)) for number, line in enumerate(BROKEN.splitlines(), 1) for word in ("nummber", "etta") if word in line}
    assert wrong <= {(line, column) for line, column, _ in told}


def test_check_as_json_says_the_same_to_a_program(run, shelf):
    place = shelf / "lavoro" / "did.yaml"
    place.write_text(place.read_text("utf-8").replace("type: yes_no", "type: yesno", 1), "utf-8")
    checked = run("check", place, "--json")
    problems = json.loads(checked.stdout)
    assert (checked.returncode, {problem["severity"] for problem in problems} >= {"error"}) == (1, True)
    assert {"file", "line", "column", "code", "message", "remedy", "severity"} == set(problems[0])


def test_a_broken_service_is_named_to_the_staff_and_the_others_are_offered(run, shelf, tmp_path):
    (shelf / "lavoro" / "rotto.yaml").write_text(BROKEN, "utf-8")
    place = config_of(tmp_path, key_of(run, tmp_path), flows=shelf)
    visit = run("--linear", "--config", place, typed="1\n1\n1\n")
    assert "lavoro/rotto.yaml" in visit.stdout
    assert flow("did").title in visit.stdout
    assert (visit.returncode, visit.stderr) == (0, "")


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_walk_tells_a_program_the_whole_visit(run, tmp_path, name):
    person = finisher(name)
    walked = run("walk", name, "--answers", answers_of(tmp_path, name, person), "--json")
    told = json.loads(walked.stdout)
    assert (walked.returncode, walked.stderr) == (0, "")
    assert set(told) == {"asked", "kept", "problems", "ending", "complete", "review", "documents"}
    assert [page for page in person.asks if page not in told["asked"]] == []


def test_walk_in_another_language_words_the_review_in_it(run, tmp_path):
    place = answers_of(tmp_path, "did", finisher("did"))
    here, there = (json.loads(run("walk", "did", "--answers", place, "--language", code, "--json").stdout) for code in ("it", "en"))
    assert here["kept"] == there["kept"]
    assert here["review"] != there["review"]


def test_walk_tells_a_person_in_lines(run, tmp_path):
    walked = run("walk", "did", "--answers", answers_of(tmp_path, "did", finisher("did")))
    assert walked.stdout.startswith("pagine: situazione, ")
    assert "fogli: " in walked.stdout.splitlines()[-1]


def test_a_walk_that_gets_stuck_says_where_and_fails(run, tmp_path):
    place = tmp_path / "answers.yaml"
    place.write_text("situazione: senza\n", "utf-8")
    walked = run("walk", "did", "--answers", place, "--json")
    problems = json.loads(walked.stdout)["problems"]
    assert (walked.returncode, [(problem["field"], problem["code"]) for problem in problems]) == (1, [("ultimo_lavoro", "missing")])


def test_a_walk_of_no_service_or_in_no_language_or_without_answers_is_told(run, tmp_path):
    place = answers_of(tmp_path, "did", finisher("did"))
    for arguments in (["nessuno", "--answers", place], ["did", "--answers", place, "--language", "xx"], ["did", "--answers", tmp_path / "no.yaml"]):
        walked = run("walk", *arguments)
        assert (walked.returncode, walked.stdout, "Traceback" in walked.stderr, walked.stderr != "") == (1, "", False, True)


def test_the_schema_is_sound_and_accepts_every_shipped_service(run):
    schema = json.loads(run("schema").stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for place in sorted((ROOT / "flows").glob("*/*.yaml")):
        if place.parent.name not in ROOMS and not place.name.endswith((".personas.yaml", ".leaflet.yaml")):
            written = yaml.load(place.read_text("utf-8"), yaml.BaseLoader)
            assert [error.message[:200] for error in validator.iter_errors(written)] == [], place.name


def test_the_schema_refuses_a_word_that_is_none_of_the_language(run):
    schema = json.loads(run("schema").stdout)
    written = yaml.load(BROKEN, yaml.BaseLoader)
    assert [*Draft202012Validator(schema).iter_errors(written | {"tittle": "x"})] != []


# the office


def test_a_key_is_made_once_and_read_by_its_owner_only(run, tmp_path):
    made = run("office", "keygen", "-o", tmp_path / "office.key")
    again = run("office", "keygen", "-o", tmp_path / "office.key")
    assert (made.returncode, made.stdout[:4], (tmp_path / "office.key").stat().st_mode & 0o777) == (0, "age1", 0o600)
    assert (again.returncode, again.stdout) == (1, "")


def test_the_office_opens_an_envelope_with_its_key(run, tmp_path, envelope):
    desk, reference = envelope
    sealed = tmp_path / "busta.zip"
    sealed.write_bytes(office.find(reference, desk.config))
    opened = run("office", "open", sealed, "-o", tmp_path / "papers", "-k", desk.config.folder / office.PRACTICE_KEY)
    names = {Path(line).name for line in opened.stdout.splitlines()}
    assert (opened.returncode, "answers.json" in names, any(name.endswith(".pdf") for name in names)) == (0, True, True)
    assert json.loads((tmp_path / "papers" / "answers.json").read_text("utf-8"))["reference"] == reference


def test_the_office_opens_only_what_the_desk_it_names_has_signed(run, tmp_path, envelope):
    desk, reference = envelope
    sealed = tmp_path / "busta.zip"
    sealed.write_bytes(office.find(reference, desk.config))
    key = ["-k", desk.config.folder / office.PRACTICE_KEY]
    good = run("office", "open", sealed, "-o", tmp_path / "a", *key, "--desk", desk_key.public(desk.config.folder))
    wrong = run("office", "open", sealed, "-o", tmp_path / "b", *key, "--desk", "0" * 64)
    assert (good.returncode, (tmp_path / "a" / "answers.json").is_file()) == (0, True)
    assert (wrong.returncode, wrong.stdout, wrong.stderr, (tmp_path / "b").exists()) == (
        1, "", "Questa busta non è firmata da questo sportello.\n", False)


@pytest.mark.parametrize("spoil", [lambda content: content[:-1], lambda content: content + b"x", lambda content: b"", lambda content: content[300:]])
def test_a_spoiled_envelope_is_refused_in_one_line_of_italian(run, tmp_path, envelope, spoil):
    desk, reference = envelope
    sealed = tmp_path / "busta.zip"
    sealed.write_bytes(spoil(office.find(reference, desk.config)))
    opened = run("office", "open", sealed, "-o", tmp_path / "papers", "-k", desk.config.folder / office.PRACTICE_KEY)
    assert (opened.returncode, opened.stdout, opened.stderr.count("\n"), "busta" in opened.stderr) == (1, "", 1, True)
    assert not (tmp_path / "papers").exists()


def test_a_desk_says_the_line_by_which_the_office_knows_it(run, tmp_path):
    place = config_of(tmp_path, key_of(run, tmp_path))
    first, second = run("--config", place, "key"), run("--config", place, "key")
    assert (first.returncode, first.stderr, first.stdout) == (0, "", second.stdout)
    assert re.fullmatch(r'[a-z0-9-]+ = "[0-9a-f]{64}"\n', first.stdout)


def test_another_key_opens_nothing(run, tmp_path, envelope):
    desk, reference = envelope
    sealed = tmp_path / "busta.zip"
    sealed.write_bytes(office.find(reference, desk.config))
    key_of(run, tmp_path)
    opened = run("office", "open", sealed, "-o", tmp_path / "papers", "-k", tmp_path / "office.key")
    assert (opened.returncode, opened.stdout, (tmp_path / "papers").exists(), "Traceback" in opened.stderr) == (1, "", False, False)


# installers


def test_the_doctor_speaks_and_says_with_its_status_if_all_is_well(run):
    examined = run("doctor")
    assert "Librerie" in examined.stdout and re.search(r"^\d+ controlli: ", examined.stdout.splitlines()[-1])
    assert examined.returncode == ("DA SISTEMARE" in examined.stdout)
    assert examined.stderr == ""


def test_a_program_can_read_what_the_doctor_says(run):
    examined = run("doctor", "--json")
    read = json.loads(examined.stdout)
    assert read["healthy"] is (examined.returncode == 0) and len(read["findings"]) > 40


def test_a_configuration_that_is_wrong_is_told_in_one_line(run, tmp_path):
    (tmp_path / "config.toml").write_text("[offfice]\n", "utf-8")
    for command in (["doctor"], ["--linear"], ["office", "list"]):
        told = run(*(["--config", tmp_path / "config.toml"] + command))
        assert (told.returncode, told.stdout, told.stderr.count("\n"), "offfice" in told.stderr) == (1, "", 1, True)


def test_an_operator_gets_a_pin_that_opens_the_desk(run, tmp_path):
    pin, *lines = run("operator").stdout.splitlines()
    place = config_of(tmp_path, key_of(run, tmp_path))
    place.write_text("\n".join([place.read_text("utf-8"), "[operators]", lines[-1]]), "utf-8")
    desk = Desk(config.load(str(place)))
    assert (desk.named(pin.removeprefix("PIN: ")) is None, desk.named("000000x")) == (False, None)


def test_help_is_said_in_italian_and_english(run):
    told = run("--help").stdout
    assert "a tutto schermo" in told and "full-screen" in told


def test_nobody_at_the_keys_ends_the_linear_kiosk_quietly(run):
    ended = run("--linear")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Ciao. Scegli la tua lingua." in ended.stdout


def test_walk_takes_a_path_where_the_service_is_not_on_the_shelf(run):
    sink = ROOT / "tests" / "flows" / "kitchen-sink"
    person = read_personas(sink.with_suffix(".personas.yaml"))[0]
    path = Path(run.folder) / "answers.json"
    path.write_text(json.dumps(person.answers, default=str), "utf-8")
    played = json.loads(run("walk", sink.with_suffix(".yaml"), "--answers", path, "--json").stdout)
    assert ((played["ending"] or "review"), [one for one in played["problems"] if not one["soft"]]) == (person.ends, [])
