"""YAML text to a tree of places: the only door to the YAML library, and a strict one.

Every scalar stays the text that was written (`NO` is Novara, `00100` a postcode), every node knows its line
and column. Events are read one at a time, so nesting, aliases and tags are refused before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.authoring.codes import PROBLEMS
from kiosk.hardening import leads_out

LIMIT = 4_000_000
DEEPEST, MOST = 20, 1000
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What an author has to mend: where, what, and how. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message} {self.remedy}".rstrip()

    @property
    def warns(self) -> bool:
        """True for what the kiosk can live with: the flow is offered all the same."""
        return PROBLEMS[self.code].warns


class Text:
    """A scalar as written; `plain` is false when it stands in quotes or in a block."""

    __slots__ = ("column", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, plain: bool = True) -> None:
        self.text, self.line, self.column, self.plain = text, line, column, plain

    @property
    def empty(self) -> bool:
        """`null`, `~` or nothing at all after the colon."""
        return self.plain and self.text in ("", "~", "null")


class Several:
    """A YAML sequence."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column, self.items = line, column, []


class Keyed:
    """A YAML mapping: `values` by key, and `keys` with the place of each key."""

    __slots__ = ("column", "keys", "line", "values")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column, self.keys, self.values = line, column, {}, {}


Node = Text | Several | Keyed


@dataclass
class Problems:
    """The problems of one file, in the order in which they are met; each place and code once."""

    file: str
    found: dict[tuple, Problem] = field(default_factory=dict)

    def add(self, code: str, place: Node | tuple[int, int], /, **params: object) -> None:
        """Word the problem `code` at `place`; `remedy=` replaces the usual remedy. After a thousand, none."""
        if len(self.found) >= MOST:
            return
        line, column = place if isinstance(place, tuple) else (place.line, place.column)
        kind = PROBLEMS[code]
        remedy = params.pop("remedy", None) or fill(kind.remedy, params)
        problem = Problem(self.file, line, column, code, fill(kind.message, params), remedy)
        self.found.setdefault((line, column, code, problem.message), problem)

    @property
    def full(self) -> bool:
        """Nobody mends more than this at once; a hostile text must not cost more either."""
        return len(self.found) >= 300

    @property
    def all(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found.values(), key=lambda p: (p.line, p.column, p.code)))

    @property
    def broken(self) -> bool:
        return any(not problem.warns for problem in self.found.values())


def fill(template: str, params: dict[str, object]) -> str:
    """Put `params` in the `{name}` places; never `str.format`, which can walk into objects."""
    for name, value in params.items():
        template = template.replace("{" + name + "}", str(value))
    return template


def decode(raw: bytes, problems: Problems) -> str:
    """The bytes of a file as text, or a problem and an empty text."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add("F001", (raw[: error.start].count(b"\n") + 1, 1))
        return ""


def read_text(path: Path, problems: Problems, limit: int = LIMIT) -> str:
    """A file as text; what cannot be opened, is too long or is a link out of its folder is a problem and an empty text."""
    if leads_out(path):
        problems.add("F007", (1, 1), reason="è un collegamento a un'altra cartella", remedy="Metti qui il file stesso.")
        return ""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        problems.add("F007", (1, 1), reason=error.strerror or "non si apre")
        return ""
    return decode(raw, problems)


def read_source(text: str, problems: Problems, limit: int = LIMIT) -> Node | None:
    """The tree of `text`, or None when it cannot be read at all; problems go to `problems`."""
    if len(text) > limit or len(text.encode("utf-8", "surrogatepass")) > limit:
        problems.add("F002", (1, 1), limit=f"{limit // 1000} kB")
        return None
    unseen = UNSEEN.search(text)
    if unseen:
        problems.add("F003", _place(text, unseen.start()), sign=f"U+{ord(unseen.group()):04X}")
        return None
    return _Builder(problems).build(text)


_REASONS = {
    "mapping values are not allowed": "ci sono due punti dove non possono stare",
    "did not find expected ',' or": "manca una virgola o una parentesi che chiude",
    "did not find expected key": "qui serve «nome: valore», con gli stessi spazi della riga sopra",
    "did not find expected '-'": "qui serve un trattino, con gli stessi spazi della riga sopra",
    "could not find expected ':'": "mancano i due punti",
    "found character that cannot start": "questo segno non può stare all'inizio: metti il testo fra virgolette",
    "found unexpected end of stream": "manca una virgoletta che chiude",
    "unknown escape": "dopo la barra \\ c'è un segno non previsto: usa le virgolette semplici",
}


def _reason(problem: str) -> str:
    """What the library says, in the author's words where they are known."""
    return next((told for start, told in _REASONS.items() if start in problem), problem or "testo non previsto")


def _place(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _events(text: str) -> Iterable:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)


class _Builder:
    """Turns events into nodes with a stack of its own: no recursion, so no text can be too deep."""

    def __init__(self, problems: Problems) -> None:
        self.problems, self.stack, self.key, self.root = problems, [], None, None

    def build(self, text: str) -> Node | None:
        import yaml

        try:
            for event in _events(text):
                if not self.take(event):
                    return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.problems.add("F004", place, reason=_reason(error.problem or ""))
            return None
        except yaml.YAMLError:
            self.problems.add("F004", (1, 1), reason="segno non previsto")
            return None
        if self.root is None:
            self.problems.add("F005", (1, 1))
        return self.root

    def take(self, event) -> bool:
        """Use one event; False stops the reading."""
        name = type(event).__name__
        mark = event.start_mark
        if name == "ScalarEvent":
            self.refuse_extras(event)
            self.put(Text(event.value, mark.line + 1, mark.column + 1, not event.style))
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            return self.open(event, Keyed if name[0] == "M" else Several)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            node, self.key = self.stack.pop()
            self.put(node)
        elif name == "AliasEvent":
            self.problems.add("F008", (mark.line + 1, mark.column + 1), name=event.anchor)
            self.put(Text("", mark.line + 1, mark.column + 1))
        elif name == "DocumentStartEvent" and self.root is not None:
            self.problems.add("F010", (mark.line + 1, mark.column + 1))
            return False
        return True

    def open(self, event, kind: type) -> bool:
        mark = event.start_mark
        if len(self.stack) >= DEEPEST:
            self.problems.add("F006", (mark.line + 1, mark.column + 1), deepest=DEEPEST)
            return False
        self.refuse_extras(event)
        self.stack.append((kind(mark.line + 1, mark.column + 1), self.key))
        self.key = None
        return not self.problems.full

    def refuse_extras(self, event) -> None:
        """Anchors and tags say nothing an author needs and much that can hurt."""
        if event.anchor is not None or event.tag is not None:
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            code, name = ("F008", event.anchor) if event.anchor is not None else ("F009", event.tag)
            self.problems.add(code, place, name=name)

    def put(self, node: Node) -> None:
        """Give `node` to the collection that is open: as an item, as a key, or as the value of a key."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1][0]
        if type(parent) is Several:
            parent.items.append(node)
        elif self.key is None:
            self.key = self.as_key(node)
        else:
            self.put_value(parent, self.key, node)
            self.key = None

    def as_key(self, node: Node) -> Text:
        if type(node) is not Text:
            self.problems.add("F012", node)
            return Text("", node.line, node.column)
        if node.text == "<<" and node.plain:
            self.problems.add("F008", node, name="<<")
        return node

    def put_value(self, parent: Keyed, key: Text, node: Node) -> None:
        if key.text in parent.values:
            self.problems.add("F011", key, key=key.text, line=parent.keys[key.text].line)
            return
        parent.keys[key.text] = key
        parent.values[key.text] = node
