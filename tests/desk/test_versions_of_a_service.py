"""Five versions of one small service, each saved in and each opened in: no answer is ever dropped without a word.

An answer that the other version has a place for is there; any other is shown on the card that says what was found, and rests
aside until its version comes again.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.desk.resting import Resting
from kiosk.desk.session import Session
from kiosk.desk.visit import Visit
from kiosk.forms.answers import Answers
from kiosk.forms.flow import Page
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

pytestmark = pytest.mark.usefixtures("cheap_codes")
NAME = '{page: nome, ask: "Come ti chiami?", type: text, short: Nome}'
COLOUR = '{page: colore, ask: "Quale colore?", type: choice, short: Colore, choices: {rosso: Rosso, verde: Verde}}'
FEWER = '{page: colore, ask: "Quale colore?", type: choice, short: Colore, choices: {blu: Blu, verde: Verde}}'
TINT = '{page: tinta, ask: "Quale tinta?", type: choice, short: Tinta, choices: {rosso: Rosso, verde: Verde}}'
DOG, DOGS = '{page: cane, ask: "Hai un cane?", type: yes_no, short: Cane}', '{page: cane, ask: "Quanti cani?", type: number, short: Cani}'
SECRET = '{page: segreto, ask: "Il segreto?", type: text, short: Segreto, private: true}'
CHILD = '{page: figli, ask: "Come si chiama il figlio?", type: text, short: Figlio solo}'
CHILDREN = """page: figli
        ask: Chi sono i figli?
        repeat: yes
        entry: "{figlio}"
        min: 0
        max: 3
        pages:
          - {page: figlio, ask: "Come si chiama?", type: text, short: Figlio}
          - {page: scuola, ask: "Va a scuola?", type: yes_no, short: Scuola}"""
LAST = '{page: ultima, ask: "Altro?", type: text, short: Altro}'
VERSIONS = {
    "first": (NAME, COLOUR, DOG, SECRET, CHILDREN, LAST),
    "pages taken out": (NAME, COLOUR, LAST),
    "renamed": (NAME, TINT, DOG, SECRET, CHILDREN, LAST),
    "other types and fewer choices": (NAME, FEWER, DOGS, SECRET, CHILDREN, LAST),
    "one for many": (NAME, COLOUR, DOG, SECRET, CHILD, LAST),
}
SAYS = {"nome": "Amina", "colore": ("rosso", "blu"), "tinta": "rosso", "cane": ("yes", "2"), "segreto": "Zorro", "figlio": "Omar", "scuola": "yes",
        "figli": "Idris"}
"""What this person gives to each page; of two, the one that can be chosen."""


@pytest.fixture(scope="module")
def desks(tmp_path_factory, cheap_codes) -> dict[str, PracticeDesk]:
    """One desk with one store, as it is on the day of each version."""
    folder = tmp_path_factory.mktemp("desk")
    opened = {name: opens(folder, number, version) for number, (name, version) in enumerate(VERSIONS.items())}
    yield opened
    for desk in opened.values():
        desk.database.close()


def opens(folder: Path, number: int, pages: tuple[str, ...]) -> PracticeDesk:
    flows = folder / str(number)
    (flows / "altro").mkdir(parents=True)
    shutil.copy(ROOT / "flows" / "topics.yaml", flows)
    text = "".join(f"\n      - {page}" for page in pages)
    (flows / "altro" / "prova.yaml").write_text(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:{text}", "utf-8")
    desk = PracticeDesk(folder / "desk", flows=flows)
    desk.drafts.floor = 0.0
    return desk


def answers(session: Session) -> None:
    """Everything that this version asks, but the last page: the visit is left there."""
    while session.page is not None and session.page.id != "ultima":
        name, before = session.page.id, session.at
        if session.page.repeat:
            done = session.journey.stop("figli").entries
            session.give({name: "done" if done else "add"})
            continue
        for typed in SAYS[name] if isinstance(SAYS[name], tuple) else (SAYS[name],):
            if session.give({name: typed}):
                break
        assert session.at != before, name


def leaves(desk: PracticeDesk) -> tuple[str, set[tuple]]:
    """Somebody fills it in and leaves: their code, and what they answered."""
    session, code = desk.begin("prova", desk.italian), desk.make_code()
    answers(session)
    desk.save(code, session)
    desk.release(code, session)
    return code, given_in(session)


def given_in(session: Session) -> set[tuple]:
    """Every answer, on the way or not, with where it stands and what it is to the form: (repeat, entry, field, type, value)."""
    found, answers = set(), session.journey.answers
    for page in session.flow.pages:
        if page.repeat is None:
            found |= _of_pages((page,), answers, ("", 0))
        elif page.id in answers:
            for number, entry in enumerate(answers.answer(page.id).value.each):
                found |= _of_pages(page.repeat.pages, entry, (page.id, number))
    return found


def _of_pages(pages: tuple[Page, ...], answers: Answers, place: tuple[str, int]) -> set[tuple]:
    asked = [field for page in pages for field in page.fields if field.name in answers]
    return {(*place, field.name, field.type.yaml, answers.answer(field.name).value) for field in asked}


def aside_in(session: Session) -> set[tuple]:
    """The same of what was set aside."""
    places = [(*one["path"], one["answer"]) if len(one["path"]) > 1 else ("", 0, *one["path"], one["answer"]) for one in session.aside]
    return {(repeat, entry, name, plain["type"], plain["value"]) for repeat, entry, name, plain in places}


def comes_back(desk: PracticeDesk, code: str) -> tuple[Resting, list[str], Session]:
    """What the card is made of, what stands on it, and the visit that goes on from it."""
    visit = Visit(desk)
    for typed in ({"language": "it"}, {"how": "resume"}, {"resume": code}):
        visit.give(typed)
    assert visit.card.name == "found"
    found, bullets = visit.found, [line.text for line in visit.card.lines if line.style == "bullet"]
    visit.give({"found": "go"})
    return found, bullets, visit.session


def told(aside: set[tuple]) -> list[str]:
    """How the card names the answers that it sets aside."""
    labels = {"nome": "Nome", "colore": "Colore", "tinta": "Tinta", "segreto": "Segreto", "figlio": "Figlio", "scuola": "Scuola", "figli": "Figlio solo"}
    kinds, shown = {"yes_no": "Cane", "number": "Cani"}, {"True": "Sì", "rosso": "Rosso", "blu": "Blu", "Zorro": "risposta data"}
    return sorted(f"{labels.get(name) or kinds[kind]}: {shown.get(str(value), value)}" for _, _, name, kind, value in aside)


@pytest.mark.parametrize("opened", VERSIONS)
@pytest.mark.parametrize("saved", VERSIONS)
def test_every_answer_is_kept_or_shown_and_set_aside(desks, saved, opened):
    code, said = leaves(desks[saved])
    found, bullets, session = comes_back(desks[opened], code)
    kept, aside = given_in(session), aside_in(session)

    assert kept | aside == said
    assert sorted(bullets) == told(aside)
    assert len(found.unfit) == len(aside) == len(said - kept) and (saved != opened or not aside)


@pytest.mark.parametrize("opened", VERSIONS)
@pytest.mark.parametrize("saved", VERSIONS)
def test_after_going_on_in_the_other_version_and_coming_home_nothing_is_lost(desks, saved, opened):
    """What was answered anew there stands in its place; the rest is as it was, or still shown and aside."""
    code, said = leaves(desks[saved])
    away = desks[opened]
    _, _, session = comes_back(away, code)
    answers(session)
    away.save(code, session)
    away.release(code, session)
    anew = given_in(session)
    _, bullets, session = comes_back(desks[saved], code)
    kept, aside = given_in(session), aside_in(session)

    assert said | anew <= kept | aside
    assert sorted(bullets) == told(aside)
