"""The tables as they are now, and the steps by which a store of any earlier version becomes one.

Outside its sealed columns a store says nothing of a person, a service, a language or the minute of a visit. Three things
are less strict while they last: a call for help says its language, a draft the five minutes in which it was saved today,
and a seat the minutes at which somebody came and went.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.database import agenda_tables, figures_tables, network_tables
from kiosk.errors import ConfigIsWrong

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData


# of an envelope whose content is still here, and of one that is delivered
SEALED_STATES = ("waiting", "uncertain", "person", "spooled")
SENT_STATE = "sent"


@lru_cache(1)
def tables() -> MetaData:
    """Every table, as the queries know it; a test holds it equal to what the steps make."""
    from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, String, Table

    found = MetaData()
    Table("schema_version", found, Column("version", Integer, nullable=False))
    Table(
        "envelope", found,
        Column("id", String(32), primary_key=True), Column("reference", String(10), nullable=False),
        Column("sealed", LargeBinary, nullable=False), Column("sha256", String(64), nullable=False),
        Column("accepted_on", String(10), nullable=False), Column("state", String(12), nullable=False),
        Column("destination", String(32), nullable=False), Column("chain", String(16), nullable=False),
        Column("seq", Integer, nullable=False), Column("fence", Integer, nullable=False),
        Column("leased_until", Float, nullable=False), Column("due_at", Float, nullable=False),
        Column("attempts", Integer, nullable=False), Column("outcome", String(80), nullable=False),
    )
    Table(
        "chain", found,
        Column("id", String(16), primary_key=True), Column("desk", String(32), nullable=False),
        Column("seq", Integer, nullable=False), Column("head", String(64), nullable=False),
    )
    Table(
        "draft", found,
        Column("locator", LargeBinary, primary_key=True), Column("epoch", Integer, nullable=False),
        Column("revision", Integer, nullable=False), Column("locked", LargeBinary, nullable=False),
        Column("expires_on", String(10), nullable=False), Column("holder", String(32), nullable=False),
        Column("desk", String(32), nullable=False), Column("saved_at", String(16), nullable=False),
    )
    Table("farewell", found, Column("locator", LargeBinary, primary_key=True))
    Table("last_day", found, Column("id", Integer, primary_key=True), Column("day", String(10), nullable=False))
    Table(
        "pin_gate", found,
        Column("id", Integer, primary_key=True), Column("tokens", Float, nullable=False),
        Column("wrong", Integer, nullable=False), Column("boot", String(36), nullable=False),
        Column("seen_at", Float, nullable=False), Column("wait", Float, nullable=False),
    )
    for declare in (_ledger, _two_people, agenda_tables.declare, network_tables.declare):
        declare(found)
    figures_tables.declare(found)
    return found


def _two_people(found: MetaData) -> None:
    """Calls for help, what was done and how often, and the operators' log; `reader` and `writer` are keys of one joining."""
    from sqlalchemy import Column, Float, Integer, LargeBinary, String, Table

    Table(
        "call", found,
        Column("id", String(32), primary_key=True), Column("desk", String(32), nullable=False),
        Column("language", String(8), nullable=False), Column("kind", String(12), nullable=False),
        Column("state", String(12), nullable=False), Column("asked_at", Float, nullable=False),
        Column("seen_at", Float, nullable=False), Column("answered_at", Float, nullable=False),
        Column("answered_by", String(80), nullable=False), Column("joining", String(12), nullable=False),
        Column("asker", String(80), nullable=False), Column("reader", String(64), nullable=False),
        Column("writer", String(64), nullable=False), Column("shown", LargeBinary, nullable=False),
        Column("done", LargeBinary, nullable=False),
    )
    Table(
        "act", found,
        Column("month", String(7), primary_key=True), Column("what", String(16), primary_key=True),
        Column("a", String(32), primary_key=True), Column("b", String(32), primary_key=True), Column("n", Integer, nullable=False),
    )
    Table(
        "log", found,
        Column("desk", String(32), primary_key=True), Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("at", String(16), nullable=False), Column("who", String(40), nullable=False), Column("act", String(24), nullable=False),
        Column("prev", String(64), nullable=False), Column("head", String(64), nullable=False),
    )


def _ledger(found: MetaData) -> None:
    """What a relay has taken, for ever; `verdict` is "kept" or "fork"."""
    from sqlalchemy import Column, Integer, String, Table

    Table(
        "ledger", found,
        Column("id", String(32), primary_key=True), Column("desk", String(32), nullable=False),
        Column("chain", String(16), nullable=False), Column("seq", Integer, nullable=False),
        Column("prev", String(64), nullable=False), Column("head", String(64), nullable=False),
        Column("sha256", String(64), nullable=False), Column("accepted_on", String(10), nullable=False),
        Column("verdict", String(8), nullable=False),
    )


# One step a version, each a list of statements. A step that has been released is never edited: the next one is added below.
# {bytes} is the column of bytes of the store at hand.
MIGRATIONS = (
    (
        "CREATE TABLE schema_version (version INTEGER NOT NULL)",
        "CREATE TABLE envelope (id VARCHAR(32) NOT NULL PRIMARY KEY, reference VARCHAR(10) NOT NULL UNIQUE, sealed {bytes} NOT NULL,"
        " sha256 VARCHAR(64) NOT NULL, accepted_on VARCHAR(10) NOT NULL, state VARCHAR(12) NOT NULL)",
        "CREATE TABLE draft (locator {bytes} NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL, revision INTEGER NOT NULL,"
        " locked {bytes} NOT NULL, expires_on VARCHAR(10) NOT NULL)",
        "CREATE INDEX ix_draft_expires_on ON draft (expires_on)",
    ),
    (
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
    ),
    (
        "ALTER TABLE draft ADD COLUMN desk VARCHAR(32) NOT NULL DEFAULT ''",
        "ALTER TABLE draft ADD COLUMN saved_at VARCHAR(16) NOT NULL DEFAULT ''",
        "CREATE INDEX ix_draft_saved_at ON draft (desk, saved_at)",
        "CREATE TABLE call (id VARCHAR(32) NOT NULL PRIMARY KEY, desk VARCHAR(32) NOT NULL, language VARCHAR(8) NOT NULL,"
        " kind VARCHAR(12) NOT NULL, state VARCHAR(12) NOT NULL, asked_at DOUBLE PRECISION NOT NULL, seen_at DOUBLE PRECISION NOT NULL,"
        " answered_at DOUBLE PRECISION NOT NULL, answered_by VARCHAR(80) NOT NULL, joining VARCHAR(12) NOT NULL, asker VARCHAR(80) NOT NULL,"
        " reader VARCHAR(64) NOT NULL, writer VARCHAR(64) NOT NULL, shown {bytes} NOT NULL, done {bytes} NOT NULL)",
        "CREATE TABLE act (month VARCHAR(7) NOT NULL, what VARCHAR(16) NOT NULL, a VARCHAR(32) NOT NULL, b VARCHAR(32) NOT NULL,"
        " n INTEGER NOT NULL, PRIMARY KEY (month, what, a, b))",
        "CREATE TABLE log (desk VARCHAR(32) NOT NULL, seq INTEGER NOT NULL, at VARCHAR(16) NOT NULL, who VARCHAR(40) NOT NULL,"
        " act VARCHAR(24) NOT NULL, prev VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL, PRIMARY KEY (desk, seq))",
    ),
    agenda_tables.STEP,
    network_tables.STEP,
    figures_tables.STEP,
)


def migrate(connection: Connection) -> None:
    """Brings the store to this version of the program, inside the transaction of `connection`; one desk at a time."""
    from kiosk.database import postgres

    shared = connection.dialect.name == "postgresql"
    if _version(connection) == len(MIGRATIONS):
        return
    with postgres.alone(connection) if shared else nullcontext():
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise ConfigIsWrong("L'archivio è di una versione più nuova del programma: aggiorna il programma.")
        for step in MIGRATIONS[version:]:
            for statement in step:
                connection.exec_driver_sql(statement.format(bytes="BYTEA" if shared else "BLOB"))
        _note(connection, shared)


def _version(connection: Connection) -> int:
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table("schema_version"):
        return 0
    return connection.execute(text("SELECT version FROM schema_version")).scalar() or 0


def _note(connection: Connection, shared: bool) -> None:
    from sqlalchemy import text

    connection.execute(text("DELETE FROM schema_version"))
    connection.execute(text("INSERT INTO schema_version VALUES (:version)"), {"version": len(MIGRATIONS)})
    if not shared:
        # a second time, so that a damaged number is told from a later version
        connection.exec_driver_sql(f"PRAGMA user_version = {len(MIGRATIONS)}")
