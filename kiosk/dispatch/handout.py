"""A paper to take home that is not the end of a form: a leaflet, an address, a reminder, a list of steps.

One page, in Italian and in the visitor's language side by side, or 42 columns on a roll; with a code for a telephone where
there is one. Texts go in as data, like those of every paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.dispatch import documents
from kiosk.dispatch.content import PaperContent
from kiosk.dispatch.documents import PDF, TEXT, Rendered
from kiosk.dispatch.slip import COLUMNS, beside, rolled
from kiosk.i18n import Words, wrap

KINDS = ("plain", "bullet", "todo", "big", "blank")
"""How the lines of a part stand: `todo` with a box to tick, `blank` with a line to write on after each."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines under a heading, "" for none."""

    heading: str
    lines: tuple[str, ...]
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Handout:
    """What it says in one language."""

    words: Words
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What it has once, whatever its languages: whose desk, the day, and what a telephone reads off it, "" for nothing."""

    desk: str
    today: date
    code: str = ""
    practice: bool = False


def render(handouts: tuple[Handout, ...], masthead: Masthead) -> Rendered:
    """One page of PDF, in each of these languages, Italian first; `unprintable` where one of them could not be drawn."""
    source = (documents.LIBRARY / "handout.typ").read_text("utf-8")
    paper = PaperContent({}, (), "", practice=masthead.practice)
    answers = {
        "title": handouts[0].title, "desk": masthead.desk, "today": handouts[0].words.day(masthead.today),
        "qr": documents.qr(masthead.code) if masthead.code else "", "parts": [_plain(one) for one in handouts],
    }
    content, left_out = documents.drawn(source, answers, paper)
    return Rendered("handout.pdf", PDF, content, left_out)


def render_receipt(handouts: tuple[Handout, ...], masthead: Masthead) -> Rendered:
    """The same as text for a printer of 42 columns; a code for a telephone has no room there."""
    lines = [documents.PRACTICE] * masthead.practice + [*wrap(masthead.desk, COLUMNS, "ltr"), masthead.today.strftime("%d/%m/%Y")]
    for one in handouts:
        lines += ["-" * COLUMNS, *_said(one)]
    return Rendered("handout.txt", TEXT, rolled(lines).encode("utf-8"))


def _plain(handout: Handout) -> dict:
    words = handout.words
    parts = [{"heading": part.heading, "lines": list(part.lines), "kind": part.kind} for part in handout.parts]
    return {"language": words.language, "direction": words.direction, "title": handout.title, "parts": parts}


def _said(handout: Handout) -> Iterator[str]:
    direction = handout.words.direction
    yield from beside(handout.title, direction)
    for part in handout.parts:
        if part.heading:
            yield from beside(f"{part.heading}:", direction)
        for line in part.lines:
            yield from beside(line, direction, "" if part.kind in ("todo", "bullet") else None)
            if part.kind == "blank":
                yield "_" * COLUMNS
