"""The slip with the code to come back: found on a table at home, it says nothing of what a private service is about.

It still says whose desk it is, where to call and until when. Of a service that is not private it shows the title.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kiosk.config import Desk
from kiosk.desk.finishing import CODE_SLIP
from kiosk.dispatch import documents
from kiosk.dispatch.content import PaperContent
from kiosk.dispatch.slip import Printed, code_slips, receipt
from kiosk.forms.flow import Flow
from kiosk.i18n import Words
from tests.people import CATALOGS, SHELF, flow, words

OFFERS = SHELF.offers()
PRIVATE = [offer.id for offer in OFFERS if offer.private]
LANGUAGES = CATALOGS.languages()
CODE = "4821093755162043"
PRINTED = Printed(CODE, Desk("Sportello di quartiere", "02 1234 5678", "da lunedì a venerdì, 9-13"), date(2026, 11, 22), date(2026, 12, 6))
_SHORTEST = 4


def on_roll(service: Flow, language: str) -> str:
    return " ".join(receipt(code_slips(service, (words("it"), words(language)), PRINTED)).split())


def on_page(service: Flow, language: str) -> str:
    """All that the page of PDF holds, its own title and author included."""
    slips = code_slips(service, (words("it"), words(language)), PRINTED)
    paper = documents.render(CODE_SLIP, PaperContent({}, slips, CODE))
    read = PdfReader(io.BytesIO(paper.content))
    return " ".join([paper.name, *map(str, (read.metadata or {}).values()), *(page.extract_text() for page in read.pages)])


def bland(service: Flow) -> Flow:
    """A service about nothing, that shows only what this one shows."""
    titles = {"title": service.neutral_title, "neutral_title": service.neutral_title}
    return replace(flow("did"), id=service.id, private=True, **titles)


def telling(service: Flow, language: Words) -> set[str]:
    """The words, in this language, of whatever says what the service is about."""
    said = [language.text(service.id, "title", service.title), language.text(service.id, "summary", service.summary), service.id.replace("-", " ")]
    said += [language.text("bank", f"topic.{key}", title) for key, title in SHELF.topics() if key == service.topic]
    said += [language.text(service.id, f"section.{part.id}", part.title) for part in service.sections]
    return {word for word in re.findall(r"\w+", " ".join(said).casefold()) if len(word) >= _SHORTEST}


def test_every_service_of_justice_is_private_and_there_are_some():
    assert {offer.id: offer.private for offer in OFFERS if offer.topic == "giustizia"} == {"colloqui-in-carcere": True, "istanza-sorveglianza": True}
    assert {"accoglienza-lavoro", "colloqui-in-carcere", "istanza-sorveglianza"} <= set(PRIVATE)


@pytest.mark.parametrize("name", PRIVATE)
def test_the_slip_of_a_private_service_is_that_of_a_service_about_nothing_in_every_language(name):
    service, plain = flow(name), bland(flow(name))
    said = {language: on_roll(service, language) for language in LANGUAGES}

    assert [language for language in LANGUAGES if said[language] != on_roll(plain, language)] == []
    assert all(service.neutral_title in one and service.title not in one for one in said.values())


@pytest.mark.parametrize("name", PRIVATE)
def test_what_it_shows_instead_of_the_title_tells_nothing_in_any_language(name):
    service = flow(name)
    shown = {language: words(language).text(name, "neutral_title", service.neutral_title) for language in LANGUAGES}

    assert [language for language, title in shown.items() if telling(service, words(language)) & set(re.findall(r"\w+", title.casefold()))] == []
    assert all(len(title) <= 34 for title in shown.values())


@pytest.mark.parametrize("name", PRIVATE)
def test_the_page_of_a_private_service_hides_nothing_either(name):
    said, plain = on_page(flow(name), "en"), on_page(bland(flow(name)), "en")
    told = telling(flow(name), words("it")) | telling(flow(name), words("en"))

    assert flow(name).neutral_title in said
    assert set(re.findall(r"\w+", said.casefold())) & told <= set(re.findall(r"\w+", plain.casefold()))
    assert (flow(name).title in said, name in said) == (False, False)


@pytest.mark.parametrize("name", [offer.id for offer in OFFERS if not offer.private])
def test_of_a_service_that_is_not_private_the_slip_shows_the_title_and_nothing_more(name):
    service = flow(name)
    named = replace(bland(service), neutral_title=service.title)

    assert on_roll(service, "it") == on_roll(named, "it")
    assert service.title.split()[0] in on_roll(service, "it")
