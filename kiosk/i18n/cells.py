"""How many cells a text takes in the grid; agrees with what the terminals were measured to do.

wcwidth is loaded only for a sign outside the plain ranges below (a test compares both over all of them).
"""

from __future__ import annotations

import re
from functools import lru_cache

_NARROW = (
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u060c\u061b\u061f-\u064a\u0660-\u066f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2199\u2460-\u2473\u25a0-\u25c8\ufb50-\ufb9f\ufba6-\ufbb1\ufe80-\ufefc]*"
)
_WIDE = "[\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]"


@lru_cache(4096)
def width(text: str) -> int:
    """Cells taken by one line; direction marks and combining marks take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    # compiled at the first call, not at import: these ranges cost milliseconds
    rest, wide = re.subn(_WIDE, "", text)
    if re.fullmatch(_NARROW, rest):
        return len(rest) + 2 * wide
    return _measured(text)


def _measured(text: str) -> int:
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(sign)) for sign in text)


_IDEOGRAPHS = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
_NEVER_FIRST = "、。，．：；？！）」』】〉》”’…%"
_NEVER_LAST = "（「『【〈《“‘"
# a line of Chinese may end after any sign, but not begin with a closing mark or end with an opening one
_UNITS = f"[{_NEVER_LAST}]*(?:[{_IDEOGRAPHS}]|[^{_IDEOGRAPHS}]+)[{_NEVER_FIRST}]*|."


def units(word: str) -> list[str]:
    """The parts of a word between which a line may be broken: one for all but Chinese and its neighbours."""
    if re.search(_WIDE, word) is None:
        return [word]
    return re.findall(_UNITS, word)
