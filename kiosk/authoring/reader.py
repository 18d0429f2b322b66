"""A flow's text to a `Flow`: all problems of it at once, or something that a visitor can trust.

Reading is pure but for the files that the caller puts in the `Setting`; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from kiosk.authoring import checks, endings
from kiosk.authoring.bank import Bank
from kiosk.authoring.doors import read_doors
from kiosk.authoring.manuscript import Manuscript, Said, near
from kiosk.authoring.pages import PageReader
from kiosk.authoring.shape import take
from kiosk.authoring.source import LIMIT, Keyed, Problem, Problems, read_source
from kiosk.errors import FlowIsBroken
from kiosk.forms.flow import Flow, Page, Section

_PAPERLESS = {"keep": (), "listening": ("doors", "endings", "checks", "documents", "deliver"), "lesson": ("endings", "documents", "deliver")}


@dataclass(frozen=True)
class Setting:
    """What a flow is read against: the topics, the templates beside it, its languages, the day, the greatest size.

    `ascolto` is the listening flow of the same folder, which doors look at.
    """

    topics: tuple[str, ...] | None = None
    templates: Mapping[str, str] | None = None
    languages: tuple[str, ...] = ("it",)
    today: date = date(1, 1, 1)
    folder: str = ""
    limit: int = LIMIT
    ascolto: Flow | None = None


@dataclass(frozen=True)
class Reading:
    """What came of reading a flow: the flow when no problem forbids it, every problem, every text with its place."""

    flow: Flow | None
    problems: tuple[Problem, ...] = ()
    said: tuple[Said, ...] = field(default=(), repr=False)

    @property
    def broken(self) -> bool:
        return self.flow is None


def read_flow(text: str, name: str, bank: Bank | None = None, setting: Setting | None = None) -> Flow:
    """The flow written in `text`; `name` is its file, for the messages. Raises FlowIsBroken with every problem."""
    reading = read(text, name, bank, setting)
    if reading.flow is None:
        raise FlowIsBroken(tuple(problem for problem in reading.problems if not problem.warns))
    return reading.flow


def read(text: str, name: str, bank: Bank | None = None, setting: Setting | None = None) -> Reading:
    """The flow written in `text` and all that is to be said about it, warnings too. Never raises."""
    setting = setting or Setting()
    script = Manuscript(Problems(name), setting.today)
    tree = read_source(text, script.problems, setting.limit)
    if tree is None:
        return Reading(None, script.problems.all)
    flow = _flow(script, tree, bank or Bank(), setting)
    if flow is not None:
        flow = _versioned(flow, text, script, setting)
        checks.check_flow(script, flow, setting)
    problems = tuple(problem for one in script.files.values() for problem in one.all)
    broken = any(not problem.warns for problem in problems)
    return Reading(None if broken else flow, problems, tuple(script.said))


def _flow(script: Manuscript, tree: object, bank: Bank, setting: Setting) -> Flow | None:
    script.domain = endings.written(tree, "flow")
    taken = take(script, tree, "flow")
    if not isinstance(tree, Keyed):
        return None
    sources = endings.read_sources(script, taken.get("sources"))
    sections = PageReader(script, bank).sections(taken.get("sections"))
    for way in _PAPERLESS:
        sections = _unkept(script, tree, sections, way) if taken.get(way) else sections
    home = _home(sections)
    around = {
        "bring": endings.read_bring(script, taken.get("bring")),
        "endings": endings.read_endings(script, taken.get("endings"), home),
        "checks": endings.read_checks(script, taken.get("checks"), home),
        "next": endings.read_next(script, taken.get("next"), "next"),
        "documents": endings.read_documents(script, taken.get("documents")),
        "privacy": endings.read_privacy(script, taken.get("privacy")),
        "doors": read_doors(script, taken.get("doors"), setting.ascolto),
    }
    script.settle_later()
    _honest(script, tree, taken, setting)
    verified = _verified(script, taken.get("verified"))
    return Flow(
        taken.get("flow", ""), taken.get("title", ""), taken.get("summary", ""), taken.get("topic", ""), taken.get("minutes", 0),
        sections, version="", neutral_title=taken.get("neutral_title"), private=taken.get("private", False), sources=sources,
        verified_on=verified.get("on"), verified_until=verified.get("until"), deliver=taken.get("deliver", ()),
        listening=taken.get("listening", False), lesson=taken.get("lesson", False), **around,
    )


def _unkept(script: Manuscript, tree: Keyed, sections: tuple[Section, ...], way: str) -> tuple[Section, ...]:
    """The sections of a flow of which no answer is ever kept; some make no paper either."""
    for key in _PAPERLESS[way]:
        if key in tree.values:
            script.problems.add("F028", tree.keys[key], key=key, other=way)
    return tuple(replace(one, pages=tuple(_page_unkept(page) for page in one.pages)) for one in sections)


def _page_unkept(page: Page) -> Page:
    repeat = page.repeat and replace(page.repeat, pages=tuple(_page_unkept(one) for one in page.repeat.pages))
    return replace(page, fields=tuple(replace(one, keep=False) for one in page.fields), repeat=repeat)


def _home(sections: tuple) -> dict[str, int]:
    pages = [page for section in sections for page in section.pages]
    found = {page.id: index for index, page in enumerate(pages) if page.repeat}
    return found | {one.name: index for index, page in enumerate(pages) for one in page.fields}


def _verified(script: Manuscript, node: object) -> dict[str, date]:
    taken = take(script, node, "verified") if node is not None else {}
    script.until = node.values.get("until") if taken else None
    if len(taken) == 2 and taken["until"] < taken["on"]:
        script.problems.add("F089", node.values["until"])
    return taken


def _honest(script: Manuscript, tree: Keyed, taken: dict[str, object], setting: Setting) -> None:
    """What a flow owes to whoever uses it, and the names that must be known elsewhere."""
    problems, at = script.problems, (1, 1)
    if "privacy" not in tree.values:
        problems.add("F086", at)
    if "verified" not in tree.values:
        problems.add("F087", at)
    if taken.get("private") and "neutral_title" not in tree.values:
        problems.add("F088", tree.keys["private"])
    if "flow" in taken and taken["flow"] != _stem(problems.file):
        problems.add("F021", tree.values["flow"], name=taken["flow"], file=_stem(problems.file))
    if setting.topics is not None and "topic" in taken and taken["topic"] not in setting.topics:
        hint, known = near(taken["topic"], setting.topics), ", ".join(setting.topics)
        problems.add("F025", tree.values["topic"], name=taken["topic"], hint=hint, known=known)
    for node, where in script.cited:
        if where is problems and node.text not in script.sources:
            where.add("F026", node, name=node.text[:60], hint=near(node.text, script.sources))


def _stem(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")


def _versioned(flow: Flow, text: str, script: Manuscript, setting: Setting) -> Flow:
    """The flow with its templates, and the digest of everything that was written for it."""
    wanted = {document.template for document in flow.documents if document.template}
    templates = {name: body for name, body in (setting.templates or {}).items() if name in wanted}
    written = [text, *script.borrowed, *(f"{name}\n{templates[name]}" for name in sorted(templates))]
    digest = sha256("\0".join(written).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return replace(flow, version=digest, languages=setting.languages, folder=setting.folder, templates=templates)
