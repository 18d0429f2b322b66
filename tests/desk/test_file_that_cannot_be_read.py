"""A file of the network or of a calendar that is named and cannot be read: no visitor meets it, `check` tells it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.desk.visit import Visit
from kiosk.dispatch import sealing
from tests.people import names
from tests.practice import ROOT, PracticeDesk


def lock_of_an_editor(folder: Path) -> Path:
    """What stands beside a file while somebody types in it: a link to a name that is no file."""
    place = folder / ".#milano.yaml"
    place.symlink_to("anna@sportello.4711:1732270000")
    return place


def folder_by_that_name(folder: Path) -> Path:
    """What nobody can read as a file, the owner of the machine neither."""
    place = folder / "cartella.yaml"
    place.mkdir()
    return place


@pytest.fixture
def flows(tmp_path) -> Path:
    """The services of the program with their network and their calendars, in a folder of its own."""
    return Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))


@pytest.fixture(params=[lock_of_an_editor, folder_by_that_name], ids=lambda made: made.__name__.replace("_", " "))
def unread(request):
    """Puts it into a folder; its place."""
    return request.param


@pytest.mark.parametrize("folder", ["network", "agenda"])
def test_visitors_find_places_and_dates_as_before(tmp_path, flows, unread, folder):
    place = unread(flows / folder)
    desk = PracticeDesk(tmp_path / "desk", flows=flows)
    desk.open()
    shipped = PracticeDesk(tmp_path / "other")
    visit = Visit(desk)
    for typed in ({"language": "it"}, {"how": "places"}, {"places": "carta identità"}):
        visit.give(typed)

    assert visit.card.name == "results" and names(visit.card)
    assert {one.id for one in desk.network.actors} == {one.id for one in shipped.network.actors_now()}
    assert {one.id for one in desk.agenda.coming()} == {one.id for one in shipped.agenda.coming()}
    assert f"agenda/{place.name}" in desk.agenda.broken() or folder == "network"


def test_one_that_comes_while_the_desk_is_open_is_not_met_either(tmp_path, flows, unread):
    desk = PracticeDesk(tmp_path / "desk", flows=flows)
    before = desk.network.actors_now(), desk.agenda.coming()
    for folder in ("network", "agenda"):
        unread(flows / folder)
    desk.network.look()

    assert (desk.network.actors, desk.agenda.coming()) == before


@pytest.mark.parametrize("folder", ["network", "agenda"])
def test_check_tells_it_by_its_name(flows, unread, folder, capsys):
    place = unread(flows / folder)
    assert main(["check", str(flows / folder), "--json"]) == 1
    assert [one["code"] for one in json.loads(capsys.readouterr().out) if one["file"] == str(place)] == ["F007"]


def test_the_command_of_the_network_tells_it_too(tmp_path, flows, capsys):
    place = lock_of_an_editor(flows / "network")
    (tmp_path / "desk.toml").write_text(f'[store]\nfolder = "{tmp_path / "desk"}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n[shelf]\nflows = "{flows}"\n')
    assert main(["--config", str(tmp_path / "desk.toml"), "network", "check"]) == 1
    assert str(place) in capsys.readouterr().out
