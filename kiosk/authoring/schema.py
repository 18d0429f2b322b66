"""The language as a JSON Schema, for editors that complete and check while an author writes.

Made from the tables that the reader uses. What only the whole flow shows is left to `sportello check`.
"""

from __future__ import annotations

from kiosk.authoring import kinds
from kiosk.authoring.grammar import TABLES, Key, Table
from kiosk.authoring.shape import FACT, ID, NAME, NO, YES
from kiosk.forms.fields import TYPES

_TEXT = {"type": ["string", "number", "boolean"]}
_MATCHES = {"id": ID.pattern, "name": NAME.pattern, "fact": FACT.pattern, "day": r"\d{4}-\d{2}-\d{2}"}


def schema() -> dict[str, object]:
    """The schema of a flow's file."""
    parts = {name: _table(table) for name, table in TABLES.items()}
    for name in ("page", "field"):
        parts[name] = _asking(TABLES[name])
    parts["page"] = {"if": {"required": ["use"]}, "then": parts.pop("use"), "else": parts["page"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A service of the desk",
        "$ref": "#/$defs/flow",
        "$defs": parts,
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {name: _key(key) for name, key in table.items()},
        "required": [name for name, key in table.items() if key.required],
        "additionalProperties": False,
    }


def _asking(table: Table) -> dict[str, object]:
    """A page or a field: which other keys it may have hangs on its type."""
    whole = _table(table)
    every = {name: {} for kind in TYPES for name in kinds.options(kind)}
    whole["properties"] = every | whole["properties"]
    for name in ("min", "max"):
        whole["properties"][name] = {}
    whole["allOf"] = [_of_type(table, kind) for kind in TYPES]
    return whole


def _of_type(table: Table, kind: str) -> dict[str, object]:
    own = kinds.options(kind)
    names = sorted({*table, *own} - ({"choices"} if not kinds.takes_choices(kind) else set()))
    return {
        "if": {"required": ["type"], "properties": {"type": {"const": kind}}},
        "then": {"propertyNames": {"enum": names}, "properties": {name: _key(key) for name, key in own.items()}},
    }


def _key(key: Key) -> dict[str, object]:
    found = _holds(key)
    return found | {"description": key.about} if key.about else found


def _holds(key: Key) -> dict[str, object]:
    if key.kind in ("list", "map"):
        part = {"$ref": f"#/$defs/{key.of}"} if key.of else {}
        return {"type": "array", "items": part} if key.kind == "list" else part | {"type": "object"}
    if key.kind in _MATCHES:
        return {"type": "string", "pattern": f"^(?:{_MATCHES[key.kind]})$"}
    return _SCALARS[key.kind](key)


_SCALARS = {
    "words": lambda key: _TEXT,
    "label": lambda key: _TEXT,
    "text": lambda key: _TEXT,
    "condition": lambda key: _TEXT,
    "repeat": lambda key: _TEXT,
    "any": lambda key: {},
    "type": lambda key: {"enum": list(TYPES)},
    "yes_no": lambda key: {"enum": [*YES, *NO, True, False]},
    "one": lambda key: {"enum": list(key.values)},
    "whole": lambda key: {"type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": key.least},
    "number": lambda key: {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "names": lambda key: {"type": "array", "items": {"enum": list(key.values)} if key.values else {"type": "string"}},
    "lines": lambda key: {"type": "array", "items": _TEXT},
    "copied": lambda key: {"type": "array", "items": _TEXT},
    "texts": lambda key: {"type": "array", "items": _TEXT},
    "choices": lambda key: {"type": "object", "minProperties": 2, "maxProperties": 7,
                            "additionalProperties": {"anyOf": [_TEXT, {"$ref": "#/$defs/choice"}]}},
}
