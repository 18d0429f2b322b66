"""What goes to a printer: on a roll no byte is an order, on a page there is nothing that does or opens something."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from kiosk.config import Desk
from kiosk.dispatch import documents, handout
from kiosk.dispatch.handout import Handout, Masthead, Part
from kiosk.dispatch.slip import COLUMNS, Printed, slips
from kiosk.forms.flow import Bring, Document, NextStep
from kiosk.i18n import italian, width
from tests.dispatch.conftest import ARABIC, CHINESE, DESK, TODAY, finished
from tests.dispatch.test_documents import HOSTILE, OFFICE, VISITOR

ORDERS = {
    "starts the printer anew": "\x1b@", "cuts the paper": "\x1dV0", "asks how it is": "\x10\x04\x01", "opens the drawer": "\x10\x14\x01\x00\x01",
    "steers by one sign": "\x9b31m", "is nothing": "\x00", "rings": "\x1bB\x02\x02", "a new page": "\f", "goes back": "\r\b", "another table of signs": "\x1bt\x13",
    "a tab": "\t", "the end of a line of its own": "\x85\x0b", "half a sign": "\ud800", "a title of the window": "\x1b]0;x\x07", "is deleted": "\x7f",
}
ACTIONS = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/URI", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/SubmitForm", "/GoToR", "/RichMedia"}
LANGUAGES = (italian(), ARABIC, CHINESE)


def orders_in(content: bytes) -> list[str]:
    """Every sign that a printer would obey."""
    return [hex(ord(sign)) for sign in content.decode("utf-8") if ord(sign) < 0x20 and sign != "\n" or 0x7F <= ord(sign) <= 0x9F]


def desk_named(text: str) -> Desk:
    return replace(DESK, name=f"Sportello {text} qui", phone=f"02 {text} 1", hours=f"9 {text} 13")


def sheet(text: str) -> tuple[tuple[Handout, ...], Masthead]:
    """A paper to take home on which every text is this one."""
    parts = tuple(Part(f"Dove {text} qui", (f"Via {text} 1", text), kind) for kind in handout.KINDS)
    made = tuple(Handout(words, f"Foglio {text} tuo", parts) for words in LANGUAGES)
    return made, Masthead(f"Sportello {text} qui", date(2026, 11, 22), f"https://example.org/{text}")


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_no_byte_of_a_handout_on_a_roll_is_an_order(order):
    content = handout.render_receipt(*sheet(order)).content

    assert orders_in(content) == [] and min(content) >= ord("\n")
    assert "Sportello" in content.decode("utf-8") and max(map(width, content.decode("utf-8").split("\n"))) <= COLUMNS


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_no_byte_of_a_slip_on_a_roll_is_an_order(flow, paper_of, order):
    spoilt = replace(flow, title=f"Domanda {order} di prova", bring=(Bring("documento", f"Il {order} documento"),),
                     next=(NextStep(f"Porta {order}", f"l'ufficio {order}", f"entro {order}", place="next.1"),))
    made = slips(finished(spoilt), LANGUAGES, Printed("4821093716", desk_named(order), TODAY))
    content = documents.render_receipt(VISITOR, replace(paper_of(), slips=made)).content

    assert orders_in(content) == [] and min(content) >= ord("\n")
    assert "4821 0937 16" in content.decode("utf-8") and max(map(width, content.decode("utf-8").split("\n"))) <= COLUMNS


def keys_of(found: object, seen: set[int]) -> Iterator[str]:
    """The names and the kinds of actions of every object of a file, each object once."""
    found = found.get_object() if hasattr(found, "get_object") else found
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, DictionaryObject):
        yield from (str(name) for name in found)
        yield from (str(found[name]) for name in ("/S", "/Type", "/Subtype") if name in found)
    inner = found.values() if isinstance(found, DictionaryObject) else found if isinstance(found, ArrayObject) else ()
    for one in inner:
        yield from keys_of(one, seen)


def everything_in(content: bytes) -> set[str]:
    return set(keys_of(PdfReader(io.BytesIO(content)).trailer, set()))


def test_a_page_that_does_something_is_known_for_what_it_is():
    made, out = PdfWriter(), io.BytesIO()
    alert = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
    made.add_blank_page(100, 100)[NameObject("/Annots")] = ArrayObject([DictionaryObject({NameObject("/A"): alert})])
    made.write(out)

    assert {"/JavaScript", "/JS"} == everything_in(out.getvalue()) & ACTIONS


def test_a_paper_for_the_office_does_nothing_whatever_was_typed(paper_of):
    typed = "\n".join((*HOSTILE, "javascript:alert(1)", "file:///etc/passwd", "/OpenAction << /S /Launch >>", "mailto:a@b.it"))
    for paper in (paper_of(racconto=typed), paper_of(racconto=typed, sealed=True)):
        found = everything_in(documents.render(OFFICE, paper).content)
        assert "/Page" in found and found & ACTIONS == set()


@pytest.mark.parametrize("text", ["https://example.org/~a", "#link(\"file:///etc/passwd\")[x]", "javascript:alert(1)", *list(ORDERS.values())[:4]])
def test_a_page_to_take_home_does_nothing(paper_of, text):
    paper = paper_of()
    named = replace(paper, slips=tuple(replace(slip, desk=desk_named(text), heading=text, bring=(text,)) for slip in paper.slips))
    for content in (handout.render(*sheet(text)).content, documents.render(Document("promemoria", "visitor"), named).content):
        found = everything_in(content)
        assert "/Page" in found and found & ACTIONS == set()
