"""Are a language's texts fit for their place? Too long, a word that hurts, an Italian term that got lost.

The lists are `words.yaml` beside the languages. What a text must hold to be used at all is looked at in `kiosk.i18n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.authoring.source import Keyed, Node, Problems, Several, Text, read_source, read_text
from kiosk.errors import FlowIsBroken
from kiosk.i18n import CatalogProblem, Translation, width

WORDS = "words.yaml"
ROOM = (
    (10, r"(?:key|keycap|does)\..*"),
    (34, r"(?:section|topic)\.[\w-]+"),
    (60, r"title|neutral_title"),
    (560, r"say"),
    (112, r".*\.choices\..*|bring\..*|document\..*\.title"),
    (120, r".*\.(?:ask|hint|say|title)|summary|problem\..*|notice\..*|(?:.*\.)?(?:check|door)\.\d+"),
    (56, r".*\.short"),
    (180, r".*"),
)
"""Cells a text may take, by its place: labels of keys, one line of a list, choices of two lines of 56, questions, the rest."""


_LISTS = frozenset({"bring", "check", "document", "door", "ending", "next", "privacy", "section"})


@dataclass(frozen=True)
class Lists:
    """Words that are not used, by language, and Italian terms that stay visible."""

    not_used: dict[str, tuple[str, ...]]
    kept: tuple[str, ...]

    @classmethod
    def read(cls, locales: Path) -> Lists:
        """The lists of one folder of languages, empty when it has none; FlowIsBroken when they cannot be read."""
        path = locales / WORDS
        problems = Problems(str(path))
        root = read_source(read_text(path, problems), problems) if path.exists() else None
        if problems.found:
            raise FlowIsBroken(problems.all)
        values = root.values if isinstance(root, Keyed) else {}
        by_language = values.get("not_used")
        found = by_language.values if isinstance(by_language, Keyed) else {}
        return cls({code: _texts(node) for code, node in found.items()}, _texts(values.get("kept")))


def room(place: str) -> int:
    """Cells that a text at this place may take at most."""
    return next(cells for cells, pattern in ROOM if re.fullmatch(pattern, place, re.DOTALL))


def unfit(path: Path, texts: Iterable[Translation], lists: Lists) -> Iterator[CatalogProblem]:
    """What does not fit in the texts of one file, each with its line."""
    code = path.parent.parent.name
    hurts = [(word, _pattern(word)) for word in lists.not_used.get(code, ())]
    for one in texts:
        longest, cells = max(map(width, one.forms)), room(one.place)
        if longest > cells:
            yield CatalogProblem(str(path), one.line, f"it takes {longest} cells, here at most {cells}: {one.place}")
        for word, pattern in hurts:
            if any(map(pattern.search, one.forms)):
                yield CatalogProblem(str(path), one.line, f"«{word}» is a word that is not used (words.yaml): {one.place}")
    yield from _lost(path, texts, lists.kept)


def _lost(path: Path, texts: Iterable[Translation], kept: Iterable[str]) -> Iterator[CatalogProblem]:
    """Italian terms that the Italian of a page shows and its translation nowhere."""
    pages: dict[str, list[Translation]] = {}
    for one in texts:
        pages.setdefault(_page(path.stem, one.place), []).append(one)
    for term in kept:
        whole = rf"(?<!\w){re.escape(term)}(?!\w)"
        italian = re.compile(whole, re.IGNORECASE if term.islower() else 0)
        foreign = re.compile(whole, 0 if term.isupper() else re.IGNORECASE)
        for said in pages.values():
            saying = [one for one in said if not _is_brief(one.place) and any(map(italian.search, _forms(one.italian)))]
            if saying and not any(foreign.search(form) for one in said for form in one.forms):
                yield CatalogProblem(str(path), saying[0].line, f"«{term}» has to stay visible: {saying[0].place}")


def _page(domain: str, place: str) -> str:
    """Texts that are seen together have the same: those of a page, an ending, a step; the kiosk's own each alone."""
    if domain == "kiosk":
        return place
    parts = place.split(".")
    return ".".join(parts[:2]) if domain == "bank" or parts[0] in _LISTS else parts[0]


def _is_brief(place: str) -> bool:
    """A label in a list, or a problem under the question that has the term."""
    return place.endswith(".short") or place.startswith("problem.")


def _pattern(word: str) -> re.Pattern[str]:
    before, behind = "" if word.startswith("*") else r"(?<!\w)", "" if word.endswith("*") else r"(?!\w)"
    return re.compile(before + re.escape(word.strip("*")) + behind, re.IGNORECASE)


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text for item in node.items if isinstance(item, Text)) if isinstance(node, Several) else ()
