"""Until somebody has read a translation over, whoever helps is told so, in the words of the desk."""

from __future__ import annotations

import shutil

import pytest

from kiosk.desk.visit import Visit
from tests.people import Guest, finisher, texts
from tests.practice import ROOT, PracticeDesk


@pytest.fixture
def locales(tmp_path):
    """English and Arabic as they are here, nothing of them signed yet."""
    for code in ("en", "ar"):
        shutil.copytree(ROOT / "locales" / code, tmp_path / "locales" / code)
    return tmp_path / "locales"


def sign(locales, code, *domains):
    for domain in domains:
        path = locales / code / "LC_MESSAGES" / f"{domain}.po"
        lines = path.read_text("utf-8").split("\n")
        number = next(at for at, line in enumerate(lines) if line.startswith("# X-Reviewed-By:"))
        lines[number] = "# X-Reviewed-By: Ada L."
        path.write_text("\n".join(lines), "utf-8")


@pytest.fixture
def duties(tmp_path, locales, cheap_codes):
    """What stands on the card of duties, at the beginning or on a form in that language."""

    def said(language="it", at="language"):
        desk = PracticeDesk(tmp_path / "desk", locales=locales, languages=("it", "en", "ar"))
        person = Guest(Visit(desk), "did", finisher("did").answers, language)
        person.goes_to(at)
        person.visit.operator()
        person.visit.give({"operator": desk.operators.practice_pin()})
        assert person.visit.card.name == "duties"
        return texts(person.visit.card)

    return said


def test_before_a_service_is_chosen_the_languages_are_named(duties):
    assert "Nessuno ha ancora riletto le traduzioni in: inglese, arabo." in duties()


def test_a_language_is_read_over_when_all_its_files_are_signed(duties, locales):
    sign(locales, "en", *(path.stem for path in (locales / "en" / "LC_MESSAGES").glob("*.po")))
    assert "Nessuno ha ancora riletto le traduzioni in: arabo." in duties()


def test_on_a_form_only_its_service_and_the_language_of_the_visitor_count(duties, locales):
    sentence = "Nessuno ha ancora riletto questo servizio in inglese."
    assert sentence in duties("en", "situazione")
    sign(locales, "en", "kiosk", "bank", "did")
    assert sentence not in duties("en", "situazione")


def test_italian_needs_no_reader(duties):
    assert "riletto" not in " ".join(duties("it", "situazione"))
