"""What the README says is so: its picture, its service in twelve lines, its commands."""

from __future__ import annotations

import re

from kiosk import config
from kiosk.__main__ import _parser
from kiosk.authoring.folder import check_paths
from tests.picture import README, printed, taken
from tests.practice import ROOT

TEXT = README.read_text("utf-8")


def test_the_pictures_are_what_the_kiosk_draws():
    assert printed() == taken()


def test_the_service_in_twelve_lines_has_twelve_lines_and_no_mistake(tmp_path):
    service = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1]
    for shared in ("bank", "topics.yaml"):
        (tmp_path / shared).symlink_to(ROOT / "flows" / shared)
    (tmp_path / "altro").mkdir()
    (tmp_path / "altro" / "biblioteca.yaml").write_text(service, "utf-8")
    mistakes = [str(problem) for problem in check_paths([tmp_path]) if not problem.warns and problem.code != "F066"]
    assert (len(service.splitlines()), mistakes) == (12, [])


def test_every_command_of_the_program_is_in_the_readme():
    commands = next(action for action in _parser()._actions if action.choices and "check" in action.choices).choices
    assert [name for name in commands if f"`sportello {name}" not in TEXT] == []


def test_every_page_that_the_readme_points_to_is_there():
    assert [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if not (ROOT / link).exists()] == []


def test_every_configuration_in_the_readme_is_one(tmp_path):
    written = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    for number, text in enumerate(written):
        (tmp_path / f"{number}.toml").write_text(text.replace("5f3c...", "5f" * 32), "utf-8")
    found = [config.load(str(tmp_path / f"{number}.toml")) for number in range(len(written))]

    assert [bool(one.relay) for one in found] == [False, True]
    assert found[0].is_shared and found[0].destination("did", ()).name == "comune"
