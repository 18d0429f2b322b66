"""A desk numbers its envelopes from 1 and each names the hash of the one before: what may follow what.

Envelopes may arrive in any order, and a missing number stays visible; but two neighbours that contradict each other, or
two envelopes with one number, mean that a record was replaced, put in or taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol


class Link(Protocol):
    """One envelope's place: its number, the hash it names as the one before, its own hash."""

    seq: int
    prev: str
    head: str


LARGEST = 2**31 - 1


def is_whole(link: Link) -> bool:
    """Can this be a link at all? Only the first of a chain names none before it."""
    return 1 <= link.seq <= LARGEST and (link.seq == 1) == (link.prev == "")


def contradicts(link: Link, known: Iterable[Link]) -> bool:
    """Does this link take a number that is taken, or deny a neighbour that is known?"""
    near = {other.seq: other for other in known}
    before, after = near.get(link.seq - 1), near.get(link.seq + 1)
    return link.seq in near or (before is not None and before.head != link.prev) or (after is not None and after.prev != link.head)


def gaps(links: Sequence[Link]) -> tuple[tuple[int, int], ...]:
    """The missing numbers below the last one, as (first, last); `links` by number."""
    found, expected = [], 1
    for link in links:
        if link.seq > expected:
            found.append((expected, link.seq - 1))
        expected = link.seq + 1
    return tuple(found)


def breaks(links: Sequence[Link]) -> tuple[int, ...]:
    """The numbers whose hash of the one before is another: rows that were changed where they are kept."""
    pairs = zip(links, links[1:], strict=False)
    return tuple(later.seq for earlier, later in pairs if later.seq == earlier.seq + 1 and later.prev != earlier.head)
