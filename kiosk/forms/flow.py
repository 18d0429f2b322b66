"""A service as an author wrote it, read and checked: frozen, and the same for every visit.

Texts are Italian, the source language. A text's place in the catalogs is `domain` (the flow's id, or
"bank") and the context `<place>.<key>`, such as `legame.ask` or `legame.choices.figlio`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.forms.conditions import Expression
from kiosk.forms.fields import FieldType

if TYPE_CHECKING:
    from kiosk.forms.doors import Door


_SAID = ("note", "computed")
"""Kinds of fields of which nothing is asked."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said about a page or a field, in Italian; None where the author wrote nothing."""

    ask: str | None = None
    hint: str | None = None
    why: str | None = None
    where: str | None = None
    example: str | None = None
    operator: str | None = None
    say: str | None = None
    short: str | None = None
    read_exactly: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A check on one field: `rule` must not be certainly false. A soft one can be passed by the visitor."""

    rule: Expression
    say: str
    soft: bool = False


@dataclass(frozen=True)
class Field:
    """One thing asked, or computed. `place` is where its texts stand in the catalog of `domain`."""

    name: str
    type: FieldType
    words: Wording = Wording()
    when: Expression | None = None
    optional: bool = False
    unknown: bool = False
    refuse: bool = False
    recommended: bool = False
    check: tuple[Rule, ...] = ()
    default: Expression | None = None
    compute: Expression | None = None
    sensitive: bool = False
    private: bool = False
    keep: bool = True
    fact: str | None = None
    effort: int = 0
    source: str | None = None
    domain: str = ""
    place: str = ""

    @cached_property
    def conditional_choices(self) -> dict[str, Expression]:
        """Value -> condition, for the choices that are not always offered."""
        choices = getattr(self.type, "choices", ())
        return {choice.value: choice.when for choice in choices if choice.when is not None}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group asked several times. `count` names an earlier number that says how many are expected."""

    pages: tuple[Page, ...]
    entry: str
    min: int
    max: int
    count: str | None = None


@dataclass(frozen=True)
class Page:
    """What is asked at once. A repeat has no fields of its own: it has the pages of one entry.

    `copy` is a copy of a screen to practise on, line by line, in Italian as it looks.
    """

    id: str
    fields: tuple[Field, ...] = ()
    words: Wording = Wording()
    when: Expression | None = None
    repeat: Repeat | None = None
    section: str = ""
    domain: str = ""
    place: str = ""
    copy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the flow, shown as progress: «Parte 2 di 4: la casa»."""

    id: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens after: who does it and when are never left out."""

    do: str
    who: str
    when: str
    condition: Expression | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """A page that stops the flow early when its condition is certainly true.

    `position` is the index of the last page its condition looks at: it is looked at once that page has
    been passed, joined or not. With `keep` false the visit leaves no trace.
    """

    id: str
    when: Expression
    title: str
    text: str
    next: tuple[NextStep, ...] = ()
    keep: bool = True
    position: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """A rule across fields, looked at when the page of `at` is left."""

    rule: Expression
    say: str
    at: str
    soft: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: a Typst template beside the flow, or the built-in slip when `template` is None.

    `declares`: the person signs that what it says is true (DPR 445/2000), so that it is read back to them first.
    """

    id: str
    reader: str
    template: str | None = None
    language: str | None = None
    title: str | None = None
    when: Expression | None = None
    declares: bool = False


@dataclass(frozen=True, slots=True)
class Bring:
    """A paper to have at hand, shown before starting and printed on the slip."""

    id: str
    text: str
    when: Expression | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and on which day."""

    id: str
    name: str
    url: str
    read: date


@dataclass(frozen=True, slots=True)
class Privacy:
    """What art. 13 of Regulation (EU) 2016/679 asks a flow to say; controller and contact are the desk's."""

    purpose: str
    legal_basis: str
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    days: int
    law: str | None = None


@dataclass(frozen=True)
class Flow:
    """A whole service. `version` is the digest of everything an author wrote for it.

    A `listening` one leads to a door and to nothing else, a `lesson` to what was learned: no answer of them is kept, and they make no paper.
    """

    id: str
    title: str
    summary: str
    topic: str
    minutes: int
    sections: tuple[Section, ...]
    privacy: Privacy
    version: str
    neutral_title: str | None = None
    private: bool = False
    verified_on: date | None = None
    verified_until: date | None = None
    sources: tuple[Source, ...] = ()
    bring: tuple[Bring, ...] = ()
    endings: tuple[Ending, ...] = ()
    checks: tuple[Check, ...] = ()
    next: tuple[NextStep, ...] = ()
    documents: tuple[Document, ...] = ()
    deliver: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    listening: bool = False
    lesson: bool = False
    languages: tuple[str, ...] = ()
    folder: str = ""
    templates: dict[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(page for section in self.sections for page in section.pages)

    @cached_property
    def page_index(self) -> dict[str, int]:
        return {page.id: index for index, page in enumerate(self.pages)}

    @cached_property
    def home_page(self) -> dict[str, int]:
        """Name of an outer field (or of a repeat) -> index of the page that asks it."""
        found = {page.id: index for index, page in enumerate(self.pages) if page.repeat}
        return found | {f.name: index for index, page in enumerate(self.pages) for f in page.fields}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every outer field by name; the fields of an entry are found through their page."""
        return {f.name: f for page in self.pages for f in page.fields}

    @cached_property
    def endings_after(self) -> dict[int, list[Ending]]:
        """Index of a page -> the endings to look at once it has been passed, in the author's order."""
        found: dict[int, list[Ending]] = {}
        for ending in self.endings:
            found.setdefault(ending.position, []).append(ending)
        return found

    @cached_property
    def checks_after(self) -> dict[str, list[Check]]:
        """Id of a page -> the checks across fields to look at when it is left."""
        found: dict[str, list[Check]] = {}
        for check in self.checks:
            found.setdefault(self.pages[self.home_page[check.at]].id, []).append(check)
        return found

    @cached_property
    def keeps_nothing(self) -> bool:
        """Does all that is asked live in memory and on the printed paper only? Then there is no draft, no code, no envelope."""
        return not any(asked.keep for page in self.every_page() for asked in page.fields if asked.type.yaml not in _SAID)

    @property
    def shown_title(self) -> str:
        """What the shared screen and the slip may show: never the reason of a private flow."""
        return self.neutral_title if self.private and self.neutral_title else self.title

    def every_page(self) -> Iterator[Page]:
        """All pages, those of the entries of a repeat included."""
        for page in self.pages:
            yield page
            yield from page.repeat.pages if page.repeat else ()
