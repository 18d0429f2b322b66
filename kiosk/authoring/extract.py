"""Every text of a flow that a visitor may read, with its place in the catalogs: what translators work from.

The walk is over the source, not the flow that is read from it, so that each text keeps its line. Values of
choices, conditions, words for the volunteer and words for the Italian papers are never shown to translators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.authoring.source import Keyed, Node, Problems, Several, Text, decode, read_source, read_text
from kiosk.i18n.phrases import FOR_VISITORS_BY_ROOM

BANK = "bank"
KIOSK = "kiosk"
NETWORK = "network"
_OF_FLOW = ("title", "neutral_title", "summary")
_OF_PAGE = ("ask", "hint", "why", "where", "example", "say", "short")
_OF_STEP = ("do", "who", "when")
_OF_ACTOR = ("offers", "for_whom", "next")
_OF_REACH = ("where", "hours", "how")
# what `pybabel extract` names as keywords by itself; any other is the name of a domain
_GETTEXT = ("_", "gettext", "ngettext", "ugettext", "ungettext", "dgettext", "dngettext", "N_", "pgettext", "npgettext", "dpgettext", "dnpgettext")
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text to translate: `text` is Italian, two forms of it for a phrase that counts; `line` 0 is unknown."""

    domain: str
    place: str
    text: str | tuple[str, str]
    file: str
    line: int


def phrases() -> list[Entry]:
    """The kiosk's own words."""
    return [entry for room in FOR_VISITORS_BY_ROOM for entry in _room(room)]


def _room(room: str) -> list[Entry]:
    """What one module of phrases says to visitors; for the staff's words nothing."""
    said = FOR_VISITORS_BY_ROOM.get(room, {})
    return [Entry(KIOSK, key, text, f"kiosk/i18n/phrases/{room}.py", 0) for key, text in said.items()]


def shelf(folder: Path) -> list[Entry]:
    """The texts of every flow, leaflet, bank page and topic below `folder`; a file that cannot be read gives none."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        if not path.name.endswith(".personas.yaml"):
            found += texts(path, path.relative_to(folder.parent).as_posix())
    return found


def texts(path: Path, name: str = "") -> list[Entry]:
    """The texts of one file in the order in which they stand."""
    problems = Problems(name or str(path))
    root = read_source(read_text(path, problems), problems)
    return list(_Walk(problems.file).of_file(root))


def babel(file: BinaryIO, keywords: Iterable[str], comment_tags: object, options: Mapping[str, str]) -> Iterator[tuple]:
    """The texts of one file as `pybabel extract` wants them: those of the domain named by `-k`, else by the mapping."""
    wanted = set(keywords) - set(_GETTEXT) or {options.get("domain")}
    for entry in _of_file(file):
        if entry.domain in wanted:
            several = isinstance(entry.text, tuple)
            yield entry.line, "npgettext" if several else "pgettext", (entry.place, *(entry.text if several else (entry.text,))), []


def _of_file(file: BinaryIO) -> Iterator[Entry]:
    path = Path(getattr(file, "name", ""))
    if path.suffix == ".py":
        return iter(_room(path.stem))
    problems = Problems(str(path))
    return _Walk(problems.file).of_file(read_source(decode(file.read(), problems), problems))


class _Walk:
    """Goes through one file; `domain` is the catalog its texts belong to."""

    def __init__(self, file: str) -> None:
        self.file, self.domain = file, BANK

    def of_file(self, root: Node | None) -> Iterator[Entry]:
        if isinstance(root, Several):
            for topic in _maps(root):
                yield from self.texts(topic, f"topic.{_named(topic, 'topic')}", (("title", ""),))
        elif isinstance(root, Keyed) and "bank" in root.values:
            yield from self.pages(root, f"{_named(root, 'bank')}.")
        elif isinstance(root, Keyed) and "network" in root.values:
            self.domain = NETWORK
            for actor in _maps(root.values.get("actors")):
                yield from self.texts(actor, _named(actor, "actor"), tuple((key, f".{key}") for key in _OF_ACTOR))
                yield from self.doors(actor, f"{_named(actor, 'actor')}.")
        elif isinstance(root, Keyed) and "flow" in root.values:
            self.domain = _named(root, "flow")
            yield from self.flow(root)
        elif isinstance(root, Keyed) and "leaflet" in root.values:
            self.domain = _named(root, "leaflet")
            yield from self.leaflet(root)

    def flow(self, root: Keyed) -> Iterator[Entry]:
        for key in _OF_FLOW:
            yield from self.text(root.values.get(key), key)
        yield from self.privacy(root.values.get("privacy"))
        for item in _maps(root.values.get("bring")):
            yield from self.text(item.values.get("text"), f"bring.{_named(item, 'document')}")
        for section in _maps(root.values.get("sections")):
            yield from self.text(section.values.get("title"), f"section.{_named(section, 'section')}")
            yield from self.pages(section, "")
        for ending in _maps(root.values.get("endings")):
            place = f"ending.{_named(ending, 'ending')}"
            yield from self.texts(ending, place, (("title", ".title"), ("text", ".text")))
            yield from self.steps(ending, f"{place}.")
        yield from self.checks(root, "")
        yield from self.steps(root, "")
        for document in _maps(root.values.get("documents")):
            yield from self.text(document.values.get("title"), f"document.{_named(document, 'document')}.title")
        yield from self.doors(root)

    def leaflet(self, root: Keyed) -> Iterator[Entry]:
        yield from self.texts(root, "", (("title", "title"), ("say", "say")))
        if isinstance(reach := root.values.get("reach"), Keyed):
            yield from self.texts(reach, "reach", tuple((key, f".{key}") for key in _OF_REACH))
        yield from self.steps(root, "")
        yield from self.doors(root)

    def doors(self, root: Keyed, before: str = "") -> Iterator[Entry]:
        for number, door in enumerate(_maps(root.values.get("doors")), 1):
            yield from self.text(door.values.get("because"), f"{before}door.{number}")

    def privacy(self, node: Node | None) -> Iterator[Entry]:
        if isinstance(node, Keyed):
            yield from self.text(node.values.get("purpose"), "privacy.purpose")
            recipients = node.values.get("recipients")
            for number, item in enumerate(recipients.items if isinstance(recipients, Several) else (), 1):
                yield from self.text(item, f"privacy.recipients.{number}")

    def pages(self, owner: Keyed, before: str) -> Iterator[Entry]:
        for page in _maps(owner.values.get("pages")):
            if "use" in page.values:
                yield from self.used(page)
            else:
                yield from self.page(page, before + _named(page, "page"))

    def used(self, page: Keyed) -> Iterator[Entry]:
        """What a flow says otherwise about a page of the bank stays at the bank's place, in the bank's catalog."""
        own, self.domain = self.domain, BANK
        yield from self.said(page, _named(page, "use"))
        self.domain = own

    def page(self, page: Keyed, place: str) -> Iterator[Entry]:
        yield from self.said(page, place)
        for asked in _maps(page.values.get("fields")):
            yield from self.said(asked, f"{place}.{_named(asked, 'field')}")
        yield from self.pages(page, f"{place}.")

    def said(self, owner: Keyed, place: str) -> Iterator[Entry]:
        yield from self.texts(owner, place, tuple((key, f".{key}") for key in _OF_PAGE))
        yield from self.choices(owner.values.get("choices"), place)
        yield from self.checks(owner, f"{place}.")

    def choices(self, node: Node | None, place: str) -> Iterator[Entry]:
        for value, choice in node.values.items() if isinstance(node, Keyed) else ():
            at = f"{place}.choices.{value}"
            if isinstance(choice, Keyed):
                yield from self.texts(choice, at, (("text", ""), ("hint", ".hint")))
            else:
                yield from self.text(choice, at)

    def checks(self, owner: Keyed, before: str) -> Iterator[Entry]:
        for key in ("check", "checks"):
            for number, check in enumerate(_maps(owner.values.get(key)), 1):
                yield from self.text(check.values.get("say"), f"{before}check.{number}")

    def steps(self, owner: Keyed, before: str) -> Iterator[Entry]:
        for number, step in enumerate(_maps(owner.values.get("next")), 1):
            yield from self.texts(step, f"{before}next.{number}", tuple((key, f".{key}") for key in _OF_STEP))

    def texts(self, owner: Keyed, place: str, keys: tuple[tuple[str, str], ...]) -> Iterator[Entry]:
        for key, ending in keys:
            yield from self.text(owner.values.get(key), place + ending)

    def text(self, node: Node | None, place: str) -> Iterator[Entry]:
        if isinstance(node, Text) and not node.empty and node.text.strip():
            text = node.text.strip()
            # as the reader keeps them: only the text of an ending has lines of its own
            text = text if place.startswith("ending.") and place.endswith(".text") else _BREAKS.sub(" ", text)
            yield Entry(self.domain, place, text, self.file, node.line)


def _maps(node: Node | None) -> list[Keyed]:
    """The maps of a list; one map alone counts as a list of one."""
    if isinstance(node, Keyed):
        return [node]
    return [item for item in node.items if isinstance(item, Keyed)] if isinstance(node, Several) else []


def _named(owner: Keyed, key: str) -> str:
    node = owner.values.get(key)
    return node.text if isinstance(node, Text) else ""
