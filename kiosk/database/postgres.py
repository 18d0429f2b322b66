"""A PostgreSQL that several desks share: how it is reached, what every session runs with, what it must promise.

No wait for it is without an end: not for a connection, a statement, a lock, nor for an answer that never comes. Values
reach it as parameters only, and its log is asked to leave them out.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.errors import ConfigIsWrong, DatabaseFailed

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

SCHEMES = ("postgresql+psycopg://", "postgresql://", "postgres://")
PATIENCE = 8.0
REST = 10.0
_SLOW = 1.0
_OLDEST = 150_000
_MIGRATION, _MIGRATION_SECONDS = 0x5350_4F52, 600
_LOCAL = ("localhost", "127.0.0.1", "::1")
_SESSION = {
    "statement_timeout": "5s",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "10s",
    "synchronous_commit": "on",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
_ASKED = (
    "SELECT set_config(n, v, false) FROM unnest(%s::text[], %s::text[]) AS s(n, v) JOIN pg_settings ON name = n"
    " WHERE context = 'user' OR has_parameter_privilege(n, 'SET')"
)
_PROMISES = ("fsync", "full_page_writes", "synchronous_commit")
_NET = {
    "connect_timeout": 5, "application_name": "sportello", "target_session_attrs": "read-write",
    "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 8000,
}


def options(url: URL) -> dict[str, object]:
    """What an engine for this URL is made with; ConfigIsWrong when it would go to another machine unprotected."""
    return {
        "pool_pre_ping": True, "pool_size": 2, "max_overflow": 3, "pool_timeout": PATIENCE,
        "connect_args": _NET | _protected(url),
    }


def _protected(url: URL) -> dict[str, str]:
    named = url.query.get("host", url.host or "")
    hosts = ",".join(named).split(",") if isinstance(named, tuple) else named.split(",")
    if all(not host or host.startswith("/") or host.partition(":")[0] in _LOCAL or host in _LOCAL for host in hosts):
        return {}
    if url.query.get("sslmode", "verify-full") != "verify-full":
        raise ConfigIsWrong("[store] url: l'archivio è su un altro computer, e così viaggerebbe senza protezione: serve sslmode=verify-full.")
    return {"sslmode": "verify-full", "sslrootcert": url.query.get("sslrootcert", "system")}


def connect(_dialect: object, _record: object, words: list, named: dict) -> object:
    """A connection that gives up, and is closed, when the other side is silent for PATIENCE seconds."""
    from psycopg import Connection, OperationalError

    class Bounded(Connection):
        patience = PATIENCE

        def wait(self, steps: Generator, interval: float = 0.1, timeout: float | None = None) -> object:
            until = time.monotonic() + self.patience
            try:
                return super().wait(steps, interval, timeout or self.patience)
            except OperationalError:
                if time.monotonic() >= until:
                    # in the middle of an answer it is of no more use
                    self.pgconn.finish()
                raise

    return Bounded.connect(*words, **named)


def prepare(connection: object, _record: object) -> None:
    """Gives a connection the settings that this user may set."""
    if connection.info.server_version < _OLDEST:
        return
    connection.autocommit = True
    connection.execute(_ASKED, (list(_SESSION), list(_SESSION.values())))
    connection.autocommit = False


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Until this transaction ends no other desk changes the tables; here it may take as long as that needs."""
    from sqlalchemy import text

    driver = connection.connection.driver_connection
    driver.patience = _MIGRATION_SECONDS
    for name in ("statement_timeout", "lock_timeout"):
        connection.execute(text(f"SET LOCAL {name} = '{_MIGRATION_SECONDS}s'"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION})"))
    yield
    driver.patience = PATIENCE


def settings(connection: Connection) -> dict[str, str]:
    """What this session really runs with."""
    from sqlalchemy import text

    asked = "SELECT name, setting FROM pg_settings WHERE name = ANY(:names)"
    return {name: value for name, value in connection.execute(text(asked), {"names": [*_PROMISES, *_SESSION]})}


def check(connection: Connection) -> None:
    """ConfigIsWrong unless the server keeps what it says it has kept, and is one we know."""
    if connection.connection.driver_connection.info.server_version < _OLDEST:
        raise ConfigIsWrong("[store] url: serve PostgreSQL 15 o più nuovo.")
    found = settings(connection)
    wrong = [name for name in _PROMISES if found[name] not in ("on", "remote_apply")]
    if wrong:
        raise ConfigIsWrong(
            f"L'archivio comune perde le risposte se manca la corrente: in PostgreSQL rimetti {', '.join(f'{name} = on' for name in wrong)}."
        )


class Absence:
    """A server that let us wait in vain is left alone for REST seconds, so that a visit does not wait at every page."""

    _ends_at: dict[str, float] = {}

    def __init__(self, url: str) -> None:
        self._url, self._begun_at = url, 0.0

    def begin(self) -> None:
        """Something is asked of it now; DatabaseFailed, at once, while it is left alone."""
        self._begun_at = time.monotonic()
        if self._begun_at < self._ends_at.get(self._url, 0.0):
            raise DatabaseFailed("PostgreSQL: no answer")

    def note(self, failure: Exception) -> None:
        """What was asked last has failed: without a word of the server's, and after how long?"""
        silent = getattr(getattr(failure, "orig", failure), "sqlstate", None) is None
        if silent and time.monotonic() - self._begun_at > _SLOW:
            self._ends_at[self._url] = time.monotonic() + REST
