"""What stays in the queue of a printer: nothing that is over, nothing for the next person, and no delivery without a paper."""

from __future__ import annotations

import getpass
import sys

import pytest

from kiosk.config import Config, Destination, Printer
from kiosk.database import Database
from kiosk.dispatch import printing
from kiosk.dispatch.documents import TEXT, Rendered
from kiosk.dispatch.outbox import PERSON, PRINTED, SENT, WAITING, Outcome
from kiosk.dispatch.print_queue import Queue
from kiosk.dispatch.printed import PaperTrail, handed_over
from kiosk.dispatch.sender import Sender
from kiosk.errors import DatabaseFailed
from tests.offices.papers import noise, opened

PAPER = Rendered("domanda.txt", TEXT, "Anna Rossi\n".encode())
# a spool of files: NUMBER.STATE holds the paper, as the spool folder of CUPS does
PROGRAMS = {
    "lp": """
number = 1 + len(list(spool.iterdir()))
(spool / f"{number}.waiting").write_bytes(sys.stdin.buffer.read())
print(f"request id is {sys.argv[2]}-{number} (1 file(s))")
""",
    "lpstat": """
if "-p" not in sys.argv:
    which = sys.argv[sys.argv.index("-W") + 1]
    for place in sorted(spool.iterdir()):
        number, state = place.name.split(".")
        if state != "removed" and (state == "waiting") == (which == "not-completed"):
            alerts = {"waiting": "job-printing", "done": "job-completed-successfully", "failed": "aborted-by-system"}[state]
            print(f"sala-{number}   USER   1024   Sun 22 Nov 2026 10:00:00\\n\\tStatus: x\\n\\tAlerts: {alerts}\\n\\tqueued for sala")
    print("sala-99   somebody   1024   Sun 22 Nov 2026 10:00:00\\n\\tAlerts: job-completed-successfully")
    print("altra-1   USER   1024   Sun 22 Nov 2026 10:00:00\\n\\tAlerts: job-completed-successfully")
""",
    "cancel": """
assert sys.argv[1] == "-x"
for name in sys.argv[2:]:
    place, = spool.glob(name.removeprefix("sala-") + ".*")
    place.write_bytes(b"")
    place.rename(place.with_suffix(".removed"))
""",
}


@pytest.fixture
def spool(tmp_path, monkeypatch):
    """A printing system in the path; gives the folder where it keeps the papers."""
    programs, kept = tmp_path / "bin", tmp_path / "spool"
    programs.mkdir()
    kept.mkdir()
    for name, body in PROGRAMS.items():
        program = programs / name
        program.write_text(f"#!{sys.executable}\nimport sys, pathlib\nspool = pathlib.Path(r'{kept}')\n{body.replace('USER', getpass.getuser())}")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return kept


def comes_out(spool, number: str, state: str = "done") -> None:
    (spool / f"{number}.waiting").rename(spool / f"{number}.{state}")


def papers(spool) -> list[str]:
    return [place.name for place in spool.iterdir() if place.read_bytes()]


@pytest.fixture
def outbox(database):
    return opened(database)


def state(outbox):
    return [(one.state, one.outcome) for one in outbox.waiting()]


def desk(**more):
    return PaperTrail(Config(printer=Printer("sala"), destinations=(Destination("carta", "print:"),), **more))


def test_a_paper_that_came_out_is_not_kept_on_the_disk(spool):
    job = printing.send(PAPER, Printer("sala")).job
    queue = Queue("sala")
    assert (job, queue.waiting(), queue.printed()) == ("1", ("1",), {})
    comes_out(spool, job)
    assert papers(spool) == ["1.done"]
    desk().look(())

    assert papers(spool) == []


def test_a_paper_that_waits_too_long_is_cancelled_and_an_earlier_one_is_left(spool):
    for _ in range(2):
        printing.send(PAPER, Printer("sala"))
    queue, patient = Queue("sala", linger=0), Queue("sala")
    assert patient.stale(patient.waiting()) == ()
    queue.remove(queue.stale(["1"]))

    assert (papers(spool), queue.waiting()) == (["2.waiting"], ("2",))


def test_jobs_of_others_and_of_other_printers_are_left_alone(spool):
    queue = Queue("sala")

    assert (queue.waiting(), queue.printed()) == ((), {})


@pytest.mark.parametrize("who", ["the same sender", "a sender that was started anew"])
def test_the_envelope_is_delivered_when_the_last_paper_has_come_out(spool, outbox, who):
    sealed = noise()
    outbox.accept(sealed, "carta")
    jobs = [printing.send(PAPER, Printer("sala")).job for _ in range(2)]
    outbox.settle(sealed.id, handed_over("sportello", jobs))
    trail = desk()
    comes_out(spool, "1")
    trail.look([outbox])
    assert state(outbox) == [(WAITING, "printing sportello 2")]
    assert outbox.sealed(sealed.reference) and papers(spool) == ["2.waiting"]
    comes_out(spool, "2")
    (trail if who == "the same sender" else desk()).look([outbox])

    assert (state(outbox), papers(spool)) == ([], [])


def test_a_first_sheet_that_is_out_before_the_last_one_is_handed_over_counts(spool, outbox):
    sealed, trail = noise(), desk()
    outbox.accept(sealed, "carta")
    jobs = [printing.send(PAPER, Printer("sala")).job]
    comes_out(spool, "1")
    trail.look([outbox])
    jobs.append(printing.send(PAPER, Printer("sala")).job)
    outbox.settle(sealed.id, handed_over("sportello", jobs))
    trail.look([outbox])
    assert state(outbox) == [(WAITING, "printing sportello 2")]
    comes_out(spool, "2")
    trail.look([outbox])

    assert state(outbox) == []


def test_a_paper_that_is_handed_over_while_the_queue_answers_is_not_missed(spool, outbox, monkeypatch):
    sealed, trail = noise(), desk()
    outbox.accept(sealed, "carta")
    printed = trail._queue.printed

    def meanwhile() -> dict[str, bool]:
        told = printed()
        outbox.settle(sealed.id, handed_over("sportello", [printing.send(PAPER, Printer("sala")).job]))
        return told

    monkeypatch.setattr(trail._queue, "printed", meanwhile)
    trail.look([outbox])

    assert state(outbox) == [(WAITING, "printing sportello 1")]


def test_a_number_that_the_queue_gives_once_more_is_another_paper(spool, outbox):
    trail = desk()
    printing.send(PAPER, Printer("sala"))
    comes_out(spool, "1")
    trail.look([outbox])
    (spool / "1.removed").unlink()
    sealed = noise()
    outbox.accept(sealed, "carta")
    outbox.settle(sealed.id, handed_over("sportello", [printing.send(PAPER, Printer("sala")).job]))
    trail.look([outbox])

    assert state(outbox) == [(WAITING, "printing sportello 1")]


def test_while_the_store_is_away_no_paper_stays_on_the_disk_and_what_came_out_is_known_when_it_is_back(spool, shared_url, network, impatient):
    outbox, sealed = opened(Database(network.url(shared_url))), noise()
    outbox.accept(sealed, "carta")
    outbox.settle(sealed.id, handed_over("sportello", [printing.send(PAPER, Printer("sala")).job]))
    comes_out(spool, "1")
    trail = desk()
    network.away()
    with pytest.raises(DatabaseFailed):
        trail.look([outbox])
    assert papers(spool) == []
    network.back()
    trail.look([outbox])

    assert state(outbox) == []


def test_all_papers_out_is_delivered(spool, outbox):
    sealed = noise()
    outbox.accept(sealed, "carta")
    jobs = [printing.send(PAPER, Printer("sala")).job for _ in range(2)]
    outbox.settle(sealed.id, handed_over("sportello", jobs))
    for job in jobs:
        comes_out(spool, job)
    desk().look([outbox])

    assert (state(outbox), papers(spool)) == ([], [])


@pytest.mark.parametrize("lost", ["failed", "removed"])
def test_a_paper_that_did_not_come_out_asks_a_person_and_the_envelope_is_kept(spool, outbox, lost):
    sealed = noise()
    outbox.accept(sealed, "carta")
    outbox.settle(sealed.id, handed_over("sportello", [printing.send(PAPER, Printer("sala")).job]))
    comes_out(spool, "1", lost)
    desk().look([outbox])

    assert state(outbox) == [(PERSON, "not printed")]
    assert outbox.sealed(sealed.reference)


def test_the_papers_of_another_desk_of_the_same_store_are_its_own_matter(spool, outbox):
    sealed = noise()
    outbox.accept(sealed, "carta")
    outbox.settle(sealed.id, handed_over("milano-2", ["7"]))
    desk().look([outbox])

    assert state(outbox) == [(WAITING, "printing milano-2 7")]


def test_where_the_printer_gives_no_numbers_its_word_is_taken():
    assert handed_over("sportello", ["", ""]) == Outcome(SENT, PRINTED)
    assert handed_over("sportello", []) == Outcome(SENT, PRINTED)


@pytest.mark.parametrize("sends", [True, False], ids=["a desk that sends", "a desk that only prints"])
def test_the_sender_looks_after_the_papers_between_the_envelopes(spool, database, tmp_path, sends):
    office = (Destination("carta", "print:"),) if sends else ()
    config = Config(printer=Printer("sala"), destinations=office, store=database.url, folder=tmp_path / "desk")
    sealed = noise()
    outbox = opened(database)
    outbox.accept(sealed, "carta" if sends else "")
    outbox.settle(sealed.id, handed_over("sportello", [printing.send(PAPER, Printer("sala")).job]))
    comes_out(spool, "1")
    Sender(config).once()

    assert (state(outbox), papers(spool)) == ([], [])
