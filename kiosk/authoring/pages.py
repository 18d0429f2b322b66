"""Sections, pages and repeats as written, read in the order in which a visitor meets them.

A page of the bank is read in the place where it is used, against the names in sight there.
"""

from __future__ import annotations

import re
from collections import ChainMap
from dataclasses import replace

from kiosk.authoring import kinds
from kiosk.authoring.asking import FieldReader, Standing, wording
from kiosk.authoring.bank import Bank, Shared
from kiosk.authoring.grammar import ANSWER, MOST_ENTRIES
from kiosk.authoring.manuscript import Asked, Manuscript, dumped, near
from kiosk.authoring.shape import YES, items, take
from kiosk.authoring.source import Keyed, Node, Problems, Text
from kiosk.forms.conditions import Seen
from kiosk.forms.flow import Page, Repeat, Section

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OF_PAGES = frozenset({"when", "source", "verified", "effort"})
_OF_ONE_ANSWER = tuple(key for key in ANSWER if key not in _OF_PAGES)
_OF_REPEATS = ("entry", "min", "max", "pages")


class PageReader:
    """Reads the pages of one flow into `script`, borrowing from `bank`."""

    def __init__(self, script: Manuscript, bank: Bank) -> None:
        self.script, self.bank = script, bank
        self.asking = FieldReader(script)

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
        page = Page(taken["page"], words=wording(taken), section=at.section, domain=script.domain, place=place, copy=taken.get("copy", ()))
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
        when = self.asking.condition(taken, page.id, at)
        self.asking.cite(node)
        if "repeat" in node.values:
            repeat = self.repeat(page, node, taken, at)
            return None if repeat is None else replace(page, when=when, repeat=repeat)
        if "type" in node.values:
            only = self.asking.field(page.id, node, taken, page.place, at)
            fields = () if only is None else (only,)
        else:
            spread = {"optional": taken["optional"]} if "optional" in taken else {}
            fields = self.asking.fields(taken.get("fields"), page, at, spread)
        return replace(page, fields=fields, when=when)

    def repeat(self, page: Page, node: Keyed, taken: dict[str, object], at: Standing) -> Repeat | None:
        """A group asked several times: its name is the page's id, its entries have a scope of their own."""
        script = self.script
        if at.inner:
            script.problems.add("F037", node)
            return None
        if not script.take_name(page.id, node.values["page"], at.names, self.asking.names_of_entries):
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


def _without(node: Keyed, over: dict[str, object]) -> Keyed:
    """The page without the keys that the flow writes itself."""
    if not over:
        return node
    rest = Keyed(node.line, node.column)
    rest.values = {key: value for key, value in node.values.items() if key not in over}
    rest.keys = node.keys
    return rest
