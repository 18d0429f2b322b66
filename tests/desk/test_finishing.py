"""The end of a visit through the whole desk: sealed for the office, papers made, draft gone, then a receipt."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk import config
from kiosk.authoring.answers import read_personas
from kiosk.desk import finishing
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.desk.opening import troubles
from kiosk.dispatch import desk_key, documents, envelopes, office, sealing
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, DatabaseFailed, Refused
from tests.people import Guest, flow

FILES = sorted(config.shelf("flows").glob("*/*.personas.yaml"))
PEOPLE = [(file.name.split(".")[0], persona) for file in FILES for persona in read_personas(file) if persona.ends == "review" and not flow(file.name.split(".")[0]).keeps_nothing]
PAPERED = list({(name, tuple(persona.documents or ())): (name, persona) for name, persona in reversed(PEOPLE)}.values())[::-1]
"""One person for each set of papers that a service makes."""


def made(tmp_path: Path, **more: object) -> Desk:
    folder = tmp_path / "desk"
    known = {"practice": True, "folder": folder, "store": f"sqlite:///{folder / 'sportello.db'}",
             "flows": config.shelf("flows"), "locales": config.shelf("locales")}
    return Desk(replace(config.Config(), **known | more))


@pytest.fixture
def desk(tmp_path):
    return made(tmp_path)


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """An `lp` that keeps every paper it is given, in order."""
    folder = tmp_path / "printer"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(f"#!{sys.executable}\nimport sys, pathlib\nhere = pathlib.Path(r'{folder}')\n"
                       "(here / f'{len(list(here.glob(\"*.out\")))}.out').write_bytes(sys.stdin.buffer.read())\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def ended(desk: Desk, name: str, persona, language: str = "it"):
    played = play(desk.shelf.flow(name), persona.answers, desk.words(language), desk.clock())
    assert played.complete, played.problems
    return played.session


@pytest.mark.parametrize(("name", "persona"), PAPERED, ids=[f"{name}: {persona.name}" for name, persona in PAPERED])
def test_every_set_of_papers_of_a_service_is_good(desk, tmp_path, name, persona, monkeypatch):
    monkeypatch.setattr(documents, "render_rows", None)
    session = ended(desk, name, persona, "ar")
    receipt = desk.finish(session)
    opened = {place.name: place for place in office.open_envelope(desk.config, receipt.shown, tmp_path / "open")}
    answers = json.loads(opened.pop("answers.json").read_bytes())

    assert (answers["flow"], answers["language"]) == (name, "ar")
    assert sorted(paper.rsplit("-", 1)[0] for paper in opened) == sorted(persona.documents or [p.rsplit("-", 1)[0] for p in opened])
    for place in opened.values():
        root = PdfReader(io.BytesIO(place.read_bytes())).trailer["/Root"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("language", ["it", "ar", "en", "zh"])
def test_the_draft_is_gone_once_the_envelope_is_kept(desk, language):
    name, persona = PEOPLE[0]
    session = ended(desk, name, persona, language)
    code = desk.make_code()
    desk.save(code, session)
    desk.finish(session, code)

    with pytest.raises(Refused, match="code.none"):
        desk.resume(code, desk.words(language))
    assert len(Outbox(desk.database).waiting()) == 1


@pytest.mark.parametrize(("name", "persona"), {name: (name, persona) for name, persona in reversed(PEOPLE)}.values(), ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_sealed_at_one_desk_is_opened_at_another_of_the_same_store(tmp_path, shared_url, name, persona):
    here, there = (made(tmp_path / place, store=shared_url) for place in ("here", "there"))
    receipt = here.finish(ended(here, name, persona))
    key = tmp_path / "office.key"
    key.write_text(office.practice_key(here.config.folder), "utf-8")
    opened = {place.name: place for place in office.open_envelope(there.config, receipt.shown, tmp_path / "open", str(key))}

    assert json.loads(opened["answers.json"].read_bytes())["flow"] == name
    assert [one.reference for one in Outbox(there.database).waiting()] == [receipt.reference]


def test_without_a_key_nothing_is_kept_and_the_draft_stays(tmp_path):
    desk = made(tmp_path, practice=False)
    name, persona = PEOPLE[0]
    session = ended(desk, name, persona)
    code = desk.make_code()
    desk.save(code, session)
    with pytest.raises(CannotSeal):
        desk.finish(session, code)

    assert Outbox(desk.database).waiting() == ()
    assert desk.resume(code, desk.words("it")).flow.id == name


def test_the_printer_gets_the_slip_first_and_then_the_papers_for_the_office(tmp_path, printer):
    desk = made(tmp_path, printer=config.Printer("sala"))
    name, persona = PEOPLE[0]
    receipt = desk.finish(ended(desk, name, persona))

    assert desk.print_slip(receipt)
    first = PdfReader(io.BytesIO((printer / "0.out").read_bytes()))
    assert receipt.shown in first.pages[0].extract_text()
    assert len(list(printer.glob("*.out"))) == len(receipt.slip)


def test_a_printer_of_receipts_gets_text_of_42_columns(tmp_path, printer):
    desk = made(tmp_path, printer=config.Printer("rotolo", receipt=True))
    name, persona = PEOPLE[0]
    session = ended(desk, name, persona)
    code = desk.make_code()

    assert desk.print_code(code, session, desk.words("en"))
    said = (printer / "0.out").read_text("utf-8")
    assert desk.shown_code(code) in said
    assert max(map(len, said.splitlines())) <= 42


def test_a_submission_goes_to_the_destination_of_its_service_under_its_keys(tmp_path):
    name, persona = PEOPLE[0]
    (own_secret, own), (their_secret, theirs) = sealing.make_key(), sealing.make_key()
    office_key = sealing.make_key()[1]
    there = config.Destination("comune", "file:///media/busta", flows=(name,), recipients=(theirs,), identity=(own,))
    desk = made(tmp_path, practice=False, desk=config.Desk(id="milano-1"), recipients=(office_key,), destinations=(there,))
    first, second = (desk.finish(ended(desk, name, persona)) for _ in range(2))
    kept = [Outbox(desk.database).sealed(receipt.reference) for receipt in (first, second)]
    headers = [envelopes.read(content) for content in kept]

    assert {one.destination for one in Outbox(desk.database).waiting()} == {"comune"}
    assert [(header.desk, header.seq) for header in headers] == [("milano-1", 1), ("milano-1", 2)]
    assert headers[1].prev == headers[0].head
    assert set(envelopes.open_parts(kept[0], [their_secret])) == {"content.json"}
    assert json.loads(envelopes.open_parts(kept[0], [own_secret])["identity.json"])["reference"] == first.reference
    envelopes.check_signature(kept[1], desk_key.public(desk.config.folder))


def test_a_store_that_fails_after_it_has_kept_gets_the_same_envelope_again(desk, monkeypatch):
    """The line is cut between the commit and the answer: the visitor tries again, and one submission is there."""
    name, persona = PEOPLE[0]
    session, whole = ended(desk, name, persona), Outbox.accept

    def cut(outbox, *given):
        whole(outbox, *given)
        raise DatabaseFailed

    monkeypatch.setattr(Outbox, "accept", cut)
    with pytest.raises(DatabaseFailed):
        desk.finish(session)
    monkeypatch.undo()
    receipt = desk.finish(session)

    assert [one.reference for one in Outbox(desk.database).waiting()] == [receipt.reference]


def test_a_visitor_who_tries_again_after_a_lost_answer_reads_fatto_and_not_that_it_is_gone(desk, monkeypatch):
    name, persona = PEOPLE[0]
    visit, whole = Visit(desk), Outbox.accept
    Guest(visit, name, persona.answers).goes_to("review")

    def cut(outbox, *given):
        whole(outbox, *given)
        raise DatabaseFailed

    monkeypatch.setattr(Outbox, "accept", cut)
    visit.give({"review": "done"})
    monkeypatch.undo()
    offered = visit.card.name
    visit.give({"failed": "again"})

    assert (offered, visit.card.name, len(Outbox(desk.database).waiting())) == ("failed", "end", 1)


def numbers_come(monkeypatch, *numbers: str) -> list[str]:
    """The next numbers of submissions are these, whatever chance says; afterwards, those that were not needed."""
    left = list(numbers)
    monkeypatch.setattr(finishing.codes, "make", lambda groups: left.pop(0))
    return left


def test_a_number_that_somebody_else_has_is_not_given_again(desk, monkeypatch):
    name, persona = PEOPLE[0]
    first = desk.finish(ended(desk, name, persona)).reference
    left = numbers_come(monkeypatch, first, first, "7306512840", "1111111111")
    second = desk.finish(ended(desk, name, persona))

    assert (second.reference, second.shown, left) == ("7306512840", "7306 5128 40", ["1111111111"])
    assert {one.reference for one in Outbox(desk.database).waiting()} == {first, "7306512840"}


def test_a_number_taken_between_the_look_and_the_save_writes_nothing_over_and_tells_nobody_that_it_is_done(desk, monkeypatch):
    name, persona = PEOPLE[0]
    first = desk.finish(ended(desk, name, persona)).reference
    before = Outbox(desk.database).sealed(first)
    numbers_come(monkeypatch, first)
    monkeypatch.setattr(Outbox, "has", lambda outbox, reference, apart="": bool(apart))
    session = ended(desk, name, persona)
    with pytest.raises(DatabaseFailed):
        desk.finish(session)

    assert [one.reference for one in Outbox(desk.database).waiting()] == [first]
    assert Outbox(desk.database).sealed(first) == before
    monkeypatch.undo()
    assert desk.finish(session).reference != first


def test_what_is_sealed_is_what_the_visitor_sees_last(desk):
    name, persona = PEOPLE[0]
    session = ended(desk, name, persona)
    first = desk.finish(session)
    session.journey = ended(desk, name, persona).journey
    second = desk.finish(session)

    assert first.reference != second.reference
    assert len(Outbox(desk.database).waiting()) == 2


def test_a_bad_key_of_a_destination_is_found_before_anything_is_kept(tmp_path):
    name, persona = PEOPLE[0]
    bad = config.Destination("comune", "file:///media/busta", recipients=(sealing.make_key()[1],), identity=("age1qqq",))
    desk = made(tmp_path, destinations=(bad,))
    with pytest.raises(CannotSeal):
        desk.finish(ended(desk, name, persona))
    assert Outbox(desk.database).waiting() == ()
    assert any("age1qqq" in line for line in troubles(desk))


@pytest.mark.parametrize(("receipt", "waits"), [(False, 0), (True, 1)])
def test_where_the_paper_is_the_delivery_nothing_waits_once_it_is_printed(tmp_path, printer, receipt, waits):
    """A roll prints no paper for an office: there the envelope waits until a person opens it."""
    desk = made(tmp_path, printer=config.Printer("sala", receipt), destinations=(config.Destination("banco", "print:"),))
    name, persona = PEOPLE[0]
    done = desk.finish(ended(desk, name, persona))
    assert len(Outbox(desk.database).waiting()) == 1

    assert desk.print_slip(done)
    assert len(Outbox(desk.database).waiting()) == waits
    assert desk.print_slip(done)


def test_without_a_printer_nothing_is_drawn_for_it(desk):
    name, persona = PEOPLE[0]
    receipt = desk.finish(ended(desk, name, persona))

    assert (receipt.slip, bool(desk.print_slip(receipt))) == ((), False)


def test_an_early_ending_that_may_be_kept_is_given_on_paper_without_a_number(tmp_path, printer):
    desk = made(tmp_path, printer=config.Printer("banco"))
    visit = Visit(desk)
    guest = Guest(visit, "did", {"situazione": "pensione"}, "en")
    guest.goes_to("ended")
    assert "print" in [option.value for option in visit.card.prompts[0].options]
    visit.give({"ended": "print"})
    assert visit.card.notice == visit.words.say("end.printed")
    paper = PdfReader(printer / "0.out")
    said = paper.pages[0].extract_text()
    assert len(paper.pages) == 1 and visit.session.journey.ending.next[0].do[:20] in said.replace("\n", " ")
    assert Outbox(desk.database).waiting() == ()


def test_an_ending_that_keeps_nothing_offers_no_paper(tmp_path, printer):
    visit = Visit(made(tmp_path, printer=config.Printer("banco")))
    Guest(visit, "colloqui-in-carcere", {"divieto_avvicinamento": "yes"}).goes_to("ended")
    assert [option.value for option in visit.card.prompts[0].options] == ["done", "back"]
