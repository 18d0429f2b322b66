"""A store that was damaged: the kiosk starts, what is whole is taken over, what was changed is never sent."""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from kiosk.database import Database, carving, mended, mending, schema
from kiosk.dispatch.outbox import PERSON, SENT, Outbox, Outcome
from tests.offices.papers import noise, opened
from tests.practice import PracticeDesk

SIZES = (100, 3000, 4061, 5000, 60_000)
FLIPS = 60


def fill(place: Path) -> dict[str, bytes]:
    """A store with what a desk has after some days; the waiting envelopes by id."""
    database = Database(f"sqlite:///{place}")
    outbox = opened(database)
    sent = outbox.accept(noise("0000000009"), "comune")
    outbox.record(outbox.claim()[0], Outcome(SENT, "http 200"))
    kept = {one.id: one.content for one in (outbox.accept(noise(f"482109371{n}", size), "comune") for n, size in enumerate(SIZES))}
    with database.write() as store:
        for number in range(12):
            store.insert("draft", locator=bytes([number]) * 16, epoch=7, revision=number, locked=os.urandom(4168), expires_on="2026-12-06", holder="")
        store.insert("farewell", locator=b"f" * 16)
        store.insert("last_day", id=1, day="2026-11-22")
        store.insert("pin_gate", id=1, tokens=24.5, wrong=1, boot="b" * 36, seen_at=1e6, wait=0.0)
    database.close()
    assert sent.id not in kept
    return kept


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    place = tmp_path_factory.mktemp("sound") / "sportello.db"
    return place, fill(place)


@pytest.fixture
def place(tmp_path, sound):
    shutil.copy(sound[0], tmp_path / "sportello.db")
    return tmp_path / "sportello.db"


def taken(database: Database) -> dict[str, bytes]:
    """Everything a sender is ever given, after a person has made all of it due."""
    outbox, found = Outbox(database), {}
    outbox.retry()
    while parcels := outbox.claim(3):
        found |= {one.id: one.content for one in parcels}
    return found


def everything(database: Database) -> dict[str, list]:
    with database.write() as store:
        return {name: sorted(map(str, store.rows(name))) for name in schema.tables().tables}


def test_the_pages_alone_give_back_every_row(place):
    database = Database(f"sqlite:///{place}")
    expected = everything(database)
    database.close()
    found = {name: [] for name in schema.tables().tables} | {"schema_version": expected["schema_version"]}
    for table, values in carving.rows(place):
        found[table].append(str(values))

    assert {name: sorted(rows) for name, rows in found.items()} == expected


def test_rows_that_are_only_in_the_log_are_found_too(tmp_path):
    """As a kill leaves it: the file is small, and everything stands in the log."""
    place = tmp_path / "sportello.db"
    child = os.fork()
    if child == 0:
        database = Database(f"sqlite:///{place}")
        for number in range(5):
            opened(database).accept(noise(f"482109371{number}"), "comune")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert (tmp_path / "sportello.db-wal").stat().st_size > place.stat().st_size
    assert sum(table == "envelope" for table, _ in carving.rows(place)) == 5


@pytest.fixture
def killed(tmp_path):
    """The files after a kill: six envelopes, all of them in the log."""
    place = tmp_path / "killed" / "sportello.db"
    child = os.fork()
    if child == 0:
        database = Database(f"sqlite:///{place}")
        for number in range(6):
            opened(database).accept(noise(f"482109371{number}"), "comune")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    return place


def test_a_kill_alone_damages_nothing(killed):
    database = Database(f"sqlite:///{killed}")

    assert (len(taken(database)), mended(killed)) == (6, ())
    database.close()


@pytest.mark.parametrize("where", ["header", "salt", "early", "middle"])
def test_a_damaged_log_does_not_take_what_follows_with_it(killed, where):
    """SQLite reads a log as far as it is right, and forgets the rest without a word."""
    log = killed.with_name("sportello.db-wal")
    size = log.stat().st_size
    at = {"header": 2, "salt": 18, "early": 32 + 24 + 4120 * 40 + 2000, "middle": size // 2}[where]
    flipped(log, 8 * at)
    database = Database(f"sqlite:///{killed}")

    assert len(taken(database)) >= 5
    assert len(mended(killed)) == 1
    database.close()


def test_a_damaged_file_does_not_take_its_log_with_it(killed):
    killed.write_bytes(os.urandom(4096) + killed.read_bytes()[4096:])
    database = Database(f"sqlite:///{killed}")

    assert len(taken(database)) == 6
    database.close()


def test_a_log_whose_last_transaction_is_torn_is_no_damage(killed):
    """As after a power cut: what was not told to be kept is not missed."""
    log = killed.with_name("sportello.db-wal")
    flipped(log, 8 * (log.stat().st_size - 2000))
    database = Database(f"sqlite:///{killed}")

    assert (len(taken(database)), mended(killed)) == (5, ())
    database.close()


@pytest.mark.parametrize("spoil", ["first page", "a letter", "cut", "zeros"])
def test_a_store_that_nothing_can_be_read_from_by_name_gives_what_is_whole(place, sound, spoil):
    content = place.read_bytes()
    place.write_bytes({
        "first page": os.urandom(4096) + content[4096:], "a letter": b"Caro amico, " * 2000 + content[24000:],
        "cut": content[:len(content) // 2 + 77], "zeros": bytes(4096) + content[4096:],
    }[spoil])
    database = Database(f"sqlite:///{place}")
    found = taken(database)

    assert all(found[name] == sound[1][name] for name in found)
    assert len(found) == len(SIZES) or spoil in ("cut", "a letter")
    assert [one.envelopes - 1 <= len(found) for one in mended(place)] == [True]
    database.close()


def test_the_damaged_file_is_kept_under_another_name_and_only_its_owner_reads_it(place):
    place.write_bytes(os.urandom(4096) + (content := place.read_bytes())[4096:])
    Database(f"sqlite:///{place}").close()
    aside = place.with_name(mended(place)[0].name)

    assert aside.read_bytes()[4096:] == content[4096:]
    assert {file.stat().st_mode & 0o777 for file in place.parent.iterdir()} == {0o600}


def test_what_was_mended_is_a_store_like_any_other(place):
    before = Database(f"sqlite:///{place}")
    expected = everything(before)
    before.close()
    place.write_bytes(os.urandom(4096) + place.read_bytes()[4096:])
    first = Database(f"sqlite:///{place}")
    kept = everything(first)
    first.close()
    again = Database(f"sqlite:///{place}")

    assert kept == everything(again) == expected
    assert (again.pragmas()["journal_mode"], len(mended(place))) == ("wal", 1)
    again.close()


def flipped(place: Path, bit: int) -> None:
    with place.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def test_whatever_bit_is_flipped_the_kiosk_starts_and_nothing_altered_is_given_out(tmp_path, sound):
    origin, kept = sound
    seed = random.SystemRandom().randrange(10**6)
    chance, size, mends = random.Random(seed), origin.stat().st_size, 0
    for number in range(FLIPS):
        place = tmp_path / str(number) / "sportello.db"
        place.parent.mkdir(mode=0o700)
        shutil.copy(origin, place)
        # the first is one of the file's own name, which nothing can be read without: others may hit what nobody misses
        bit = chance.randrange(8 * 4096 if number % 5 == 0 else 8 * size) if number else 3
        flipped(place, bit)
        database = Database(f"sqlite:///{place}")
        found, mends = taken(database), mends + len(mended(place))
        waiting = {one.id for one in Outbox(database).waiting()}
        database.close()
        assert [name for name, content in found.items() if hashlib.sha256(content).digest() not in
                {hashlib.sha256(one).digest() for one in kept.values()}] == [], (seed, bit)
        assert len(found) >= len(kept) - 1, (seed, bit)
        # an envelope that does not go is there for a person, or in the file put aside
        assert len(waiting) == len(kept) or mended(place), (seed, bit)
        shutil.rmtree(place.parent)
        assert mends or number, "where the file is none any more it is mended"


def test_an_envelope_that_changed_on_the_disk_goes_to_a_person_not_to_the_office(store_url):
    database = Database(store_url)
    outbox = opened(database)
    envelope = outbox.accept(noise(), "comune")
    with database.write() as store:
        store.update("envelope", {}, sealed=envelope.content[:-1] + b"?")

    assert outbox.claim() == ()
    assert [(one.reference, one.state, one.outcome) for one in outbox.waiting()] == [("4821093716", PERSON, "damaged")]
    database.close()


def test_an_envelope_that_changed_holds_up_none_of_those_behind_it(store_url):
    database = Database(store_url)
    outbox = opened(database)
    for reference in ("4821093716", "4821093724", "4821093732"):
        outbox.accept(noise(reference), "comune")
    with database.write() as store:
        store.update("envelope", {"reference": "4821093716"}, sealed=b"?", due_at=-2.0)
        store.update("envelope", {"reference": "4821093724"}, sealed=b"?", due_at=-1.0)

    assert [parcel.reference for parcel in outbox.claim()] == ["4821093732"]
    assert outbox.claim() == ()
    database.close()


POINTS = ("_take_back", "_link", "_write", "_drop_log", "_sync")


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_killed_while_mending_the_next_start_mends_it(place, sound, monkeypatch, point, late):
    place.write_bytes(os.urandom(4096) + place.read_bytes()[4096:])
    child = os.fork()
    if child == 0:
        before = getattr(mending, point)

        def dies(*given):
            if late:
                before(*given)
            os.kill(os.getpid(), signal.SIGKILL)

        monkeypatch.setattr(mending, point, dies)
        Database(f"sqlite:///{place}")
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    database = Database(f"sqlite:///{place}")

    assert taken(database) == sound[1]
    assert len(mended(place)) == 1
    database.close()


def test_who_still_has_the_damaged_file_open_is_not_told_that_it_is_kept(place, sound):
    """Another process mends it: what this one writes would go into the file put aside."""
    from kiosk.errors import DatabaseFailed

    stale = Database(f"sqlite:///{place}")
    with stale.write() as store:
        store.delete("farewell")
    mending.mend(place, Database)
    with pytest.raises(DatabaseFailed, match="put aside"):
        with stale.write() as store:
            store.insert("farewell", locator=b"x")
    with stale.write() as store:
        store.insert("farewell", locator=b"y")
    stale.close()
    with sqlite3.connect(place) as other:
        assert other.execute("select locator from farewell").fetchall() == [(b"y",)]
    assert taken(Database(f"sqlite:///{place}")) == sound[1]


def test_the_operator_is_told_how_many_were_saved_and_whom_to_call(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    place = folder / "sportello.db"
    fill(place)
    place.write_bytes(os.urandom(4096) + place.read_bytes()[4096:])
    desk = PracticeDesk(folder)
    desk.open()

    said = [line for line in desk.staff_lines() if "rovinato" in line]
    assert len(said) == 1 and "Le buste salve sono 6." in said[0] and "chiama il tecnico" in said[0]
    assert mended(place)[0].name in said[0]
