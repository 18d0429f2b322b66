"""What is done at the desk, counted by month; who does it is not. Never more than two things of a count are known.

    visit     service x how it ended          override  reason x service
    language  language x minutes              typed     service x who typed an answer
    call      language                        key       service x F1, F2, F5
    need      need x kind of door it led to   event     kind of event x booked, waiting, cancelled, attended
    referral  kind of actor x status          employer  kind of offer x asked, places, met
    phone     reason x outcome                learned   lesson x alone, helped
    danger    the card of whom to call was opened

A visit counts in memory and adds its counts to the store when it ends. A store that is away loses them, and nobody waits
for it. Nothing is counted on a desk that only practises.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.figures.release import KEPT, NONE, counted, month_before  # noqa: F401  (what was counted is read there)

if TYPE_CHECKING:
    from kiosk.database import Store
    from kiosk.desk.desk import Desk
    from kiosk.desk.visit import Visit

KINDS = ("visit", "language", "call", "override", "typed", "key", "danger", "need", "referral", "event", "phone", "employer", "learned")
KEYS = {"help": "F1", "language": "F2"}
STEP, LONGEST = 5, 60
"""Minutes are rounded to so many, and more than the longest are the longest."""


class Tally:
    """The counts of one visit, by (kind, a, b); nothing of them is of one answer or at a moment."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.started_at: datetime | None = None
        self.end = ""
        self._closed: object = None

    def add(self, kind: str, a: str, b: str = "") -> None:
        self.counts[kind, a, b] += 1

    def begin(self, visit: Visit) -> None:
        """A language was chosen: from here on it is somebody's visit."""
        self.started_at = self.started_at or visit.desk.clock()

    def press(self, visit: Visit, key: str) -> None:
        """One of F1, F2, F5."""
        self.add("key", _flow(visit), key)

    def covered(self, visit: Visit, overlay: str) -> None:
        """Something is laid over the card: help and the languages are there by a key."""
        if overlay in KEYS and visit.overlay != overlay:
            self.press(visit, KEYS[overlay])

    def answered(self, visit: Visit, count: int) -> None:
        """So many answers of a page were taken, typed by whoever has the keyboard."""
        self.counts["typed", _flow(visit), visit.session.typed_by] += count

    def passed(self, visit: Visit, reason: str) -> None:
        """An operator let an answer pass for one of `OVERRIDES`."""
        self.add("override", reason, _flow(visit))

    def close(self, visit: Visit, end: str = "") -> None:
        """The form of the visit comes to an end, once: sent, put aside, left, erased, refused, or at an early ending."""
        if visit.session is not None and self._closed is not visit.session:
            self._closed = visit.session
            self.add("visit", visit.session.flow.id, end or self._end_of(visit))
        self.end = ""

    def _end_of(self, visit: Visit) -> str:
        if visit.session.journey.ending is not None and visit.session.at == "ended":
            return "ended"
        if visit.stage == "refused":
            return "refused"
        return "aside" if visit.code_seen else self.end or "left"

    def write(self, visit: Visit) -> None:
        """The visit is over: its counts go to the store, or are lost."""
        self.close(visit)
        if visit.started and self.started_at is not None:
            self.add("language", visit.words.language, minutes(self.started_at, visit.desk.clock()))
        counts, self.counts = self.counts, Counter()
        if counts and not visit.desk.config.practice:
            add(visit.desk, counts)


def minutes(started_at: datetime, ended_at: datetime) -> str:
    """How long, in steps of five minutes; two digits, so that they stand in order."""
    passed = round((ended_at - started_at).total_seconds() / 60 / STEP) * STEP
    return f"{min(max(passed, 0), LONGEST):02}"


def add(desk: Desk, counts: Counter[tuple[str, str, str]]) -> bool:
    """All these counts in one transaction; False when they are lost."""
    month = desk.today().isoformat()[:7]
    try:
        with desk.database.write() as store:
            # always in the same order: two desks that add at once never wait for each other
            for (kind, a, b), count in sorted(counts.items()):
                _add(store, {"month": month, "what": kind, "a": a[:32], "b": b[:32]}, count)
            store.delete_before("act", "month", month_before(month, KEPT))
    except (KioskError, OSError):
        return False
    return True


def _add(store: Store, key: dict[str, str], count: int) -> None:
    if not store.insert_once("act", **key, n=count):
        store.update("act", key, n=store.locked("act", "n", **key)["n"] + count)


def _flow(visit: Visit) -> str:
    return visit.session.flow.id if visit.session else NONE
