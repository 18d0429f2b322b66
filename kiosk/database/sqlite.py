"""SQLite in a folder of the desk: the settings it runs with, and whether a file can still be trusted.

What is read without an error may still be wrong, so the whole file is examined when it is opened: a damaged one is
never written to again.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from kiosk.database import schema, waljournal
from kiosk.errors import ConfigIsWrong, DatabaseFailed

SCHEME = "sqlite:///"
CUT = "-wal.cut"
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
    "journal_size_limit": 2**20,
}
_DISTANT = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "fuse.davfs")
_MOUNTS = Path("/proc/self/mounts")
_RUINED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TURN = 10.0


class Damaged(Exception):
    """This file is no store any more; the text says what SQLite found."""


def place(url: str) -> Path:
    return Path(url.removeprefix(SCHEME))


def make_private(path: Path) -> None:
    """Makes the folder (0700) and the file (0600); ConfigIsWrong when that cannot be, or the disk is another machine's."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # opened only when it is not there: closing it would take away the locks this process has on it
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as failure:
        raise ConfigIsWrong(f"Non posso scrivere in {path.parent}: {failure.strerror}.") from None
    if kind_of_disk(path) in _DISTANT:
        raise ConfigIsWrong(f"{path.parent} è su un disco di rete, e lì l'archivio si rovina: scegli una cartella di questo computer ([store] folder).")


def kind_of_disk(path: Path, mounts: Path = _MOUNTS) -> str:
    """The file system on which a file lies, as the kernel names it; "" where it does not say."""
    try:
        mounted = [line.split()[1:3] for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    real = path.resolve()
    above = [(len(name), kind) for name, kind in mounted if real.is_relative_to(name.replace("\\040", " "))]
    # of two mounts in one place the later one is on top
    return max(reversed(above), key=lambda found: found[0])[1] if above else ""


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """One process at a time opens, and maybe mends, the store of a folder."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(folder)
        yield
    finally:
        os.close(folder)


def _wait_for(folder: int) -> None:
    until = time.monotonic() + _TURN
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise DatabaseFailed("another process is opening the store") from None
        time.sleep(0.01)


def prepare(connection: sqlite3.Connection, _record: object) -> None:
    # the driver's own implicit BEGIN is deferred: two writers could deadlock on the upgrade
    connection.isolation_level = None
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def examine(path: Path) -> None:
    """Damaged when the file is not whole, or not a store; what is only busy or unreadable now is left to who opens it."""
    try:
        with closing(sqlite3.connect(path, timeout=5.0)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            connection.execute("PRAGMA cell_size_check=1")
            found = _log(connection, path) or connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found == "ok":
                found = _schema(connection) or _nonsense(connection)
    except sqlite3.Error as failure:
        if is_ruin(failure):
            raise Damaged(str(failure)) from None
        return
    except UnicodeDecodeError:
        # SQLite quotes the file in what it says of it
        raise Damaged("text that is none") from None
    if found:
        raise Damaged(found.splitlines()[-1])


def _log(connection: sqlite3.Connection, path: Path) -> str:
    """Does the log hold more than SQLite will read of it? Then it is kept under another name: closing deletes it."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists():
        return ""
    connection.isolation_level = None
    # while nobody else writes
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not waljournal.is_cut(log.read_bytes()):
            return ""
        cut = path.with_name(f"{path.name}{CUT}")
        cut.unlink(missing_ok=True)
        os.link(log, cut)
        return "the log"
    except OSError:
        return ""
    finally:
        connection.execute("ROLLBACK")


def _schema(connection: sqlite3.Connection) -> str:
    """Has it the tables, columns and indexes that the steps up to its version make?

    The version stands in two places since the second; when they differ one of them was changed by nobody.
    """
    there = _tables(connection)
    names = {name for _, name, *_ in there}
    if there and names.isdisjoint(schema.tables().tables):
        raise ConfigIsWrong("[store] url: questo file è di un altro programma. Scegline un altro.")
    noted = connection.execute("PRAGMA user_version").fetchone()[0]
    told = [row[0] for row in connection.execute("SELECT version FROM schema_version")] if "schema_version" in names else []
    if (there and len(told) != 1) or (noted and told != [noted]):
        return f"version {told} and {noted}"
    version = told[0] if told else 0
    return "" if version > len(schema.MIGRATIONS) or there == _made(version) else f"another schema than that of version {version}"


def _tables(connection: sqlite3.Connection) -> set[tuple]:
    """(kind, name, what it is), however it was written down: that differs from one SQLite, and one SQLAlchemy, to another."""
    found = set()
    for kind, name, table in connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall():
        asked = {"table": "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?)",
                 "index": "SELECT seqno, name FROM pragma_index_info(?)"}.get(kind, "SELECT sql FROM sqlite_master WHERE name = ?")
        found.add((kind, name, table, *connection.execute(asked, (name,)).fetchall()))
    for name in {one[1] for one in found if one[0] == "table"}:
        asked = "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?)"
        found |= {("list", name, *index) for index in connection.execute(asked, (name,))}
    return found


def _made(version: int) -> set[tuple]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for step in schema.MIGRATIONS[:version]:
            for statement in step:
                fresh.execute(statement.format(bytes="BLOB"))
        return _tables(fresh)


def _nonsense(connection: sqlite3.Connection) -> str:
    """A day, a state or a text that nothing of ours writes: its row would never be seen again, or stop all the others."""
    for name in {name for kind, name, *_ in _tables(connection) if kind == "table"}:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[2].startswith("VARCHAR")]
        for row in connection.execute(f"SELECT {', '.join(columns) or 1} FROM {name}"):
            if "\N{REPLACEMENT CHARACTER}" in "".join(map(str, row)) or (name == "envelope" and not _is_sound(dict(zip(columns, row, strict=True)))):
                return f"a row of {name}"
    return ""


def _is_sound(envelope: dict[str, str]) -> bool:
    try:
        date.fromisoformat(envelope["accepted_on"])
    except ValueError:
        return False
    return len(envelope["accepted_on"]) == 10 and envelope["state"] in (*schema.SEALED_STATES, schema.SENT_STATE)


def is_ruin(failure: BaseException) -> bool:
    """Does it say that the file is damaged, rather than busy, full or gone?"""
    return (getattr(failure, "sqlite_errorcode", None) or 0) & 0xFF in _RUINED


def is_strange(failure: BaseException) -> bool:
    """Damaged, or without a table that must be there."""
    return is_ruin(failure) or getattr(failure, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
