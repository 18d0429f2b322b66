"""A small service with everything a paper can hold, and a finished visit through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.config import Desk
from kiosk.database import Database
from kiosk.dispatch.content import PaperContent, gather
from kiosk.dispatch.submission import Circumstances, Submission, freeze
from kiosk.forms.answers import REFUSED, Answer, Answers, Entries
from kiosk.forms.fields import TYPES, Choice
from kiosk.forms.flow import Bring, Document, Field, Flow, NextStep, Page, Privacy, Repeat, Section, Wording
from kiosk.forms.journey import Journey, answered
from kiosk.i18n import Words, italian

TODAY = date(2026, 11, 22)
FINISHED_AT = datetime(2026, 11, 22, 14, 41, tzinfo=UTC)
DESK = Desk("Sportello di quartiere", "02 1234 5678", "da lunedì a venerdì, 9-13")
ARABIC, CHINESE = Words("ar", "العربية"), Words("zh", "中文")
TEMPLATE = """#import "paper.typ": *
#show: sheet.with(title: "Domanda di prova", subtitle: "all'ufficio")
= Chi chiede
#row("Cognome", answer("cognome"))
#rows(("Legame", answer("legame")), ("Codice fiscale", answer("codice")), ("Racconto", data.answers.racconto))
#tick(is("legame", "figlio"), "figlio o figlia")
#checklist(("documento", has("cognome")), ("foto", false))
#for one in times("figli") [- #one.nome]
#para[Al direttore, #answer("cognome").] #note[Nota]
= Tutte le risposte
#all-rows()
#sign(place: true)
"""


def asked(name: str, kind: str, ask: str, **more: object) -> Field:
    options = more.pop("options", {})
    return Field(name, TYPES[kind](**options), Wording(ask=ask), domain="prova", place=name, **more)


def page(*fields: Field) -> Page:
    return Page(fields[0].name, fields, Wording(), section="chi", domain="prova", place=fields[0].name)


def service() -> Flow:
    bond = {"choices": (Choice("figlio", "Mio figlio", on_paper="figlio/a"), Choice("altro", "Altro"))}
    children = Repeat((page(asked("nome", "given_names", "Come si chiama?")),), "{nome}", 0, 5)
    pages = (
        page(asked("cognome", "surname", "Qual è il tuo cognome?")),
        page(asked("codice", "tax_code", "Il tuo codice fiscale", refuse=True)),
        page(asked("legame", "choice", "Chi sei per lui?", options=bond)),
        page(asked("racconto", "paragraph", "Che cosa vuoi dire?", options={"max_length": 2000})),
        page(asked("reparto", "text", "In quale reparto?", keep=False)),
        Page("figli", (), Wording(ask="I figli"), repeat=children, section="chi", domain="prova", place="figli"),
    )
    return Flow(
        id="prova", title="Domanda di prova", summary="", topic="altro", minutes=3,
        sections=(Section("chi", "Chi sei", pages),),
        privacy=Privacy("prova", "consent", ("common",), ("nessuno",), 14), version="abc123",
        bring=(Bring("documento", "Il documento"), Bring("mai", "Mai", when=lambda kept: None)),
        next=(NextStep("Porta il foglio all'ufficio", "l'ufficio anagrafe", "entro 20 giorni", place="next.1"),
              NextStep("Mai", "nessuno", "mai", condition=lambda kept: False, place="next.2")),
        documents=(Document("domanda", "office", "domanda.typ", "it"), Document("promemoria", "visitor")),
        templates={"domanda.typ": TEMPLATE},
    )


def finished(flow: Flow, **typed: object) -> Journey:
    """A visit whose answers are these, the rest as an ordinary person gave them."""
    given = {"cognome": "Rossi", "legame": "figlio", "racconto": "Una riga.\nUn'altra.", "reparto": "Terzo"} | typed
    answers = Answers(TODAY)
    for name, value in given.items():
        answers = answers.with_answer(name, answered(flow.fields[name], value, confirmed=True))
    answers = answers.with_answer("codice", Answer(state=REFUSED, confirmed=True))
    child = flow.pages[-1].repeat.pages[0].fields[0]
    entries = tuple(Answers(TODAY).with_answer("nome", answered(child, name, confirmed=True)) for name in ("Anna", "Ibrahim"))
    return Journey.through(flow, answers.with_answer("figli", Answer(Entries(entries, closed=True))))


def submitted(journey: Journey, reference: str = "4821093716") -> Submission:
    circumstances = Circumstances("ar", datetime(2026, 11, 22, 14, 20, tzinfo=UTC), FINISHED_AT, "Anna")
    return freeze(journey, italian(), circumstances, reference)


@pytest.fixture
def flow() -> Flow:
    return service()


@pytest.fixture
def journey(flow: Flow) -> Journey:
    return finished(flow)


@pytest.fixture
def submission(journey: Journey) -> Submission:
    return submitted(journey)


@pytest.fixture
def paper_of(flow: Flow) -> Callable[..., PaperContent]:
    """The content of the papers of a visit; `template` instead of the flow's own."""

    def made(words: Words = ARABIC, sealed: bool = False, template: str = TEMPLATE, **typed: object) -> PaperContent:
        journey = finished(replace(flow, templates={"domanda.typ": template}), **typed)
        return gather(journey, submitted(journey), DESK, (italian(), words), sealed)

    return made


@pytest.fixture
def database(tmp_path) -> Database:
    opened = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    yield opened
    opened.close()
