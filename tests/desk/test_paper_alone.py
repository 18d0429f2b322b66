"""A service of which nothing is kept: no code, no draft, no envelope; the paper is all that there is."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kiosk.desk.visit import Visit
from tests.people import Guest, finisher, flow, names, texts

SERVICES = ["istanza-sorveglianza", "accoglienza-lavoro"]


@pytest.fixture
def person(practice):
    def comes(service: str) -> Guest:
        return Guest(Visit(practice), service, finisher(service).answers)

    return comes


@pytest.mark.parametrize("service", SERVICES)
def test_it_is_said_before_and_nothing_is_in_the_store_at_any_card(person, practice, service):
    guest = person(service)
    guest.goes_to("consent")
    assert "Non le salviamo" in texts(guest.visit.card)
    met = []
    while guest.visit.stage != "end":
        guest.does()
        met.append(guest.visit.card.name)
        assert [practice.rows(table) for table in ("draft", "envelope")] == [0, 0]
    assert "code" not in met and "Qui non resta niente" in texts(guest.visit.card)


@pytest.mark.parametrize("service", SERVICES)
def test_its_papers_are_whole_and_have_no_number(person, practice, service):
    practice.config = replace(practice.config, printer=replace(practice.config.printer, name="sala"))
    try:
        guest = person(service)
        guest.goes_to("end")
        receipt = guest.visit.receipt
    finally:
        practice.config = replace(practice.config, printer=replace(practice.config.printer, name=""))
    said = "\n".join(page.extract_text() for paper in receipt.slip for page in PdfReader(io.BytesIO(paper.content)).pages)
    name = str(finisher(service).answers.get("cognome", ""))
    assert (receipt.reference, receipt.shown) == ("", "") and len(receipt.slip) > 1 and name and name in said


def test_without_a_printer_it_is_said_before_anything_is_typed(person):
    guest = person(SERVICES[0])
    guest.goes_to("before")
    assert "non c'è una stampante" in texts(guest.visit.card)


def test_it_cannot_be_put_aside(person):
    guest = person(SERVICES[0])
    guest.goes_to("posizione_giuridica")
    guest.visit.help()
    guest.visit.give({"help": "stop"})
    assert names(guest.visit.card) == ["erase", "stay"]


def test_a_service_that_keeps_one_answer_is_not_one_of_them():
    assert [flow(name).keeps_nothing for name in (*SERVICES, "did", "colloqui-in-carcere")] == [True, True, False, False]


