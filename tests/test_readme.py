"""What the README says is so: its picture, its service in twelve lines, its commands."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from kiosk import config
from kiosk.__main__ import _parser
from kiosk.authoring.folder import check_paths
from kiosk.desk import doctor
from tests.desk.ward import INSTALLER, Ward
from tests.picture import README, printed, taken
from tests.practice import ROOT

TEXT = README.read_text("utf-8")


def test_the_pictures_are_what_the_kiosk_draws():
    assert printed() == taken()


def test_the_service_in_twelve_lines_has_twelve_lines_and_no_mistake(tmp_path):
    service = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1]
    (tmp_path / "bank").symlink_to(ROOT / "flows" / "bank")
    (tmp_path / "topics.yaml").write_bytes((ROOT / "flows" / "topics.yaml").read_bytes())
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


def _unit() -> list[str]:
    return re.search(r"```ini\n(\[Service\]\n.*?)```", INSTALLER, re.DOTALL)[1].splitlines()


def test_the_unit_of_the_installer_leaves_no_memory_on_a_disk_and_starts_again_whatever_ends_it():
    assert {"MemorySwapMax=0", "LimitCORE=0", "UMask=0077", "PrivateTmp=yes", "Restart=always", "RestartPreventExitStatus=0"} <= set(_unit())


def test_the_unit_starts_a_command_of_the_program_as_somebody_who_is_not_root():
    started = next(line for line in _unit() if line.startswith("ExecStart=")).partition("sportello/bin/sportello ")[2].split()
    assert _parser().parse_args(started).config == "/etc/sportello/config.toml"
    assert "User=sportello" in _unit()


def test_the_file_of_foot_in_the_readme_leaves_nothing_that_the_doctor_finds(tmp_path, monkeypatch):
    ward = Ward(tmp_path, monkeypatch)
    try:
        found = [finding.state for check in ("scrollback", "clipboard", "links", "windows", "bindings") for finding in ward.findings(check)]
    finally:
        ward.close()
    assert found == [doctor.OK] * 5


def test_a_swap_in_clear_is_said_by_the_doctor_and_does_not_stop_the_start():
    said = " ".join(INSTALLER.split())
    assert "a swap in clear is said by the doctor («da sistemare»), and does not stop the start" in said
    assert [path.name for path in (ROOT / "kiosk").rglob("*.py") if "/proc/swaps" in path.read_text("utf-8")] == ["leaving.py"]


HARDENED = {
    "ProtectSystem=strict", "StateDirectory=sportello", "StateDirectoryMode=0700", "ProtectHome=yes", "ProtectProc=invisible", "ProtectControlGroups=yes",
    "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK", "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes",
    "RemoveIPC=yes", "SystemCallArchitectures=native", "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged", "SystemCallErrorNumber=EPERM",
}
BREAKING = ("PrivateDevices", "DeviceAllow", "ProtectClock", "PrivateIPC", "PrivateNetwork", "IPAddressDeny", "ProcSubset")


def test_the_unit_gives_the_kiosk_only_what_it_needs():
    assert HARDENED - set(_unit()) == set()


def test_what_would_take_the_console_the_sound_or_the_offices_away_is_not_in_the_unit_and_it_is_said_why():
    assert [line for line in _unit() if line.startswith(BREAKING)] == []
    assert [name for name in BREAKING if f"`{name}`" not in INSTALLER] == []


def test_what_the_unit_leaves_open_is_little(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "kiosk.service"
    unit.write_text("\n".join(_unit()), "utf-8")
    asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", str(unit)]
    done = subprocess.run(asked, capture_output=True, text=True)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd cannot look at a unit that is not installed")

    assert done.returncode == 0, done.stdout[-300:]
