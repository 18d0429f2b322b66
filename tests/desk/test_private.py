"""Beside a helper a private answer is «risposta data», on every card that the two of them read; alone it is the visitor's own."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass

import pytest

from kiosk.desk import stages
from kiosk.desk.assist import Assist
from kiosk.desk.card import Prompt
from kiosk.desk.duties import PANELS
from kiosk.desk.parking import Passing
from kiosk.desk.questions import questions
from kiosk.desk.visit import Visit
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

SECRETS = {"malattia": "Zorroxite", "pena": "Quarantadue", "nome": "Ermengarda"}
PAGES = """
      - {page: colore, ask: "Quale colore?", type: text, short: Colore}
      - {page: malattia, ask: "Che malattia hai?", type: text, short: Salute, private: true, unknown: true}
      - {page: pena, ask: "Quanti mesi?", type: text, short: Mesi, sensitive: true}
      - page: figli
        ask: Chi sono i figli?
        repeat: yes
        entry: "{nome}, {scuola}"
        min: 1
        max: 3
        pages:
          - {page: nome, ask: "Come si chiama?", type: given_names, short: Figlio, private: true}
          - {page: scuola, ask: "Quale scuola?", type: text, short: Scuola}
      - {page: ultima, ask: "Altro?", type: text, short: Altro}
"""
FORM = ({"colore": "verde"}, {"malattia": SECRETS["malattia"]}, {"pena": SECRETS["pena"]}, {"figli": "add"}, {"nome": SECRETS["nome"]},
        {"scuola": "Manzoni"}, {"figli": "done"}, {"ultima": "basta"})


@pytest.fixture
def visit(tmp_path):
    place = tmp_path / "flows" / "altro"
    place.mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", tmp_path / "flows")
    (place / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:{PAGES}", "utf-8")
    desk = PracticeDesk(tmp_path / "desk", flows=tmp_path / "flows")
    visit = Visit(desk)
    for choice in ("it", "alone", "altro", "prova", ""):
        visit.give({visit.stage: choice})
    visit.stage = "form"
    yield visit
    desk.database.close()


def helped(visit) -> Visit:
    visit.assist, visit.passing = Assist("Anna"), Passing("here")
    return visit


def read_by_both(part: object) -> str:
    """Every text of a card, but what stands covered in a box."""
    if isinstance(part, str):
        return part
    if is_dataclass(part):
        hidden = {"typed", "parts"} if isinstance(part, Prompt) and part.masked else set()
        return "\n".join(read_by_both(getattr(part, one.name)) for one in fields(part) if one.name not in hidden)
    return "\n".join(map(read_by_both, part)) if isinstance(part, (tuple, list)) else ""


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS.values() if secret in text]


def all_over(visit) -> str:
    """Whatever can lie over this card while somebody helps."""
    found = []
    on_a_page = ("noting", "seeing") if visit.on_a_page else ()
    for overlay in (*PANELS, *on_a_page, "questions", "interpreter", "minor", "agree", "help", "called", "stop", "still", ""):
        visit.overlay = overlay
        found.append(read_by_both(visit.card))
    visit.overlay = ""
    return "\n".join(found) + read_by_both(questions(visit.session, visit.desk.italian))


def test_no_card_that_two_people_read_holds_a_private_answer(visit):
    helped(visit)
    for typed in FORM:
        visit.session.give(typed)
        assert [] == told(all_over(visit)), visit.card.name
    assert "review" == visit.session.at
    assert "risposta data" in read_by_both(visit.card)
    visit.stage = "readback"
    assert [] == told(read_by_both(visit.card))


def test_going_back_to_it_shows_a_covered_box(visit):
    helped(visit)
    for typed in FORM:
        visit.session.give(typed)
    for place in ("malattia", "pena", "figli/0/nome"):
        visit.session.go_to(place)
        assert visit.card.prompts[0].masked and [] == told(all_over(visit))
    visit.session.go_to("figli")
    assert "Manzoni" in read_by_both(visit.card) and [] == told(read_by_both(visit.card))


def test_alone_the_answers_are_the_visitors_own(visit):
    for typed in FORM:
        visit.session.give(typed)
    assert list(SECRETS.values()) == [secret for secret in SECRETS.values() if secret in read_by_both(visit.card)]
    helped(visit)
    assert [] == told(read_by_both(visit.card))
    visit.assist = None
    assert SECRETS["malattia"] in read_by_both(visit.card)


def test_a_helper_who_comes_before_the_service_is_chosen(visit):
    visit.session = None
    helped(visit)
    visit.stage = "need"
    visit.give({"need": "prova"})
    assert visit.card and visit.session.beside


def test_no_line_for_who_works_here_holds_an_answer(visit):
    for typed in FORM:
        visit.session.give(typed)
    visit.code = visit.desk.make_code()
    visit.save()
    assert visit.saved
    desk = visit.desk
    assert [] == told("\n".join((*desk.staff_lines(), *desk.pin_lines())))
    assert [] == told(read_by_both(stages.language(visit)))
