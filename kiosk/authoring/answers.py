"""What somebody would type, from a file: for the people that every flow is tried with, and for a walk.

Values stay texts, as typed; `null` is "I don't know" and `{refused: true}` "I prefer not to say".
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.shape import YES, items, take
from kiosk.authoring.source import Keyed, Node, Problem, Problems, Text, read_source, read_text
from kiosk.errors import FlowIsBroken
from kiosk.forms.flow import Flow, Page


@dataclass(frozen=True)
class Persona:
    """Somebody who uses a flow: what they type, and what must come of it."""

    name: str
    answers: dict[str, object]
    asks: tuple[str, ...] = ()
    not_asks: tuple[str, ...] = ()
    ends: str = "review"
    documents: tuple[str, ...] | None = None
    language: str = "it"
    line: int = 0
    node: Keyed | None = field(default=None, repr=False, compare=False)


def load_answers(path: Path) -> dict[str, object]:
    """The answers of one YAML or JSON file, as typed texts by field. Raises FlowIsBroken."""
    problems = Problems(str(path))
    text = read_text(path, problems)
    if path.suffix == ".json" and not problems.found:
        found = _json(text, problems)
    else:
        found = typed(None if problems.found else read_source(text, problems))
    if isinstance(found, dict) and set(found) == {"answers"}:
        found = found["answers"]
    if not problems.found and not isinstance(found, dict):
        problems.add("F015", (1, 1), key="answers", wanted="righe con nome e due punti")
    if problems.found:
        raise FlowIsBroken(problems.all)
    return found


def _json(text: str, problems: Problems) -> object:
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        problems.add("F004", (getattr(wrong, "lineno", 1), getattr(wrong, "colno", 1)), reason="JSON non previsto")
        return None


def typed(node: Node | None) -> object:
    """A node as typed texts: None, a text, a list or a mapping of them."""
    if node is None or (isinstance(node, Text) and node.empty):
        return None
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Keyed):
        refused = node.values.get("refused")
        if isinstance(refused, Text) and refused.text in YES and len(node.values) == 1:
            return {"refused": True}
        return {key: typed(value) for key, value in node.values.items()}
    return [typed(item) for item in node.items]


def read_personas(path: Path) -> list[Persona]:
    """The people of one file. Raises FlowIsBroken when it cannot be read."""
    problems = Problems(str(path))
    found = personas(path, problems)
    if problems.broken:
        raise FlowIsBroken(problems.all)
    return found


def personas(path: Path, problems: Problems) -> list[Persona]:
    """The people of one file; what is wrong goes to `problems`."""
    text = read_text(path, problems)
    node = None if problems.found else read_source(text, problems)
    script, found = Manuscript(problems, date.min), []
    taken = take(script, node, "personas") if node is not None else {}
    for item in items(script, taken.get("personas"), "personas"):
        one = take(script, item, "persona")
        if {"persona", "answers"} <= one.keys():
            found.append(_persona(one, item))
    return found


def _persona(taken: dict[str, object], node: Keyed) -> Persona:
    more = taken.get("asks", ()), taken.get("not_asks", ()), taken.get("ends", "review"), taken.get("documents")
    return Persona(taken["persona"], typed(taken["answers"]), *more, taken.get("language", "it"), node.line, node)


def check_personas(path: Path, flow: Flow) -> tuple[Problem, ...]:
    """Do the people of a file speak of this flow's own fields, pages, endings and papers?"""
    problems = Problems(str(path))
    pages = {page.id for page in flow.every_page()}
    known = {"asks": pages, "not_asks": pages, "documents": {one.id for one in flow.documents}}
    for persona in personas(path, problems):
        values = persona.node.values
        _answers(values["answers"], flow.pages, problems)
        for key, names in known.items():
            for item in getattr(values.get(key), "items", ()):
                _named(item, names, key, problems)
        _named(values.get("ends"), {"review", *(one.id for one in flow.endings)}, "ends", problems)
    return problems.all


def _answers(node: Node, pages: tuple[Page, ...], problems: Problems) -> None:
    """The fields of `pages` by name; the entries of a repeat have names of their own."""
    if not isinstance(node, Keyed):
        return
    repeats = {page.id: page.repeat for page in pages if page.repeat}
    names = {one.name for page in pages for one in page.fields} | repeats.keys()
    for key, value in node.values.items():
        if key not in names:
            problems.add("F090", node.keys[key], name=key[:60], hint=near(key, names))
        elif key in repeats:
            for entry in getattr(value, "items", ()):
                _answers(entry, repeats[key].pages, problems)


def _named(node: Node | None, known: set[str], key: str, problems: Problems) -> None:
    if not isinstance(node, Text) or node.text in known:
        return
    if key in ("asks", "not_asks"):
        problems.add("F091", node, name=node.text[:60], hint=near(node.text, known))
    else:
        what = "un foglio" if key == "documents" else "una fine"
        problems.add("F092", node, what=what, name=node.text[:60], hint=near(node.text, known))
