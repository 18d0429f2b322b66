"""What somebody leaves for a date, and a record of help, rest in the store as pieces of few sizes, of which nothing can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kiosk.agenda.desk_agenda import Agenda
from kiosk.agenda.events import Event, rome
from kiosk.agenda.lists import write_list
from kiosk.database import Database
from kiosk.database.schema import tables
from kiosk.dispatch import rosters, sealing
from kiosk.figures.facilita import register
from tests.harness.traces import Canaries, in_bytes

MORNING = datetime(2026, 11, 21, 10, tzinfo=rome())
GROUP = Event("sala/gruppo@2026-12-01T1000", "group", "Gruppo", MORNING + timedelta(days=10), MORNING + timedelta(days=10, hours=2), 80, place="Sala")
SECRET, PUBLIC = sealing.make_key()
HELP = {"AN3": "RSSMRA80A01F205X", "SE1": "2026-11-21"}


@pytest.fixture
def database(store_url) -> Iterator[Database]:
    opened = Database(store_url)
    yield opened
    opened.close()


@pytest.fixture
def agenda(database, tmp_path) -> Agenda:
    return Agenda(tmp_path / "flows", lambda: database, lambda: b"secret", lambda: MORNING)


def books(agenda: Agenda, name: str, phone: str) -> str:
    """Somebody takes a seat of the group, and leaves this for who leads it; their code."""
    code = agenda.make_code()
    agenda.take(GROUP, agenda.wish(code, {"name": name, "phone": phone}, [PUBLIC]))
    return code


def size(sealed: bytes) -> int:
    """The bytes of what is sealed; before them stands a header of age, whose length is chance."""
    return len(bytes(sealed).partition(b"\n--- ")[2].partition(b"\n")[2])


def dump(database: Database, folder) -> bytes:
    """Every value of every table, and every file below this folder."""
    with database.write() as store:
        rows = [row for name in tables().tables for row in store.rows(name)]
    values = [value for row in rows for value in row.values()]
    told = [bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in values]
    return b"\n".join([*told, *(place.read_bytes() for place in sorted(folder.rglob("*")) if place.is_file())])


def test_a_name_of_any_length_makes_a_seat_of_at_most_two_sizes(agenda):
    for length in range(1, 61):
        books(agenda, "প" * length, "3331234567" if length % 2 else "")

    assert len({size(seat["sealed"]) for seat in agenda.seats_of(GROUP)}) <= 2


def test_a_record_of_help_is_of_at_most_two_sizes(database):
    for length in range(1, 61):
        assert register.keep(database, HELP | {"SE7": "a" * (4 * length), "SE3": ("A",) * (length % 7)}, [PUBLIC], length.to_bytes(32, "big"))
    with database.write() as store:
        sizes = {size(row["sealed"]) for row in store.rows("help_record")}

    assert len(sizes) <= 2 and 60 == len(register.opened(database, "2026-11", SECRET))


def test_after_a_booking_the_whole_store_holds_nothing_of_who_booked(agenda, database, tmp_path):
    seeks = [Canaries("ferrabos", ("ferraboschi lucrezia",)), Canaries("33398127", ("3339812746",))]
    code = books(agenda, *(one.texts[0] for one in seeks))
    held = dump(database, tmp_path)

    assert GROUP.id.encode() in held and code.encode() not in held
    assert [found for one in seeks for found in in_bytes(held, one)] == []
    assert seeks[0].texts[0] in rosters.open_whole(write_list(agenda, GROUP, tmp_path / "lists").read_bytes(), SECRET)["iscritti.csv"].decode()


def test_what_was_sealed_before_there_were_steps_still_opens(agenda, database, tmp_path):
    number = agenda.find(books(agenda, "x", "")).number
    before = sealing.seal(json.dumps({"name": "Rosa", "phone": "333"}).encode(), [PUBLIC])
    with database.write() as store:
        store.update("seat", {"number": number}, sealed=before)
        store.insert("help_record", id="0" * 64, month="2026-11", sealed=sealing.seal(json.dumps(HELP).encode(), [PUBLIC]))
    listed = rosters.open_whole(write_list(agenda, GROUP, tmp_path / "lists").read_bytes(), SECRET)

    assert [("Rosa", "333")] == [(one["name"], one["phone"]) for one in json.loads(listed["iscritti.json"])["people"]]
    assert {"0" * 64: HELP} == register.opened(database, "2026-11", SECRET)
