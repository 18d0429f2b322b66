"""No form asks for a password, a PIN or a one-time code: not by the words of a question, nor by a name or a type."""

from __future__ import annotations

from kiosk.authoring.manuscript import Manuscript
from kiosk.authoring.source import Problems, Text
from kiosk.forms.credentials import asked_in
from kiosk.forms.fields import TYPES
from kiosk.forms.flow import Flow

_CHOSEN = frozenset({"choice", "choices", "accept", "note", "none", "date"})
"""How an answer is given in which no secret can be written: a page may well ask whether somebody has a PIN."""
_SAID = frozenset({"ask", "short"})


def check_name(problems: Problems, name: str, kind: str, written: Text) -> None:
    """The name of a field whose answer is written; `kind` is its type."""
    word = asked_in(name) if TYPES[kind].entry not in _CHOSEN else ""
    if word:
        problems.add("F039", written, word=word)


def check_words(script: Manuscript, flow: Flow) -> None:
    """The words of the questions, each where its text stands: in the flow, in the bank, or where the flow says it otherwise."""
    pages = [(page.domain, page.place, page.fields) for page in flow.every_page()]
    fields = [(field.domain, field.place, (field,)) for _, _, found in pages for field in found]
    written = {(domain, place) for domain, place, found in (*pages, *fields) if any(one.type.entry not in _CHOSEN for one in found)}
    for one in script.said:
        word = asked_in(one.text) if one.key in _SAID and (one.domain, one.place.rpartition(".")[0]) in written else ""
        if word:
            script.files[one.file].add("F039", one.node, word=word)
