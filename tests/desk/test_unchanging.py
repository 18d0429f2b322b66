"""Program, services and catalogs belong to somebody else than the user that runs the kiosk: the doctor looks, and says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from kiosk.desk import doctor
from tests.desk.ward import MACHINE, STRANGER, Ward


def runs_as(ward: Ward, user: int, *groups: int) -> None:
    """The kiosk as this user, and in these groups."""
    ward.write("/proc/self/status", f"Umask:\t0077\nUid:\t{user}\t{user}\t{user}\t{user}\nGid:\t{user}\t{user}\t{user}\t{user}\nGroups:\t{' '.join(map(str, groups))} \nNStgid:\t7\n")


def install(ward: Ward) -> None:
    """The program, where Python finds its libraries."""
    program = ward.place / "site" / "kiosk" / "desk"
    program.mkdir(parents=True)
    (program / "visit.py").write_text("", "utf-8")


def opened(path: str, mode: int, group: bool = False) -> Callable[[Ward], None]:
    """One place with more rights than it should have, for everybody or for a group of the kiosk's."""
    def make(ward: Ward) -> None:
        install(ward)
        place = ward.place / path
        place.chmod(mode)
        if group:
            runs_as(ward, STRANGER, place.stat().st_gid)

    return make


def owned(ward: Ward) -> None:
    """A file of the kiosk's own that it may only read: who owns it gives the right back."""
    place = ward.place / "flows" / "topics.yaml"
    place.chmod(0o444)
    if os.geteuid() == 0:
        os.chown(place, STRANGER, -1)
    else:
        runs_as(ward, os.geteuid())


CHANGEABLE: dict[str, list[Callable[[Ward], object]]] = {
    "unchanging": [
        opened("flows", 0o777), opened("flows/altro/prova.yaml", 0o646), opened("locales/en/LC_MESSAGES/kiosk.po", 0o666), opened("locales/ar", 0o757),
        opened("site/kiosk/desk/visit.py", 0o646), opened("site/kiosk", 0o757), opened("site", 0o777),
        opened("flows/topics.yaml", 0o664, group=True), opened("site/kiosk/desk", 0o775, group=True),
        owned,
    ],
}


@pytest.fixture
def ward(tmp_path, monkeypatch):
    made = Ward(tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.mark.parametrize("number", range(len(CHANGEABLE["unchanging"])))
def test_what_the_kiosk_could_change_is_wrong_at_a_real_desk_and_is_named(ward, number):
    CHANGEABLE["unchanging"][number](ward)
    finding, = ward.findings("unchanging")

    assert finding.state == doctor.WRONG
    assert str(ward.place) in finding.text and "chown" in finding.remedy


def test_the_first_wrong_thing_of_a_program_is_said_of_the_program(ward):
    opened("site/kiosk/desk/visit.py", 0o646)(ward)
    finding, = ward.findings("unchanging")

    assert finding.text.endswith("site/kiosk/desk/visit.py")
    assert finding.remedy == f"chown -R root:root {ward.place / 'site/kiosk'} && chmod -R go-w {ward.place / 'site/kiosk'}"


def test_a_folder_above_is_mended_alone(ward):
    opened("site", 0o777)(ward)
    finding, = ward.findings("unchanging")

    assert finding.remedy == f"chown root:root {ward.place / 'site'} && chmod go-w {ward.place / 'site'}"


def test_a_practice_desk_may_be_somebodys_own(ward):
    owned(ward)
    ward.set(practice=True)
    finding, = ward.findings("unchanging")

    assert (finding.state, finding.later) == (doctor.MISSING, True)


def test_of_root_it_is_said_that_it_may_change_everything(ward):
    runs_as(ward, 0)
    finding, = ward.findings("unchanging")

    assert finding.state == doctor.MISSING and "root" in finding.text and "adduser" in finding.remedy


def free_for_all(ward: Ward) -> None:
    """Above is a folder like /tmp, where each moves only what is their own."""
    install(ward)
    (ward.place / "site").chmod(0o1777)


def read_only(ward: Ward) -> None:
    """What everybody might write to, on a disk that takes nothing."""
    opened("flows", 0o777)(ward)
    ward.write("/proc/mounts", f"{MACHINE['/proc/mounts']}/dev/sdb1 {ward.place / 'flows'} squashfs ro 0 0\n")


def linked(ward: Ward) -> None:
    """A link has all rights, and gives none."""
    (ward.place / "flows" / "altro" / "altra.yaml").symlink_to("prova.yaml")


@pytest.mark.parametrize("made", [install, free_for_all, read_only, linked, lambda ward: runs_as(ward, STRANGER, STRANGER + 1)])
def test_what_nobody_can_change_is_well(ward, made):
    made(ward)

    assert [finding.state for finding in ward.findings("unchanging")] == [doctor.OK]
