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
from kiosk.desk.desk import Desk
from kiosk.desk.visit import Visit
from kiosk.desk.walk import play
from kiosk.dispatch import documents, office
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, Refused
from tests.people import Guest

FILES = sorted(config.shelf("flows").glob("*/*.personas.yaml"))
PEOPLE = [(file.name.split(".")[0], persona) for file in FILES for persona in read_personas(file) if persona.ends == "review"]


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


@pytest.mark.parametrize(("name", "persona"), PEOPLE, ids=[f"{name}: {persona.name}" for name, persona in PEOPLE])
def test_every_person_a_service_is_tried_with_gets_good_papers(desk, tmp_path, name, persona, monkeypatch):
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

    assert desk.print_slip(receipt) is True
    first = PdfReader(io.BytesIO((printer / "0.out").read_bytes()))
    assert receipt.shown in first.pages[0].extract_text()
    assert len(list(printer.glob("*.out"))) == len(receipt.slip)


def test_a_printer_of_receipts_gets_text_of_42_columns(tmp_path, printer):
    desk = made(tmp_path, printer=config.Printer("rotolo", receipt=True))
    name, persona = PEOPLE[0]
    session = ended(desk, name, persona)
    code = desk.make_code()

    assert desk.print_code(code, session, desk.words("en")) is True
    said = (printer / "0.out").read_text("utf-8")
    assert desk.shown_code(code) in said
    assert max(map(len, said.splitlines())) <= 42


def test_without_a_printer_nothing_is_drawn_for_it(desk):
    name, persona = PEOPLE[0]
    receipt = desk.finish(ended(desk, name, persona))

    assert (receipt.slip, desk.print_slip(receipt)) == ((), False)


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
