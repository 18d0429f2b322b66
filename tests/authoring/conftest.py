"""A small good flow, and ways to spoil it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring.bank import Bank
from kiosk.authoring.reader import Setting, read
from kiosk.authoring.source import Problems

TODAY = date(2026, 11, 22)
GOOD = """\
flow: prova
title: Una prova
neutral_title: Modulo P
summary: Prepariamo un foglio insieme.
topic: altro
minutes: 5
private: true
verified: {on: 2026-11-21, until: 2027-05-21}
sources:
  - {id: legge, name: "Una legge, art. 1", read: 2026-11-21}
privacy:
  purpose: Provare
  legal_basis: consent
  categories: [common]
  recipients: [lo sportello]
  days: 14
bring:
  - {document: carta, text: Un documento}
sections:
  - section: prima
    title: Prima parte
    pages:
      - use: gente.nome
      - page: legame
        ask: Chi è per te?
        type: choice
        choices:
          figlio: Mio figlio
          amico: Un amico
        source: legge
      - page: quanti
        ask: Quanti figli hai?
        type: number
        min: 0
        max: 9
        check: [{rule: quanti < 9, say: Scrivi un numero più piccolo.}]
      - page: figli
        ask: Chi sono?
        when: quanti > 0
        repeat: quanti
        entry: "{nome_figlio}"
        max: 9
        pages:
          - {page: nome_figlio, ask: Come si chiama?, type: given_names}
  - section: seconda
    title: Seconda parte
    pages:
      - page: casa
        ask: Dove abiti?
        fields:
          - {field: via, ask: Via, type: text}
          - {field: citta, ask: Città, type: text, when: via != "-"}
endings:
  - ending: basta
    when: legame == "amico" and quanti == 0
    title: Fermiamoci qui
    text: Per ora basta così.
    next: [{do: Chiama lo sportello, who: tu, when: domani}]
checks:
  - {check: count(figli) <= quanti, say: I figli sono di più., at: figli}
next:
  - {do: Porta il foglio, who: lo sportello, when: domani}
documents:
  - {document: scheda, template: scheda.typ, for: office}
deliver: [stampa]
"""
BANK = """\
bank: gente
pages:
  - page: nome
    ask: Come ti chiami?
    fields:
      - {field: cognome, ask: Cognome, type: surname, fact: persona.cognome}
"""
TEMPLATE = '#import "paper.typ": *\n#answer("via")\n'


def bank(text: str = BANK) -> Bank:
    found = Bank()
    found.add(text, "gente", Problems("bank/gente.yaml"))
    return found


def read_spoilt(text: str, template: str = TEMPLATE, today: date = TODAY):
    """What comes of reading `text` beside the small bank and one template."""
    return read(text, "prova.yaml", bank(), Setting(("altro", "casa"), {"scheda.typ": template}, today=today))


def spoil(before: str, after: str) -> tuple[str, tuple[int, int]]:
    """The good flow with one part written differently; `§` marks where the problem must be named."""
    assert GOOD.count(before) == 1, before
    text = GOOD.replace(before, after)
    start = text.index("§")
    return text.replace("§", ""), (text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of flows on the disk, with one good flow in it."""
    flows = tmp_path / "flows"
    (flows / "bank").mkdir(parents=True)
    (flows / "altro").mkdir()
    (flows / "topics.yaml").write_text("- {topic: altro, title: Altro}\n- {topic: casa, title: Casa}\n", "utf-8")
    (flows / "bank" / "gente.yaml").write_text(BANK, "utf-8")
    (flows / "altro" / "prova.yaml").write_text(GOOD, "utf-8")
    (flows / "altro" / "scheda.typ").write_text(TEMPLATE, "utf-8")
    return flows
