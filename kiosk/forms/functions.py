"""The functions of the conditions (`age(...)`, `count(...)`), and the small things both halves of the compiler share."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.forms import calendar, logic

if TYPE_CHECKING:
    from kiosk.forms.conditions import Facts

FUNCTIONS = ("age", "days_since", "days_until", "year", "count", "sum", "any", "all", "known", "refused", "min", "max")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a name when the flow is read: its kind, the texts it can have, the fields of an entry."""

    kind: str
    values: tuple[str, ...] | None = None
    entry: Mapping[str, Seen] | None = None


class ConditionIsWrong(ValueError):
    """An expression that cannot be used; `column` counts from 1 inside the expression."""

    def __init__(self, code: str, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.column = code, message, column


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled node: how to work it out, its kind, and the texts it can be (for a choice)."""

    run: Callable[[Facts], object]
    kind: str
    values: tuple[str, ...] | None = None


def text_of(node: ast.AST) -> str:
    """The piece of the condition as the author may have written it, short."""
    return ast.unparse(node)[:40]


class Calls:
    """The half of the compiler that builds calls; `build`, `wanted`, `wrong` and `seen` are the other half's."""

    def _call(self, node: ast.Call) -> Part:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords or not node.args:
            near = difflib.get_close_matches(name, FUNCTIONS, 1)
            hint = f": forse volevi «{near[0]}»?" if near else f"; ci sono: {', '.join(FUNCTIONS)}"
            raise self.wrong("F047", f"«{text_of(node)}» non si può usare{hint}", node)
        if name in ("min", "max"):
            return self._extreme(name, node)
        if len(node.args) != 1:
            raise self.wrong("F047", f"{name}(...) vuole una cosa sola fra parentesi", node)
        return getattr(self, f"_call_{name}", self._call_date)(node.args[0], name)

    def _extreme(self, name: str, node: ast.Call) -> Part:
        runs = tuple(self.wanted(arg, "number").run for arg in node.args)
        return Part(logic.extreme(min if name == "min" else max, runs), "number")

    def _call_date(self, node: ast.expr, name: str) -> Part:
        part = self.wanted(node, "date")
        count = calendar.COUNTS[name]
        return Part(logic.dated(count, part.run), "number")

    def _call_known(self, node: ast.expr, name: str) -> Part:
        asked = self._asked(node)
        return Part(lambda facts: facts.state(asked) == "given", "yes_no")

    def _call_refused(self, node: ast.expr, name: str) -> Part:
        asked = self._asked(node)
        return Part(lambda facts: facts.state(asked) == "refused", "yes_no")

    def _asked(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            raise self.wrong("F047", "fra parentesi va il nome di una domanda", node)
        self.seen(node.id, node)
        return node.id

    def _call_count(self, node: ast.expr, name: str) -> Part:
        part = self.wanted(node, "repeat", "choices")
        return Part(lambda facts: None if (v := part.run(facts)) is None else len(v), "number")

    def _column(self, node: ast.expr, *kinds: str) -> Callable[[Facts], object]:
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            raise self.wrong("F047", "fra parentesi va un campo di un elenco, come figli.eta", node)
        seen = self.seen(node.value.id, node)
        inner = (seen.entry or {}).get(node.attr)
        if inner is None or inner.kind not in kinds:
            raise self.wrong("F047", f"«{text_of(node)}» qui non si può usare", node)
        return logic.column(node.value.id, node.attr)

    def _call_sum(self, node: ast.expr, name: str) -> Part:
        return Part(logic.total(self._column(node, "number")), "number")

    def _call_any(self, node: ast.expr, name: str) -> Part:
        return Part(logic.over(self._column(node, "yes_no"), True), "yes_no")

    def _call_all(self, node: ast.expr, name: str) -> Part:
        return Part(logic.over(self._column(node, "yes_no"), False), "yes_no")
