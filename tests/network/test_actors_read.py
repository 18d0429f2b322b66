"""The shared directory as its author writes it: read strictly, every mistake at once and where it stands."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.authoring.folder import Folder
from kiosk.network.actor import GOOD_FOR, days_of, of_plain, opening, plain
from kiosk.network.reading import read_files, read_folder
from tests.practice import ROOT

HEAD = """network: prova
sources:
  - {id: pagina, name: La pagina dell'ufficio, read: 2026-11-22}
actors:
"""
GOOD = """  - actor: uno
    name: Ufficio Uno
    kind: municipal
    needs: [papers, home]
    offers: Aiuta con i documenti.
    hours: ["mon-fri 9:00-13:00", "wed 14:00-16:30"]
    closed: ["2026-12-24..2027-01-06"]
    phone: 02 12345678
    source: pagina
    certain: yes
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "network").mkdir()
    return tmp_path


def written(folder: Path, text: str, name: str = "prova"):
    (folder / "network" / f"{name}.yaml").write_text(text, "utf-8")
    return read_folder(folder)


def test_what_is_shipped_is_read_without_a_word():
    actors, problems = read_folder(ROOT / "flows")
    assert problems == () and len({actor.id for actor in actors}) == len(actors) > 20
    assert all(actor.read_on and actor.source and actor.check_by == actor.read_on + GOOD_FOR for actor in actors)
    assert all(actor.has_contact or actor.next for actor in actors)


def test_what_was_only_read_in_old_pages_asks_to_be_verified():
    certain = {actor.id for actor in read_folder(ROOT / "flows")[0] if actor.certain}
    assert "procura-milano-casellario" in certain
    assert not certain & {"uepe-milano", "san-vittore", "il-girasole", "sportello-tag", "afol-numero-unico", "celav-milano"}


def test_no_directory_of_actors_is_a_service(folder):
    written(folder, HEAD + GOOD)
    assert Folder(folder).flows() == []


def test_an_actor_is_what_its_author_wrote(folder):
    (actor,), problems = written(folder, HEAD + GOOD)
    assert problems == ()
    assert (actor.needs, actor.phone, actor.certain, actor.check_by) == (("papers", "home"), "02 12345678", True, date(2026, 11, 22) + GOOD_FOR)
    wednesday = date(2026, 11, 25)
    assert [(one.start, one.end) for one in actor.open_on(wednesday)] == [("09:00", "13:00"), ("14:00", "16:30")]
    assert actor.open_on(wednesday + timedelta(days=3)) == () and actor.opens_after(wednesday + timedelta(days=3)) == date(2026, 11, 30)
    assert actor.open_on(date(2026, 12, 28)) == () and actor.opens_after(date(2026, 12, 23)) == date(2027, 1, 7)


def test_the_store_gives_back_what_it_was_given(folder):
    (actor,), _ = written(folder, HEAD + GOOD)
    assert of_plain(plain(actor)) == actor


def test_all_mistakes_are_told_at_once_each_with_its_place(folder):
    wrong = HEAD + """  - actor: uno
    name: Uno
    kind: ufficio
    needs: [papers, casa]
    offers: Aiuta.
    hours: ["lun 9-13", "mon 13:00-9:00"]
    phone: chiama qui
    web: un sito
    email: chi@dove
    languages: [italiano]
    closed: ["natale"]
    source: altra
    orario: 9
  - actor: due
    name: Due
    kind: other
    needs: [work]
    offers: Ascolta.
    source: pagina
"""
    actors, problems = written(folder, wrong)
    told = {(problem.line, problem.code) for problem in problems}
    assert actors == () and {(7, "F016"), (8, "F016"), (10, "F016"), (11, "F016"), (12, "F016"), (13, "F016"), (14, "F016"), (15, "F016"), (16, "F026"), (17, "F013"), (18, "F014")} <= told
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert all(str(problem).startswith(f"{folder / 'network' / 'prova.yaml'}:{problem.line}:{problem.column} ") for problem in problems)


def test_an_actor_with_no_way_to_it_says_what_to_do(folder):
    lonely = GOOD.replace("    phone: 02 12345678\n", "")
    assert ["F014"] == [problem.code for problem in written(folder, HEAD + lonely)[1]]
    (actor,), problems = written(folder, HEAD + lonely + "    next: Chiedi allo sportello.\n")
    assert problems == () and not actor.has_contact and actor.next == "Chiedi allo sportello."


def test_one_id_is_one_actor_in_all_files(folder):
    written(folder, HEAD + GOOD)
    actors, problems = written(folder, HEAD.replace("network: prova", "network: altro") + GOOD, "altro")
    assert len(actors) == 1 and ["F020"] == [problem.code for problem in problems]


def test_a_source_that_nobody_dated_is_no_source(folder):
    _, problems = written(folder, HEAD.replace(", read: 2026-11-22", "") + GOOD)
    assert ["F014"] == [problem.code for problem in problems]


def test_what_is_not_yaml_is_told_and_breaks_nothing(folder):
    written(folder, HEAD + GOOD)
    actors, problems = written(folder, "actors: [", "rotto")
    assert len(actors) == 1 and ["F004"] == [problem.code for problem in problems]
    assert read_files([folder / "network" / "manca.yaml"], folder)[1][0].code == "F007"


@pytest.mark.parametrize("text", ["mon-fri 9:00-13:00", "mon,wed 14:00-16:00", "sun 00:00-24:00", "tue-thu,sat 9:30 - 12:30"])
def test_hours_as_an_author_writes_them(text):
    assert opening(text)


@pytest.mark.parametrize("text", ["", "lun 9:00-13:00", "fri-mon 9:00-13:00", "mon 13:00-9:00", "mon 9-13", "mon 25:00-26:00", "mon-wed-fri 9:00-10:00", "9:00-13:00"])
def test_hours_that_cannot_be(text):
    assert opening(text) is None


@pytest.mark.parametrize("text", ["natale", "2027-01-06..2026-12-24", "2026-13-01", ""])
def test_days_that_cannot_be(text):
    assert days_of(text) is None


def test_a_door_of_an_actor_looks_at_the_listening_flow_alone(tmp_path):
    flows = tmp_path / "flows"
    for name in ("ascolto", "bank"):
        shutil.copytree(ROOT / "flows" / name, flows / name)
    shutil.copy(ROOT / "flows" / "topics.yaml", flows)
    (flows / "network").mkdir()
    door = '    doors:\n      - {when: \'bisogno == "lavoro"\', because: Qui aiutano con il lavoro.}\n'
    (actor,), problems = written(flows, HEAD + GOOD + door)
    assert problems == () and actor.doors[0].because == "Qui aiutano con il lavoro." and of_plain(plain(actor)) == actor
    actors, problems = written(flows, HEAD + GOOD + door.replace("bisogno", "altezza"))
    assert actors == () and [problem.line for problem in problems] == [16]
