"""A flow while it is being read: its problems, its texts with their places, its names and conditions.

The parts of the reader write here; the checks read from here afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from kiosk.authoring.source import Keyed, Node, Problems, Text
from kiosk.forms.conditions import ConditionIsWrong, Expression, Seen, compile_expression

_NAME = re.compile(r"\w+")


@dataclass(slots=True)
class Said:
    """A text of the author's: its place in the catalog of `domain`, and where it stands in which file."""

    domain: str
    place: str
    key: str
    text: str
    node: Text
    file: str
    page: str = ""


@dataclass(slots=True)
class Condition:
    """A condition as read: `part` names what depends on it, for the messages."""

    expression: Expression
    node: Text
    file: str
    part: str
    key: str


@dataclass(slots=True)
class Asked:
    """A name that is taken, and where."""

    file: str
    line: int
    column: int


@dataclass
class Manuscript:
    """What has been read of one flow so far. `problems` is that of the file being read now."""

    problems: Problems
    today: date
    domain: str = ""
    scope: dict[str, Seen] = field(default_factory=dict)
    names: dict[str, Asked] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    facts: list[tuple] = field(default_factory=list)
    later: list[tuple] = field(default_factory=list)
    sources: dict[str, Asked] = field(default_factory=dict)
    cited: list[tuple[Text, Problems]] = field(default_factory=list)
    borrowed: list[str] = field(default_factory=list)
    files: dict[str, Problems] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    templates: dict[str, Text] = field(default_factory=dict)
    until: Text | None = None
    court: Node | None = None
    page: str = ""
    blame: tuple[Problems, Text] | None = None

    def __post_init__(self) -> None:
        self.files.setdefault(self.problems.file, self.problems)

    def say(self, place: str, key: str, text: str, node: Text) -> None:
        """Note a text for the translators and for the checks of wording."""
        self.said.append(Said(self.domain, place, key, text, node, self.problems.file, self.page))

    def take_name(self, name: str, node: Text, names: dict[str, Asked], *others: dict[str, Asked]) -> bool:
        """Take a name among `names`; False, with a problem, when it is taken there or among the others."""
        before = next((taken[name] for taken in (names, *others) if name in taken), None)
        problems, node = self.blame or (self.problems, node)
        if before is not None:
            place = before.line if before.file == problems.file else f"{before.line} di {before.file}"
            problems.add("F020", node, name=name, line=place)
            return False
        names[name] = Asked(problems.file, node.line, node.column)
        return True

    def compile(self, node: Text, part: str, key: str = "when", scope: Mapping[str, Seen] | None = None) -> Expression | None:
        """The condition at `node`; a problem and None when it cannot be used."""
        source = node.text.replace("\n", " ").strip()
        if not source:
            self.problems.add("F019", node, key=key)
            return None
        scope = self.scope if scope is None else scope
        try:
            expression = compile_expression(source, scope, "any" if key in ("compute", "default") else "yes_no")
        except ConditionIsWrong as wrong:
            self._wrong(node, source, wrong, part)
            return None
        self.conditions.append(Condition(expression, node, self.problems.file, part, key))
        return expression

    def _wrong(self, node: Text, source: str, wrong: ConditionIsWrong, part: str) -> None:
        column = node.column + wrong.column - 1 + (0 if node.plain else 1)
        if wrong.code == "F045":
            self.later.append((self.problems, node.line, column, source, wrong, part))
        else:
            self.problems.add(wrong.code, (node.line, column), source=source, reason=wrong.message)

    def settle_later(self) -> None:
        """Now that every name is known: was an unknown name only asked too late, or nowhere?"""
        for problems, line, column, source, wrong, part in self.later:
            found = _NAME.match(source, wrong.column - 1)
            name = found.group() if found else ""
            asked = self.names.get(name)
            if name in self.lost:
                continue
            if asked is None or problems.full:
                problems.add("F045", (line, column), source=source, reason=wrong.message)
            else:
                problems.add("F048", (line, column), source=source, name=name, line=asked.line)
        self.later.clear()


def near(name: str, known: object) -> str:
    """«: forse volevi «x»?», or nothing when no known name is like this one."""
    found = get_close_matches(name[:80], [str(one) for one in known], 1)
    return f": forse volevi «{found[0]}»?" if found else ""


def dumped(node: object) -> str:
    """A node's texts, keys and shape as one line: what a version is the digest of."""
    if isinstance(node, Text):
        return repr(node.text)
    if isinstance(node, Keyed):
        return "{" + ",".join(f"{key!r}:{dumped(value)}" for key, value in node.values.items()) + "}"
    return "[" + ",".join(map(dumped, node.items)) + "]"
