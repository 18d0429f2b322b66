"""Conditions, answers and codes: what an author writes between the lines, and what a visitor types."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kiosk.dispatch import codes
from kiosk.errors import Refused
from kiosk.forms.answers import Answer, Answers
from kiosk.forms.conditions import ConditionIsWrong, Seen, compile_expression
from kiosk.forms.fields import TYPES, Choice, Reading
from kiosk.i18n import italian
from tests.harness.mutations import TRICKS, mutated

TODAY = date(2026, 11, 22)
SCOPE = {
    "eta": Seen("number"), "reddito": Seen("number"), "casa": Seen("choice", ("affitto", "propria", "nessuna")),
    "aiuti": Seen("choices", ("cibo", "soldi", "nessuno")), "lavora": Seen("yes_no"), "nascita": Seen("date"), "nome": Seen("text"),
    "cittadinanza": Seen("choice"), "figli": Seen("repeat", entry={"eta_figlio": Seen("number"), "minore": Seen("yes_no")}),
}
_WORDS = (
    *SCOPE, "figli.eta_figlio", "figli.minore", "EU", "today", "yes", "no", "and", "or", "not", "in", "not in", "==", "!=", "<", "<=", ">", ">=", "+", "-",
    "*", "/", "(", ")", "[", "]", ",", "if", "else", "age(nascita)", "count(figli)", "sum(", "min(", "max(", "any(", "all(", "known(", "refused(", "days(",
    "0", "1", "18", "0.1", "1e309", "9" * 30, '"affitto"', '"cibo"', "'x'", '"2026-01-01"', "None", "True", "lambda: 1", ".__class__", "**", "%", ":=",
)
_GOOD = ("eta >= 18 and lavora", 'casa in ["affitto", "propria"] or not known(eta)', "sum(figli.eta_figlio) / count(figli) > 3", "age(nascita) < 18",
         '"cibo" in aiuti', "18 <= eta < 65", "yes if reddito > max(eta, 3) else no", "any(figli.minore)", "cittadinanza not in EU")
_FACTS = (
    ("eta", (0, 17, 10**30, Decimal("0.1"))), ("reddito", (0, -1, Decimal("1e25"))), ("casa", ("affitto", "nessuna")), ("aiuti", ((), ("cibo", "soldi"))),
    ("lavora", (True, False)), ("nascita", (date(1, 1, 1), date(2026, 2, 28), date(9999, 12, 31))), ("nome", ("", "Anna", "x" * 2000)), ("cittadinanza", ("RO", "MA")),
)
_REFUSALS = ("", "code.letters", "code.short", "code.long", "code.slip")
_CHI_SQUARE = 60.0  # 9 degrees of freedom: reached by chance less than once in 10^9 positions


def a_condition(chance: random.Random) -> Callable[[], str]:
    """One condition, of any words or a good one spoilt; evaluated over some answers when it is one."""
    def once() -> str:
        if chance.random() < 0.5:
            source = mutated(chance.choice(_GOOD), chance.choice(_GOOD), chance)
        else:
            source = " ".join(chance.choice(_WORDS) for _ in range(chance.randrange(1, 16)))
        try:
            condition = compile_expression(source, SCOPE, chance.choice(("yes_no", "any")))
        except ConditionIsWrong as wrong:
            return "" if wrong.column >= 1 else "a mistake has no place"
        answers = Answers(TODAY)
        for name, values in chance.sample(_FACTS, chance.randrange(len(_FACTS))):
            value = chance.choice(values)
            answers = answers.with_answer(name, Answer(state="refused") if chance.random() < 0.2 else Answer(value, value))
        condition(answers)
        return ""
    return once


def an_answer(chance: random.Random) -> Callable[[], str]:
    """One thing typed into one type of field: a value or a problem, and a value that survives being stored and shown."""
    types = [_made(name) for name in TYPES if name not in ("note", "computed")]
    reading = Reading(italian(), TODAY)
    parts = "day month year kind given at street number zip town country whose message where expiry".split()

    def once() -> str:
        kind = chance.choice(types)
        typed = {part: _typed(chance) for part in chance.sample(parts, 4)} if chance.random() < 0.3 else _typed(chance)
        read = kind.read(typed, reading)
        if not (read.more or read.problem is not None or read.value is not None):
            return f"{kind.yaml}: neither a value nor a problem"
        if read.problem is not None:
            reading.words.say(f"problem.{read.problem.code}", **read.problem.params)
        kind.echo(typed, reading)
        kind.parts(typed, reading)
        if read.value is not None and kind.load(kind.dump(read.value)) != read.value:
            return f"{kind.yaml}: a stored value comes back as another"
        return "" if read.value is None or is_clean(kind.show(read.value, reading.words)) else f"{kind.yaml}: shown with a control sign"
    return once


def _made(name: str):
    kind = TYPES[name]()
    return replace(kind, choices=(Choice("a", "Prima"), Choice("b", "Seconda"))) if hasattr(kind, "choices") else kind


def _typed(chance: random.Random) -> object:
    good = ("7 marzo 1985", "3331234567", "via Roma 1, 20121 Milano", "Milano", "MA", "12,5", "a", "anna@libero.it", "14:30", "RSSMRA85T10A562S",
            "IT60X0542811101000000123456", "I12345678", "1")
    match chance.randrange(4):
        case 0:
            return _as_long_as_a_box(chance.choice(TRICKS), chance)
        case 1:
            ends = (0x80, 0x3000, sys.maxunicode)
            return "".join(chr(chance.randrange(chance.choice(ends))) for _ in range(chance.randrange(30)))
        case 2:
            return chance.choice((None, True, 0, 10**400, 1.5, [], ["a", None], {"kind": None}, b"a"))
        case _:
            return _as_long_as_a_box(mutated(chance.choice(good), chance.choice(good), chance), chance)


def _as_long_as_a_box(text: str, chance: random.Random) -> str:
    """A box takes 300 signs; a line of the plain client any number, which is tried too, less often."""
    return text if chance.random() < 0.01 else text[:300]


def is_clean(text: str) -> bool:
    return not any(unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for sign in text if sign != "\n")


def a_code(chance: random.Random) -> Callable[[], str]:
    """One code with one slip of the hand, which is told; and the same code in the digits of another script, which is read."""
    scripts = _scripts()

    def once() -> str:
        code = codes.make(codes.DRAFT)
        at, script = chance.randrange(len(code)), chance.choice(scripts)
        wrong = code[:at] + chance.choice([digit for digit in "0123456789" if digit != code[at]]) + code[at + 1 :]
        swapped = code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
        for slip in {wrong, swapped} - {code}:
            if _refused(slip) != "code.slip":
                return "a slip of one digit, or of two neighbours, is not noticed"
        written = codes.grouped("".join(script[int(digit)] for digit in code), codes.DRAFT, chance.choice((" ", "-", "", " – ", ".")))
        if codes.read(written, codes.DRAFT) != code:
            return "a code in the digits of a script is read as another"
        return "" if _refused(mutated(code, code, chance)) in _REFUSALS else "refused in other words"
    return once


def _scripts() -> list[str]:
    """The ten digits of each script there is, from 0 to 9."""
    zeros = [sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.decimal(sign, None) == 0]
    scripts = ["".join(chr(ord(zero) + value) for value in range(10)) for zero in zeros]
    assert len(scripts) >= 66 and all(unicodedata.decimal(sign) == place for script in scripts for place, sign in enumerate(script))
    return scripts


def _refused(code: str) -> str:
    try:
        codes.read(code, codes.DRAFT)
    except Refused as refusal:
        return refusal.code
    return ""


def fresh_codes(chance: random.Random) -> Callable[[], str]:
    """A thousand codes: none was there before, and no digit is rarer than another in any place but the last."""
    there: set[str] = set()
    seen = [Counter() for _ in range(sum(codes.DRAFT))]

    def once() -> str:
        made = [codes.make(codes.DRAFT) for _ in range(1000)]
        before = len(there)
        there.update(made)
        if len(there) != before + len(made):
            return "a code was made twice"
        for place, count in enumerate(seen):
            count.update(code[place] for code in made)
            expected = len(there) / 10
            if sum((count[str(digit)] - expected) ** 2 / expected for digit in range(10)) > _CHI_SQUARE:
                return f"digits are not equally frequent in place {place + 1}"
        return ""
    return once
