"""Languages that nobody speaks, made from the Italian while the tests run: what the screens must have room for.

One is longer, by as much as translations get longer than their source; one is read from right to left; one is of wide
signs, with no spaces. What stands in braces, digits and signs stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.i18n import Words

_KEPT = re.compile(r"(\{[a-z_]+\}|\d+|F\d+)")
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_WIDE = {".": "。", ",": "，", "?": "？", ":": "：", "!": "！"}


def longer(text: str) -> str:
    """Twice as long up to ten signs, by four fifths to twenty, by three fifths to thirty, beyond by two fifths."""
    share = next((part for limit, part in ((10, 1.0), (20, 0.8), (30, 0.6)) if len(text) <= limit), 0.4)
    due, found = 0.0, []
    for piece in _KEPT.split(text):
        if _KEPT.fullmatch(piece):
            found.append(piece)
            due += share * len(piece)
            continue
        for sign in piece:
            due += share
            more = int(due) if sign.isalpha() else 0
            found.append(sign + sign.lower() * more)
            due -= more
    return "".join(found)


def from_the_right(text: str) -> str:
    return _each(text, lambda piece: "".join(_ARABIC[ord(sign.lower()) % 28] if sign.isalpha() else sign for sign in piece))


def wide(text: str) -> str:
    """One wide sign for two letters: as wide as the Italian, and nowhere a space."""
    return _each(text, lambda piece: re.sub(r"[^\W\d_]{1,2}", _ideograph, "".join(_WIDE.get(sign, sign) for sign in piece)).replace(" ", ""))


def _ideograph(found: re.Match[str]) -> str:
    return chr(0x4E00 + sum(map(ord, found[0])) % 4000)


def _each(text: str, change: Callable[[str], str]) -> str:
    return "".join(piece if _KEPT.fullmatch(piece) else change(piece) for piece in _KEPT.split(text))


class _Changed:
    """A catalog in which every text of the source is there, changed."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self.change = change

    def pgettext(self, context: str, message: str) -> str:
        return self.change(message)

    def npgettext(self, context: str, one: str, many: str, n: int) -> str:
        return self.change(one if n == 1 else many)


def _language(code: str, change: Callable[[str], str]) -> Words:
    return Words(code, change("Italiano"), lambda domain: _Changed(change))


UNTRUE = {"longer": _language("de", longer), "from the right": _language("fa", from_the_right), "wide": _language("ja", wide)}
