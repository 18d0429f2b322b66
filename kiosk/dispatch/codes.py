"""Codes that a person copies by hand: random digits and one Damm check digit.

The check digit catches every single wrong digit and every swap of two neighbours, before anything is
looked up. A code may be typed in the digits of any script.
"""

from __future__ import annotations

import re
import secrets

from kiosk.errors import Refused
from kiosk.i18n import digits

REFERENCE, SHORT, DRAFT = (4, 4, 2), (4, 4, 4), (4, 4, 4, 4)
"""The number of what was sent, the code of a booking or a referral, the code of a visit put aside: told apart by their length."""
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)
_BETWEEN = re.compile(r"[\s.\-‐-―/_]+")


def make(groups: tuple[int, ...]) -> str:
    """A code nobody can guess, its digits without spaces."""
    body = "".join(str(secrets.randbelow(10)) for _ in range(sum(groups) - 1))
    return body + check_digit(body)


def check_digit(body: str) -> str:
    interim = 0
    for digit in body:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def read(typed: str, groups: tuple[int, ...]) -> str:
    """The code as typed by a person, in any digits.

    Refused "code.letters", "code.short" or "code.long" (`n` digits missing or too many of `expected`), or "code.slip":
    one digit is not the printed one.
    """
    code, expected = bare(typed), sum(groups)
    if code and not (code.isascii() and code.isdigit()):
        raise Refused("code.letters", expected=expected)
    if len(code) != expected:
        raise Refused("code.short" if len(code) < expected else "code.long", expected=expected, n=abs(expected - len(code)))
    if check_digit(code[:-1]) != code[-1]:
        raise Refused("code.slip")
    return code


def bare(typed: str) -> str:
    """What was typed in digits 0-9, without what stands between the groups."""
    return _BETWEEN.sub("", digits(typed))


def grouped(code: str, groups: tuple[int, ...], between: str = " ") -> str:
    """The code as it is printed and read aloud: 4821 0937 16."""
    ends = [sum(groups[: place + 1]) for place in range(len(groups))]
    return between.join(code[end - size:end] for end, size in zip(ends, groups))
