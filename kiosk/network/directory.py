"""Finding an actor while somebody types: by name, need, place, language, in their own words, with a slip or two.

The index is made once and never changes; ten thousand actors are looked through between two keys (`python -m tests.bench places`).
Of a word just begun the names alone are looked at where they are enough: the rest comes with the next letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest
from unicodedata import category

from kiosk.i18n import Words, fold, italian
from kiosk.network.actor import NEEDS, Actor
from kiosk.network.likeness import Vocabulary

MOST = 70
"""Nobody reads more than so many."""
_SMALL = frozenset("a ad al alla alle ai agli con da dal dalla dei del della delle degli di e ed gli i il in la le lo ma mi nel nella o per su un una uno "
                   "che ho io cerco vorrei voglio bisogno aiuto the of to for and an is my".split())
_EXACT, _BEGUN, _ALIKE = 4, 3, 1
_FEW_LETTERS, _PLENTY, _LONGEST, _A_WORD = 3, 10 * MOST, 8, 1000
_UNSPACED = re.compile("[\u3400-\u9fff]+")
_ELIDED = re.compile(r"[^\W\d_]{1,5}['’](?=\w)")

Postings = dict[str, dict[int, int]]
"""Word -> place of an actor -> how much the word says of it."""


class Directory:
    """The actors of one moment; `words` is the reader's language, in which needs are looked for too."""

    def __init__(self, actors: Iterable[Actor], words: Words | None = None) -> None:
        self.actors = tuple(actors)
        by_name = sorted(range(len(self.actors)), key=lambda at: (fold(self.actors[at].name), at))
        self._order = {place: rank for rank, place in enumerate(by_name)}
        self._named, self._told, self._there = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        self._needing: dict[str, set[int]] = defaultdict(set)
        self._speaking: dict[str, set[int]] = defaultdict(set)
        self._own = words.own if words and words.own.language != italian().language else None
        labels = _labels({italian(), words.own} if words else {italian()})
        for place, actor in enumerate(self.actors):
            self._add(place, actor, labels)
        self._index = tuple((postings, Vocabulary(postings)) for postings in (self._named, self._told))
        self._towns = Vocabulary(self._there)
        self._look = lru_cache(256)(self._looked)

    def _add(self, place: int, actor: Actor, labels: dict[str, tuple[str, ...]]) -> None:
        for word in _words(actor.name):
            self._named[word][place] = 8
        for word in _words(actor.place):
            self._there[word][place] = 1
        for weight, said in (*_texts(actor, labels), *self._in_own_words(actor)):
            for word in said:
                self._told[word][place] = max(weight, self._told[word].get(place, 0))
        for need in actor.needs:
            self._needing[need].add(place)
        for language in actor.languages:
            self._speaking[language].add(place)

    def _in_own_words(self, actor: Actor) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """What an actor offers, as it is translated for the reader."""
        return ((5, _words(self._own.text("network", f"{actor.id}.offers", actor.offers))),) if self._own else ()

    def search(self, text: str, need: str = "", place: str = "", language: str = "", limit: int = MOST) -> tuple[Actor, ...]:
        """The likeliest first, at most `limit`; everybody who fits, by name, where nothing is typed."""
        fitting, order = self._fitting(need, place, language), self._order
        wanted = list(dict.fromkeys(_words(text)))[:_LONGEST]
        wanted = [word for word in wanted if word not in _SMALL] or wanted
        if not wanted:
            among = [(order[at], at) for at in (range(len(self.actors)) if fitting is None else fitting)]
        else:
            total = self._total(wanted, fitting)
            most = max(total.values(), default=0) // _A_WORD * _A_WORD
            # as many of the words as anybody has, then how much they say, then the name
            among = [(order[at] - points * len(order), at) for at, points in total.items() if points >= most]
        return tuple(self.actors[at] for _, at in nsmallest(limit, among))

    def languages(self) -> tuple[str, ...]:
        """Every language that some actor is said to speak."""
        return tuple(sorted(self._speaking))

    def _fitting(self, need: str, place: str, language: str) -> set[int] | None:
        """The places of all that fit what was chosen; None for all."""
        sets = [self._needing.get(need, set())] if need else []
        sets += [self._speaking.get(language, set())] if language else []
        for word in _words(place):
            towns = self._towns.starting(word) or self._towns.close(word)
            sets.append(set().union(*(self._there[town] for town in towns)))
        return set.intersection(*sets) if sets else None

    def _total(self, wanted: list[str], fitting: set[int] | None) -> dict[int, int]:
        """A thousand for each word that an actor has, and how much these say of it."""
        total: dict[int, int] = {}
        for word in wanted:
            for at, points in self._look(word).items():
                total[at] = total.get(at, 0) + points
        return total if fitting is None else {at: points for at, points in total.items() if at in fitting}

    def _looked(self, word: str) -> dict[int, int]:
        """How much one word, or what it may be the beginning of, says of each actor; a slip is looked for where nothing else is found."""
        found: dict[int, int] = {}
        for postings, vocabulary in self._index:
            for known in vocabulary.starting(word):
                _put(found, postings[known], _EXACT if known == word else _BEGUN)
                if len(word) < _FEW_LETTERS and len(found) >= _PLENTY:
                    return found
            if len(word) <= _FEW_LETTERS and len(found) >= MOST:
                return found
        for postings, vocabulary in self._index if not found else ():
            for known in vocabulary.close(word):
                _put(found, postings[known], _ALIKE)
        return found


def _put(found: dict[int, int], postings: dict[int, int], factor: int) -> None:
    for place, weight in postings.items():
        points = _A_WORD + factor * weight
        if points > found.get(place, 0):
            found[place] = points


def _labels(languages: set[Words]) -> dict[str, tuple[str, ...]]:
    """The words by which each need is looked for, in all these languages."""
    said = {need: [words.say(f"want.{need}") for words in languages] + [italian().say(f"want.{need}.also")] for need in NEEDS}
    return {need: _words(" ".join(texts)) for need, texts in said.items()}


def _texts(actor: Actor, labels: dict[str, tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(how much they say, words), but for the name."""
    yield 6, _label(f"kind.{actor.kind}")
    for need in actor.needs:
        yield 4, labels[need]
    yield 5, _words(actor.offers)
    yield 3, _words(f"{actor.place} {actor.address}")
    yield 2, _words(actor.for_whom)
    for code in actor.languages:
        yield 2, _words(italian().language_name(code))


@lru_cache(64)
def _label(key: str) -> tuple[str, ...]:
    return _words(italian().say(key))


def _words(text: str) -> tuple[str, ...]:
    """The words, folded; «l'impiego» is found by «impiego» too."""
    return tuple(word for part in text.split() for word in _of_part(part))


@lru_cache(65536)
def _of_part(part: str) -> tuple[str, ...]:
    """What a text between two blanks is found by. Vowel signs that stand beside a letter belong to it."""
    texts = dict.fromkeys((part, _ELIDED.sub("", part)))
    spaced = ("".join(" " if category(sign)[0] in "PSZC" else sign for sign in fold(text)) for text in texts)
    return tuple(dict.fromkeys(piece for text in spaced for word in text.split() for piece in _pieces(word)))


def _pieces(word: str) -> tuple[str, ...]:
    """Where no blanks stand between words, every two signs are one: 免费律师 is found by 律师."""
    if len(word) < 3 or not _UNSPACED.fullmatch(word):
        return (word,)
    return tuple(word[at : at + 2] for at in range(len(word) - 1))
