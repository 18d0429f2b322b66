"""The only door to the store: SQLite in a folder of the desk, or a PostgreSQL that several desks share, by URL.

What `Database.write` has returned from is on the disk: SQLite runs with WAL and synchronous=FULL, PostgreSQL with fsync
and synchronous_commit, asserted at the start. SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.database.schema import MIGRATIONS, migrate
from kiosk.database.store import Store
from kiosk.errors import ConfigIsWrong, DatabaseFailed

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["MIGRATIONS", "PRAGMAS", "SQLITE", "Database", "Store"]

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


class Database:
    """An open store, brought to this version of the program; `url` as SQLAlchemy writes it."""

    def __init__(self, url: str) -> None:
        if url.startswith(SQLITE):
            _private_file(Path(url.removeprefix(SQLITE)))
        self.url = url
        self._engine = _engine(url)
        with self.write() as store:
            migrate(store._connection)
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


def _kind(failure: Exception) -> str:
    origin = getattr(failure, "orig", None) or failure
    return getattr(origin, "strerror", None) or str(origin).splitlines()[0][:120]
