"""A file that is whole or not there: what is on the disk at each moment, who may read it, who has to wait."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from kiosk.dispatch import files
from kiosk.errors import ConfigIsWrong
from tests.locks import is_free

# small enough to stay in a buffer that nobody empties
CONTENT = b"PK" + bytes(range(256))


def seen(folder: Path) -> dict[str, bytes]:
    return {place.name: place.read_bytes() for place in folder.iterdir()}


def opened() -> list[str]:
    return os.listdir("/proc/self/fd")


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """What is put on the disk and what has which name at that moment."""
    told, fsync = [], os.fsync

    def note(number: int) -> None:
        fsync(number)
        kind = "folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file"
        told.append((kind, seen(tmp_path)))

    monkeypatch.setattr(os, "fsync", note)
    return told


def test_a_file_has_its_name_only_when_all_of_it_is_on_the_disk(tmp_path, steps):
    assert files.write_whole(tmp_path, "busta.zip", CONTENT) == tmp_path / "busta.zip"

    (first, before), (second, after) = steps
    assert (first, second, after) == ("file", "folder", {"busta.zip": CONTENT})
    assert [bool(re.fullmatch(r"\..+\.part", name)) for name in before] == [True] and list(before.values()) == [CONTENT]


def test_its_owner_writes_it_and_the_group_reads_it(tmp_path):
    assert files.write_whole(tmp_path, "busta.zip", CONTENT).stat().st_mode & 0o777 == 0o640


def test_what_is_there_already_is_not_written_again(tmp_path, steps):
    place = files.write_whole(tmp_path, "busta.zip", CONTENT)
    steps.clear()

    assert (files.write_whole(tmp_path, "busta.zip", CONTENT), steps) == (place, [])


def test_a_name_that_is_taken_stays_whose_it_is_and_nothing_half_done_is_left(tmp_path):
    (tmp_path / "busta.zip").write_bytes(b"another")
    (tmp_path / "cartella").mkdir()
    for name in ("busta.zip", "cartella"):
        with pytest.raises(FileExistsError, match=name):
            files.write_whole(tmp_path, name, CONTENT)

    assert sorted(place.name for place in tmp_path.iterdir()) == ["busta.zip", "cartella"]
    assert (tmp_path / "busta.zip").read_bytes() == b"another"


def test_a_disk_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def fails(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        files.write_whole(tmp_path, "busta.zip", CONTENT)
    with pytest.raises(ConfigIsWrong, match="desk.key: No space"):
        files.keep_secret(tmp_path / "desk.key", "segreto")

    assert seen(tmp_path) == {}


def test_a_secret_is_its_owners_in_a_folder_of_its_owner(tmp_path):
    place = tmp_path / "uno" / "due" / "desk.key"
    files.keep_secret(place, "segretò")

    assert place.read_text("utf-8") == "segretò"
    assert [one.stat().st_mode & 0o777 for one in (place, place.parent)] == [0o600, 0o700]
    assert [one.name for one in place.parent.iterdir()] == ["desk.key"]


def test_a_secret_has_its_name_only_when_all_of_it_is_on_the_disk(tmp_path, steps):
    files.keep_secret(tmp_path / "desk.key", "segreto")

    (first, before), (second, after) = steps
    assert (first, list(before.values()), second) == ("file", [b"segreto"], "folder")
    assert [name[0] for name in before] == ["."] and after["desk.key"] == b"segreto"


def test_of_two_secrets_for_one_place_the_first_stays(tmp_path):
    files.keep_secret(tmp_path / "desk.key", "first")
    files.keep_secret(tmp_path / "desk.key", "second")

    assert seen(tmp_path) == {"desk.key": b"first"}


def test_a_place_that_cannot_be_is_said(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ConfigIsWrong, match="desk.key"):
        files.keep_secret(tmp_path / "file" / "below" / "desk.key", "segreto")


def test_who_is_alone_in_a_folder_lets_nobody_in_before_the_end(tmp_path):
    with files.alone(tmp_path):
        assert not is_free(tmp_path)
    assert is_free(tmp_path)
    with pytest.raises(ValueError, match="wrong"), files.alone(tmp_path):
        raise ValueError("wrong")
    assert is_free(tmp_path)


def test_a_named_lock_is_a_file_of_its_owner_and_holds_up_nobody_else(tmp_path):
    place = tmp_path / "log.lock"
    for _ in range(2):
        with files.alone(tmp_path, "log.lock"):
            assert (is_free(place), is_free(tmp_path), place.stat().st_mode & 0o777) == (False, True, 0o600)
    assert is_free(place)


def test_nothing_stays_open(tmp_path):
    before = opened()
    for number in range(3):
        files.write_whole(tmp_path, f"{number}.zip", CONTENT)
        files.keep_secret(tmp_path / f"{number}.key", "segreto")
        files.sync_folder(tmp_path)
        with files.alone(tmp_path, "log.lock"), files.alone(tmp_path):
            pass

    assert opened() == before


def test_only_a_folder_is_a_folder(tmp_path):
    (tmp_path / "file").touch()
    for use in (files.sync_folder, lambda place: files.alone(place).__enter__()):
        with pytest.raises(NotADirectoryError):
            use(tmp_path / "file")


def test_a_secret_that_has_no_folder_to_be_in_is_told(tmp_path):
    (tmp_path / "desk").write_text("a file where the folder should be")

    with pytest.raises(ConfigIsWrong, match="Non posso scrivere"):
        files.keep_secret(tmp_path / "desk" / "desk.key", "segreto")
