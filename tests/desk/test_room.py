"""A disk that is nearly full: nobody begins what could not be kept, and who is at the end is still let through."""

import os
from errno import ENOSPC

import pytest

from kiosk.desk import room
from kiosk.desk.room import RESERVE, Room
from kiosk.desk.visit import Visit
from tests.harness import CannotRunHere
from tests.harness.disks import small
from tests.harness.sandbox import Sandbox, Visitor, close
from tests.people import texts

MB = 2**20


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A real disk of 64 MB, on which a new form may be begun with 8 MB left."""
    monkeypatch.setattr(room, "LEAST", 8 * MB)
    try:
        with small(tmp_path / "disk", 64) as folder:
            yield folder
    except CannotRunHere as reason:
        pytest.skip(str(reason))


@pytest.fixture
def sandbox(disk):
    return Sandbox(disk).make()


def fill(folder, left=0):
    """Take the disk up to the last byte but so many."""
    found = os.statvfs(folder)
    with open(folder / "filler", "ab", buffering=0) as file:
        try:
            os.posix_fallocate(file.fileno(), file.tell(), found.f_bavail * found.f_frsize - left)
        except OSError as failure:
            assert failure.errno == ENOSPC


def test_the_reserve_is_set_aside_when_the_desk_opens_and_only_once(sandbox):
    desk = sandbox.desk()
    desk.open()
    first = (sandbox.folder / "reserve").stat()
    desk.open()
    close(desk)
    assert first.st_size == RESERVE == first.st_blocks * 512 and first.st_mode & 0o777 == 0o600
    assert (sandbox.folder / "reserve").stat().st_ino == first.st_ino


def test_no_reserve_is_taken_from_a_disk_that_has_no_room_for_it(disk):
    fill(disk, left=RESERVE + 7 * MB)
    Room(disk).keep()
    assert not (disk / "reserve").exists() and Room(disk).left >= RESERVE


def test_a_visit_that_was_begun_is_sent_off_from_a_disk_that_is_full(sandbox, disk):
    desk, told = sandbox.desk(), []
    desk.open()
    visitor = Visitor(desk, "anna", told.append).goes_to("p2")
    fill(disk)
    visitor.goes_to("end")
    assert told[-1].startswith("sent anna") and not (sandbox.folder / "reserve").exists()
    assert desk.envelope(visitor.visit.receipt.reference, disk / "open")["answers"]["p0"]["value"] == "anna"
    close(desk)


def test_the_reserve_stays_when_the_store_fails_for_another_reason(disk):
    Room(disk).keep()
    assert not Room(disk).give_up() and (disk / "reserve").exists()


def test_without_the_reserve_the_kiosk_says_that_it_could_not_keep_the_form_and_keeps_it_later(sandbox, disk):
    desk, told = sandbox.desk(), []
    visitor = Visitor(desk, "anna", told.append).goes_to("review")
    fill(disk)
    visitor.does()
    assert visitor.visit.card.name == "failed" and not told[-1].startswith("sent")
    (disk / "filler").unlink()
    visitor.goes_to("end")
    assert told[-1].startswith("sent anna")
    close(desk)


def test_a_new_form_is_not_begun_on_a_disk_that_is_nearly_full_and_a_person_is_called(sandbox, disk):
    desk = sandbox.desk()
    fill(disk, left=7 * MB)
    visit = Visit(desk)
    visit.give({"language": "it"})
    visit.give({"how": "alone"})
    assert visit.card.name == "full" and visit.calling and "Non è colpa tua" in texts(visit.card)
    visit.give({})
    assert visit.card.name == "how"
    (disk / "filler").unlink()
    visit.give({"how": "alone"})
    assert visit.card.name == "topic"


def test_who_has_finished_a_form_on_such_a_disk_does_not_begin_another(sandbox, disk):
    desk = sandbox.desk()
    visitor = Visitor(desk, "anna", lambda line: None).goes_to("end")
    fill(disk, left=7 * MB)
    visitor.visit.give({"end": "more"})
    assert visitor.visit.card.name == "full"
    visitor.visit.give({})
    assert visitor.visit.card.name == "end"
    close(desk)


def test_a_form_left_half_way_is_taken_up_on_such_a_disk(sandbox, disk):
    desk, told = sandbox.desk(), []
    Visitor(desk, "anna", told.append).goes_to("p2")
    fill(disk, left=7 * MB)
    Visitor(desk, "anna", told.append).comes_back(told[-1].split()[2]).goes_to("end")
    assert told[-1].startswith("sent anna")
    close(desk)


def test_the_operator_reads_how_much_is_left(sandbox, disk):
    desk = sandbox.desk()
    fill(disk, left=7 * MB)
    desk.open()
    close(desk)
    assert any("il disco è quasi pieno" in line and "MB" in line for line in desk.staff_lines())


def test_a_folder_that_cannot_be_asked_stops_nobody(tmp_path):
    assert Room(tmp_path / "nowhere").is_enough
