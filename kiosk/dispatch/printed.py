"""The papers of an office that is reached by paper: delivered when they have come out of the printer, not before.

The visit hands them to the printer and notes their jobs; the sender of the same desk looks what became of them. What did
not come out is kept sealed, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.config import Config
from kiosk.dispatch.outbox import LATER, PERSON, PRINTED, SENT, Outbox, Outcome, Waiting
from kiosk.dispatch.print_queue import Queue

_PRINTING, _REMEMBERED = "printing", 1000
NOT_PRINTED = Outcome(PERSON, "not printed")


def handed_over(desk: str, jobs: Sequence[str]) -> Outcome:
    """What came of papers that `lp` has taken: LATER when their jobs have numbers, by which the queue will tell."""
    return Outcome(LATER, " ".join((_PRINTING, desk, *jobs))) if jobs and all(jobs) else Outcome(SENT, PRINTED)


class PaperTrail:
    """What the printer of a desk still holds; `look` now and then."""

    def __init__(self, config: Config) -> None:
        self._desk = config.desk.id
        self._queue = Queue(config.printer.name) if config.printer.name else None
        self._over: dict[str, bool] = {}

    def look(self, outboxes: Sequence[Outbox]) -> None:
        """Settles the envelopes whose papers came out, or will not; leaves nothing in the queue that is over.

        The queue is emptied also when a store fails (DatabaseFailed), or does not name a paper yet: what came out is remembered.
        """
        if self._queue is None:
            return
        noted: list[tuple[Outbox, Waiting]] = []
        try:
            # before the queue is asked: what is handed over while it answers would be missing there
            noted = [(outbox, one) for outbox in outboxes for one in outbox.waiting() if one.outcome.split()[:2] == [_PRINTING, self._desk]]
        finally:
            self._tidy(noted)

    def _tidy(self, noted: Sequence[tuple[Outbox, Waiting]]) -> None:
        waiting, over = self._queue.waiting(), self._queue.printed()
        stale = self._queue.stale(waiting)
        self._over = dict([*(self._over | over).items()][-_REMEMBERED:])
        try:
            for outbox, one in noted:
                self._settle(outbox, one, set(waiting).difference(stale))
        finally:
            self._queue.remove((*over, *stale))

    def _settle(self, outbox: Outbox, one: Waiting, pending: set[str]) -> None:
        jobs = one.outcome.split()[2:]
        missing = [job for job in jobs if job in pending or not self._over.get(job)]
        if not missing:
            outbox.settle(one.id, Outcome(SENT, PRINTED))
        elif not pending.issuperset(missing):
            outbox.settle(one.id, NOT_PRINTED)
        elif missing != jobs:
            # those that came out leave the queue, which will know nothing of them
            outbox.settle(one.id, handed_over(self._desk, missing))
