"""The papers of an office that is reached by paper: delivered when they have come out of the printer, not before.

The visit hands them to the printer and notes their jobs; the sender of the same desk looks what became of them. What did
not come out is kept sealed, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.config import Config
from kiosk.dispatch.outbox import LATER, PERSON, PRINTED, SENT, Outbox, Outcome
from kiosk.dispatch.print_queue import Queue

_PRINTING = "printing"
NOT_PRINTED = Outcome(PERSON, "not printed")


def handed_over(desk: str, jobs: Sequence[str]) -> Outcome:
    """What came of papers that `lp` has taken: LATER when their jobs have numbers, by which the queue will tell."""
    return Outcome(LATER, " ".join((_PRINTING, desk, *jobs))) if jobs and all(jobs) else Outcome(SENT, PRINTED)


class PaperTrail:
    """What the printer of a desk still holds; `look` now and then."""

    def __init__(self, config: Config) -> None:
        self._noted = [_PRINTING, config.desk.id]
        self._queue = Queue(config.printer.name) if config.printer.name else None

    def look(self, outboxes: Sequence[Outbox]) -> None:
        """Settles the envelopes whose papers came out, or will not; leaves nothing in the queue that is over."""
        if self._queue is None:
            return
        waiting = self._queue.waiting()
        over, stale = self._queue.printed(), self._queue.stale(waiting)
        for outbox in outboxes:
            self._settle(outbox, over, set(waiting).difference(stale))
        self._queue.remove((*over, *stale))

    def _settle(self, outbox: Outbox, over: dict[str, bool], pending: set[str]) -> None:
        for one in outbox.waiting():
            noted = one.outcome.split()
            if noted[:2] != self._noted:
                continue
            missing = [job for job in noted[2:] if not over.get(job)]
            if not missing:
                outbox.settle(one.id, Outcome(SENT, PRINTED))
            elif not pending.issuperset(missing):
                outbox.settle(one.id, NOT_PRINTED)
