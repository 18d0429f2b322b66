"""Several desks with one store: what was put aside at one goes on at the other, once one has let the other in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.desk import pepper, sharing
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from tests.desk.test_takeover import check_race, race
from tests.people import Guest, finisher
from tests.practice import MORNING

OFFICE = sealing.make_key()[1]
pytestmark = pytest.mark.usefixtures("cheap_codes")


class Desks:
    """Two desks as they are installed: a folder and a configuration each, one store."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.opened: list[Desk] = []

    def config(self, name: str) -> Path:
        place = self.folder / f"{name}.toml"
        place.write_text(f'[desk]\nid = "{name}"\n[store]\nfolder = "{self.folder / name}"\nurl = "{self.url}"\n[office]\nrecipients = ["{OFFICE}"]\n')
        return place

    def says(self, capsys, name: str, *words: str) -> tuple[int, str]:
        """A command at one desk: its exit status, and what it said."""
        status = main([*words, "--config", str(self.config(name))])
        told = capsys.readouterr()
        return status, (told.out + told.err).strip()

    def opens(self, name: str) -> Desk:
        from kiosk import config
        desk = Desk(config.load(str(self.config(name))), lambda: MORNING)
        desk.drafts.floor = 0.0
        self.opened.append(desk)
        return desk


@pytest.fixture
def desks(tmp_path, store_url):
    made = Desks(tmp_path, store_url)
    yield made
    for desk in made.opened:
        desk.database.close()
        desk.local.close()


def lets_in(desks: Desks, capsys, *more: str) -> tuple[int, str]:
    _, key = desks.says(capsys, "b", "store", "key")
    status, said = desks.says(capsys, "a", "store", "share", key, "-o", str(desks.folder / "handed"))
    assert status == 0, said
    return desks.says(capsys, "b", "store", "join", str(desks.folder / "handed"), *more)


def resumes(desk: Desk, code: str) -> Visit:
    visit = Visit(desk)
    for typed in ({"language": "en"}, {"how": "resume"}, {"resume": code}):
        visit.give(typed)
    return visit


def test_a_visit_put_aside_at_one_desk_goes_on_at_the_other(desks, capsys):
    assert lets_in(desks, capsys)[0] == 0
    here, there = desks.opens("a"), desks.opens("b")
    person = Guest(Visit(here), "did", finisher("did").answers)
    person.goes_to("cerca_lavoro")
    before = person.visit.session.journey.kept
    visit = resumes(there, person.visit.code)
    assert visit.card.name == "found"
    visit.give({"found": "go"})
    assert (visit.card.name, visit.session.journey.kept) == ("cerca_lavoro", before)
    person.does()

    assert person.visit.card.name == "elsewhere"


def test_without_being_let_in_the_other_desk_finds_nothing(desks, capsys):
    here, there = desks.opens("a"), desks.opens("b")
    person = Guest(Visit(here), "did", finisher("did").answers)
    person.goes_to("cerca_lavoro")

    assert resumes(there, person.visit.code).problem == "code.none"


def test_two_processes_at_two_desks_lose_nothing_they_were_told_is_saved(tmp_path, shared_url, capsys):
    desks = Desks(tmp_path, shared_url)
    assert lets_in(desks, capsys)[0] == 0

    check_race(*race(shared_url, (tmp_path / "a", tmp_path / "b"), 20))


@pytest.fixture
def alone(tmp_path):
    """Two desks that are only asked about their secrets."""
    return Desks(tmp_path, f"sqlite:///{tmp_path / 'store' / 'sportello.db'}")


def test_what_is_handed_over_opens_at_the_desk_it_is_for_and_nowhere_else(alone, capsys):
    lets_in(alone, capsys)
    secret, week, key = pepper.read(alone.folder / "a")
    handed = (alone.folder / "handed").read_bytes()

    assert [one for one in (secret, key, secret.hex().encode(), key.hex().encode()) if one in handed] == []
    assert pepper.read(alone.folder / "b") == (secret, week, key)
    alone.says(capsys, "c", "store", "key")
    assert alone.says(capsys, "c", "store", "join", str(alone.folder / "handed"))[0] == 1
    assert not (alone.folder / "c" / pepper.PEPPER).exists()


def test_the_key_of_the_desk_that_joined_is_gone_and_the_file_opens_no_more(alone, capsys):
    lets_in(alone, capsys)

    assert not (alone.folder / "b" / sharing.ENROLMENT).exists()
    status, said = alone.says(capsys, "b", "store", "join", str(alone.folder / "handed"))
    assert (status, "store key" in said) == (1, True)


def test_a_desk_with_a_secret_of_its_own_is_asked_first(alone, capsys):
    pepper.Pepper(alone.folder / "b", MORNING.date())
    before = pepper.read(alone.folder / "b")
    status, said = lets_in(alone, capsys)
    assert (status, "--replace" in said, pepper.read(alone.folder / "b")) == (1, True, before)
    status, _ = alone.says(capsys, "b", "store", "join", str(alone.folder / "handed"), "--replace")

    assert (status, pepper.read(alone.folder / "b")) == (0, pepper.read(alone.folder / "a"))


def test_a_file_that_is_none_changes_nothing(alone, capsys):
    _, key = alone.says(capsys, "b", "store", "key")
    for content in (b"", b"hello", sealing.seal(b"{}", [key]), sealing.seal(b'{"pepper": "zz", "week": 1, "key": ""}', [key]),
                    sealing.seal(b'{"pepper": "ff", "week": 1, "key": "ff"}', [key])):
        (alone.folder / "handed").write_bytes(content)
        assert alone.says(capsys, "b", "store", "join", str(alone.folder / "handed"))[0] == 1
    assert not (alone.folder / "b" / pepper.PEPPER).exists()


@pytest.mark.parametrize("words", [("share",), ("share", "age1x"), ("join",), ("share", "AGE-SECRET-KEY-1", "-o", "x"), ("share", "age1x", "-o", "x")])
def test_half_a_command_says_what_is_missing(alone, capsys, words, monkeypatch):
    monkeypatch.chdir(alone.folder)
    status, said = alone.says(capsys, "a", "store", *words)

    assert (status, bool(said), (alone.folder / "x").exists()) == (1, True, False)


def test_what_is_handed_over_is_not_written_over_another_file(alone, capsys):
    (alone.folder / "there").write_text("something")
    _, key = alone.says(capsys, "b", "store", "key")

    assert alone.says(capsys, "a", "store", "share", key, "-o", str(alone.folder / "there"))[0] == 1
    assert (alone.folder / "there").read_text() == "something"
