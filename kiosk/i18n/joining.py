"""Arabic letters in their joined forms, each painted for itself.

The forms are those of arabic-reshaper's table. A letter to which Unicode gives none stands alone, and its neighbours do
not reach out to it; marks and signs of no width never part two letters.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, normalize

_ALONE, _INITIAL, _MEDIAL, _FINAL = range(4)
_LAM = "\u0644"
_LAM_ALEF = {"\u0622": "\ufef5\ufef6", "\u0623": "\ufef7\ufef8", "\u0625": "\ufef9\ufefa", "\u0627": "\ufefb\ufefc"}
_PARTS_LETTERS = "\u200c"
_JOINS_LETTERS = "\u200d"


@lru_cache(1)
def _forms() -> dict[str, tuple[str, str, str, str]]:
    from arabic_reshaper.letters import LETTERS_ARABIC

    return LETTERS_ARABIC


def is_mark(sign: str) -> bool:
    """True for what stands in the cell of the letter before it, or in none."""
    return category(sign) in ("Mn", "Me", "Cf")


def joined(text: str, ligatures: bool = True) -> list[str]:
    """How each sign of a text is painted, "" for one that went into the letter before it; lam and alef are one sign.

    Without `ligatures` every letter stays a sign of its own, as where text is typed.
    """
    letters = [_letter(sign) for sign in text]
    before, after = _links(text, letters)
    painted = [_painted(sign, letter, place in before, place in after) for place, (sign, letter) in enumerate(zip(text, letters))]
    if ligatures:
        _join_lam_alef(text, before, painted)
    return painted


def _letter(sign: str) -> tuple[str, str]:
    """The letter whose forms are taken, and the marks that stand on it: a letter without forms may be one with them and a mark."""
    if sign < "\u0600":
        return "", ""
    if sign in _forms():
        return sign, ""
    apart = normalize("NFD", sign)
    return (apart[0], apart[1:]) if len(apart) > 1 and apart[0] in _forms() else ("", "")


def _links(text: str, letters: list[tuple[str, str]]) -> tuple[dict[int, int], set[int]]:
    """Which letters are joined to the one before (with its place), and which to the one after."""
    before: dict[int, int] = {}
    reaches = None
    for place, (sign, (letter, _)) in enumerate(zip(text, letters)):
        if is_mark(sign) and sign not in (_PARTS_LETTERS, _JOINS_LETTERS):
            continue
        forms = _forms().get(letter)
        if reaches is not None and forms and forms[_FINAL]:
            before[place] = reaches
        reaches = place if forms and forms[_INITIAL] else None
    return before, set(before.values())


def _painted(sign: str, letter: tuple[str, str], before: bool, after: bool) -> str:
    name, marks = letter
    if not name:
        return sign
    form = (_MEDIAL if after else _FINAL) if before else (_INITIAL if after else _ALONE)
    return _forms()[name][form] + marks


def _join_lam_alef(text: str, before: dict[int, int], painted: list[str]) -> None:
    for place, lam in before.items():
        if text[lam] == _LAM and text[place] in _LAM_ALEF:
            painted[lam], painted[place] = _LAM_ALEF[text[place]][lam in before], ""
