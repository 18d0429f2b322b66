"""A PostgreSQL that several desks share: what it must promise, what it may know, and that nobody waits for it for ever."""

import subprocess
import sys
import threading
import time

import pytest

from kiosk.database import Database, postgres
from kiosk.errors import ConfigIsWrong, DatabaseFailed
from tests import stores

DRAFT = {"locator": b"a", "epoch": 0, "revision": 1, "locked": b"locked", "expires_on": "2026-12-01", "holder": ""}
CANARIES = (b"canary-locator", b"canary-locked", b"canary-outcome", b"4821093716")


@pytest.fixture
def database(shared_url):
    opened = Database(shared_url)
    yield opened
    opened.close()


def test_every_session_gives_up_in_time_and_keeps_values_out_of_the_log(database):
    with database.write() as store:
        found = postgres.settings(store._connection)

    assert (found["statement_timeout"], found["lock_timeout"], found["idle_in_transaction_session_timeout"]) == ("5000", "4000", "10000")
    assert (found["fsync"], found["synchronous_commit"], found["full_page_writes"]) == ("on", "on", "on")
    assert found["log_parameter_max_length_on_error"] == "0"


def test_a_user_who_may_also_hides_the_parameters_of_statements_that_are_logged(shared_url):
    name = shared_url.split("/")[3].split("?")[0]
    with Database(stores.url(name, stores.OWNER)).write() as store:
        assert postgres.settings(store._connection)["log_parameter_max_length"] == "0"


def test_a_role_that_would_not_wait_for_the_disk_waits_all_the_same(shared_url):
    name = shared_url.split("/")[3].split("?")[0]
    stores.admin(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with Database(shared_url).write() as store:
        assert postgres.settings(store._connection)["synchronous_commit"] == "on"


def test_a_server_that_forgets_what_it_has_kept_is_refused(tmp_path):
    import tempfile

    with tempfile.TemporaryDirectory(dir=stores.server().parent) as folder:
        from pathlib import Path

        Path(folder).chmod(0o755)
        with stores.another_server(Path(folder), fsync="off", full_page_writes="off") as url:
            with pytest.raises(ConfigIsWrong, match="fsync = on, full_page_writes = on"):
                Database(url)


@pytest.mark.parametrize("more", ["", "?sslmode=disable", "?sslmode=require", "?sslmode=verify-ca"])
def test_on_another_machine_only_a_verified_line_will_do(more):
    if more:
        with pytest.raises(ConfigIsWrong, match="verify-full"):
            Database(f"postgresql+psycopg://desk@db.example/x{more}")
    else:
        from sqlalchemy import make_url

        asked = postgres.options(make_url("postgresql+psycopg://desk@db.example/x"))["connect_args"]
        assert (asked["sslmode"], asked["sslrootcert"]) == ("verify-full", "system")


def test_without_the_driver_the_piece_to_install_is_named():
    asked = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from kiosk.database import Database\n"
        "Database('postgresql+psycopg://desk@/x')"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)

    assert "ConfigIsWrong" in done.stderr and "sportello[postgres]" in done.stderr


def test_a_row_that_another_desk_holds_is_waited_for_and_then_given_up(database, shared_url, monkeypatch):
    monkeypatch.setitem(postgres._SESSION, "lock_timeout", "300ms")
    other = Database(shared_url)
    with database.write() as store:
        store.insert("draft", **DRAFT)
    with database.write() as store:
        store.locked("draft", locator=b"a")
        begun = time.monotonic()
        with pytest.raises(DatabaseFailed, match="55P03"):
            with other.write() as second:
                second.update("draft", {"locator": b"a"}, revision=2)
    assert time.monotonic() - begun < 30
    other.close()


def test_a_store_that_falls_silent_is_waited_for_once_and_is_used_again_when_it_is_back(shared_url, network, impatient):
    database = Database(network.url(shared_url))
    with database.write() as store:
        store.insert("draft", **DRAFT)
    network.silent = True
    waits = []
    for _ in range(3):
        begun = time.monotonic()
        with pytest.raises(DatabaseFailed):
            with database.write() as store:
                store.rows("draft")
        waits.append(time.monotonic() - begun)
    network.silent = False
    time.sleep(postgres.REST)
    with database.write() as store:
        assert len(store.rows("draft")) == 1
    assert waits[0] < 30 and sum(waits[1:]) < waits[0]
    database.close()


def test_a_store_that_is_away_at_the_start_is_opened_when_it_is_back(shared_url, network):
    network.away()
    database = Database(network.url(shared_url))
    with pytest.raises(DatabaseFailed):
        with database.write() as store:
            store.insert("draft", **DRAFT)
    network.back()
    with database.write() as store:
        store.insert("draft", **DRAFT)
    network.cut()
    with database.write() as store:
        assert len(store.rows("draft")) == 1
    database.close()


def test_whoever_is_cut_off_in_the_middle_leaves_nothing(shared_url, network):
    database = Database(network.url(shared_url))
    with pytest.raises(DatabaseFailed):
        with database.write() as store:
            store.insert("draft", **DRAFT)
            network.cut()
            store.insert("draft", **DRAFT | {"locator": b"b"})
    with database.write() as store:
        assert store.rows("draft") == []
    database.close()


def test_desks_that_lock_each_other_do_not_wait_for_ever(database, shared_url, monkeypatch):
    other, done = Database(shared_url), []
    with database.write() as store:
        store.insert("draft", **DRAFT)
        store.insert("draft", **DRAFT | {"locator": b"b"})

    def crosswise(mine: Database, first: bytes, second: bytes):
        try:
            with mine.write() as store:
                store.locked("draft", locator=first)
                time.sleep(0.2)
                store.locked("draft", locator=second)
            done.append("")
        except DatabaseFailed as failure:
            done.append(str(failure))

    threads = [threading.Thread(target=crosswise, args=given) for given in ((database, b"a", b"b"), (other, b"b", b"a"))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(map(bool, done)) == [False, True]
    other.close()


def test_the_log_of_a_server_that_logs_everything_holds_no_value(shared_url):
    """The worst a server can be set to: every statement with its parameters, and the desk's user may not change it."""
    name = shared_url.split("/")[3].split("?")[0]
    stores.admin(f"ALTER DATABASE {name} SET log_statement = 'all'", f"ALTER DATABASE {name} SET log_min_duration_statement = 0")
    stores.admin(f"GRANT SET ON PARAMETER log_parameter_max_length, log_error_verbosity TO {stores.DESK}")
    begun = len(stores.log())
    database = Database(shared_url)
    row = DRAFT | {"locator": CANARIES[0], "locked": CANARIES[1] * 20}
    envelope = {"id": "e" * 32, "reference": CANARIES[3].decode(), "sealed": b"", "sha256": "", "accepted_on": "", "state": "waiting",
                "destination": "", "chain": "", "seq": 0, "fence": 0, "leased_until": 0.0, "due_at": 0.0, "attempts": 0,
                "outcome": CANARIES[2].decode()}
    with database.write() as store:
        store.insert("draft", **row)
        store.insert("envelope", **envelope)
    for broken in (row, row | {"locator": b"b", "expires_on": "canary-locked" * 3}, row | {"locator": b"c", "epoch": None}):
        with pytest.raises(DatabaseFailed):
            with database.write() as store:
                store.insert("draft", **broken)
    with pytest.raises(DatabaseFailed):
        with database.write() as store:
            store.insert("envelope", **envelope | {"id": "f" * 32})
    database.close()
    stores.admin(f"REVOKE SET ON PARAMETER log_parameter_max_length, log_error_verbosity FROM {stores.DESK}")
    said = stores.log()[begun:].encode()

    assert b"INSERT INTO draft" in said and b"ERROR" in said
    assert [canary for canary in CANARIES if canary in said or canary.hex().encode() in said] == []
