"""The headless visitor: the engine's second client, which proves that no screen is needed to fill a form.

    visitor(flow).answers(lavoro="sì").is_asked("paga").is_not_asked("famiglia")
"""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.authoring.reader import read_flow
from kiosk.desk.session import ENDED, REVIEW, Session
from kiosk.forms.flow import Flow
from kiosk.i18n import Words, italian

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
HEAD = """
flow: prova
title: Una prova
summary: Serve a provare.
topic: altro
minutes: 5
privacy: {purpose: Provare, legal_basis: consent, categories: [common], recipients: [nessuno], days: 1}
"""


def flow(body: str) -> Flow:
    """A flow from the part that matters to a test: `pages:` as in a section, and after it whatever else."""
    pages, _, rest = body.partition("\n---\n")
    indented = "\n".join(f"      {line}" for line in pages.strip("\n").splitlines())
    return read_flow(f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{indented}\n{rest}", "prova.yaml")


class Visitor:
    """Somebody who fills a flow: every method says what was done or seen, and can be chained."""

    def __init__(self, form: Flow, words: Words | None = None) -> None:
        self.session = Session(form, words or italian(), NOON, NOON.date())
        self.met: list[str] = []
        self._look()

    def _look(self) -> None:
        page = self.session.page
        if page is not None and (not self.met or self.met[-1] != page.id):
            self.met.append(page.id)

    def gives(self, **typed: object) -> Visitor:
        """Types into the page on the screen and presses Enter."""
        self.session.give(typed)
        self._look()
        return self

    def answers(self, **typed: object) -> Visitor:
        """Goes on from page to page with these answers, as far as they lead."""
        for _ in range(200):
            asked = {field.name for field in self.session.asks}
            if not asked or not asked <= typed.keys() or not self.session.give({name: typed[name] for name in asked}):
                break
            self._look()
        return self

    def goes_back(self) -> Visitor:
        self.session.back()
        return self

    def changes(self, page: str, **typed: object) -> Visitor:
        """From the check page: opens a row, types, presses Enter."""
        self.session.go_to(page)
        return self.gives(**typed)

    @property
    def here(self) -> str:
        """The page on the screen, or "review", or the id of the ending."""
        if self.session.at == ENDED:
            return self.session.journey.ending.id
        return REVIEW if self.session.at == REVIEW else self.session.page.id

    @property
    def problems(self) -> dict[str, str]:
        return {name: trouble.problem.code for name, trouble in self.session.troubles.items()}

    @property
    def kept(self) -> dict[str, object]:
        return {name: answer.fact for name, answer in self.session.journey.kept.items()}

    def is_at(self, place: str) -> Visitor:
        assert self.here == place
        return self

    def is_asked(self, page: str) -> Visitor:
        assert page in self.met
        return self

    def is_not_asked(self, page: str) -> Visitor:
        assert page not in self.met
        return self

    def keeps(self, **facts: object) -> Visitor:
        assert {name: self.kept.get(name) for name in facts} == facts
        return self

    def keeps_nothing_of(self, *names: str) -> Visitor:
        assert [name for name in names if name in self.kept] == []
        return self


def visitor(form: Flow | str, words: Words | None = None) -> Visitor:
    return Visitor(flow(form) if isinstance(form, str) else form, words)
