"""Finding a name among thousands: by the start of any word first, then with one or two typing mistakes.

Everything is compared folded: without accents, capitals, apostrophes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict

from kiosk.i18n.text import fold


class Search:
    """An index from names to positions; several names may lead to one position, and one to several."""

    def __init__(self, names: list[tuple[str, int]]) -> None:
        self._names = names
        self._exact: dict[str, list[int]] = defaultdict(list)
        pairs: dict[str, list[int]] = defaultdict(list)
        words: list[tuple[str, int]] = []
        for index, (name, position) in enumerate(names):
            self._exact[name].append(position)
            words += [(name[at:], index) for at in _word_starts(name)]
            for pair in _pairs(name):
                pairs[pair].append(index)
        self._words, self._pairs = sorted(words), pairs

    def exact(self, text: str) -> list[int]:
        """Positions whose name is this one."""
        return list(dict.fromkeys(self._exact.get(fold(text), ())))

    def find(self, text: str) -> list[int]:
        """Positions, the likeliest first: the name itself, then its start, then words in it, then mistakes."""
        wanted = fold(text)
        if not wanted:
            return []
        return self.starting(wanted) or self._positions(self._close(wanted))

    def starting(self, wanted: str) -> list[int]:
        """Positions of names with a word, already folded, that starts like this."""
        return self._positions(sorted(self._starting(wanted), key=lambda index: self._rank(index, wanted)))

    def _positions(self, indexes: list[int]) -> list[int]:
        return list(dict.fromkeys(self._names[index][1] for index in indexes))

    def _starting(self, wanted: str) -> set[int]:
        at, found = bisect_left(self._words, (wanted, 0)), set()
        while at < len(self._words) and self._words[at][0].startswith(wanted):
            found.add(self._words[at][1])
            at += 1
        return found

    def _rank(self, index: int, wanted: str) -> tuple:
        name, position = self._names[index]
        return name != wanted, not name.startswith(wanted), position, index

    def _close(self, wanted: str) -> list[int]:
        """Indexes of names that one or two typing mistakes away are this one; short words allow only one."""
        most = 1 if len(wanted) < 6 else 2
        if len(wanted) < 3:
            return []
        shared = Counter(index for pair in _pairs(wanted) for index in self._pairs.get(pair, ()))
        least = max(1, len(wanted) - 2 * most)
        near = [
            (distance, self._names[index][0][0] != wanted[0], index) for index, count in shared.items()
            if count >= least and abs(len(self._names[index][0]) - len(wanted)) <= most
            and (distance := mistakes(wanted, self._names[index][0])) <= most
        ]
        return [index for _, _, index in sorted(near)]


def mistakes(one: str, other: str) -> int:
    """How many signs are missing, too many, wrong or swapped with the next."""
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _word_starts(name: str) -> list[int]:
    return [0, *(at + 1 for at, sign in enumerate(name) if sign == " ")]


def _pairs(name: str) -> set[str]:
    edged = f" {name} "
    return {edged[at:at + 2] for at in range(len(edged) - 1)}
