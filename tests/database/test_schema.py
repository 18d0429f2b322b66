"""A store of any earlier version becomes one of today, with its rows, whatever happens in the middle."""

import hashlib
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from kiosk.database import MIGRATIONS, Database, schema
from kiosk.database.mending import mended

# as the first version made it, word for word: this text does not change with the program
FIRST = (
    "CREATE TABLE schema_version (\n\tversion INTEGER NOT NULL\n)",
    "CREATE TABLE envelope (\n\tid VARCHAR(32) NOT NULL, \n\treference VARCHAR(10) NOT NULL, \n\tsealed {bytes} NOT NULL, \n\t"
    "sha256 VARCHAR(64) NOT NULL, \n\taccepted_on VARCHAR(10) NOT NULL, \n\tstate VARCHAR(12) NOT NULL, \n\t"
    "PRIMARY KEY (id), \n\tUNIQUE (reference)\n)",
    "CREATE TABLE draft (\n\tlocator {bytes} NOT NULL, \n\tepoch INTEGER NOT NULL, \n\trevision INTEGER NOT NULL, \n\t"
    "locked {bytes} NOT NULL, \n\texpires_on VARCHAR(10) NOT NULL, \n\tPRIMARY KEY (locator)\n)",
    "CREATE INDEX ix_draft_expires_on ON draft (expires_on)",
    "INSERT INTO schema_version VALUES (1)",
)
SECOND = (
    *FIRST,
    "ALTER TABLE envelope ADD COLUMN destination VARCHAR(32) NOT NULL DEFAULT ''",
    "ALTER TABLE envelope ADD COLUMN chain VARCHAR(16) NOT NULL DEFAULT ''",
    "ALTER TABLE envelope ADD COLUMN seq INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE envelope ADD COLUMN fence INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE envelope ADD COLUMN leased_until DOUBLE PRECISION NOT NULL DEFAULT 0",
    "ALTER TABLE envelope ADD COLUMN due_at DOUBLE PRECISION NOT NULL DEFAULT 0",
    "ALTER TABLE envelope ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE envelope ADD COLUMN outcome VARCHAR(80) NOT NULL DEFAULT ''",
    "ALTER TABLE draft ADD COLUMN holder VARCHAR(32) NOT NULL DEFAULT ''",
    "CREATE INDEX ix_envelope_due ON envelope (state, due_at, id)",
    "CREATE TABLE chain (id VARCHAR(16) NOT NULL PRIMARY KEY, desk VARCHAR(32) NOT NULL, seq INTEGER NOT NULL, head VARCHAR(64) NOT NULL)",
    "CREATE TABLE ledger (id VARCHAR(32) NOT NULL PRIMARY KEY, desk VARCHAR(32) NOT NULL, chain VARCHAR(16) NOT NULL,"
    " seq INTEGER NOT NULL, prev VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL, sha256 VARCHAR(64) NOT NULL,"
    " accepted_on VARCHAR(10) NOT NULL, verdict VARCHAR(8) NOT NULL)",
    "CREATE INDEX ix_ledger_chain ON ledger (chain, seq)",
    "CREATE TABLE farewell (locator {bytes} NOT NULL PRIMARY KEY)",
    "CREATE TABLE last_day (id INTEGER NOT NULL PRIMARY KEY, day VARCHAR(10) NOT NULL)",
    "CREATE TABLE pin_gate (id INTEGER NOT NULL PRIMARY KEY, tokens DOUBLE PRECISION NOT NULL, wrong INTEGER NOT NULL,"
    " boot VARCHAR(36) NOT NULL, seen_at DOUBLE PRECISION NOT NULL, wait DOUBLE PRECISION NOT NULL)",
    "UPDATE schema_version SET version = 2",
)
SEALED = b"age-encryption.org/v1\n" * 400
ENVELOPE = ("a" * 32, "4821093716", SEALED, hashlib.sha256(SEALED).hexdigest(), "2026-11-22", "waiting")
CALL = {"id": "c" * 32, "desk": "milano-1", "language": "fr", "kind": "asked", "state": "waiting", "asked_at": 1.5, "seen_at": 1.5,
        "answered_at": 0.0, "answered_by": "", "joining": "", "asker": "", "reader": "", "writer": "", "shown": b"", "done": b""}
DRAFT = (b"l" * 16, 0, 3, b"locked" * 900, "2026-12-06")


def left_by(store_url: str, made: tuple[str, ...]) -> str:
    """A store that an earlier version left, with an envelope and a draft in it."""
    into = "INSERT INTO envelope (id, reference, sealed, sha256, accepted_on, state) VALUES"
    rests = "INSERT INTO draft (locator, epoch, revision, locked, expires_on) VALUES"
    if store_url.startswith("sqlite"):
        place = store_url.removeprefix("sqlite:///")
        os.mkdir(os.path.dirname(place))
        with sqlite3.connect(place) as store:
            for statement in made:
                store.execute(statement.format(bytes="BLOB"))
            store.execute(f"{into} (?, ?, ?, ?, ?, ?)", ENVELOPE)
            store.execute(f"{rests} (?, ?, ?, ?, ?)", DRAFT)
        store.close()
    else:
        import psycopg

        with psycopg.connect(store_url.replace("+psycopg", "")) as store:
            for statement in made:
                store.execute(statement.format(bytes="BYTEA"))
            store.execute(f"{into} (%s, %s, %s, %s, %s, %s)", ENVELOPE)
            store.execute(f"{rests} (%s, %s, %s, %s, %s)", DRAFT)
    return store_url


@pytest.fixture
def of_the_first_version(store_url):
    return left_by(store_url, FIRST)


def kept(url: str) -> None:
    """Opened by today's program, the store has its two rows and can be claimed from."""
    database = Database(url)
    with database.write() as store:
        envelope, draft = store.rows("envelope")[0], store.rows("draft")[0]
        claimed = store.claim("envelope", "waiting", store.now() + 60)
    database.close()
    assert (*(envelope[name] for name in ("id", "reference")), bytes(envelope["sealed"]), envelope["sha256"]) == ENVELOPE[:4]
    assert (envelope["destination"], envelope["attempts"], envelope["outcome"], envelope["fence"]) == ("", 0, "", 0)
    assert (bytes(draft["locator"]), draft["epoch"], draft["revision"], bytes(draft["locked"]), draft["expires_on"]) == DRAFT
    assert (draft["holder"], draft["desk"], draft["saved_at"]) == ("", "", "")
    assert [row["id"] for row in claimed] == ["a" * 32]


def test_a_store_of_the_first_version_keeps_its_rows(of_the_first_version):
    kept(of_the_first_version)
    kept_again = Database(of_the_first_version)
    with kept_again.write() as store:
        assert store.rows("schema_version", "version") == [{"version": len(MIGRATIONS)}]
    kept_again.close()
    if of_the_first_version.startswith("sqlite"):
        assert mended(Path(of_the_first_version.removeprefix("sqlite:///"))) == ()


def test_a_store_of_the_second_version_keeps_its_rows_and_takes_calls_acts_and_a_log(store_url):
    kept(left_by(store_url, SECOND))
    database = Database(store_url)
    with database.write() as store:
        for seq in (1, 2):
            store.insert("log", desk="milano-1", seq=seq, at="2026-11-22T10:05", who="Anna", act="opened", prev="", head="h" * 64)
        store.insert("act", month="2026-11", what="visit", a="did", b="fr", n=1)
        store.insert("call", **CALL)
        assert not store.insert_once("act", month="2026-11", what="visit", a="did", b="fr", n=2)
        assert [row["seq"] for row in store.rows("log", order="seq")] == [1, 2]
        assert store.rows("call", "language") == [{"language": "fr"}]
    database.close()


def test_the_steps_make_the_tables_that_the_queries_know(store_url):
    from sqlalchemy import inspect

    database = Database(store_url)
    found = inspect(database._engine)
    known = schema.tables().tables

    assert set(found.get_table_names()) == set(known)
    for name, table in known.items():
        there = {column["name"]: (column["type"]._type_affinity, getattr(column["type"], "length", None), column["nullable"])
                 for column in found.get_columns(name)}
        assert there == {c.name: (c.type._type_affinity, getattr(c.type, "length", None), c.nullable) for c in table.c}, name
        assert found.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key.columns], name
    database.close()


def killed_at(url: str, nth: int) -> bool:
    """Opens the store in a process that is killed before its nth change of a table; False when it has fewer."""
    child = os.fork()
    if child == 0:
        from sqlalchemy import Engine, event

        left = [nth]

        @event.listens_for(Engine, "before_cursor_execute")
        def count(connection, cursor, statement, *_):
            if statement.startswith(("ALTER", "CREATE", "DELETE", "INSERT", "PRAGMA user_version =")):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        Database(url).close()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_any_statement_of_a_migration_the_next_start_completes_it(of_the_first_version):
    changes = sum(len(step) for step in MIGRATIONS[1:])
    for nth in range(1, changes + 3):
        assert killed_at(of_the_first_version, nth), nth
    kept(of_the_first_version)
