"""The rules of UAX #9 inside one isolating run sequence: W1 to W7, N0 to N2.

A sequence is changed in place: afterwards each of its signs is L, R, EN or AN.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_ISOLATING = frozenset({"LRI", "RLI", "FSI", "PDI"})
_BRACKETS = (
    "()", "[]", "{}", "༺༻", "༼༽", "᚛᚜", "⁅⁆", "⁽⁾", "₍₎", "⌈⌉", "⌊⌋", "〈〉", "❨❩", "❪❫", "❬❭", "❮❯", "❰❱", "❲❳", "❴❵",
    "⟅⟆", "⟦⟧", "⟨⟩", "⟪⟫", "⟬⟭", "⟮⟯", "⦃⦄", "⦅⦆", "⦇⦈", "⦉⦊", "⦋⦌", "⦍⦐", "⦏⦎", "⦑⦒", "⦓⦔", "⦕⦖", "⦗⦘", "⧘⧙", "⧚⧛",
    "⧼⧽", "⸢⸣", "⸤⸥", "⸦⸧", "⸨⸩", "⹕⹖", "⹗⹘", "⹙⹚", "⹛⹜", "〈〉", "《》", "「」", "『』", "【】", "〔〕", "〖〗", "〘〙", "〚〛",
    "﹙﹚", "﹛﹜", "﹝﹞", "（）", "［］", "｛｝", "｟｠", "｢｣",
)  # fmt: skip
_LOOKALIKES = {"\u2329": "\u3008", "\u232a": "\u3009"}
_CLOSING = {pair[0]: pair[1] for pair in _BRACKETS}
_CLOSERS = frozenset(_CLOSING.values())
_MOST_PAIRS = 63
_PAIRS_ONLY = ("<>", "«»", "‹›", "≤≥", "≪≫", "→←", "⇒⇐")
MIRROR = {one: other for pair in (*_BRACKETS, *_PAIRS_ONLY) for one, other in (pair, pair[::-1])}


@dataclass(slots=True)
class Sequence:
    """Signs at `places` that are resolved together; `sides` are the directions before and after them."""

    text: str
    classes: list[str]
    types: list[str]
    places: list[int]
    odd: int
    sides: tuple[str, str]

    def kinds(self) -> list[str]:
        return [self.types[place] for place in self.places]

    def store(self, kinds: list[str]) -> None:
        for place, kind in zip(self.places, kinds):
            self.types[place] = kind


def resolve(sequence: Sequence) -> None:
    """Apply every rule, in the order of the standard."""
    kinds = _separators(_numbers(_marks(sequence.kinds(), sequence.sides[0]), sequence.sides[0]))
    kinds = _latin_numbers(_terminators(kinds), sequence.sides[0])
    _pairs(sequence, kinds)
    _neutrals(sequence, kinds)
    sequence.store(kinds)


def _marks(kinds: list[str], before: str) -> list[str]:
    """W1: a mark takes the type of the sign it stands on."""
    out: list[str] = []
    for kind in kinds:
        if kind == "NSM":
            kind = "ON" if before in _ISOLATING else before
        out.append(kind)
        before = kind
    return out


def _numbers(kinds: list[str], strong: str) -> list[str]:
    """W2, W3: European digits after Arabic letters count as Arabic ones."""
    out = []
    for kind in kinds:
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        out.append("R" if kind == "AL" else kind)
    return out


def _separators(kinds: list[str]) -> list[str]:
    """W4: one separator between two numbers of the same sort belongs to them."""
    for at in range(1, len(kinds) - 1):
        before, kind, after = kinds[at - 1 : at + 2]
        if before == after and ((kind == "ES" and before == "EN") or (kind == "CS" and before in ("EN", "AN"))):
            kinds[at] = before
    return kinds


def _terminators(kinds: list[str]) -> list[str]:
    """W5, W6: signs such as % and € go with a number beside them; the rest become neutral."""
    for start, end in _stretches(kinds, {"ET"}):
        beside = (kinds[start - 1] if start else "", kinds[end] if end < len(kinds) else "")
        if "EN" in beside:
            kinds[start:end] = ["EN"] * (end - start)
    return ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]


def _latin_numbers(kinds: list[str], strong: str) -> list[str]:
    """W7: European digits after Latin letters are part of that text."""
    out = []
    for kind in kinds:
        if kind in ("L", "R"):
            strong = kind
        out.append("L" if kind == "EN" and strong == "L" else kind)
    return out


def _stretches(kinds: list[str], wanted: set[str] | frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for inside, group in groupby(kinds[:], lambda kind: kind in wanted):
        end = start + sum(1 for _ in group)
        if inside:
            yield start, end
        start = end


def _pairs(sequence: Sequence, kinds: list[str]) -> None:
    """N0: both brackets of a pair take one direction, that of their content where it decides."""
    embedding = "R" if sequence.odd else "L"
    for opening, closing in sorted(_bracket_pairs(sequence, kinds)):
        inside = {_STRONG.get(kind) for kind in kinds[opening + 1 : closing]} - {None}
        if not inside:
            continue
        chosen = embedding if embedding in inside else _context(kinds, opening, sequence.sides[0])
        for at in (opening, closing):
            _give(sequence, kinds, at, chosen)


def _context(kinds: list[str], opening: int, before: str) -> str:
    return next((_STRONG[kind] for kind in reversed(kinds[:opening]) if kind in _STRONG), before)


def _give(sequence: Sequence, kinds: list[str], at: int, chosen: str) -> None:
    kinds[at] = chosen
    for mark in range(at + 1, len(kinds)):
        if sequence.classes[sequence.places[mark]] != "NSM":
            break
        kinds[mark] = chosen


def _bracket_pairs(sequence: Sequence, kinds: list[str]) -> list[tuple[int, int]]:
    """BD16: brackets that close each other; none at all when they are nested too deeply."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for at, place in enumerate(sequence.places):
        sign = _LOOKALIKES.get(sequence.text[place], sequence.text[place])
        if kinds[at] != "ON":
            continue
        if sign in _CLOSING:
            if len(opened) == _MOST_PAIRS:
                return []
            opened.append((_CLOSING[sign], at))
        elif sign in _CLOSERS:
            found = next((depth for depth in reversed(range(len(opened))) if opened[depth][0] == sign), None)
            if found is not None:
                pairs.append((opened[found][1], at))
                del opened[found:]
    return pairs


def _neutrals(sequence: Sequence, kinds: list[str]) -> None:
    """N1, N2: neutral signs go with both neighbours when these agree, else with the embedding."""
    for start, end in _stretches(kinds, _NEUTRAL):
        left = _STRONG[kinds[start - 1]] if start else sequence.sides[0]
        right = _STRONG[kinds[end]] if end < len(kinds) else sequence.sides[1]
        chosen = left if left == right else ("R" if sequence.odd else "L")
        kinds[start:end] = [chosen] * (end - start)
