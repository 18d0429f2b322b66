"""The one small language of `when`, `rule`, `check`, `compute`, `if`: read once, then a closure.

Three-valued (Kleene): an answer that is missing, unknown or refused is None, and None is neither true nor
false; only a certain truth shows a page or fires an ending. A date of which only the year is known is a
span of days, so that `age(birth) >= 18` is still certain for somebody born in 1985.
"""

from __future__ import annotations

import ast
import difflib
import operator
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from kiosk.forms import calendar, logic
from kiosk.forms.functions import FUNCTIONS, Calls, ConditionIsWrong, Part, Seen, text_of

_ONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
MAX_LENGTH, MAX_NODES = 1000, 200
EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
CONSTANTS = ("yes", "no", "today", "EU")


class Facts(Protocol):
    """What a condition looks at: the answers kept so far, and the day of the visit."""

    today: date

    def get(self, name: str) -> object: ...

    def state(self, name: str) -> str: ...


class Expression:
    """A compiled expression: call it with `Facts`; None means "cannot be told"."""

    __slots__ = ("kind", "names", "run", "source")

    def __init__(self, source: str, kind: str, names: Iterable[str], run: Callable[[Facts], object]) -> None:
        self.source, self.kind, self.names, self.run = source, kind, frozenset(names), run

    def __call__(self, facts: Facts) -> object:
        return self.run(facts)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"


def compile_expression(source: str, scope: Mapping[str, Seen], wants: str = "yes_no") -> Expression:
    """Check `source` against the names in `scope` and compile it. `wants` is "yes_no" or "any"."""
    tree = _parse(source)
    compiler = _Compiler(scope)
    part = compiler.build(tree)
    if wants == "yes_no" and part.kind != "yes_no":
        raise ConditionIsWrong("F042", "qui serve una condizione vera o falsa, non un valore", 1)
    return Expression(source, part.kind, compiler.names, part.run)


def _parse(source: str) -> ast.expr:
    if len(source) > MAX_LENGTH:
        raise ConditionIsWrong("F041", f"la condizione supera {MAX_LENGTH} segni: dividila")
    try:
        with warnings.catch_warnings():
            # "18and" is read as it is meant; a line about it would be written over the visitor's screen
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(source.strip(), mode="eval").body
    except SyntaxError as error:
        hint = ": per confrontare scrivi == (due volte)" if _ONE_EQUALS.search(source) else ""
        raise ConditionIsWrong("F040", f"la condizione non si capisce{hint}", error.offset or 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise ConditionIsWrong("F040", "la condizione non si capisce") from None
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ConditionIsWrong("F041", "la condizione è troppo lunga: dividila")
    return tree


class _Compiler(Calls):
    """Builds closures from the syntax tree; whatever is not listed here is refused."""

    def __init__(self, scope: Mapping[str, Seen]) -> None:
        self.scope, self.names = scope, set()

    def build(self, node: ast.expr) -> Part:
        build = getattr(self, f"_{type(node).__name__.lower()}", None)
        if build is None:
            raise self.wrong("F043", f"«{text_of(node)}» non si può usare in una condizione", node)
        return build(node)

    def wrong(self, code: str, message: str, node: ast.AST) -> ConditionIsWrong:
        return ConditionIsWrong(code, message, getattr(node, "col_offset", 0) + 1)

    def wanted(self, node: ast.expr, *kinds: str) -> Part:
        part = self.build(node)
        if part.kind not in kinds:
            wanted = " o ".join(logic.KIND_NAMES.get(kind, kind) for kind in kinds)
            raise self.wrong("F044", f"«{text_of(node)}» è {logic.KIND_NAMES.get(part.kind, part.kind)}: qui serve {wanted}", node)
        return part

    def _constant(self, node: ast.Constant) -> Part:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise self.wrong("F043", f"«{text_of(node)}» non si può usare: scrivi yes o no, un numero o un testo", node)
        if isinstance(value, str):
            return Part(lambda facts: value, "literal", (value,))
        number = logic.exact(value)
        return Part(lambda facts: number, "number")

    def _name(self, node: ast.Name) -> Part:
        name = node.id
        if name in ("yes", "no"):
            truth = name == "yes"
            return Part(lambda facts: truth, "yes_no")
        if name == "today":
            return Part(lambda facts: facts.today, "date")
        seen = self.seen(name, node)
        return Part(lambda facts: facts.get(name), seen.kind, seen.values)

    def seen(self, name: str, node: ast.AST) -> Seen:
        seen = self.scope.get(name)
        if seen is None:
            near = difflib.get_close_matches(name, [*self.scope, *CONSTANTS], 1)
            hint = f": forse volevi «{near[0]}»?" if near else ""
            raise self.wrong("F045", f"nessuna domanda prima di questa si chiama «{name}»{hint}", node)
        self.names.add(name)
        return seen

    def _boolop(self, node: ast.BoolOp) -> Part:
        runs = tuple(self.wanted(value, "yes_no").run for value in node.values)
        return Part(logic.both(runs) if isinstance(node.op, ast.And) else logic.either(runs), "yes_no")

    def _unaryop(self, node: ast.UnaryOp) -> Part:
        if isinstance(node.op, ast.Not):
            return Part(logic.negate(self.wanted(node.operand, "yes_no").run), "yes_no")
        if isinstance(node.op, ast.USub):
            part = self.wanted(node.operand, "number")
            return Part(logic.apply(lambda a, b: b - a, part.run, lambda facts: 0), "number")
        raise self.wrong("F043", f"«{text_of(node)}» non si può usare", node)

    def _binop(self, node: ast.BinOp) -> Part:
        operation = logic.ARITHMETIC.get(type(node.op))
        if operation is None:
            raise self.wrong("F043", f"«{text_of(node)}» non si può usare: solo + - * /", node)
        left, right = self.wanted(node.left, "number"), self.wanted(node.right, "number")
        return Part(logic.apply(operation, left.run, right.run), "number")

    def _ifexp(self, node: ast.IfExp) -> Part:
        test, yes, no = self.wanted(node.test, "yes_no").run, self.build(node.body), self.build(node.orelse)
        if yes.kind != no.kind:
            raise self.wrong("F044", "i due valori di «... if ... else ...» devono essere dello stesso tipo", node)
        return Part(logic.choose(test, yes.run, no.run), yes.kind, None)

    def _compare(self, node: ast.Compare) -> Part:
        sides = [node.left, *node.comparators]
        runs = tuple(self._pair(left, sign, right) for left, sign, right in zip(sides, node.ops, sides[1:], strict=False))
        return Part(runs[0] if len(runs) == 1 else logic.both(runs), "yes_no")

    def _pair(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Callable[[Facts], object]:
        if isinstance(sign, (ast.In, ast.NotIn)):
            inside = self._inside(left, right)
            return logic.negate(inside) if isinstance(sign, ast.NotIn) else inside
        compare = logic.COMPARISON.get(type(sign))
        if compare is None:
            raise self.wrong("F043", "per confrontare usa == != < <= > >= in", left)
        one, other = self.agree(self.build(left), self.build(right), left, right)
        if one.kind == "repeat" or (compare not in (operator.eq, operator.ne) and one.kind not in ("number", "date", "time")):
            raise self.wrong("F044", "< e > valgono per numeri e date; per contare scrivi count(...)", left)
        return logic.compare(compare, one.run, other.run, spread=one.kind in ("number", "date"))

    def agree(self, left: Part, right: Part, left_node: ast.expr, right_node: ast.expr) -> tuple[Part, Part]:
        """Both sides as one kind: a text constant takes the kind of the side it is compared with."""
        if left.kind == "literal" and right.kind != "literal":
            right, left = self.agree(right, left, right_node, left_node)
            return left, right
        if right.kind == "literal":
            right = self.literal(left, right, right_node)
        if left.kind != right.kind:
            names = logic.KIND_NAMES
            message = f"{names.get(left.kind, left.kind)} non si confronta con {names.get(right.kind, right.kind)}"
            raise self.wrong("F044", message, right_node)
        return left, right

    def literal(self, side: Part, text: Part, node: ast.expr) -> Part:
        """A text constant read as the kind of `side`: a date, or one of its choices."""
        value = text.values[0]
        if side.kind == "date":
            day = calendar.iso(value)
            if day is None:
                raise self.wrong("F044", 'scrivi le date così: "2026-12-31"', node)
            return Part(lambda facts: day, "date")
        if side.kind not in ("text", "choice", "choices", "time", "literal"):
            raise self.wrong("F044", f"un testo non si confronta con {logic.KIND_NAMES.get(side.kind, side.kind)}", node)
        self.check_choice(side, value, node)
        return Part(text.run, side.kind)

    def check_choice(self, side: Part, value: str, node: ast.expr) -> None:
        if side.values is None or side.kind == "literal" or value in side.values:
            return
        near = difflib.get_close_matches(value, side.values, 1)
        hint = f": forse volevi «{near[0]}»?" if near else ""
        raise self.wrong("F046", f"«{value}» non è una delle scelte{hint}", node)

    def _inside(self, left: ast.expr, right: ast.expr) -> Callable[[Facts], object]:
        if isinstance(right, ast.Name) and right.id == "EU":
            return logic.inside(self.wanted(left, "choice", "text").run, EU)
        if isinstance(right, (ast.List, ast.Tuple, ast.Set)):
            side = self.build(left)
            values = frozenset(self._member(side, item) for item in right.elts)
            return logic.inside(side.run, values)
        many = self.wanted(right, "choices")
        one = self.build(left)
        if one.kind == "literal":
            self.check_choice(Part(many.run, "choice", many.values), one.values[0], left)
        return logic.member(one.run, many.run)

    def _member(self, side: Part, item: ast.expr) -> object:
        if not isinstance(item, ast.Constant):
            raise self.wrong("F043", "in un elenco si scrivono solo valori", item)
        part = self.build(item)
        if part.kind == "literal":
            part = self.literal(side, part, item)
        elif part.kind != side.kind:
            raise self.wrong("F044", f"«{text_of(item)}» non si confronta con questo", item)
        return part.run(None)


__all__ = ["CONSTANTS", "EU", "FUNCTIONS", "ConditionIsWrong", "Expression", "Facts", "Seen", "compile_expression"]
