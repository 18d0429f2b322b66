"""What a mistaken hand could have written instead: one small fault at a time in the text of a module.

Not among them: the words that a person is told, annotations, decorators, imports and what only a type checker reads.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from os.path import commonprefix

_PAIRS = (
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn), (ast.And, ast.Or),
    (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.Pow, ast.Mod), (ast.LShift, ast.RShift), (ast.BitOr, ast.BitAnd),
)
_OTHER = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_NOT_RUN = {"annotation", "returns", "decorator_list"}
_NOT_READ = {"__all__", "__slots__"}
_DECIDES = {"test", "ifs"}
_PLAIN = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)
_SHOWN = 40
_SENTENCE = re.compile(r"\w[.,:;»]* +[«(]?\w")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line as it is and as it would be, and the whole module with that fault."""

    line: int
    was: str
    now: str
    source: str = field(repr=False)

    def __str__(self) -> str:
        begins = max(0, len(commonprefix([self.was, self.now])) - _SHOWN)
        return f"{_part(self.was, begins)}  ->  {_part(self.now, begins)}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A node and where it hangs; `statement` is the smallest one around it."""

    holder: ast.AST
    name: str
    index: int | None
    node: ast.AST
    statement: ast.AST

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.holder, self.name, node)
        else:
            getattr(self.holder, self.name)[self.index] = node


def _part(line: str, begins: int) -> str:
    """So much of a line as shows what is wrong with it."""
    part = line[begins:begins + 3 * _SHOWN].strip()
    return ("... " if begins else "") + part + (" ..." if len(line) > begins + 3 * _SHOWN else "")


def plain(source: str) -> str:
    """The same module without a fault, as `faults` writes it."""
    return ast.unparse(ast.parse(source))


def faults(source: str) -> list[Fault]:
    """Every fault that can be put in this module, from its first line to its last."""
    tree = ast.parse(source)
    found = [_fault(tree, place, wrong) for place in _places(tree, tree) for wrong in _wrong(place)]
    return sorted(found, key=lambda fault: fault.line)


def _fault(tree: ast.AST, place: _Place, wrong: ast.AST) -> Fault:
    whole = place.node is place.statement
    before = ast.unparse(place.statement)
    place.put(wrong)
    after, text = ast.unparse(wrong if whole else place.statement), ast.unparse(tree)
    place.put(place.node)
    lines = zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
    was, now = next((was, now) for was, now in lines if was != now)
    return Fault(getattr(place.node, "lineno", None) or getattr(place.holder, "lineno", place.statement.lineno), was, now, text)


def _places(holder: ast.AST, statement: ast.AST) -> Iterator[_Place]:
    for name, value in ast.iter_fields(holder):
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or name in _NOT_RUN or _is_passed_over(node) or _is_told(node, holder, statement):
                continue
            within = node if isinstance(node, ast.stmt) else statement
            yield _Place(holder, name, index, node, within)
            yield from _places(node, within)


def _is_passed_over(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in _NOT_READ
    return False


def _is_told(node: ast.AST, holder: ast.AST, statement: ast.AST) -> bool:
    """Words for a person: a proof of the house does not copy them."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return bool(_SENTENCE.search(node.value)) or isinstance(statement, ast.Raise) and isinstance(holder, ast.JoinedStr)


def _wrong(place: _Place) -> Iterator[ast.AST]:
    """The nodes that could stand there by mistake."""
    node = place.node
    if type(node) in _OTHER:
        yield _OTHER[type(node)]()
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from map(ast.Constant, _beside(node.value))
    elif isinstance(node, ast.stmt):
        yield from _instead(node)
    if place.name in _DECIDES and not isinstance(node, _PLAIN):
        yield ast.UnaryOp(ast.Not(), node)


def _beside(value: object) -> tuple:
    match value:
        case bool():
            return (not value,)
        case int():
            return value + 1, value - 1
        case float():
            return (value + 1.0,)
        case str():
            return (f"x{value}",)
        case bytes():
            return (b"x" + value,)
    return ()


def _instead(node: ast.stmt) -> Iterator[ast.stmt]:
    """A statement left out, a lock not taken, something given back that is not what was asked for."""
    match node:
        case ast.Return(value=None) | ast.Raise() | ast.Break() | ast.Continue() | ast.Delete() | ast.AugAssign():
            yield ast.Pass()
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Return(value=ast.Constant(value=None)):
            yield ast.Return(ast.Constant(True))
        case ast.Return():
            yield ast.Return(ast.Constant(None))
        case ast.With(body=body):
            yield ast.If(ast.Constant(True), body, [])
