"""The only door to the store: SQLite in a folder of the desk, or a PostgreSQL that several desks share, by URL.

What `Database.write` has returned from is on the disk: SQLite runs with WAL and synchronous=FULL, PostgreSQL with fsync
and synchronous_commit, asserted at the start. A damaged SQLite file is put aside, and what it still holds goes into
another one. SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kiosk.database import mending, postgres, sqlite
from kiosk.database.mending import Mended, mended
from kiosk.database.schema import MIGRATIONS, migrate
from kiosk.database.sqlite import PRAGMAS
from kiosk.database.store import Store
from kiosk.errors import ConfigIsWrong, DatabaseFailed

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

__all__ = ["MIGRATIONS", "PRAGMAS", "SQLITE", "Database", "Mended", "Store", "mended"]

SQLITE = sqlite.SCHEME


class Database:
    """An open store, brought to this version of the program; `url` as SQLAlchemy writes it.

    A shared store that is away now is opened when it is back: until then `write` fails.
    """

    def __init__(self, url: str) -> None:
        self.url, self.is_shared = url, not url.startswith(SQLITE)
        self._absence = postgres.Absence(url) if self.is_shared else None
        self._file: os.stat_result | None = None
        self._engine, self._process, self._is_ready = _engine(url), os.getpid(), False
        if self.is_shared:
            with suppress(DatabaseFailed):
                self._open_shared()
        else:
            self._open_file()

    def _open_shared(self) -> None:
        with self._transaction() as store:
            postgres.check(store._connection)
            migrate(store._connection)
        self._is_ready = True

    def _open_file(self) -> None:
        path = sqlite.place(self.url)
        sqlite.make_private(path)
        try:
            with sqlite.turn(path):
                self._mend_and_try(path)
            self._file = path.stat()
        except OSError as failure:
            raise DatabaseFailed(_kind(failure)) from None

    def _mend_and_try(self, path: Path) -> None:
        mending.complete(path)
        try:
            self._try_file()
        except sqlite.Damaged:
            self._engine.dispose()
            mending.mend(path, Database)
            self._try_file()

    def _try_file(self) -> None:
        sqlite.examine(sqlite.place(self.url))
        try:
            with self.write() as store:
                migrate(store._connection)
        except DatabaseFailed as failure:
            raise sqlite.Damaged(str(failure)) if isinstance(failure, _Strange) else failure from None
        self.check_pragmas()

    @contextmanager
    def write(self) -> Iterator[Store]:
        """A transaction: all of it is on the disk when the block is left, or nothing of it is.

        DatabaseFailed: nothing of it is, unless the connection to a shared store broke at the very end.
        """
        if self.is_shared and not self._is_ready:
            self._open_shared()
        with self._transaction() as store:
            yield store
        self._still_there()

    @contextmanager
    def _transaction(self) -> Iterator[Store]:
        from sqlalchemy.exc import SQLAlchemyError

        self._own()
        if self._absence:
            self._absence.begin()
        try:
            with self._engine.begin() as connection:
                yield Store(connection)
        except (SQLAlchemyError, OSError, UnicodeError, self._engine.dialect.loaded_dbapi.Error) as failure:
            # the cause may carry values that were being written: it goes no further
            raise self._failed(failure) from None

    def _failed(self, failure: Exception) -> DatabaseFailed:
        if self._absence:
            self._absence.note(failure)
        strange = sqlite.is_strange(getattr(failure, "orig", None) or failure)
        return (_Strange if strange else DatabaseFailed)(_kind(failure))

    def _own(self) -> None:
        """A connection belongs to the process that made it: a forked one makes its own."""
        if self._process != os.getpid():
            # kept, not closed: closing would speak to the server in the parent's name
            self._inherited = self._engine.pool
            self._engine.dispose(close=False)
            self._process = os.getpid()

    def _still_there(self) -> None:
        """DatabaseFailed when the file was put aside meanwhile: what went into it may not have been taken back."""
        if self._file is None:
            return
        try:
            there = os.stat(sqlite.place(self.url))
        except OSError:
            raise DatabaseFailed("the store is gone") from None
        if (there.st_ino, there.st_dev) != (self._file.st_ino, self._file.st_dev):
            self._engine.dispose()
            self._file = there
            raise DatabaseFailed("the store was put aside")

    def sweep(self) -> bool:
        """Empties the write-ahead log after a deletion; False when it has to be done another time."""
        if self.is_shared:
            return True
        try:
            with self._raw() as raw:
                return raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        except DatabaseFailed:
            return False

    def pragmas(self) -> dict[str, object]:
        """What SQLite really runs with, on one of our connections; empty for another store."""
        if self.is_shared:
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

        self._own()
        try:
            with self._engine.connect() as connection:
                yield connection.connection.cursor()
        except (SQLAlchemyError, Error) as failure:
            raise DatabaseFailed(_kind(failure)) from None


class _Strange(DatabaseFailed):
    """The file is not what it was."""


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine, event, make_url
    from sqlalchemy.exc import SQLAlchemyError

    is_file = url.startswith(SQLITE)
    try:
        named = make_url(url)
        if named.drivername in ("postgresql", "postgres"):
            named = named.set(drivername="postgresql+psycopg")
        engine = create_engine(named, hide_parameters=True, **({} if is_file else postgres.options(named)))
    except ModuleNotFoundError as failure:
        raise ConfigIsWrong(_missing(failure)) from None
    except (SQLAlchemyError, ImportError, ValueError, TypeError) as failure:
        raise ConfigIsWrong(f"[store] url non si può usare: {_kind(failure)}.") from None
    if is_file:
        event.listen(engine, "connect", lambda connection, record: sqlite.prepare(connection, record))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        event.listen(engine, "do_connect", postgres.connect)
        event.listen(engine, "connect", postgres.prepare)
    return engine


def _missing(failure: ModuleNotFoundError) -> str:
    if failure.name == "psycopg":
        return "[store] url: per un archivio PostgreSQL serve un pezzo in più: pip install 'sportello[postgres]'."
    return f"[store] url non si può usare: {_kind(failure)}."


def _kind(failure: Exception) -> str:
    """What went wrong without what was being written: the server's own sentences may quote it."""
    origin = getattr(failure, "orig", None) or failure
    if getattr(origin, "sqlstate", None):
        return f"PostgreSQL {type(origin).__name__} ({origin.sqlstate})"
    return getattr(origin, "strerror", None) or (str(origin).splitlines() or [type(origin).__name__])[0][:120]
