"""One practice desk for a whole file of tests: its store is real, its paper code is made once."""

from __future__ import annotations

import pytest

from kiosk.desk.visit import Visit
from tests.people import Guest, finisher
from tests.practice import PracticeDesk


@pytest.fixture(scope="module")
def long_desk(tmp_path_factory) -> PracticeDesk:
    desk = PracticeDesk(tmp_path_factory.mktemp("desk"))
    desk.codes = [desk.drafts.make_code()]
    return desk


@pytest.fixture
def practice(long_desk) -> PracticeDesk:
    """The desk with nothing in its store."""
    with long_desk.database.write() as store:
        store.delete("draft")
        store.delete("envelope")
    return long_desk


@pytest.fixture
def guest(practice):
    """Somebody new at the desk, who answers as the first person of a service does unless told otherwise."""

    def arrives(name: str = "did", language: str = "it", **answers: object) -> Guest:
        return Guest(Visit(practice), name, finisher(name).answers | answers, language)

    return arrives
