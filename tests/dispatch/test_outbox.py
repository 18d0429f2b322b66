"""Sealing and keeping: done is said after the disk has it, and nothing outside the seal tells anything."""

import pytest

from kiosk.database import Database
from kiosk.dispatch import envelopes
from kiosk.dispatch.envelopes import Keys
from kiosk.dispatch.outbox import Outbox
from tests.dispatch.conftest import finished, submitted
from tests.dispatch.sealing_room import DESK, DESK_SECRET, OFFICE, PAPER


@pytest.fixture
def database(store_url):
    """The same promises over both kinds of store."""
    opened = Database(store_url)
    yield opened
    opened.close()


@pytest.fixture
def outbox(database):
    return Outbox(database, "milano-1", DESK_SECRET)


@pytest.fixture
def sealed(submission):
    return envelopes.seal(submission, [PAPER], Keys((OFFICE,)))


def test_what_is_accepted_is_there_after_the_store_is_opened_again(store_url, outbox, sealed):
    envelope = outbox.accept(sealed, "comune")
    again = Database(store_url)
    with again.write() as store:
        kept = store.rows("envelope", "reference", "sealed", "accepted_on", "state", "destination")[0]
    again.close()

    assert bytes(kept["sealed"]) == envelope.content
    assert (kept["reference"], kept["accepted_on"], kept["state"], kept["destination"]) == ("4821093716", "2026-11-22", "waiting", "comune")


def test_every_envelope_is_signed_and_points_to_the_one_before(outbox, flow):
    kept = [outbox.accept(envelopes.seal(submitted(finished(flow), f"000000000{n}"), [], Keys((OFFICE,))), "") for n in range(4)]
    headers = [envelopes.read(envelope.content) for envelope in kept]

    for envelope in kept:
        envelopes.check_signature(envelope.content, DESK)
    assert [header.seq for header in headers] == [1, 2, 3, 4]
    assert [header.prev for header in headers] == ["", *(envelope.head for envelope in kept[:-1])]
    assert len({header.chain for header in headers}) == 1


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_nothing_of_the_visit_is_readable_in_the_files_of_the_store(tmp_path, database, outbox, sealed):
    outbox.accept(sealed, "")
    database.sweep()
    kept = b"".join(place.read_bytes() for place in (tmp_path / "desk").iterdir())

    assert [said for said in (b"Rossi", b"prova", b"Domanda", b"Una riga", b"Anna") if said in kept] == []
