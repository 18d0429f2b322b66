"""Pages, fields and repeats as written, read in the order in which a visitor meets them.

A name enters the scope when its field has been read, so that a condition can only look back.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from kiosk.authoring import kinds
from kiosk.authoring.bank import Bank, Shared
from kiosk.authoring.choices import read_choices
from kiosk.authoring.grammar import ANSWER, MOST_ENTRIES, WORDS
from kiosk.authoring.manuscript import Asked, Manuscript, dumped, near
from kiosk.authoring.shape import YES, items, take
from kiosk.authoring.source import Keyed, Node, Problems, Text
from kiosk.forms.conditions import Expression, Seen
from kiosk.forms.fields import FieldType
from kiosk.forms.flow import Field, Page, Repeat, Rule, Section, Wording

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OF_PAGES = frozenset({"when", "source", "verified", "effort"})
_OF_ONE_ANSWER = tuple(key for key in ANSWER if key not in _OF_PAGES)
_OF_REPEATS = ("entry", "min", "max", "pages")
_NO_WAY_OUT = frozenset({"note", "declaration", "computed"})
_PLAIN_WORDS = Wording()


@dataclass(frozen=True)
class Standing:
    """Where a page stands: the names in sight, the names taken, and how its place in the catalog begins."""

    scope: MutableMapping[str, Seen]
    names: dict[str, Asked]
    pages: dict[str, Asked] = field(default_factory=dict)
    prefix: str = ""
    section: str = ""
    inner: bool = False


class PageReader:
    """Reads the pages of one flow into `script`, borrowing from `bank`."""

    def __init__(self, script: Manuscript, bank: Bank) -> None:
        self.script, self.bank = script, bank
        self.names_of_entries: dict[str, Asked] = {}

    def sections(self, node: Node | None) -> tuple[Section, ...]:
        """Every section, in order."""
        at, names = Standing(self.script.scope, self.script.names), {}
        found = [self.section(item, at, names) for item in items(self.script, node, "sections")]
        if node is not None and not found:
            self.script.problems.add("F019", node, key="sections")
        return tuple(found)

    def section(self, node: Node, at: Standing, names: dict[str, Asked]) -> Section:
        written = node.values.get("section") if isinstance(node, Keyed) else None
        name = written.text if isinstance(written, Text) else ""
        self.script.page = ""
        taken = take(self.script, node, "section", f"section.{name}")
        if "section" in taken:
            self.script.take_name(name, written, names)
        return Section(name, str(taken.get("title", "")), self.pages(taken.get("pages"), replace(at, section=name)))

    def pages(self, node: Node | None, at: Standing) -> tuple[Page, ...]:
        found = [self.page(item, at) for item in items(self.script, node, "pages")]
        if node is not None and not found:
            self.script.problems.add("F019", node, key="pages")
        return tuple(page for page in found if page is not None)

    def page(self, node: Node, at: Standing) -> Page | None:
        if isinstance(node, Keyed) and "use" in node.values:
            return self.borrowed(node, at)
        return self.own(node, at, {})

    def borrowed(self, node: Keyed, at: Standing) -> Page | None:
        """A page of the bank. What the flow says otherwise stays at the bank's place in the bank's catalog."""
        script, written = self.script, node.values["use"]
        name = written.text if isinstance(written, Text) else ""
        shared = self.bank.pages.get(name)
        domain, script.domain = script.domain, "bank"
        taken = take(script, node, "use", name)
        script.domain = domain
        if shared is None:
            script.problems.add("F024", written, name=name[:60], hint=near(name, self.bank.pages), known=", ".join(self.bank.pages))
            return None
        del taken["use"]
        if "when" in taken:
            taken["when"] = script.compile(taken["when"], name.rpartition(".")[2], scope=at.scope)
        script.borrowed.append(dumped(shared.node))
        return self.read_shared(shared, written, taken, replace(at, prefix=f"{shared.bank}."))

    def read_shared(self, shared: Shared, use: Text, taken: dict[str, object], at: Standing) -> Page | None:
        """Read the bank's page anew, with the problems of its file; a name taken twice is the flow's to mend."""
        script = self.script
        before = script.problems, script.domain, script.blame
        script.problems = script.files.setdefault(shared.file, Problems(shared.file))
        script.domain, script.blame = "bank", (before[0], use)
        try:
            return self.own(_without(shared.node, taken), at, taken)
        finally:
            script.problems, script.domain, script.blame = before

    def own(self, node: Node, at: Standing, over: dict[str, object]) -> Page | None:
        """A page as written at `node`, with what `over` says instead."""
        script = self.script
        written = node.values.get("page") if isinstance(node, Keyed) else None
        place = at.prefix + (written.text if isinstance(written, Text) else "")
        name = kinds.named_type(script, node) if isinstance(node, Keyed) else ""
        script.page = place
        taken = take(script, node, "page", place, kinds.options_of(name)) | over
        if "page" not in taken or not script.take_name(taken["page"], written, at.pages):
            return None
        page = Page(taken["page"], words=_wording(taken), section=at.section, domain=script.domain, place=place)
        return self.filled(page, node, taken, at) if self.fits(page, node, taken, name) else None

    def fits(self, page: Page, node: Keyed, taken: dict[str, object], name: str | None) -> bool:
        """Has the page exactly one of type, fields, repeat, and only the keys that go with it?"""
        ways = [key for key in ("type", "fields", "repeat") if key in node.values]
        if len(ways) != 1:
            self.script.problems.add("F027", node, name=page.id)
            return False
        bounds = () if name is None else tuple(key for key in ("min", "max") if key not in kinds.options(name or "text"))
        stray = {"type": ("entry", "pages", *bounds), "fields": (*_OF_ONE_ANSWER, *_OF_REPEATS), "repeat": _OF_ONE_ANSWER}[ways[0]]
        for key in stray:
            if key in node.values and key not in ways:
                self.script.problems.add("F028", node.keys[key], key=key, other=ways[0])
        silent = name == "computed" or _all_computed(node.values.get("fields"))
        if "ask" not in taken and not silent and "ask" not in node.values:
            self.script.problems.add("F014", node, key="ask", where=page.id)
        if name is None:
            self.script.lost.add(page.id)
        return name is not None

    def filled(self, page: Page, node: Keyed, taken: dict[str, object], at: Standing) -> Page | None:
        when = self.condition(taken, page.id, at)
        self.cite(node)
        if "repeat" in node.values:
            repeat = self.repeat(page, node, taken, at)
            return None if repeat is None else replace(page, when=when, repeat=repeat)
        if "type" in node.values:
            only = self.field(page.id, node, taken, page.place, at)
            fields = () if only is None else (only,)
        else:
            spread = {"optional": taken["optional"]} if "optional" in taken else {}
            fields = self.fields(taken.get("fields"), page, at, spread)
        return Page(page.id, fields, page.words, when, None, page.section, page.domain, page.place)

    def cite(self, node: Keyed) -> None:
        written = node.values.get("source")
        if isinstance(written, Text):
            self.script.cited.append((written, self.script.problems))

    def condition(self, taken: dict[str, object], part: str, at: Standing, key: str = "when") -> Expression | None:
        written = taken.get(key)
        if not isinstance(written, Text):
            return written
        return self.script.compile(written, part, key, at.scope)

    def fields(self, node: Node | None, page: Page, at: Standing, spread: dict[str, object]) -> tuple[Field, ...]:
        """The fields of a page; `spread` is what `use:` says for all of them."""
        found = []
        for item in items(self.script, node, "fields"):
            written = item.values.get("field") if isinstance(item, Keyed) else None
            place = f"{page.place}.{written.text if isinstance(written, Text) else ''}"
            name = kinds.named_type(self.script, item) if isinstance(item, Keyed) else ""
            taken = take(self.script, item, "field", place, kinds.options_of(name)) | spread
            if name == "" and isinstance(item, Keyed):
                self.script.problems.add("F014", item, key="type", where=str(taken.get("field", page.id)))
            if "field" in taken and name:
                self.cite(item)
                when = self.condition(taken, taken["field"], at)
                one = self.field(taken["field"], item, taken, place, at)
                found += [] if one is None else [replace(one, when=when, words=_wording(taken))]
                self.asks(item, taken, name)
            elif "field" in taken:
                self.script.lost.add(taken["field"])
        if node is not None and not found:
            self.script.problems.add("F019", node, key="fields")
        return tuple(found)

    def asks(self, node: Keyed, taken: dict[str, object], name: str) -> None:
        if "ask" not in node.values and name != "computed":
            self.script.problems.add("F014", node, key="ask", where=str(taken["field"]))

    def field(self, name: str, node: Keyed, taken: dict[str, object], place: str, at: Standing) -> Field | None:
        """The field `name`; from here on conditions know it."""
        script = self.script
        kind = node.values["type"].text
        written = node.values.get("field") or node.values["page"]
        others = (script.names,) if at.inner else (self.names_of_entries,)
        if not script.take_name(name, written, at.names, *others):
            return None
        choices = read_choices(script, node, kind, place, at.scope)
        made = kinds.made(script, node, kind, taken, choices)
        compute = self.condition(taken, name, at, "compute")
        default = self.condition(taken, name, at, "default")
        at.scope[name] = _seen(made, compute)
        if at.inner:
            self.names_of_entries.setdefault(name, at.names[name])
        if ("compute" in node.values) != (kind == "computed"):
            script.problems.add("F053", node.values.get("compute", node.values["type"]))
        return self.finished(name, made, taken, place, at, (compute, default))

    def finished(self, name, made: FieldType, taken: dict, place: str, at: Standing, worked: tuple) -> Field:
        given = taken.get
        free = made.yaml not in _NO_WAY_OUT and bool(given("optional") or given("recommended"))
        if given("fact") and not at.inner:
            self.script.facts.append((given("fact"), name))
        return Field(
            name, made, _PLAIN_WORDS, None, given("optional", False), given("unknown", free), given("refuse", free),
            given("recommended", False), self.rules(given("check"), name, place, at), worked[1], worked[0],
            given("sensitive", False), given("private", False), given("keep") != "never", given("fact"), given("effort", 0),
            given("source"), self.script.domain, place,
        )

    def rules(self, node: Node | None, name: str, place: str, at: Standing) -> tuple[Rule, ...]:
        found = []
        for number, item in enumerate(items(self.script, node, "check"), 1):
            taken = take(self.script, item, "rule", f"{place}.check.{number}")
            if "rule" in taken:
                rule = self.script.compile(taken["rule"], name, "rule", at.scope)
                found += [] if rule is None else [Rule(rule, str(taken.get("say", "")), bool(taken.get("soft")))]
        return tuple(found)

    def repeat(self, page: Page, node: Keyed, taken: dict[str, object], at: Standing) -> Repeat | None:
        """A group asked several times: its name is the page's id, its entries have a scope of their own."""
        script = self.script
        if at.inner:
            script.problems.add("F037", node)
            return None
        if not script.take_name(page.id, node.values["page"], at.names, self.names_of_entries):
            return None
        count = self.count(taken, node, at)
        if "max" not in taken:
            script.problems.add("F033", node, most=MOST_ENTRIES)
        elif taken.get("min", 0) > taken["max"]:
            script.problems.add("F034", node.values["min"])
        inside = Standing(ChainMap({}, at.scope), {}, {}, f"{page.place}.", at.section, True)
        pages = self.pages(taken.get("pages"), inside)
        if "pages" not in node.values:
            script.problems.add("F014", node, key="pages", where=page.id)
        script.page = page.place
        at.scope[page.id] = Seen("repeat", None, inside.scope.maps[0])
        self.entry(node, inside)
        return Repeat(pages, str(taken.get("entry", "")), taken.get("min", 0), taken.get("max", 0), count)

    def count(self, taken: dict[str, object], node: Keyed, at: Standing) -> str | None:
        wanted = taken.get("repeat")
        if wanted is None or wanted in YES:
            return None
        if wanted not in at.scope or at.scope[wanted].kind != "number":
            numbers = [name for name, seen in at.scope.items() if seen.kind == "number"]
            self.script.problems.add("F035", node.values["repeat"], name=wanted[:60], hint=near(wanted, numbers))
        return wanted

    def entry(self, node: Keyed, inside: Standing) -> None:
        written = node.values.get("entry")
        if not isinstance(written, Text):
            self.script.problems.add("F014", node, key="entry", where=node.values["page"].text)
            return
        for name in _PLACEHOLDER.findall(written.text):
            if name not in inside.names:
                self.script.problems.add("F036", written, name=name, hint=near(name, inside.names))


def _all_computed(node: Node | None) -> bool:
    """A page of computed fields only is never shown, so it asks nothing."""
    kinds_of = [item.values.get("type") for item in getattr(node, "items", ()) if isinstance(item, Keyed)]
    return bool(kinds_of) and all(isinstance(kind, Text) and kind.text == "computed" for kind in kinds_of)


def _wording(taken: dict[str, object]) -> Wording:
    given = taken.get
    return Wording(
        given("ask"), given("hint"), given("why"), given("where"), given("example"), given("operator"), given("say"),
        given("short"), given("read_exactly", False),
    )


def _seen(made: FieldType, compute: Expression | None) -> Seen:
    if compute is None:
        return Seen(made.kind, made.values())
    return Seen("text" if compute.kind == "literal" else compute.kind)


def _without(node: Keyed, over: dict[str, object]) -> Keyed:
    """The page without the keys that the flow writes itself."""
    if not over:
        return node
    rest = Keyed(node.line, node.column)
    rest.values = {key: value for key, value in node.values.items() if key not in over}
    rest.keys = node.keys
    return rest
