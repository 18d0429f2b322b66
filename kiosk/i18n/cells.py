"""How many cells a text takes in the grid; agrees with what the terminals were measured to do.

wcwidth is loaded only for a sign outside the plain ranges below (a test compares both over all of them). The wide
ranges are compared sign by sign: to compile them into a pattern took longer than to draw the first card.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

_NARROW = (
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u060c\u061b\u061f-\u064a\u0660-\u066f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2199\u2460-\u2473\u2500-\u257f\u25a0-\u25c8\ufb50-\ufb9f\ufba6-\ufbb1\ufe80-\ufefc]*"
)


def _is_wide(sign: str) -> bool:
    return sign >= "\u3001" and (
        "\u4e00" <= sign <= "\u9fff" or sign <= "\u3029" or "\uac00" <= sign <= "\ud7a3" or "\uff01" <= sign <= "\uff60"
        or "\u3041" <= sign <= "\u3096" or "\u30a1" <= sign <= "\u30ff"
    )


@lru_cache(4096)
def width(text: str) -> int:
    """Cells taken by one line; direction marks and combining marks take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    rest = "".join(sign for sign in text if not _is_wide(sign))
    # compiled at the first call, not at import
    if re.fullmatch(_NARROW, rest):
        return 2 * len(text) - len(rest)
    return _measured(text)


def _measured(text: str) -> int:
    from wcwidth import wcwidth

    # the vowel signs of India that stand beside their letter have a cell of their own in every terminal that sets them well
    return sum(max(0, wcwidth(sign)) or category(sign) == "Mc" for sign in text)


_NEVER_FIRST = "、。，．：；？！）」』】〉》”’…%"
_NEVER_LAST = "（「『【〈《“‘"
# a line of Chinese may end after any sign, but not begin with a closing mark or end with an opening one
_UNITS = "[Oo]*(?:[OCI]|[oci]+)[Cc]*|."


def units(word: str) -> list[str]:
    """The parts of a word between which a line may be broken: one for all but Chinese and its neighbours."""
    if word.isascii() or not any(map(_is_wide, word)):
        return [word]
    return [word[slice(*unit.span())] for unit in re.finditer(_UNITS, "".join(map(_kind, word)))]


def _kind(sign: str) -> str:
    """O for an opening mark, C for a closing one, I for any other sign; small when it is no ideograph."""
    kind = "O" if sign in _NEVER_LAST else "C" if sign in _NEVER_FIRST else "I"
    return kind if _is_ideograph(sign) else kind.lower()


def _is_ideograph(sign: str) -> bool:
    return sign >= "\u1100" and (
        "\u2e80" <= sign <= "\ua4cf" or sign <= "\u11ff" or "\uac00" <= sign <= "\ud7a3" or "\uf900" <= sign <= "\ufaff"
        or "\uff01" <= sign <= "\uff60" or "\uffe0" <= sign <= "\uffe6"
    )
