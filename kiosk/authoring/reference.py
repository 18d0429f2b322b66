"""The reference part of flows/README.md, made from the tables, the types and the codes themselves.

    python -m kiosk.authoring.reference flows/README.md
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from kiosk.authoring import kinds
from kiosk.authoring.codes import PROBLEMS
from kiosk.authoring.grammar import TABLES, Key
from kiosk.forms.conditions import FUNCTIONS
from kiosk.forms.fields import TYPES, FieldType

MARK = "<!-- From here on the file is written by `python -m kiosk.authoring.reference flows/README.md`. -->"
HOLDS = {
    "words": "text", "label": "text", "text": "text", "name": "name", "id": "id", "yes_no": "yes or no", "whole": "whole number",
    "number": "number", "day": "day, 2026-11-21", "condition": "condition", "one": "one of", "names": "list of ids",
    "lines": "list of texts", "copied": "list of texts", "texts": "list of texts", "list": "list", "map": "keys", "type": "type", "choices": "choices",
    "repeat": "yes, or a name", "fact": "name.name",
}
PARTS = {
    "flow": "A flow", "section": "A section", "page": "A page", "use": "A page of the bank", "field": "A field, under `fields:`",
    "choice": "A choice", "rule": "A rule, under `check:` of a page or field", "ending": "An ending", "check": "A check across fields",
    "next": "A next step", "document": "A document", "bring": "A paper to bring", "source": "A source", "verified": "Verified",
    "privacy": "Privacy", "bank": "A file of the bank", "topic": "A topic, in topics.yaml", "personas": "A file of personas",
    "persona": "A persona", "door": "A door, of a service or a leaflet", "leaflet": "A leaflet", "reach": "How to reach what a leaflet is about",
}
ABOUT_FUNCTIONS = {
    "age": "`age(date)`: whole years between the date and the day of the visit",
    "days_since": "`days_since(date)`: days passed since",
    "days_until": "`days_until(date)`: days left until",
    "year": "`year(date)`: its year",
    "count": "`count(figli)`: how many entries, or how many choices were ticked",
    "sum": "`sum(figli.eta)`: the total of a number over the entries",
    "any": "`any(figli.minore)`: is it yes for at least one entry",
    "all": "`all(figli.minore)`: is it yes for every entry",
    "known": "`known(reddito)`: was it really answered",
    "refused": "`refused(reddito)`: did the visitor prefer not to say",
    "min": "`min(a, b)`: the smaller number",
    "max": "`max(a, b)`: the greater number",
}


def reference() -> str:
    """The whole reference as Markdown."""
    return "\n".join([MARK, "", *_parts(), *_types(), *_functions(), *_codes()])


def renewed(readme: str) -> str:
    """The file with its reference as it is now."""
    return readme.partition(MARK)[0] + reference()


def _parts() -> Iterator[str]:
    yield "## Every key"
    for name, title in PARTS.items():
        yield from ("", f"### {title}", "", "| key | holds | |", "|---|---|---|")
        for key, about in TABLES[name].items():
            yield f"| `{key}`{' *' if about.required else ''} | {_holds(about)} | {about.about} |"
    yield from ("", "A star marks what can never be left out.", "")


def _holds(key: Key) -> str:
    told = HOLDS[key.kind]
    if key.values:
        told = f"{'list of ' if key.kind == 'names' else ''}{', '.join(f'`{value}`' for value in key.values)}"
    if key.cells:
        told += f", at most {key.cells} cells"
    return told + (f", {key.least} to {key.most}" if key.most else "")


def _types() -> Iterator[str]:
    yield from ("## Types", "")
    for name, kind in TYPES.items():
        yield f"- `{name}`: {_first_line(kind)}"
        for option, about in kinds.options(name).items():
            yield f"  - `{option}`: {' '.join(_about_options(kind).get(option, HOLDS.get(about.kind, '')).split())}"
    yield ""


def _first_line(kind: type[FieldType]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _about_options(kind: type[FieldType]) -> dict[str, str]:
    """The text under each field of the class and of the classes above it."""
    found: dict[str, str] = {}
    for owner in reversed(kind.__mro__):
        if issubclass(owner, FieldType):
            body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0].body
            for line, after in zip(body, body[1:], strict=False):
                if isinstance(line, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                    found[line.target.id] = str(after.value.value)
    return found


def _functions() -> Iterator[str]:
    yield from ("## What a condition can say", "")
    yield "Names of earlier fields, `yes` and `no`, numbers, texts in quotes, days as \"2026-12-31\", `today`, `EU`;"
    yield "`and or not`, `== != < <= > >=`, `in` and `not in` with a list, `+ - * /`, `a if b else c`, parentheses; and:"
    yield ""
    yield from (f"- {ABOUT_FUNCTIONS[name]}" for name in FUNCTIONS)
    yield ""


def _codes() -> Iterator[str]:
    yield from ("## Every problem", "", "`~` marks a warning: the service is offered all the same.", "", "| code | | what to do |", "|---|---|---|")
    for code, kind in PROBLEMS.items():
        yield f"| {code}{' ~' if kind.warns else ''} | {kind.message} | {kind.remedy} |"
    yield ""


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8")), "utf-8")
