"""The store: what has been written is on the disk, and only its owner reads it."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from kiosk import database as stores
from kiosk.database import PRAGMAS, Database, schema
from kiosk.errors import ConfigIsWrong, DatabaseFailed


@pytest.fixture
def place(tmp_path):
    return tmp_path / "desk" / "sportello.db"


@pytest.fixture
def database(place):
    opened = Database(f"sqlite:///{place}")
    yield opened
    opened.close()


def draft(locator: bytes) -> dict:
    return {"locator": locator, "epoch": 0, "revision": 1, "locked": b"locked", "expires_on": "2026-12-01"}


def test_every_connection_runs_with_wal_and_synchronous_full(database):
    assert database.pragmas() == PRAGMAS
    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"], PRAGMAS["secure_delete"]) == ("wal", 2, 1)


def test_a_store_that_does_not_run_so_is_not_opened(place, monkeypatch):
    monkeypatch.setattr(stores, "_prepare", lambda connection, record: connection.execute("PRAGMA synchronous=NORMAL"))

    with pytest.raises(ConfigIsWrong, match="journal_mode, synchronous"):
        Database(f"sqlite:///{place}")


def test_folder_and_files_belong_to_their_owner_only(place, database):
    with database.write() as store:
        store.insert("draft", **draft(b"a"))

    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in place.parent.iterdir()} == {0o600}


def test_a_store_that_others_could_read_is_closed_to_them(place):
    place.parent.mkdir()
    place.touch(0o644)
    Database(f"sqlite:///{place}").close()

    assert place.stat().st_mode & 0o777 == 0o600


def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(DatabaseFailed):
        with database.write() as store:
            store.insert("draft", **draft(b"a"))
            store.insert("draft", **draft(b"a"))
    with database.write() as store:
        assert store.rows("draft") == []


def test_a_failure_says_nothing_of_what_was_written(database):
    with pytest.raises(DatabaseFailed) as failed:
        with database.write() as store:
            store.insert("envelope", id="x", reference="4821", sealed=None, sha256="", accepted_on="", state="secret-state")

    assert "secret-state" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_what_is_deleted_is_in_no_file_after_the_sweep(place, database):
    canary = b"canary" * 50
    with database.write() as store:
        store.insert("draft", **draft(b"a") | {"locked": canary})
    with database.write() as store:
        store.delete("draft", locator=b"a")

    assert database.sweep() is True
    assert [file.name for file in place.parent.iterdir() if b"canarycanary" in file.read_bytes()] == []


def test_the_steps_of_the_schema_are_taken_once(place, database, monkeypatch):
    # taken twice, this step would fail: the table would be there already
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (id INTEGER)",)))
    for _ in range(2):
        Database(f"sqlite:///{place}").close()

    with database.write() as store:
        assert store.rows("schema_version", "version") == [{"version": len(schema.MIGRATIONS)}]


def test_a_store_of_a_later_program_is_left_alone(place, database):
    with sqlite3.connect(place) as other:
        other.execute("update schema_version set version = 99")

    with pytest.raises(ConfigIsWrong, match="più nuova"):
        Database(f"sqlite:///{place}")


@pytest.mark.parametrize("url", ["nonsense", "sqlite+nothing:///x", "mysql://x"])
def test_a_url_that_cannot_be_used_is_said(url):
    with pytest.raises(ConfigIsWrong, match="url"):
        Database(url)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ConfigIsWrong, match="Non posso scrivere"):
        Database(f"sqlite:///{tmp_path / 'file' / 'x.db'}")


def test_a_file_that_is_no_store_is_said(place):
    place.parent.mkdir()
    place.write_bytes(b"this is not a database, it is a letter to somebody\n" * 100)

    with pytest.raises(DatabaseFailed):
        Database(f"sqlite:///{place}")


WRITER = """
import sys
from kiosk.database import Database
database = Database(sys.argv[1])
for number in range(100000):
    with database.write() as store:
        store.insert("draft", locator=number.to_bytes(4, "big"), epoch=0, revision=1, locked=b"x" * 2000, expires_on="2026")
    print(number, flush=True)
"""


def test_killed_while_writing_it_keeps_all_that_it_said_it_kept(place):
    for after in (3, 17, 40):
        place.unlink(missing_ok=True)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, f"sqlite:///{place}"], stdout=subprocess.PIPE, text=True)
        said = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        database = Database(f"sqlite:///{place}")
        with database.write() as store:
            kept = {int.from_bytes(row["locator"], "big") for row in store.rows("draft", "locator")}
        database.close()
        assert set(said) - kept == set()


def test_importing_it_loads_no_sqlalchemy():
    asked = "import sys, kiosk.database, kiosk.config; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
