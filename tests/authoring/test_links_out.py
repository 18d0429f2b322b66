"""A file of a service, of a language or of recordings that is a link out of its folder is not followed: it is told, and nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.authoring.folder import check_paths
from kiosk.authoring.shelf import Shelf
from kiosk.i18n import Catalogs, check_catalog
from kiosk.voice import Recordings
from tests.practice import ROOT

SECRET = "root:x:0:0:parola-segreta"
WAVE = b"RIFF\x24\0\0\0WAVE"


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A file of the machine that is nobody's business."""
    place = tmp_path / "etc" / "passwd"
    place.parent.mkdir()
    place.write_text(f"{SECRET}\n{SECRET}\n", "utf-8")
    return place


@pytest.fixture
def flows(tmp_path) -> Path:
    """A folder of services: the topics, the shared pages, and one room."""
    place = tmp_path / "flows"
    (place / "altro").mkdir(parents=True)
    (place / "bank").symlink_to(ROOT / "flows" / "bank")
    (place / "topics.yaml").write_bytes((ROOT / "flows" / "topics.yaml").read_bytes())
    return place


def told(flows: Path) -> list[str]:
    return [str(problem) for problem in check_paths([flows]) if not problem.warns]


def test_a_service_that_is_a_link_out_is_a_problem_and_not_offered(flows, elsewhere):
    (flows / "altro" / "rotta.yaml").symlink_to(elsewhere)
    (problem,) = told(flows)
    shelf = Shelf(flows)

    assert problem.startswith(f"{flows}/altro/rotta.yaml:1:1 F007") and "collegamento" in problem and "segreta" not in problem
    assert ((), ("altro/rotta.yaml",)) == (shelf.offers(), shelf.broken())
    assert "segreta" not in " ".join(map(str, shelf.problems()))


@pytest.mark.parametrize("name", ["topics.yaml", "altro/una.leaflet.yaml", "altro/giro.yaml"])
def test_every_kind_of_file_of_a_service_is_looked_at(flows, elsewhere, name):
    (flows / name).unlink(missing_ok=True)
    (flows / name).symlink_to(flows / name if "giro" in name else elsewhere)
    found = told(flows)

    assert [one for one in found if one.startswith(f"{flows}/{name}:1:1 F007")] and "segreta" not in " ".join(found)


def test_a_template_that_is_a_link_out_is_told_as_one_that_is_not_there(folder, elsewhere):
    (folder / "altro" / "scheda.typ").unlink()
    assert ["F070"] == [problem.code for problem in check_paths([folder]) if not problem.warns]
    (folder / "altro" / "scheda.typ").symlink_to(elsewhere)

    assert ["F070"] == [problem.code for problem in check_paths([folder]) if not problem.warns]


def test_a_link_to_a_file_of_the_same_folder_and_a_folder_that_is_a_link_go_on_working(flows, tmp_path):
    (flows / "topics.yaml").rename(flows / "topics-2026.txt")
    (flows / "topics.yaml").symlink_to("topics-2026.txt")
    whole = tmp_path / "whole"
    whole.symlink_to(flows)

    assert [] == told(flows) == told(whole)
    assert Shelf(whole).topics() == Shelf(flows).topics() != ()


def test_a_language_whose_file_is_a_link_out_is_not_spoken(tmp_path, elsewhere):
    place = tmp_path / "locales" / "en" / "LC_MESSAGES" / "kiosk.po"
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere)
    (problem,) = check_catalog(place)

    assert (1, True) == (problem.line, problem.broken) and "link" in problem.message and "segreta" not in str(problem)
    assert ("it",) == Catalogs(tmp_path / "locales").languages()


def test_a_language_stays_spoken_where_the_whole_folder_is_a_link(tmp_path):
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "en").symlink_to(ROOT / "locales" / "en")

    assert ("it", "en") == Catalogs(tmp_path / "locales").languages()


def test_a_recording_or_an_index_that_is_a_link_out_is_never_played(tmp_path, elsewhere):
    place, sound = tmp_path / "voices" / "it", tmp_path / "etc" / "ciao.wav"
    place.mkdir(parents=True)
    sound.write_bytes(WAVE)
    (place / "ciao.wav").symlink_to(sound)
    (place / "buono.wav").write_bytes(WAVE)
    (place / "index.tsv").write_text("ciao.wav\tCiao\nbuono.wav\tBuono", "utf-8")
    (tmp_path / "voices" / "en").mkdir()
    (tmp_path / "voices" / "en" / "index.tsv").symlink_to(elsewhere)
    recordings = Recordings(tmp_path / "voices")
    of_english, of_italian = recordings.problems()

    assert of_english.startswith(f"{tmp_path}/voices/en/index.tsv:1: ") and of_italian.startswith(f"{place}/index.tsv:1: «ciao.wav»")
    assert all("collegamento" in said and "segreta" not in said for said in (of_english, of_italian))
    assert (None, place / "buono.wav") == (recordings.of("it", "Ciao"), recordings.of("it", "Buono"))
