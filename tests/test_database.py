"""The store: what has been written is on the disk, and only its owner reads it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from kiosk.database import PRAGMAS, Database, schema, sqlite
from kiosk.errors import ConfigIsWrong, DatabaseFailed


@pytest.fixture
def place(tmp_path):
    return tmp_path / "desk" / "sportello.db"


@pytest.fixture
def database(place):
    opened = Database(f"sqlite:///{place}")
    yield opened
    opened.close()


@pytest.fixture
def either(store_url):
    """An open store of each kind."""
    opened = Database(store_url)
    yield opened
    opened.close()


def draft(locator: bytes) -> dict:
    return {"locator": locator, "epoch": 0, "revision": 1, "locked": b"locked", "expires_on": "2026-12-01", "holder": ""}


def envelope(number: int) -> dict:
    return {"id": str(number) * 32, "reference": f"{number:010}", "sealed": b"x", "sha256": "0" * 64, "accepted_on": "2026-11-22",
            "state": "waiting", "destination": "", "chain": "", "seq": 0, "fence": 0, "leased_until": 0.0, "due_at": float(number),
            "attempts": 0, "outcome": ""}


OTHER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as other:
    print(other.execute("select count(*) from draft").fetchone()[0])
other.close()
"""


def test_every_connection_runs_with_wal_and_synchronous_full(database):
    assert database.pragmas() == PRAGMAS
    assert (PRAGMAS["journal_mode"], PRAGMAS["synchronous"], PRAGMAS["secure_delete"]) == ("wal", 2, 1)


def test_a_store_that_does_not_run_so_is_not_opened(place, monkeypatch):
    monkeypatch.setattr(sqlite, "prepare", lambda connection, record: connection.execute("PRAGMA synchronous=NORMAL"))

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


def test_a_transaction_that_fails_leaves_nothing(either):
    with pytest.raises(DatabaseFailed):
        with either.write() as store:
            store.insert("draft", **draft(b"a"))
            store.insert("draft", **draft(b"a"))
    with either.write() as store:
        assert store.rows("draft") == []


def test_a_failure_says_nothing_of_what_was_written(either):
    with pytest.raises(DatabaseFailed) as failed:
        with either.write() as store:
            store.insert("envelope", id="x", reference="4821", sealed=None, sha256="", accepted_on="", state="secret-state")

    assert "secret-state" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_a_row_is_put_in_once(either):
    with either.write() as store:
        assert [store.insert_once("draft", **draft(b"a")), store.insert_once("draft", **draft(b"a") | {"revision": 9})] == [True, False]
    with either.write() as store:
        assert store.rows("draft", "revision") == [{"revision": 1}]


def test_the_clock_of_the_store_is_the_time(either):
    with either.write() as store:
        first, second = store.now(), store.now()

    assert abs(first - time.time()) < 60 and second >= first


def test_what_is_claimed_is_claimed_once_until_its_time_is_over(either):
    with either.write() as store:
        for number in range(3):
            store.insert("envelope", **envelope(number))
        now = store.now()
        held = [row["id"] for row in store.claim("envelope", "waiting", now + 60, 2)]
        left = [(row["id"], row["fence"]) for row in store.claim("envelope", "waiting", now - 1, 2)]
        again = [(row["id"], row["fence"]) for row in store.claim("envelope", "waiting", now + 60, 9)]

    assert (held, left, again) == (["0" * 32, "1" * 32], [("2" * 32, 1)], [("2" * 32, 2)])


def test_what_is_large_comes_back_byte_for_byte(either):
    content = bytes(range(256)) * 40_000
    with either.write() as store:
        store.insert("draft", **draft(b"\x00\xff") | {"locked": content})
    with either.write() as store:
        kept = store.rows("draft", "locator", "locked")[0]
    assert (bytes(kept["locator"]), bytes(kept["locked"])) == (b"\x00\xff", content)


def test_a_second_store_on_the_same_file_takes_no_lock_away(place, database):
    """Whoever closes a file that SQLite has open drops the locks of the whole process: then another process that ends
    would remove the log that this one still writes to."""
    Database(f"sqlite:///{place}").close()
    subprocess.run([sys.executable, "-c", OTHER, str(place)], check=True)
    with database.write() as store:
        store.insert("draft", **draft(b"a"))
    found = subprocess.run([sys.executable, "-c", OTHER, str(place)], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "1"


def test_a_forked_process_has_a_connection_of_its_own(either):
    with either.write() as store:
        store.insert("draft", **draft(b"a"))
    child = os.fork()
    if child == 0:
        with either.write() as store:
            store.insert("draft", **draft(b"b"))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with either.write() as store:
        store.insert("draft", **draft(b"c"))
        assert sorted(bytes(row["locator"]) for row in store.rows("draft", "locator")) == [b"a", b"b", b"c"]


def test_two_that_open_a_store_for_the_first_time_make_it_once(store_url):
    opening = "import sys; from kiosk.database import Database; Database(sys.argv[1]).close()"
    desks = [subprocess.Popen([sys.executable, "-c", opening, store_url], stderr=subprocess.PIPE, text=True) for _ in range(4)]

    assert [desk.communicate()[1] for desk in desks] == [""] * 4
    with Database(store_url).write() as store:
        assert store.rows("schema_version", "version") == [{"version": len(schema.MIGRATIONS)}]


@pytest.mark.parametrize(("kind", "distant"), [("nfs4", True), ("cifs", True), ("ext4", False), ("fuse.sshfs", True), ("9p", True)])
def test_a_folder_on_another_machine_is_refused(place, tmp_path, monkeypatch, kind, distant):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} {kind} rw 0 0\nproc /proc proc rw 0 0\n")
    monkeypatch.setattr(sqlite.kind_of_disk, "__defaults__", (mounts,))

    if distant:
        with pytest.raises(ConfigIsWrong, match="disco di rete"):
            Database(f"sqlite:///{place}")
    else:
        Database(f"sqlite:///{place}").close()


def test_what_is_deleted_is_in_no_file_after_the_sweep(place, database):
    canary = b"canary" * 50
    with database.write() as store:
        store.insert("draft", **draft(b"a") | {"locked": canary})
    with database.write() as store:
        store.delete("draft", locator=b"a")

    assert database.sweep() is True
    assert [file.name for file in place.parent.iterdir() if b"canarycanary" in file.read_bytes()] == []


def test_the_steps_of_the_schema_are_taken_once(store_url, monkeypatch):
    # taken twice, this step would fail: the table would be there already
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (id INTEGER)",)))
    for _ in range(2):
        Database(store_url).close()

    with Database(store_url).write() as store:
        assert store.rows("schema_version", "version") == [{"version": len(schema.MIGRATIONS)}]


def test_a_store_of_a_later_program_is_left_alone(store_url, monkeypatch):
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (id INTEGER)",)))
        Database(store_url).close()

    with pytest.raises(ConfigIsWrong, match="più nuova"):
        Database(store_url)


def test_a_file_of_another_program_is_left_alone(place):
    place.parent.mkdir()
    with sqlite3.connect(place) as other:
        other.execute("create table letters (text)")
    before = place.read_bytes()

    with pytest.raises(ConfigIsWrong, match="altro programma"):
        Database(f"sqlite:///{place}")
    assert place.read_bytes() == before


@pytest.mark.parametrize("url", ["nonsense", "sqlite+nothing:///x", "mysql://x"])
def test_a_url_that_cannot_be_used_is_said(url):
    with pytest.raises(ConfigIsWrong, match="url"):
        Database(url)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ConfigIsWrong, match="Non posso scrivere"):
        Database(f"sqlite:///{tmp_path / 'file' / 'x.db'}")


WRITER = """
import sys
from kiosk.database import Database
database = Database(sys.argv[1])
for number in range(100000):
    with database.write() as store:
        store.insert("draft", locator=number.to_bytes(4, "big"), epoch=0, revision=1, locked=b"x" * 2000, expires_on="2026", holder="")
    print(number, flush=True)
"""


def test_killed_while_writing_it_keeps_all_that_it_said_it_kept(store_url):
    for after in (3, 17, 40):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, store_url], stdout=subprocess.PIPE, text=True)
        said = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        database = Database(store_url)
        with database.write() as store:
            kept = {int.from_bytes(row["locator"], "big") for row in store.rows("draft", "locator")}
            store.delete("draft")
        database.close()
        assert set(said) - kept == set()


def test_importing_it_loads_no_sqlalchemy():
    asked = "import sys, kiosk.database, kiosk.config; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
