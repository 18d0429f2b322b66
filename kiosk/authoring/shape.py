"""A mapping read against its table: values of the right kind, and a problem for everything else.

Unknown keys name the nearest known one; missing keys are named; nothing here knows what a key is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kiosk.authoring.grammar import KINDS, TABLES, Key, Table
from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.source import Keyed, Node, Several, Text
from kiosk.forms.conditions import CONSTANTS, FUNCTIONS
from kiosk.i18n import width

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
FACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
RESERVED = frozenset((*CONSTANTS, *FUNCTIONS, "and", "or", "not", "in", "if", "else", "is", "for", "lambda", "true", "false", "none"))
YES, NO = ("yes", "true", "sì", "si"), ("no", "false")
_NUMBER, _DAY = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BREAKS = re.compile(r"\s*\n\s*")

REQUIRED = {name: tuple(key for key, about in table.items() if about.required) for name, table in TABLES.items()}


def take(script: Manuscript, node: Node, table: str | Table, place: str = "", extra: Table | None = None) -> dict[str, object]:
    """The values of `node` by key, read as the table `table` (and `extra`) says; {} when it is no mapping.

    A table of another room is given itself; its first key is what it is called.
    """
    known = table if isinstance(table, dict) else TABLES[table]
    named, taken = (next(iter(known)), {}) if isinstance(table, dict) else (table, {})
    if type(node) is not Keyed:
        script.problems.add("F015", node, key=named, wanted=KINDS["map"])
        return {}
    for key, value in node.values.items():
        about = (extra and extra.get(key)) or known.get(key)
        if about is None:
            names = [*known, *(extra or ())]
            script.problems.add("F013", node.keys[key], key=key, hint=near(key, names), known=", ".join(names))
            continue
        found = _READ[about.kind](script, value, key, about, place)
        if found is not None:
            taken[key] = found
    required = [key for key, about in known.items() if about.required] if isinstance(table, dict) else REQUIRED[table]
    for key in required:
        if key not in node.values:
            script.problems.add("F014", node, key=key, where=named)
    return taken


def items(script: Manuscript, node: Node | None, key: str) -> list[Node]:
    """The items of a list, or a problem and none."""
    if node is None:
        return []
    if type(node) is not Several:
        script.problems.add("F015", node, key=key, wanted=KINDS["list"])
        return []
    return node.items


def _scalar(script: Manuscript, node: Node, key: str, about: Key) -> str | None:
    if type(node) is not Text:
        script.problems.add("F015", node, key=key, wanted=KINDS.get(about.kind, KINDS["any"]))
        return None
    if not node.text.strip() or node.empty:
        script.problems.add("F019", node, key=key)
        return None
    return node.text


def _wrong(script: Manuscript, node: Text, key: str, wanted: str, known: tuple[str, ...] = ()) -> None:
    script.problems.add("F016", node, value=node.text[:60], key=key, wanted=wanted, hint=near(node.text, known))


def read_words(script: Manuscript, node: Node, key: str, about: Key, place: str) -> str | None:
    """A text for the visitor: one line of it, no longer than its place."""
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    text = _BREAKS.sub(" ", text.strip()) if key != "text" else text.strip()
    _fits(script, node, about, text)
    script.say(place if about.kind == "label" else f"{place}.{key}" if place else key, key, text, node)
    return text


def _fits(script: Manuscript, node: Node, about: Key, text: str) -> None:
    if len(text) * 2 > about.cells > 0:
        cells = width(text.replace("\n", " "))
        if cells > about.cells:
            script.problems.add("F060", node, cells=cells, most=about.cells)


def read_text(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> str | None:
    """A text nobody translates."""
    text = _scalar(script, node, key, about)
    return None if text is None else text.strip()


def read_id(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> str | None:
    text = _scalar(script, node, key, about)
    if text is not None and not ID.fullmatch(text):
        script.problems.add("F018", node, value=text[:60], sign="-")
        return None
    return text


def read_name(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> str | None:
    """A name that conditions can use."""
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    if not NAME.fullmatch(text):
        script.problems.add("F018", node, value=text[:60], sign="_")
        return None
    if text in RESERVED:
        script.problems.add("F023", node, name=text)
        return None
    return text


def read_number(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> int | Decimal | None:
    """A number as Italians do not write it: 1500 or 0.5."""
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    _wrong(script, node, key, "un numero come 12 o 0.5")
    return None


def _read_texts(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> tuple[str, ...]:
    found = (read_text(script, item, key, about) for item in items(script, node, key))
    return tuple(one for one in found if one is not None)


def read_yes_no(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> bool | None:
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    if text in YES or text in NO:
        return text in YES
    _wrong(script, node, key, KINDS["yes_no"])
    return None


def read_whole(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> int | None:
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10 and about.least <= int(text) <= (about.most or int(text)):
        return int(text)
    _wrong(script, node, key, f"un numero da {about.least} a {about.most}" if about.most else KINDS["whole"])
    return None


def read_day(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> date | None:
    text = _scalar(script, node, key, about)
    if text is None:
        return None
    try:
        # `fromisoformat` takes weeks and days without dashes too, which nobody would read again
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        _wrong(script, node, key, KINDS["day"])
        return None


def _read_one(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> str | None:
    text = _scalar(script, node, key, about)
    if text is None or text in about.values:
        return text
    _wrong(script, node, key, "uno fra " + ", ".join(about.values), about.values)
    return None


def _read_names(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> tuple[str, ...]:
    reader = _read_one if about.values else read_id
    found = (reader(script, item, key, about) for item in items(script, node, key))
    return tuple(one for one in found if one is not None)


def _read_lines(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> tuple[str, ...]:
    found = []
    for number, item in enumerate(items(script, node, key), 1):
        found.append(read_words(script, item, f"{key}.{number}", about, place))
    return tuple(one for one in found if one is not None)


def _read_copied(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> tuple[str, ...]:
    """Lines that nobody translates: they look as what they are a copy of."""
    found = [(item, _scalar(script, item, f"{key}.{number}", about)) for number, item in enumerate(items(script, node, key), 1)]
    for item, text in found:
        _fits(script, item, about, text or "")
    return tuple(text for _, text in found if text is not None)


def _read_condition(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> Text | None:
    """Left as it is: whoever knows which names are in sight compiles it."""
    return None if _scalar(script, node, key, about) is None else node


def _read_fact(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> str | None:
    text = _scalar(script, node, key, about)
    if text is None or FACT.fullmatch(text):
        return text
    _wrong(script, node, key, "un nome come persona.cognome")
    return None


def _read_node(script: Manuscript, node: Node, key: str, about: Key, place: str = "") -> Node | None:
    wanted = {"list": Several, "map": Keyed}.get(about.kind)
    if wanted is None or type(node) is wanted:
        return node
    script.problems.add("F015", node, key=key, wanted=KINDS[about.kind])
    return None


_READ: dict[str, Callable] = {
    "words": read_words, "label": read_words, "text": read_text, "id": read_id, "name": read_name, "yes_no": read_yes_no, "whole": read_whole,
    "day": read_day, "one": _read_one, "names": _read_names, "lines": _read_lines, "copied": _read_copied, "condition": _read_condition,
    "fact": _read_fact, "type": read_text, "repeat": read_text, "choices": _read_node, "list": _read_node, "map": _read_node,
    "any": _read_node, "number": read_number, "texts": _read_texts,
}
