"""Doors as written, of a service or of anything else that has some: their conditions see the answers of `ascolto` alone.

A name or a value that `ascolto` does not know is refused where it stands, and so is a door that nobody's answers open.
"""

from __future__ import annotations

import re

from kiosk.authoring.finite import Possible
from kiosk.authoring.manuscript import Manuscript, near
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Node, Text
from kiosk.forms.conditions import ConditionIsWrong, compile_expression
from kiosk.forms.doors import Door, seen_in
from kiosk.forms.flow import Flow

LISTENING = "ascolto"
"""The id of the flow whose answers doors look at."""
_NAME = re.compile(r"\w+")


def read_doors(script: Manuscript, node: Node | None, listening: Flow | None, before: str = "") -> tuple[Door, ...]:
    """The doors at `node`, in order; none, with a warning, in a folder that does not listen. `before` begins their place in the catalog."""
    if node is None:
        return ()
    if listening is None:
        script.problems.add("F055", node)
        return ()
    found = []
    for number, item in enumerate(items(script, node, "doors"), 1):
        place = f"{before}door.{number}"
        taken = take(script, item, "door", place)
        if _opens(script, taken.get("when"), listening, place) and "because" in taken:
            found.append(Door(_one_line(taken["when"]), taken["because"], taken.get("first", False)))
    return tuple(found)


def _one_line(node: Text) -> str:
    return node.text.replace("\n", " ").strip()


def _opens(script: Manuscript, node: object, listening: Flow, part: str) -> bool:
    """Is there a condition that somebody's answers make true? If not, the problem is noted."""
    if not isinstance(node, Text):
        return False
    source, scope = _one_line(node), seen_in(listening)
    try:
        expression = compile_expression(source, scope)
    except ConditionIsWrong as wrong:
        place = node.line, node.column + wrong.column - 1 + (0 if node.plain else 1)
        if wrong.code == "F045":
            found = _NAME.match(source, wrong.column - 1)
            name = found.group() if found else ""
            script.problems.add("F054", place, source=source, name=name, hint=near(name, scope), known=", ".join(scope))
        else:
            script.problems.add(wrong.code, place, source=source, reason=wrong.message)
        return False
    if Possible(listening).can_hold(expression) is False:
        script.problems.add("F050", node, what=f"La porta «{part}»", source=source)
        return False
    return True
