"""Who is asking, apart from what is asked: which answers identify a person, and how the two are parted and joined.

An answer identifies when its type is a name, an address, a number or a code of one person; when the author gave it a
`fact` of the person, to be offered again to the same one; when the author marked it `private`; and when it is worked
out of, or proposed from, such an answer, unless it is a plain yes or no. The same holds inside the entries of a
repeat. What a visitor tells in free words stays with the content. The papers hold names: they go with the identity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kiosk.errors import Rejected
from kiosk.forms.flow import Field, Flow

TYPES = frozenset({
    "surname", "given_names", "tax_code", "phone", "email", "document", "address", "iban", "permit_number",
})
_PERSON = "persona."


@dataclass(frozen=True, slots=True)
class Identifying:
    """`names` of fields, those of entries included; `rows` are places among all the rows, from 0."""

    names: frozenset[str] = frozenset()
    rows: frozenset[int] = frozenset()


def identifying_names(flow: Flow) -> frozenset[str]:
    """The fields of a service whose answers say who somebody is."""
    fields = [asked for page in flow.every_page() for asked in page.fields]
    found = {asked.name for asked in fields if _identifies(asked)}
    before = -1
    while before != len(found):
        before = len(found)
        found |= {asked.name for asked in fields if _follows(asked, found)}
    return frozenset(found)


def _identifies(asked: Field) -> bool:
    return asked.type.yaml in TYPES or asked.private or (asked.fact or "").startswith(_PERSON)


def _follows(asked: Field, found: set[str]) -> bool:
    source = asked.compute or asked.default
    return source is not None and source.kind != "yes_no" and not found.isdisjoint(source.names)


def split(whole: Mapping, identifying: Identifying) -> tuple[dict, dict]:
    """(identity, content) of an answers.json; each row keeps its place, so that `join` gives the same again.

    A repeat is in the content with all its entries, each without what identifies; in the identity only when there is any.
    """
    inner, outer = {}, {}
    for name, answer in whole["answers"].items():
        if _is_repeat(answer):
            halves = [_halves(entry, identifying.names) for entry in answer["value"]]
            outer[name] = answer | {"value": [theirs for _, theirs in halves]}
            if any(own for own, _ in halves):
                inner[name] = answer | {"value": [own for own, _ in halves]}
        else:
            (inner if name in identifying.names else outer)[name] = answer
    rows = list(enumerate((part["section"], row) for part in whole["rows"] for row in part["rows"]))
    own = _sections(row for row in rows if row[0] in identifying.rows)
    theirs = _sections(row for row in rows if row[0] not in identifying.rows)
    identity = {"format": whole["format"], "reference": whole["reference"], "answers": inner, "rows": own}
    return identity, {**whole, "answers": outer, "rows": theirs}


def join(identity: Mapping, content: Mapping) -> dict:
    """The answers.json that was split; Rejected when these are not two halves of one."""
    try:
        rows = [row for half in (identity, content) for part in half["rows"] for row in _flat(part)]
        whole = {**content, "answers": _joined(identity["answers"], content["answers"])}
        ordered = sorted(rows, key=lambda row: row[0])
        named = groupby(ordered, key=lambda row: row[1])
        return whole | {"rows": [{"section": title, "rows": [row for *_, row in group]} for title, group in named]}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Rejected("Le due parti di questa busta non stanno insieme.") from None


def _is_repeat(answer: Mapping) -> bool:
    return "typed_by" not in answer


def _halves(entry: Mapping, names: frozenset[str]) -> tuple[dict, dict]:
    own = {name: answer for name, answer in entry.items() if name in names}
    return own, {name: answer for name, answer in entry.items() if name not in names}


def _joined(own: Mapping, theirs: Mapping) -> dict:
    """Two halves of answers as one; ValueError when both have the same answer."""
    found = {**own, **theirs}
    for name in own.keys() & theirs.keys():
        if not (_is_repeat(own[name]) and _is_repeat(theirs[name])):
            raise ValueError
        pairs = zip(own[name]["value"], theirs[name]["value"], strict=True)
        found[name] = theirs[name] | {"value": [_joined(*pair) for pair in pairs]}
    return found


def _sections(rows: Iterator[tuple[int, tuple[str, Mapping]]]) -> list[dict]:
    """Rows by section again, each with its place."""
    named = groupby(rows, key=lambda row: row[1][0])
    return [{"section": title, "rows": [{"place": place, **row} for place, (_, row) in group]} for title, group in named]


def _flat(part: Mapping) -> Iterator[tuple[int, str, dict]]:
    for row in part["rows"]:
        yield row["place"], part["section"], {key: value for key, value in row.items() if key != "place"}
