"""Who gets a seat: rules over four numbers, without a store, a clock or a person.

There are never more taken seats than seats, nobody waits while one is free, and who waits longest is first. A seat is never
taken away from somebody because there are fewer than there were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

BOOKED, WAITING, CANCELLED = "booked", "waiting", "cancelled"


class Full(Exception):
    """The last seat is gone, and the person has not said that they would wait."""


@dataclass(frozen=True, slots=True)
class Count:
    """`last` is the number that was given last: each person of an event has one of their own, in the order of coming."""

    seats: int
    taken: int = 0
    waiting: int = 0
    last: int = 0

    @property
    def left(self) -> int:
        """Seats for whoever comes now: none while others wait."""
        return 0 if self.waiting else max(self.seats - self.taken, 0)

    def join(self, would_wait: bool) -> tuple[Count, str]:
        """One person more: with a seat, or last of those who wait; Full when there is none and they would not wait."""
        if self.left:
            return replace(self, taken=self.taken + 1, last=self.last + 1), BOOKED
        if not would_wait:
            raise Full
        return replace(self, waiting=self.waiting + 1, last=self.last + 1), WAITING

    def leave(self, state: str) -> tuple[Count, int]:
        """Somebody in this state gives up; how many of those who wait get a seat by that: none or one."""
        if state == BOOKED:
            return replace(self, taken=self.taken - 1).filled()
        if state == WAITING:
            return replace(self, waiting=self.waiting - 1), 0
        return self, 0

    def resized(self, seats: int) -> tuple[Count, int]:
        """With so many seats from now on, and never fewer than are taken; how many of those who wait get one by that."""
        return replace(self, seats=max(seats, self.taken)).filled()

    def filled(self) -> tuple[Count, int]:
        """Every free seat given to somebody who waits; how many."""
        given = max(min(self.seats - self.taken, self.waiting), 0)
        return replace(self, taken=self.taken + given, waiting=self.waiting - given), given
