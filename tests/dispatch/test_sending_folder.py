"""An envelope into a folder, or onto a stick that is not there, is full, or cannot be written."""

from __future__ import annotations

import hashlib
import os
import subprocess

import pytest

from kiosk.config import Destination
from kiosk.dispatch.channels import channel
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outcome, Parcel

CONTENT = b"PK" + os.urandom(70_000)
PARCEL = Parcel("ab" * 16, "4821093716", "stick", CONTENT, hashlib.sha256(CONTENT).hexdigest(), 0, 1)
NAME = f"4821093716-{PARCEL.id}.zip"


def deliver(place, folder) -> Outcome:
    return channel(Destination("stick", f"file://{place}"), folder).deliver(PARCEL)


def test_the_file_is_there_whole_and_nothing_else_is(tmp_path):
    assert deliver(tmp_path, tmp_path) == Outcome(SENT, "folder")
    assert {place.name: place.read_bytes() for place in tmp_path.iterdir()} == {NAME: CONTENT}


def test_the_same_file_from_an_attempt_before_is_as_good(tmp_path):
    assert [deliver(tmp_path, tmp_path).kind for _ in range(3)] == [SENT] * 3


def test_another_content_under_its_name_is_never_written_over(tmp_path):
    (tmp_path / NAME).write_bytes(b"other")

    assert deliver(tmp_path, tmp_path) == Outcome(PERSON, "folder other file")
    assert (tmp_path / NAME).read_bytes() == b"other"


def test_a_stick_that_is_not_there_is_not_made_up(tmp_path):
    assert deliver(tmp_path / "stick", tmp_path) == Outcome(LATER, "folder missing")
    assert list(tmp_path.iterdir()) == []


def test_a_relative_folder_begins_at_the_desks_own(tmp_path):
    (tmp_path / "uscita con spazi").mkdir()
    way = channel(Destination("stick", "file:uscita%20con%20spazi"), tmp_path)

    assert way.deliver(PARCEL).kind == SENT
    assert (tmp_path / "uscita con spazi" / NAME).is_file()


@pytest.fixture
def stick(tmp_path):
    """A file system of 64 kB, where this machine lets one be made."""
    place = tmp_path / "stick"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_stick_is_left_as_it_was(stick, tmp_path):
    assert deliver(stick, tmp_path) == Outcome(LATER, "folder full")
    assert list(stick.iterdir()) == []


def test_a_stick_with_its_lock_on_is_said(stick, tmp_path):
    subprocess.run(["mount", "-o", "remount,ro", stick], check=True)

    assert deliver(stick, tmp_path) == Outcome(LATER, "folder read-only")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_said(tmp_path):
    tmp_path.chmod(0o500)

    assert deliver(tmp_path, tmp_path) == Outcome(LATER, "folder read-only")
