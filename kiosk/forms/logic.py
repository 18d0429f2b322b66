"""The three-valued arithmetic behind the conditions: closures over `Facts`, None for "cannot be told".

A value may be a span (`Span`, or a date known only in part): a comparison is true or false only when it
is so for every value inside the span.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

KIND_NAMES = {
    "number": "un numero", "text": "un testo", "yes_no": "un sì o no", "choice": "una scelta",
    "choices": "una scelta multipla", "date": "una data", "time": "un'ora", "repeat": "un elenco",
    "literal": "un testo", "none": "niente",
}
COMPARISON = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
    ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A number known only between two bounds, both included."""

    low: object
    high: object


def exact(number: int | float) -> int | Decimal:
    """A number as written by the author: 0.1 stays a tenth."""
    return number if isinstance(number, int) else Decimal(repr(number))


def bounds(value: object) -> tuple[object, object]:
    """The least and the greatest a value can be: days for a date, the value itself when it is exact."""
    if isinstance(value, Span):
        return value.low, value.high
    earliest = getattr(value, "earliest", None)
    return (value, value) if earliest is None else (earliest, value.latest)


def _divide(a: object, b: object) -> object:
    if isinstance(a, int) and isinstance(b, int) and b and a % b == 0:
        return a // b
    return Decimal(a) / Decimal(b) if b else None


def _spread(operation: Callable) -> Callable:
    def run(a: object, b: object) -> object:
        if not isinstance(a, Span) and not isinstance(b, Span):
            return operation(a, b)
        corners = [operation(x, y) for x in bounds(a) for y in bounds(b)]
        return None if None in corners else Span(min(corners), max(corners))
    return run


ARITHMETIC = {ast.Add: _spread(operator.add), ast.Sub: _spread(operator.sub), ast.Mult: _spread(operator.mul), ast.Div: _spread(_divide)}


def both(runs: tuple) -> Callable:
    """Kleene's and: false if any is false, else unknown if any is unknown."""
    def run(facts):
        unknown = False
        for part in runs:
            value = part(facts)
            if value is None:
                unknown = True
            elif not value:
                return False
        return None if unknown else True
    return run


def either(runs: tuple) -> Callable:
    """Kleene's or: true if any is true, else unknown if any is unknown."""
    def run(facts):
        unknown = False
        for part in runs:
            value = part(facts)
            if value is None:
                unknown = True
            elif value:
                return True
        return None if unknown else False
    return run


def negate(part: Callable) -> Callable:
    return lambda facts: None if (value := part(facts)) is None else not value


def choose(test: Callable, yes: Callable, no: Callable) -> Callable:
    def run(facts):
        truth = test(facts)
        return None if truth is None else yes(facts) if truth else no(facts)
    return run


def apply(operation: Callable, left: Callable, right: Callable) -> Callable:
    """`operation` on two values; unknown if either is."""
    def run(facts):
        a = left(facts)
        if a is None:
            return None
        b = right(facts)
        return None if b is None else operation(a, b)
    return run


def compare(sign: Callable, left: Callable, right: Callable, spread: bool) -> Callable:
    """`sign` on two values; with `spread` the values may be spans."""
    return apply(_certainly(sign) if spread else sign, left, right)


def _certainly(sign: Callable) -> Callable:
    def run(a: object, b: object) -> bool | None:
        if type(a) is int and type(b) is int:
            return sign(a, b)
        a_low, a_high = bounds(a)
        b_low, b_high = bounds(b)
        if sign in (operator.eq, operator.ne):
            return _same(a_low, a_high, b_low, b_high, sign is operator.ne)
        found = {sign(x, y) for x in (a_low, a_high) for y in (b_low, b_high)}
        return found.pop() if len(found) == 1 else None
    return run


def _same(a_low, a_high, b_low, b_high, negated: bool) -> bool | None:
    if a_high < b_low or b_high < a_low:
        return negated
    if a_low == a_high == b_low == b_high:
        return not negated
    return None


def inside(part: Callable, values: frozenset) -> Callable:
    """Is the value one of `values`? For several choices: are all of those chosen among them?"""
    def run(facts):
        value = part(facts)
        if value is None:
            return None
        return all(one in values for one in value) if isinstance(value, tuple) else value in values
    return run


def member(one: Callable, many: Callable) -> Callable:
    return apply(lambda value, chosen: value in chosen, one, many)


def extreme(pick: Callable, runs: tuple) -> Callable:
    def run(facts):
        values = [part(facts) for part in runs]
        if None in values:
            return None
        pairs = [bounds(value) for value in values]
        low, high = pick(a for a, _ in pairs), pick(b for _, b in pairs)
        return low if low == high else Span(low, high)
    return run


def dated(count: Callable, part: Callable) -> Callable:
    """A number worked out from a date and the day of the visit; a span when the date is known in part."""
    def run(facts):
        value = part(facts)
        if value is None:
            return None
        one, other = (count(day, facts.today) for day in bounds(value))
        return one if one == other else Span(min(one, other), max(one, other))
    return run


def column(repeat: str, name: str) -> Callable:
    """The values of one field over the entries of a repeat; None while the repeat has not been asked."""
    def run(facts):
        entries = facts.get(repeat)
        return None if entries is None else [entry.get(name) for entry in entries]
    return run


def total(values_of: Callable) -> Callable:
    def run(facts):
        values = values_of(facts)
        return None if values is None or None in values else reduce(ARITHMETIC[ast.Add], values, 0)
    return run


def over(values_of: Callable, settles: bool) -> Callable:
    """any() when `settles` is true, all() when false: one such value decides, an unknown one leaves it open."""
    def run(facts):
        values = values_of(facts)
        if values is None:
            return None
        if settles in values:
            return settles
        return None if None in values else not settles
    return run
