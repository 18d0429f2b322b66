"""The only door to rapidfuzz: which words are one or two slips of the keyboard away from what was typed.

Whole words and their beginnings are compared, so that a slip is forgiven while the word is still being typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

SHORTEST, LONG, LONGEST = 4, 7, 12
"""Shorter words have no slips, longer ones two; of the longest the first letters are compared."""


class Vocabulary:
    """All words of an index, folded; made once, with all the beginnings that will be compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._begun = {size: self._beginnings(size) for size in range(SHORTEST, LONGEST + 2)}
        # the first one loads the library: not while somebody types
        _alike("", [])

    def _beginnings(self, size: int) -> tuple[list[str], list[int]]:
        """The first `size` letters of every word, once each, and where the first such word stands."""
        texts: list[str] = []
        starts: list[int] = []
        for place, word in enumerate(self._words):
            if not texts or word[:size] != texts[-1]:
                texts.append(word[:size])
                starts.append(place)
        return texts, [*starts, len(self._words)]

    def starting(self, text: str) -> list[str]:
        """The words that begin like this, in the order of the alphabet."""
        at = end = bisect_left(self._words, text)
        while end < len(self._words) and self._words[end].startswith(text):
            end += 1
        return self._words[at:end]

    def close(self, text: str) -> list[str]:
        """The words that begin almost like this, those with the fewest slips; none for a text so short that everything is like it."""
        if len(text) < SHORTEST:
            return []
        text = text[:LONGEST]
        alike = [(slips, size, at) for size in (len(text), len(text) + 1) for at, slips in _alike(text, self._begun[size][0])]
        fewest = min((slips for slips, _, _ in alike), default=0)
        found: dict[str, None] = {}
        for slips, size, at in alike:
            if slips == fewest:
                starts = self._begun[size][1]
                found.update(dict.fromkeys(self._words[starts[at]:starts[at + 1]]))
        return list(found)


def _alike(text: str, choices: list[str]) -> list[tuple[int, int]]:
    """(place of what is like the text, how many slips away)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(text) >= LONG else 1
    found = process.extract(text, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(place, slips) for _, slips, place in found]
