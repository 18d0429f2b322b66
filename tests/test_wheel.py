"""The program as it is handed out: built, installed elsewhere, and whole there, with its languages ready to speak."""

import json
import os
import subprocess
import sys

import pytest

from tests.practice import ROOT


def run(*argv, cwd, **environment):
    environment = {**os.environ, "PYTHONPATH": "", "SPORTELLO_CONFIG": "", **environment}
    return subprocess.run([sys.executable, *map(str, argv)], cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder into which the wheel of this checkout was installed."""
    place = tmp_path_factory.mktemp("wheel")
    built = run("-m", "pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-w", place, ROOT, cwd=place)
    assert built.returncode == 0, built.stderr
    [wheel] = place.glob("sportello-*.whl")
    done = run("-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", place / "there", wheel, cwd=place)
    assert done.returncode == 0, done.stderr
    return place / "there"


def test_its_command_finds_the_services_and_the_languages_it_was_packed_with(installed, tmp_path):
    arguments = ("check", "--languages", "ar", "en", "--json")
    there = run(installed / "bin" / "sportello", *arguments, cwd=tmp_path, PYTHONPATH=str(installed), HOME=str(tmp_path))
    here = run("-m", "kiosk", *arguments, cwd=ROOT, HOME=str(tmp_path))
    rows = json.loads(there.stdout)["rows"]
    assert (json.loads(here.stdout)["rows"], here.returncode) == (rows, there.returncode)
    assert {"kiosk", "bank", "did"} <= {row["domain"] for row in rows}
    assert all(str(installed) in one["file"] for one in json.loads(there.stdout)["faults"])


def test_a_language_is_spoken_at_once_by_a_copy_that_nobody_compiled(installed, tmp_path):
    code = (
        "import sys, kiosk; from kiosk import config; from kiosk.i18n import Catalogs;"
        "print(kiosk.__file__); print(Catalogs(config.shelf('locales')).words('en').say('end.title'), 'babel' in sys.modules)"
    )
    done = run("-c", code, cwd=tmp_path, PYTHONPATH=str(installed), HOME=str(tmp_path))
    assert [str(installed / "kiosk" / "__init__.py"), "Done. Thank you. False"] == done.stdout.split("\n")[:2]


def test_what_an_installer_changes_in_a_copy_is_seen_all_the_same(installed, tmp_path):
    from shutil import copytree

    from kiosk.i18n import Catalogs

    locales = copytree(installed / "kiosk" / "_shelf" / "locales", tmp_path / "locales")
    path = locales / "en" / "LC_MESSAGES" / "kiosk.po"
    path.write_text(path.read_text("utf-8").replace('"Done. Thank you."', '"All done."'), "utf-8")
    assert "All done." == Catalogs(locales).words("en").say("end.title")
