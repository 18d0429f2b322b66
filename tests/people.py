"""The people every shipped service is tried with, and what each of them does at a card, whatever draws it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kiosk.authoring.answers import Persona, read_personas
from kiosk.authoring.shelf import Shelf
from kiosk.desk.card import Card, Prompt
from kiosk.desk.session import Session
from kiosk.desk.visit import Visit
from kiosk.forms.flow import Flow
from kiosk.i18n import Catalogs, Words
from tests.practice import ROOT

CATALOGS = Catalogs(ROOT / "locales")
SHELF = Shelf(ROOT / "flows", None, CATALOGS)
PEOPLE = {path.name.removesuffix(".personas.yaml"): read_personas(path) for path in sorted((ROOT / "flows").rglob("*.personas.yaml"))}
EVERYBODY = [(flow, person) for flow, people in PEOPLE.items() for person in people]
NAMES = [f"{flow}: {person.name}" for flow, person in EVERYBODY]
_MOST_AT_ONE_CARD, _MOST_CARDS = 4, 300


@cache
def flow(name: str) -> Flow:
    return SHELF.flow(name)


def words(code: str) -> Words:
    return CATALOGS.words(code)


def finisher(name: str) -> Persona:
    """The first person of a service who comes to its end."""
    return next(person for person in PEOPLE[name] if person.ends == "review")


def names(card: Card) -> list[str]:
    """The values of everything that can be chosen on a card."""
    return [option.value for prompt in card.prompts for option in prompt.options]


def texts(card: Card) -> str:
    return "\n".join([card.title, *(line.text for line in card.lines)])


class Guest:
    """Somebody at the kiosk: from the language to the last card, with the answers of a persona."""

    def __init__(self, visit: Visit, name: str, answers: Mapping[str, object], language: str = "it") -> None:
        self.visit, self.answers = visit, answers
        self.choices = {
            "language": language, "how": "ask" if flow(name).listening else "alone", "topic": flow(name).topic, "need": name, "consent": "yes", "code": "go", "found": "go",
            "review": "done", "ended": "done", "booked": "go", "end": "done",
        }
        self.met: list[str] = []

    @property
    def form(self) -> Session:
        """What this person fills in, tries, or is only asked."""
        return self.visit.session or self.visit.tried or self.visit.heard

    @property
    def kept(self) -> dict[str, str]:
        """What is kept of this person so far: each answer's state by name."""
        return {name: answer.state for name, answer in self.form.journey.kept.items()}

    def hands(self, card: Card) -> dict[str, object]:
        """What this person types or chooses for every prompt of a card."""
        return {prompt.name: self.wants(prompt) for prompt in card.prompts}

    def wants(self, prompt: Prompt) -> object:
        if prompt.name in self.choices and prompt.entry in ("choice", "rows"):
            return self._shown(prompt, self.choices[prompt.name])
        if prompt.entry == "rows":
            done = sum(option.value.isdecimal() for option in prompt.options)
            return "add" if done < len(self.answers.get(prompt.name) or []) else "done"
        if prompt.entry == "note":
            return True
        proposed = next((option.value for option in prompt.options if option.chosen), prompt.typed)
        if prompt.parts and any(part.typed for part in prompt.parts):
            proposed = {part.name: part.typed for part in prompt.parts}
        return self._given().get(prompt.name, proposed)

    def _shown(self, prompt: Prompt, wanted: str) -> str:
        """What is wanted, or the line that shows others where it is not on the list yet."""
        values = [option.value for option in prompt.options]
        return "more" if wanted not in values and "more" in values else wanted

    def goes_to(self, *names: str) -> Card:
        """Card after card, until one of these names (or "review", "ended") is on the screen."""
        while not self._is_at(names):
            self.does()
        return self.visit.card

    def does(self) -> None:
        """One card: everything asked is answered, then Enter."""
        card = self.visit.card
        self.meets(card)
        self.visit.give(self.hands(card))

    def meets(self, card: Card) -> None:
        """Remember a card; somebody who meets the same one again and again is stuck, and says what is wrong there."""
        self.met.append(card.name)
        stuck = self.met[-_MOST_AT_ONE_CARD:] == [card.name] * _MOST_AT_ONE_CARD
        assert not stuck and len(self.met) < _MOST_CARDS, (card.name, [(prompt.name, prompt.typed, prompt.problem) for prompt in card.prompts])

    def _is_at(self, names: tuple[str, ...]) -> bool:
        card = self.visit.card
        return self.visit.over or card.name in ("doors", "learned", *names) or any(prompt.name in names for prompt in card.prompts)

    def _given(self) -> Mapping[str, object]:
        at = getattr(self.visit.session, "at", None)
        repeat = getattr(at, "repeat", None)
        return self.answers[repeat][at.entry] if repeat else self.answers
