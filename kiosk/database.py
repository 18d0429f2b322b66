"""The only door to the store: SQLite in a folder of the desk, or PostgreSQL by URL.

What `Database.write` has returned from is on the disk: SQLite runs with WAL and synchronous=FULL, asked for on
every connection and asserted at the start. SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import ConfigIsWrong, DatabaseFailed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, MetaData

SQLITE = "sqlite:///"
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
}


@lru_cache(1)
def _tables() -> MetaData:
    from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

    tables = MetaData()
    Table("schema_version", tables, Column("version", Integer, nullable=False))
    Table(
        "envelope",
        tables,
        Column("id", String(32), primary_key=True),
        Column("reference", String(10), nullable=False, unique=True),
        Column("sealed", LargeBinary, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("accepted_on", String(10), nullable=False),
        Column("state", String(12), nullable=False),
    )
    Table(
        "draft",
        tables,
        Column("locator", LargeBinary, primary_key=True),
        Column("epoch", Integer, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("locked", LargeBinary, nullable=False),
        Column("expires_on", String(10), nullable=False, index=True),
    )
    return tables


def _first_tables(connection: Connection) -> None:
    _tables().create_all(connection)


# one step a version: a step that has been released is never edited, the next one is added below it
MIGRATIONS = (_first_tables,)


class Store:
    """One transaction: rows in and out by table and column name, values always as parameters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, table: str, **values: object) -> None:
        self._connection.execute(_tables().tables[table].insert().values(**values))

    def rows(self, table: str, *columns: str, order: str | None = None, **where: object) -> list[Mapping]:
        """The rows where each named column has this value; only these columns, or all."""
        found = _tables().tables[table]
        query = found.select().with_only_columns(*(found.c[name] for name in columns)) if columns else found.select()
        query = query.where(*(found.c[name] == value for name, value in where.items()))
        if order:
            query = query.order_by(found.c[order])
        return [row._mapping for row in self._connection.execute(query)]

    def update(self, table: str, where: Mapping[str, object], **values: object) -> int:
        """How many rows were changed."""
        found = _tables().tables[table]
        matching = (found.c[name] == value for name, value in where.items())
        return self._connection.execute(found.update().where(*matching).values(**values)).rowcount

    def delete(self, table: str, **where: object) -> int:
        """How many rows were deleted; without a condition, all."""
        found = _tables().tables[table]
        matching = (found.c[name] == value for name, value in where.items())
        return self._connection.execute(found.delete().where(*matching)).rowcount

    def delete_before(self, table: str, column: str, limit: str) -> int:
        """Deletes the rows whose column is less than `limit`."""
        found = _tables().tables[table]
        return self._connection.execute(found.delete().where(found.c[column] < limit)).rowcount


class Database:
    """An open store, brought to this version of the program; `url` as SQLAlchemy writes it."""

    def __init__(self, url: str) -> None:
        if url.startswith(SQLITE):
            _private_file(Path(url.removeprefix(SQLITE)))
        self.url = url
        self._engine = _engine(url)
        with self.write() as store:
            _migrate(store._connection)
        self.check_pragmas()

    @contextmanager
    def write(self) -> Iterator[Store]:
        """A transaction: all of it is on the disk when the block is left, or nothing of it is."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.begin() as connection:
                yield Store(connection)
        except (SQLAlchemyError, OSError) as failure:
            # the cause may carry values that were being written: it goes no further
            raise DatabaseFailed(_kind(failure)) from None

    def sweep(self) -> bool:
        """Empties the write-ahead log after a deletion; False when it has to be done another time."""
        if not self.url.startswith(SQLITE):
            return True
        try:
            with self._raw() as raw:
                return raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        except DatabaseFailed:
            return False

    def pragmas(self) -> dict[str, object]:
        """What SQLite really runs with, on one of our connections; empty for another store."""
        if not self.url.startswith(SQLITE):
            return {}
        with self._raw() as raw:
            return {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}

    def check_pragmas(self) -> None:
        """ConfigIsWrong unless the store keeps what it says it has kept."""
        found = self.pragmas()
        wrong = [name for name in found if found[name] != PRAGMAS[name]]
        if wrong:
            raise ConfigIsWrong(
                f"L'archivio non accetta {', '.join(wrong)}: la cartella forse è su un disco di rete. "
                "Scegli una cartella su un disco di questo computer ([store] folder)."
            )

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _raw(self) -> Iterator:
        from sqlite3 import Error

        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.connect() as connection:
                yield connection.connection.cursor()
        except (SQLAlchemyError, Error) as failure:
            raise DatabaseFailed(_kind(failure)) from None


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import SQLAlchemyError

    try:
        engine = create_engine(url, hide_parameters=True)
    except (SQLAlchemyError, ImportError) as failure:
        raise ConfigIsWrong(f"[store] url non si può usare: {_kind(failure)}.") from None
    if url.startswith(SQLITE):
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: object, _record: object) -> None:
    # the driver's own implicit BEGIN is deferred: two writers could deadlock on the upgrade
    connection.isolation_level = None
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def _private_file(path: Path) -> None:
    """Makes the folder (0700) and the file (0600); a store that others can read is not opened."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as failure:
        raise ConfigIsWrong(f"Non posso scrivere in {path.parent}: {failure.strerror}.") from None


def _migrate(connection: Connection) -> None:
    from sqlalchemy import inspect

    table = _tables().tables["schema_version"]
    known = inspect(connection).has_table("schema_version")
    version = connection.execute(table.select()).scalar() if known else 0
    if (version or 0) > len(MIGRATIONS):
        raise ConfigIsWrong("L'archivio è di una versione più nuova del programma: aggiorna il programma.")
    for step in MIGRATIONS[version or 0:]:
        step(connection)
    if version != len(MIGRATIONS):
        connection.execute(table.delete())
        connection.execute(table.insert().values(version=len(MIGRATIONS)))


def _kind(failure: Exception) -> str:
    origin = getattr(failure, "orig", None) or failure
    return getattr(origin, "strerror", None) or str(origin).splitlines()[0][:120]
