"""The choices of a field: `value: text`, or `value:` and what else there is to say about it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.authoring import kinds
from kiosk.authoring.grammar import CHOICE, MOST_CHOICES
from kiosk.authoring.manuscript import Manuscript
from kiosk.authoring.shape import read_words, take
from kiosk.authoring.source import Keyed, Node, Text
from kiosk.forms.conditions import Seen
from kiosk.forms.fields import Choice

VALUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")


def read_choices(script: Manuscript, node: Keyed, kind: str, place: str, scope: Mapping[str, Seen]) -> tuple[Choice, ...]:
    """The choices of the field at `node`, in order."""
    written = node.values.get("choices")
    if not kinds.takes_choices(kind):
        if written is not None:
            script.problems.add("F032", node.keys["choices"], name=kind)
        return ()
    found = ()
    if isinstance(written, Keyed):
        read = (_choice(script, written.keys[value], text, f"{place}.choices.{value}", scope) for value, text in written.values.items())
        found = tuple(one for one in read if one is not None)
        _count(script, node, written)
    elif written is None:
        script.problems.add("F030", node, name=place)
    else:
        script.problems.add("F015", written, key="choices", wanted="righe «valore: testo»")
    return found


def _count(script: Manuscript, node: Keyed, written: Keyed) -> None:
    count = len(written.values)
    if count < 2:
        script.problems.add("F030", written, name=node.keys["choices"].text)
    elif count > MOST_CHOICES:
        script.problems.add("F031", node.keys["choices"], count=count, most=MOST_CHOICES)


def _choice(script: Manuscript, key: Text, node: Node, place: str, scope: Mapping[str, Seen]) -> Choice | None:
    if not VALUE.fullmatch(key.text):
        script.problems.add("F018", key, value=key.text[:60], sign="_")
        return None
    if isinstance(node, Text):
        text = read_words(script, node, "choice", CHOICE["text"], place)
        return None if text is None else Choice(key.text, text, domain=script.domain, place=place)
    taken = take(script, node, "choice", place)
    if "text" not in taken:
        return None
    when = script.compile(taken["when"], key.text, scope=scope) if "when" in taken else None
    more = (taken.get("hint"), taken.get("on_paper"), taken.get("exclusive", False))
    return Choice(key.text, taken["text"], when, *more, script.domain, place)
