"""The stores that a test may run over: the same test for each of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from nacl.pwhash import argon2id

from kiosk.desk import room
from tests import stores
from tests.proxy import proxy

# no clock, and as good as the same examples every time; `pytest --hypothesis-profile others` looks for others
settings.register_profile("same", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("others", settings.get_profile("same"), derandomize=False)
settings.load_profile("same")


def pytest_configure() -> None:
    # named once here, so that every worker shares one server
    stores.place()


def _settings() -> tuple[int, ...]:
    return argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE, room.LEAST, room.RESERVE


AS_INSTALLED = _settings()


@pytest.fixture(scope="module", autouse=True)
def as_installed():
    """A file of tests leaves what a code costs, and a full disk is, as it found it: other processes open the desks of the next one too."""
    yield
    assert _settings() == AS_INSTALLED


@pytest.fixture(scope="module")
def cheap_codes(as_installed):
    """Paper codes at the least cost that Argon2id has, for a whole file in which their strength is not what is tried."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2id, "OPSLIMIT_MODERATE", argon2id.OPSLIMIT_MIN)
        patch.setattr(argon2id, "MEMLIMIT_MODERATE", argon2id.MEMLIMIT_MIN)
        yield


@pytest.fixture(params=stores.KINDS)
def store_url(request, tmp_path):
    """An empty store: SQLite in `tmp_path`/desk, then a real PostgreSQL."""
    with stores.store(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def shared_url():
    """An empty store that several desks share."""
    with stores.database() as url:
        yield url


@pytest.fixture
def network(shared_url):
    """The way to `shared_url`, which can be spoilt."""
    with proxy(stores.server()) as made:
        yield made


@pytest.fixture
def impatient(monkeypatch):
    """The same waits for a shared store, shorter: for an answer, and between two attempts."""
    from kiosk.database import postgres

    monkeypatch.setattr(postgres, "PATIENCE", 1.2)
    monkeypatch.setattr(postgres, "_SLOW", 0.6)
    monkeypatch.setattr(postgres, "REST", 2.5)
    monkeypatch.setattr(postgres.Absence, "_ends_at", {})
    monkeypatch.setitem(postgres._NET, "connect_timeout", 2)
