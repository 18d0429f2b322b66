"""The kiosk on a disk that is full or cannot be written, in a real terminal: calm words, and on as soon as it can."""

import os
import sys

import pytest

from kiosk.dispatch import sealing
from tests.harness import CannotRunHere
from tests.harness.disks import remount, small
from tests.practice import ROOT
from tests.terminal import Terminal


@pytest.fixture
def disk(tmp_path):
    """A disk of 260 MB, on which a new form may be begun, in memory."""
    try:
        with small(tmp_path / "disk", 260) as folder:
            yield folder
    except CannotRunHere as reason:
        pytest.skip(str(reason))


@pytest.fixture
def kiosk(disk, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(f'[store]\nfolder = "{disk / "desk"}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n', "utf-8")
    return lambda: Terminal([sys.executable, "-m", "kiosk", "--config", config], cwd=ROOT)


def fill(folder):
    found = os.statvfs(folder)
    with open(folder / "filler", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize)


def choose(terminal, *titles):
    for title in titles:
        terminal.expect(title)
        terminal.settle()
        terminal.press("1", "enter", gap=0.4)


def go_on(terminal, title):
    """Enter, which a card that has just come does not take yet."""
    terminal.expect(title)
    terminal.settle(0.5)
    terminal.press("enter", gap=0.4)
    terminal.expect_gone(title)


def whole(terminal):
    return terminal.alive and b"Traceback" not in terminal.written and b"Errno" not in terminal.written


def test_a_disk_that_is_full_from_the_start_refuses_calmly_until_there_is_room(kiosk, disk):
    fill(disk)
    with kiosk() as terminal:
        choose(terminal, "Scegli la tua lingua", "Come vuoi iniziare?")
        terminal.expect("Adesso non puoi iniziare un modulo nuovo.")
        assert "AIUTO" in terminal.text
        (disk / "filler").unlink()
        go_on(terminal, "Adesso non puoi iniziare un modulo nuovo.")
        choose(terminal, "Come vuoi iniziare?", "Di che cosa hai bisogno?")
        terminal.expect("Che cosa vuoi fare?")
        assert whole(terminal)


def test_a_disk_that_can_only_be_read_is_told_and_ends_nothing(kiosk, disk):
    with kiosk() as terminal:
        terminal.expect("Scegli la tua lingua")
        terminal.settle(0.5)
    remount(disk, "ro")
    with kiosk() as terminal:
        choose(terminal, "Scegli la tua lingua", "Come vuoi iniziare?", "Di che cosa hai bisogno?", "Che cosa vuoi fare?")
        go_on(terminal, "Prima di iniziare")
        choose(terminal, "Va bene per te?")
        terminal.expect_gone("Va bene per te?")
        assert whole(terminal) and not terminal.shows("Questo è il tuo codice") and not terminal.shows("salvata")
        remount(disk, "rw")


def test_a_folder_that_cannot_be_made_is_said_in_a_line(kiosk, disk):
    remount(disk, "ro")
    with kiosk() as terminal:
        assert terminal.ended() != 0
        assert b"Traceback" not in terminal.written
    remount(disk, "rw")
