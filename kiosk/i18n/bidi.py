"""The order of signs on a line that mixes directions: the Unicode bidirectional algorithm (UAX #9), exact.

Isolates and bracket pairs are included. Text is always kept in logical order; only what is painted is
reordered. The rules that resolve weak and neutral signs are in `bidi_rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

from kiosk.i18n.bidi_rules import Sequence, resolve

_DEEPEST = 125
REMOVED = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_OVERRIDES = {"RLO": "R", "LRO": "L"}


class _Status(NamedTuple):
    level: int
    override: str | None
    isolate: bool


def levels(text: str, direction: str | None = None) -> tuple[list[int], int]:
    """The level of every sign and of the paragraph; without `direction` the first strong sign decides."""
    classes = [bidirectional(sign) or "L" for sign in text]
    if direction is None:
        paragraph = _first_strong(classes, 0, len(classes)) or 0
    else:
        paragraph = int(direction == "rtl")
    found = _Explicit(classes, paragraph).run()
    _resolve_all(text, classes, found)
    _settle(classes, found.levels, paragraph)
    return found.levels, paragraph


def _first_strong(classes: list[str], start: int, end: int) -> int | None:
    """P2, P3: the direction of the first strong sign outside isolates."""
    depth = 0
    for kind in classes[start:end]:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return None


def _closing(classes: list[str], opening: int) -> int:
    """The place of the sign that ends the isolate begun at `opening`, or the end of the line."""
    depth = 1
    for place in range(opening + 1, len(classes)):
        if classes[place] in ISOLATES:
            depth += 1
        elif classes[place] == "PDI":
            depth -= 1
            if not depth:
                return place
    return len(classes)


class _Explicit:
    """X1 to X8: what embeddings, overrides and isolates say, before anything is resolved."""

    def __init__(self, classes: list[str], paragraph: int) -> None:
        self.classes, self.paragraph = classes, paragraph
        self.types, self.levels = classes[:], [paragraph] * len(classes)
        self.stack = [_Status(paragraph, None, False)]
        self.lost_isolates = self.lost_embeddings = self.open_isolates = 0

    def run(self) -> _Explicit:
        for place, kind in enumerate(self.classes):
            if kind in ("RLE", "LRE", "RLO", "LRO"):
                self._embed(place, kind)
            elif kind in ISOLATES:
                self._isolate(place, kind)
            elif kind == "PDI":
                self._end_isolate(place)
            elif kind == "PDF":
                self._end_embedding(place)
            elif kind != "B":
                self._mark(place, kind != "BN")
        return self

    def _mark(self, place: int, overridden: bool = True) -> None:
        status = self.stack[-1]
        self.levels[place] = status.level
        if status.override and overridden:
            self.types[place] = status.override

    def _push(self, rtl: bool, override: str | None, isolate: bool) -> bool:
        level = self.stack[-1].level
        level = (level + 1) | 1 if rtl else (level + 2) & ~1
        if level > _DEEPEST or self.lost_isolates or self.lost_embeddings:
            return False
        self.stack.append(_Status(level, override, isolate))
        return True

    def _embed(self, place: int, kind: str) -> None:
        self.levels[place] = self.stack[-1].level
        if not self._push(kind[0] == "R", _OVERRIDES.get(kind), False) and not self.lost_isolates:
            self.lost_embeddings += 1

    def _isolate(self, place: int, kind: str) -> None:
        self._mark(place)
        rtl = kind == "RLI"
        if kind == "FSI":
            rtl = _first_strong(self.classes, place + 1, _closing(self.classes, place)) == 1
        if self._push(rtl, None, True):
            self.open_isolates += 1
        else:
            self.lost_isolates += 1

    def _end_isolate(self, place: int) -> None:
        if self.lost_isolates:
            self.lost_isolates -= 1
        elif self.open_isolates:
            self.lost_embeddings = 0
            while not self.stack.pop().isolate:
                pass
            self.open_isolates -= 1
        self._mark(place)

    def _end_embedding(self, place: int) -> None:
        self.levels[place] = self.stack[-1].level
        if self.lost_isolates:
            return
        if self.lost_embeddings:
            self.lost_embeddings -= 1
        elif not self.stack[-1].isolate and len(self.stack) > 1:
            self.stack.pop()


def _resolve_all(text: str, classes: list[str], found: _Explicit) -> None:
    explicit = found.levels[:]
    kept = [place for place, kind in enumerate(classes) if kind not in REMOVED]
    where = {place: at for at, place in enumerate(kept)}
    for places, unmatched in _sequences(classes, kept, explicit):
        level, first, last = explicit[places[0]], where[places[0]], where[places[-1]]
        before = explicit[kept[first - 1]] if first else found.paragraph
        ends = unmatched or last + 1 == len(kept)
        after = found.paragraph if ends else explicit[kept[last + 1]]
        sides = tuple("R" if max(level, side) & 1 else "L" for side in (before, after))
        sequence = Sequence(text, classes, found.types, places, level & 1, sides)
        resolve(sequence)
        for place in places:
            found.levels[place] += _raise(level & 1, found.types[place])


def _raise(odd: int, kind: str) -> int:
    """I1, I2: how far a resolved sign stands above the level of its sequence."""
    if odd:
        return int(kind in ("L", "EN", "AN"))
    return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _sequences(classes: list[str], kept: list[int], explicit: list[int]) -> Iterator[tuple[list[int], bool]]:
    """X10: level runs, joined over matched isolates; with each, if it ends in an isolate never closed."""
    runs = _runs(kept, explicit)
    closes = _closes(classes, kept)
    begins, closed = {run[0]: run for run in runs}, set(closes.values())
    for run in runs:
        if run[0] in closed:
            continue
        places = list(run)
        while places[-1] in closes:
            places += begins[closes[places[-1]]]
        yield places, classes[places[-1]] in ISOLATES


def _runs(kept: list[int], explicit: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in kept:
        if runs and explicit[runs[-1][-1]] == explicit[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _closes(classes: list[str], kept: list[int]) -> dict[int, int]:
    closes, opened = {}, []
    for place in kept:
        if classes[place] in ISOLATES:
            opened.append(place)
        elif classes[place] == "PDI" and opened:
            closes[opened.pop()] = place
    return closes


def _settle(classes: list[str], found: list[int], paragraph: int) -> None:
    """L1: removed signs follow the one before; spaces at the end of a line stand at the paragraph's level."""
    for place, kind in enumerate(classes):
        if kind in REMOVED:
            found[place] = found[place - 1] if place else paragraph
    at_end = True
    for place in range(len(classes) - 1, -1, -1):
        kind = classes[place]
        at_end = kind in ("B", "S") or (at_end and (kind in ("WS", "PDI") or kind in ISOLATES or kind in REMOVED))
        if at_end:
            found[place] = paragraph


@lru_cache(2048)
def order(text: str, direction: str | None = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """From left to right, which sign stands there (L2); and the level of each sign in logical order."""
    found, _ = levels(text, direction)
    places = list(range(len(text)))
    for level in range(max(found, default=0), 0, -1):
        _reverse_runs(places, found, level)
    return tuple(places), tuple(found)


def _reverse_runs(places: list[int], found: list[int], level: int) -> None:
    start = 0
    while start < len(places):
        end = start
        while end < len(places) and found[places[end]] >= level:
            end += 1
        places[start:end] = places[start:end][::-1]
        start = max(end, start + 1)
