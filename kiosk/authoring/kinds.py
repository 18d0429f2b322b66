"""The kinds of answer as an author writes them: each field of a type's dataclass is an option in YAML."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from kiosk.authoring.grammar import Key, Table
from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.source import Keyed, Text
from kiosk.forms.credentials import asked_in
from kiosk.forms.fields import TYPES, Choice, FieldType

_KINDS = {"int": "whole", "float": "number", "Decimal": "number", "bool": "yes_no", "str": "text"}


@cache
def options(name: str) -> Table:
    """The options of the type `name` as a table; without `choices`, which are read apart."""
    return {f.name: _key(str(f.type), TYPES[name].allowed.get(f.name, ())) for f in fields(TYPES[name]) if f.name != "choices"}


@cache
def options_of(name: str | None) -> Table | None:
    """The options to look for: of a type that does not exist any option may be meant; without a type none."""
    if name is None:
        return {key: about for one in TYPES for key, about in options(one).items()}
    return options(name) if name else None


def _key(annotation: str, allowed: tuple[str, ...]) -> Key:
    if annotation.startswith("tuple"):
        return Key("names", "", values=allowed) if allowed else Key("texts", "")
    if allowed:
        return Key("one", "", values=allowed)
    kinds = [_KINDS[part] for part in annotation.split(" | ") if part in _KINDS]
    return Key("number" if "number" in kinds else kinds[0] if kinds else "text", "")


@cache
def takes_choices(name: str) -> bool:
    return any(f.name == "choices" for f in fields(TYPES[name]))


def named_type(script: Manuscript, node: Keyed) -> str | None:
    """The type named in `node`; "" when none is, None when there is no such type."""
    written = node.values.get("type")
    if not isinstance(written, Text):
        return "" if written is None else None
    if written.text in TYPES:
        return written.text
    if asked_in(written.text):
        script.problems.add("F039", written, word=written.text[:60])
        return None
    script.problems.add("F022", written, name=written.text[:60], hint=near(written.text, TYPES), known=", ".join(TYPES))
    return None


def made(script: Manuscript, node: Keyed, name: str, taken: dict[str, object], choices: tuple[Choice, ...]) -> FieldType:
    """The type `name` with the options an author gave it."""
    wanted = {key: taken[key] for key in options(name) if key in taken}
    low, high = wanted.get("min"), wanted.get("max")
    if low is not None and high is not None and low > high:
        script.problems.add("F034", node.values["min"])
    if takes_choices(name):
        wanted["choices"] = choices
    if wanted.get("max_length", 1) < 1:
        script.problems.add("F038", node.values["max_length"], key="max_length", name=name, reason="serve almeno 1")
    return _plain(name) if not wanted else TYPES[name](**wanted)


@cache
def _plain(name: str) -> FieldType:
    return TYPES[name]()
