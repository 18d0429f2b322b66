"""Fields as written: one answer each, with its type, its rules and its words.

A name enters the scope when its field has been read, so that a condition can only look back.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from kiosk.authoring import kinds
from kiosk.authoring.choices import read_choices
from kiosk.authoring.manuscript import Asked, Manuscript
from kiosk.authoring.secrecy import check_name
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Node, Text
from kiosk.authoring.validity import stale
from kiosk.forms.conditions import Expression, Seen
from kiosk.forms.fields import FieldType
from kiosk.forms.flow import Field, Page, Rule, Wording

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


class FieldReader:
    """Reads fields into `script`; the names of the entries of all repeats are kept apart from the outer ones."""

    def __init__(self, script: Manuscript) -> None:
        self.script = script
        self.names_of_entries: dict[str, Asked] = {}

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
                found += [] if one is None else [replace(one, when=when, words=wording(taken))]
                self._must_ask(item, taken, name)
            elif "field" in taken:
                self.script.lost.add(taken["field"])
        if node is not None and not found:
            self.script.problems.add("F019", node, key="fields")
        return tuple(found)

    def _must_ask(self, node: Keyed, taken: dict[str, object], name: str) -> None:
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
        check_name(script.problems, name, kind, written)
        choices = read_choices(script, node, kind, place, at.scope)
        made = kinds.made(script, node, kind, taken, choices)
        worked = {key: self.condition(taken, name, at, key) for key in ("compute", "default")}
        at.scope[name] = _seen(made, worked["compute"])
        if at.inner:
            self.names_of_entries.setdefault(name, at.names[name])
        if ("compute" in node.values) != (kind == "computed"):
            script.problems.add("F053", node.values.get("compute", node.values["type"]))
        return self.finished(made, taken | worked | {"name": name}, place, at)

    def finished(self, made: FieldType, taken: dict[str, object], place: str, at: Standing) -> Field:
        """The field once its name is in sight, so that its own rules can see it."""
        given, name = taken.get, taken["name"]
        free = made.yaml not in _NO_WAY_OUT and bool(given("optional") or given("recommended"))
        if given("fact") and not at.inner:
            self.script.facts.append((given("fact"), name))
        return Field(
            name, made, _PLAIN_WORDS, None, given("optional", False), given("unknown", free), given("refuse", free),
            given("recommended", False), self.rules(given("check"), name, place, at), given("default"), given("compute"),
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

    def condition(self, taken: dict[str, object], part: str, at: Standing, key: str = "when") -> Expression | None:
        written = taken.get(key)
        if not isinstance(written, Text):
            return written
        return self.script.compile(written, part, key, at.scope)

    def cite(self, node: Keyed) -> None:
        """Note the source that a page or a field names, and whether its own verification still holds."""
        script, written = self.script, node.values.get("source")
        if isinstance(written, Text):
            script.cited.append((written, script.problems))
        vouched = node.values.get("verified")
        until = take(script, vouched, "verified").get("until") if isinstance(vouched, Keyed) else None
        if stale(until, script.today):
            script.problems.add("F082", vouched.values["until"], day=until.isoformat())


def wording(taken: dict[str, object]) -> Wording:
    """What is said about a page or a field."""
    given = taken.get
    return Wording(
        given("ask"), given("hint"), given("why"), given("where"), given("example"), given("operator"), given("say"),
        given("short"), given("read_exactly", False),
    )


def _seen(made: FieldType, compute: Expression | None) -> Seen:
    if compute is None:
        return Seen(made.kind, made.values())
    return Seen("text" if compute.kind == "literal" else compute.kind)
