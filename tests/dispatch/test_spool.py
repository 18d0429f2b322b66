"""The shared store is away at the end of a visit: the visitor has a receipt, and the office gets one envelope."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress

import pytest

from kiosk.config import Destination, Printer
from kiosk.database import Database, postgres
from kiosk.desk.visit import Visit
from kiosk.dispatch.outbox import PERSON, SENT, SPOOLED, Outbox, Outcome
from kiosk.dispatch.sender import Sender
from kiosk.dispatch.spool import Spool
from kiosk.errors import DatabaseFailed
from tests.offices.papers import SIGNING, noise, opened
from tests.people import Guest, finisher
from tests.practice import PracticeDesk


@pytest.fixture
def local(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    yield made
    made.close()


@pytest.fixture
def shared(shared_url, network):
    """The shared store as the desk reaches it."""
    made = Database(network.url(shared_url))
    yield made
    made.close()


@pytest.fixture
def spool(local):
    return Spool(local, "milano-1", SIGNING)


def states(database: Database) -> list[tuple[str, str]]:
    return sorted((one.reference, one.state) for one in Outbox(database).waiting())


def chain(url: str) -> list[tuple[int, str]]:
    with Database(url).write() as store:
        return [(row["seq"], row["destination"]) for row in store.rows("envelope", "seq", "destination", order="seq")]


def delivered(url: str) -> list[str]:
    """What a sender of the shared store is given, until there is nothing more."""
    outbox, found = Outbox(Database(url)), []
    while parcels := outbox.claim():
        found.append(parcels[0].id)
        outbox.record(parcels[0], Outcome(SENT, "http 200"))
    return found


def accept(shared: Database, spool: Spool, sealed, draft: bytes | None = None) -> bool:
    """As the end of a visit does it; was the spool needed?"""
    try:
        opened(shared).accept(sealed, "comune", draft)
    except DatabaseFailed:
        spool.keep(sealed, "comune", draft)
        return True
    return False


def test_what_was_kept_here_gets_its_place_in_the_chain_of_the_desk(shared_url, network, shared, local, spool):
    first, second, third = (noise(f"482109371{number}") for number in range(3))
    accept(shared, spool, first)
    network.away()
    assert accept(shared, spool, second)
    network.back()
    accept(shared, spool, third)

    assert (spool.forward(shared), spool.forward(shared)) == (1, 0)
    assert chain(shared_url) == [(1, "comune"), (2, "comune"), (3, "comune")]
    assert sorted(delivered(shared_url)) == sorted((first.id, second.id, third.id))
    assert states(local) == []


@pytest.mark.parametrize("arrived", [False, True], ids=["lost on the way", "arrived, and nobody heard"])
def test_cut_off_exactly_at_the_commit_it_is_one_envelope_and_one_delivery(shared_url, network, shared, local, spool, arrived):
    with shared.write() as store:
        store.insert("draft", locator=b"d" * 16, epoch=0, revision=1, locked=b"x", expires_on="2026-12-01", holder="")
    sealed = noise()
    network.cut_after, network.cut_before = int(arrived), int(not arrived)

    assert accept(shared, spool, sealed, b"d" * 16)
    assert network.cuts == 1
    assert states(Database(shared_url)) == ([("4821093716", "waiting")] if arrived else [])
    assert states(local) == [("4821093716", SPOOLED)]
    spool.forward(shared)
    assert states(local) == []
    assert chain(shared_url) == [(1, "comune")]
    assert delivered(shared_url) == [sealed.id]
    with shared.write() as store:
        assert store.rows("draft") == []


def test_handed_on_while_the_commit_is_cut_again_and_again_it_arrives_once(shared_url, network, shared, spool):
    sealed = [noise(f"482109371{number}") for number in range(6)]
    network.away()
    for one in sealed:
        accept(shared, spool, one)
    network.back()
    for number in range(40):
        network.cut_after, network.cut_before = number % 3 == 0, number % 3 == 1
        try:
            if not spool.forward(shared) and number % 3 == 2:
                break
        except DatabaseFailed:
            continue
    network.cut_after = network.cut_before = 0
    spool.forward(shared)

    assert sorted(delivered(shared_url)) == sorted(one.id for one in sealed)
    assert [seq for seq, _ in chain(shared_url)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("statement", ["INSERT INTO envelope", "DELETE FROM envelope", "DELETE FROM draft", "DELETE FROM farewell"])
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_killed_while_handing_on_the_next_time_completes_it(shared_url, tmp_path, local, spool, statement, late):
    with Database(shared_url).write() as store:
        store.insert("draft", locator=b"d" * 16, epoch=0, revision=1, locked=b"x", expires_on="2026-12-01", holder="")
    sealed = noise()
    spool.keep(sealed, "comune", b"d" * 16)
    child = os.fork()
    if child == 0:
        from sqlalchemy import Engine, event

        def dies(connection, cursor, said, *_):
            if said.startswith(statement):
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "after_cursor_execute" if late else "before_cursor_execute", dies)
        Spool(Database(local.url), "milano-1", SIGNING).forward(Database(shared_url))
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    shared = Database(shared_url)
    spool.forward(shared)

    assert (states(local), states(shared)) == ([], [("4821093716", "waiting")])
    with shared.write() as store, local.write() as here:
        assert (store.rows("draft"), here.rows("farewell")) == ([], [])
    assert delivered(shared_url) == [sealed.id]


def test_a_number_that_is_anothers_by_now_is_shown_to_a_person(shared_url, shared, local, spool):
    spool.keep(noise("4821093716"), "comune")
    spool.keep(noise("4821093717"), "comune")
    opened(shared).accept(noise("4821093716"), "comune")

    assert spool.forward(shared) == 1
    assert states(local) == [("4821093716", PERSON)]
    assert states(shared) == [("4821093716", "waiting"), ("4821093717", "waiting")]


def test_what_was_damaged_here_is_not_handed_on(shared, local, spool):
    sealed = noise()
    spool.keep(sealed, "comune")
    with local.write() as store:
        content = bytes(store.rows("envelope", "sealed")[0]["sealed"])
        store.update("envelope", {}, sealed=content[:700] + bytes([content[700] ^ 1]) + content[701:])

    assert spool.forward(shared) == 0
    assert (states(local), states(shared)) == ([("4821093716", PERSON)], [])


def test_nobody_sends_from_here_not_even_when_asked_to(local, spool):
    """The shared store may have it already: two ways would be two deliveries."""
    spool.keep(noise(), "comune")
    outbox = Outbox(local)

    assert (outbox.retry(), outbox.retry("4821093716"), outbox.claim()) == (0, 0, ())
    assert states(local) == [("4821093716", SPOOLED)]


@pytest.mark.parametrize("unheard", [False, True])
def test_a_paper_that_was_printed_here_is_delivered_from_here(tmp_path, shared_url, network, lp, unheard):
    """Also when the shared store has the envelope, and nobody heard so."""
    desk = PracticeDesk(tmp_path / "desk", store=network.url(shared_url), printer=Printer("sala"), destinations=(Destination("banco", "print:"),))
    desk.codes = [desk.drafts.make_code()]
    guest = at_the_end(desk)
    if unheard:
        network.trigger, network.cut_after = b"INSERT INTO envelope", 1
    else:
        network.away()
    guest.does()
    receipt = guest.visit.receipt
    assert states(desk.local) == [(receipt.reference, "waiting")]
    assert bool(desk.print_slip(receipt)) and len(list(lp.glob("*.out"))) == len(receipt.slip) > 1
    if not unheard:
        network.back()
    assert Spool(desk.local, "sportello", SIGNING).forward(desk.database) == 0
    outcomes = {one.outcome for store in (desk.local, Database(shared_url)) for one in Outbox(store).waiting()}
    assert {outcome.split()[0] for outcome in outcomes} == {"printing"}


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """A printer that keeps every paper it is given."""
    folder = tmp_path / "printer"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(f"#!{sys.executable}\nimport sys, pathlib\nhere = pathlib.Path(r'{folder}')\nnumber = len(list(here.glob('*.out')))\n"
                       "(here / f'{number}.out').write_bytes(sys.stdin.buffer.read())\nprint(f'request id is sala-{number} (1 file(s))')\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def desk(tmp_path, shared_url, network):
    office = tmp_path / "office"
    office.mkdir()
    made = PracticeDesk(tmp_path / "desk", store=network.url(shared_url), destinations=(Destination("ufficio", office.as_uri()),))
    made.codes = [made.drafts.make_code()]
    return made


def at_the_end(desk: PracticeDesk) -> Guest:
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("review")
    return guest


@pytest.mark.parametrize("trouble", ["refused", "cut in the middle", "commit lost", "commit unheard"])
def test_the_visitor_has_a_receipt_and_the_office_one_envelope(tmp_path, shared_url, network, desk, trouble):
    guest = at_the_end(desk)
    if trouble == "refused":
        network.away()
    elif trouble == "cut in the middle":
        network.cut()
    else:
        network.trigger = b"INSERT INTO envelope"
        network.cut_before, network.cut_after = int(trouble == "commit lost"), int(trouble == "commit unheard")
    guest.does()
    receipt = guest.visit.receipt
    assert receipt is not None
    if trouble == "refused":
        assert states(desk.local) == [(receipt.reference, SPOOLED)]
        network.back()
    elif trouble.startswith("commit"):
        assert (network.cuts, states(desk.local)) == (1, [(receipt.reference, SPOOLED)])
    assert Sender(desk.config).once() == 1

    assert [place.name.split("-")[0] for place in (tmp_path / "office").iterdir()] == [receipt.reference]
    assert states(desk.local) == []
    assert (desk.rows("draft"), chain(shared_url)) == (0, [(1, "ufficio")])


def test_while_the_store_is_away_the_visit_goes_on_and_is_saved_again_when_it_is_back(network, desk):
    guest = Guest(Visit(desk), "did", finisher("did").answers)
    guest.goes_to("code")
    guest.does()
    network.away()
    for _ in range(3):
        guest.does()
        assert not guest.visit.just_saved
    network.back()
    guest.does()

    assert guest.visit.just_saved
    assert len(desk.draft(guest.visit.code)["answers"]) >= 4


def test_a_desk_that_starts_while_the_store_is_away_serves_its_visitors(tmp_path, network, desk):
    network.away()
    late = PracticeDesk(tmp_path / "desk", store=desk.config.store, destinations=desk.config.destinations)
    late.open()
    guest = at_the_end(late)
    guest.does()

    assert guest.visit.receipt is not None and not guest.visit.saved
    assert [state for _, state in states(late.local)] == [SPOOLED]
    network.back()
    late.open()
    assert states(late.local) == []


def test_whatever_the_network_does_nothing_is_lost_and_nothing_comes_twice(shared_url, network, shared, local, spool, impatient):
    """Two desks' worth of envelopes while the line is cut, away, silent, slow, or lost at the commit."""
    chance, sealed, kept_here = random.Random(7), [noise(f"4821{number:06}", 300) for number in range(60)], 0
    for one in sealed:
        trouble = chance.choice(("none", "none", "cut", "away", "before", "after", "slow", "silent" if chance.random() < 0.1 else "none"))
        network.cut_before, network.cut_after = int(trouble == "before"), int(trouble == "after")
        network.silent, network.delay = trouble == "silent", 0.005 if trouble == "slow" else 0.0
        if trouble == "cut":
            threading.Timer(chance.uniform(0, 0.01), network.cut).start()
        elif trouble == "away":
            network.away()
        kept_here += accept(shared, spool, one)
        network.silent = False
        if trouble == "away":
            network.back()
        if chance.random() < 0.2:
            with suppress(DatabaseFailed):
                spool.forward(shared)
    network.cut_before = network.cut_after = 0
    time.sleep(postgres.REST)
    spool.forward(Database(network.url(shared_url)))

    assert kept_here > 5 and states(local) == []
    assert sorted(delivered(shared_url)) == sorted(one.id for one in sealed)
    assert [seq for seq, _ in chain(shared_url)] == list(range(1, len(sealed) + 1))
