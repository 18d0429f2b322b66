"""Can a condition hold at all? Tried on every answer that makes a difference, where these are few.

Exact for yes or no, choices, and numbers compared with numbers; for anything else the answer is "cannot tell",
and nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from kiosk.forms.conditions import Expression
from kiosk.forms.flow import Field, Flow

MOST_TRIALS = 2000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_INVOLVED = re.compile(r"(?!\b(?:and|or|not|in|if|else)\b)\b\w+\s*\(|[+*/]|-(?!\d)|\btoday\b|[a-z_]\.")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")


class Trial(dict):
    """Answers to try a condition with."""

    today = date.max

    def state(self, name: str) -> str:
        return "given" if name in self else "blank"


class Possible:
    """What can be answered in one flow, and what that makes of its conditions."""

    def __init__(self, flow: Flow) -> None:
        self.fields: dict[str, Field | None] = {}
        self.gates: dict[str, tuple[Expression, ...]] = {}
        for page in flow.every_page():
            for field in page.fields:
                self.fields[field.name] = None if field.name in self.fields else field
                self.gates[field.name] = tuple(gate for gate in (page.when, field.when) if gate is not None)

    def can_hold(self, *expressions: Expression) -> bool | None:
        """Is there an answer for which all hold? None: cannot tell."""
        gates = {name: self.gates.get(name, ()) for one in expressions for name in one.names}
        trials = self.trials([*expressions, *(gate for some in gates.values() for gate in some)])
        if trials is None:
            plain = self.trials(list(expressions))
            return None if plain is None or _first(plain, expressions, {}) else False
        return _first(trials, expressions, gates)

    def trials(self, expressions: list[Expression]) -> Iterator[Trial] | None:
        """Every combination of answers that can make a difference, when they are few enough to try."""
        source = " ; ".join(one.source for one in expressions)
        if _INVOLVED.search(_QUOTED.sub('""', source)):
            return None
        names, many = sorted({name for one in expressions for name in one.names}), 1
        worth = []
        for name in names:
            values = self.values(name, source)
            many *= len(values)
            if not values or many > MOST_TRIALS:
                return None
            worth.append(values)
        return (Trial(zip(names, values, strict=True)) for values in product(*worth))

    def values(self, name: str, source: str) -> tuple:
        """The answers of a field that `source` can tell apart; () when they cannot be listed."""
        field = self.fields.get(name)
        if field is None or field.compute is not None:
            return ()
        kind = field.type.kind
        if kind == "yes_no":
            return (True, False)
        if kind == "number":
            return _numbers(field, source)
        return _texts(kind, field.type.values(), source)


def _first(trials: Iterator[Trial], expressions: tuple[Expression, ...], gates: dict) -> bool:
    """Some trial for which all hold. What holds with an answer left out holds with it, so gates come second."""
    for trial in trials:
        if _all(expressions, trial):
            hidden = [name for name, some in gates.items() if name in trial and not _all(some, trial)]
            if not hidden or _all(expressions, Trial((name, value) for name, value in trial.items() if name not in hidden)):
                return True
    return False


def _all(expressions: tuple[Expression, ...], trial: Trial) -> bool:
    return all(one(trial) is True for one in expressions)


def _numbers(field: Field, source: str) -> tuple:
    low, high = getattr(field.type, "min", None), getattr(field.type, "max", None)
    found = {float(text) for text in _NUMBER.findall(_QUOTED.sub("", source))}
    near = {value + step for value in found for step in (-1, -0.5, 0, 0.5, 1)} | {0.0}
    near |= {float(bound) for bound in (low, high) if bound is not None}
    whole = not getattr(field.type, "decimals", 0)
    fitting = (v for v in near if (low is None or v >= low) and (high is None or v <= high) and (not whole or v == int(v)))
    return tuple(int(value) if value == int(value) else value for value in sorted(fitting, reverse=True))


def _texts(kind: str, values: tuple[str, ...] | None, source: str) -> tuple:
    named = {text[1:-1] for text in _QUOTED.findall(source)}
    if kind == "choices":
        if values is None or len(values) > 5:
            return ()
        return tuple(some for size in range(len(values) + 1) for some in combinations(values, size))
    if kind not in ("choice", "text"):
        return ()
    if values is not None and len(values) <= 12:
        return values
    fitting = named if values is None else named & set(values)
    others = ("IT", "FR", "MA", "XX") if "EU" in source else ("\0",) if values is None else tuple(values[:1] + values[-1:])
    return tuple(sorted(fitting | set(others)))
