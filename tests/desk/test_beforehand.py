"""Papers drawn while the last card is read: at the end they are there, and none that says something else is taken for them."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from pypdf import PdfReader

from kiosk.config import Printer
from kiosk.desk import finishing
from kiosk.desk.visit import Visit
from kiosk.dispatch import codes, documents
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import DatabaseFailed
from kiosk.forms.journey import answered
from tests.people import PEOPLE, Guest, finisher, flow
from tests.practice import ROOT, PracticeDesk

pytestmark = pytest.mark.usefixtures("cheap_codes")
KEPT = [name for name, people in PEOPLE.items() if any(person.ends == "review" for person in people) and not flow(name).lesson and not flow(name).listening]


@pytest.fixture
def desk(tmp_path):
    return PracticeDesk(tmp_path / "desk", printer=Printer("sala"))


def reader(desk: PracticeDesk, name: str, language: str = "it") -> Guest:
    """Somebody who has come to the last card of a service, and reads it until its papers are drawn."""
    guest = Guest(Visit(desk), name, finisher(name).answers, language)
    guest.goes_to("review")
    if guest.visit.session.reads_back:
        guest.does()
    assert guest.visit.is_at_last_card
    guest.visit.session.beforehand.wait()
    return guest


def fails(*_: object) -> None:
    raise DatabaseFailed("nobody knows if it was kept")


def texts(papers) -> str:
    return " ".join(page.extract_text() for paper in papers for page in PdfReader(io.BytesIO(paper.content)).pages)


@pytest.mark.parametrize("name", KEPT)
def test_nothing_is_left_to_draw_when_a_form_is_sent(desk, monkeypatch, name):
    guest = reader(desk, name, "ar")
    monkeypatch.setattr(documents, "render", None)
    guest.does()

    assert guest.visit.receipt.slip


def test_the_number_on_the_papers_is_that_of_the_receipt(desk):
    guest = reader(desk, "did")
    guest.does()

    assert guest.visit.receipt.shown in texts(guest.visit.receipt.slip[:1])
    assert desk.envelope(guest.visit.receipt.shown, desk.config.folder / "office")["reference"] == guest.visit.receipt.reference


def test_a_number_that_became_another_s_is_on_no_paper(desk):
    guest, other = reader(desk, "did"), reader(desk, "did")
    other.visit.session.beforehand.reference = guest.visit.session.beforehand.reference
    guest.does()
    other.does()
    mine, theirs = guest.visit.receipt, other.visit.receipt

    assert theirs.reference != mine.reference and theirs.shown in texts(theirs.slip) and mine.shown not in texts(theirs.slip)


def test_what_is_sealed_after_an_end_that_failed_has_another_number(desk, monkeypatch):
    guest = reader(desk, "did")
    session = guest.visit.session
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "accept", fails)
        guest.does()
    before = session.ready.submission.reference
    session.journey = session.journey.give({"cognome": answered(session.flow.fields["cognome"], "Zanfognini")})
    guest.visit.give({"failed": "again"})

    assert guest.visit.receipt.reference != before and guest.visit.receipt.shown in texts(guest.visit.receipt.slip[:1])


def test_an_answer_that_is_another_by_now_is_drawn_as_it_is_now(desk):
    guest = reader(desk, "did")
    session = guest.visit.session
    before = str(session.journey.answers.answer("cognome").value)
    session.journey = session.journey.give({"cognome": answered(session.flow.fields["cognome"], "Zanfognini")})
    guest.does()
    said = texts(guest.visit.receipt.slip)

    assert "Zanfognini" in said and before not in said


def test_a_slip_is_in_the_language_in_which_the_form_is_sent(desk):
    guest = reader(desk, "did")
    guest.visit.change_language()
    guest.visit.give({"language": "en"})
    guest.visit.session.beforehand.wait()
    guest.does()

    assert desk.words("en").say("paper.todo") in texts(guest.visit.receipt.slip[:1])


def test_the_same_answers_are_drawn_once(desk):
    guest = reader(desk, "did")
    first = guest.visit.session.beforehand
    guest.visit.help()
    guest.visit.give({"help": "close"})
    assert guest.visit.session.beforehand is first

    guest.visit.give({"review": "cognome"})
    guest.visit.back()
    finishing.begin_papers(desk, guest.visit.session)
    assert guest.visit.session.beforehand is first


def test_a_visit_that_is_forked_from_a_warm_desk_can_draw():
    # the library that draws has threads of its own: a process that has drawn forks none that can
    program = (
        "import os, signal\nfrom kiosk.desk import opening\nfrom kiosk.dispatch import documents\nopening.warm()\n"
        "visit = os.fork()\n"
        "if not visit:\n    signal.alarm(30)\n    os._exit(0 if documents.can_print('ciao') else 1)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(visit, 0)[1]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout.strip() == "0", ran.stderr


def test_where_nothing_is_printed_the_roll_or_no_paper_costs_nothing(tmp_path):
    for number, printer in enumerate((Printer(), Printer("rotolo", receipt=True))):
        guest = reader(PracticeDesk(tmp_path / str(number), printer=printer), "did")
        guest.does()
        assert [paper.media_type for paper in guest.visit.receipt.slip] == [documents.TEXT] * number
        assert codes.read(guest.visit.receipt.shown, codes.REFERENCE) == guest.visit.receipt.reference
