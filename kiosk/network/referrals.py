"""Whom people were sent to, and how it went: a keyed hash of the code, an actor, a status, three days. No person is in it.

    sent -> accepted -> met        by who works here
    sent, accepted -> not_fit      by who works here
    sent, accepted -> cancelled    by the person, with the code

Each change says which status it has seen: of two at the same time one is done, and the other told that it is done already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.dispatch import codes, sealing
from kiosk.errors import Refused

if TYPE_CHECKING:
    from kiosk.database import Database, Store

SENT, ACCEPTED, MET, NOT_FIT, CANCELLED = "sent", "accepted", "met", "not_fit", "cancelled"
OPEN = (SENT, ACCEPTED)
BY_OPERATOR = (ACCEPTED, MET, NOT_FIT)
STATUSES = (*OPEN, MET, NOT_FIT, CANCELLED)
MESSAGE, PAPER, PHONE = "message", "paper", "phone"
"""The ways it went: sealed to the actor, in the person's hand, or said on the phone by who works here."""
_AFTER = {SENT: (ACCEPTED, MET, NOT_FIT, CANCELLED), ACCEPTED: (MET, NOT_FIT, CANCELLED)}
ASK_AFTER, CLOSED_FOR, LONGEST = timedelta(days=14), timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Referral:
    """One row. `short` are four signs by which who works here tells it from others; they open nothing."""

    locator: bytes = field(repr=False)
    actor: str
    kind: str
    way: str
    status: str
    made_on: date
    changed_on: date
    due_on: date

    @property
    def short(self) -> str:
        return sealing.short_name(self.locator)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_due(self, today: date) -> bool:
        """Is it time to ask how it went?"""
        return self.is_open and self.due_on <= today


def locator(code: str, secret: bytes) -> bytes:
    """Where the referral of a code stands; the code is as `codes.read` gives it."""
    return sealing.expand(b"sportello/referral" + code.encode(), secret)


class Referrals:
    """The referrals of one store; `secret` is what opens nothing without it: that of the desks."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database, self._secret = database, secret

    def made(self, code: str, actor: str, kind: str, way: str, today: date) -> Referral:
        """A referral that is sent today, not kept yet."""
        return Referral(locator(code, self._secret), actor, kind, way, SENT, today, today, today + ASK_AFTER)

    def add(self, store: Store, made: Referral) -> None:
        """Keeps it; Refused "referral.over" when its code was used before, so that a message never goes twice."""
        if not store.insert_once("referral", **_row(made)):
            raise Refused("referral.over")

    def of_code(self, store: Store, code: str) -> Referral | None:
        rows = store.rows("referral", locator=locator(code, self._secret))
        return _referral(rows[0]) if rows else None

    def named(self, typed: str) -> Referral:
        """The one of a code or of its four signs; Refused "referral.none", or "referral.several" when the signs are not enough."""
        wanted = "".join(typed.split()).upper()
        with self._database.write() as store:
            if len(wanted) == sum(codes.SHORT) and wanted.isdecimal():
                found = [self.of_code(store, codes.read(wanted, codes.SHORT))]
            else:
                found = [one for one in map(_referral, store.rows("referral", order="made_on")) if one.short == wanted]
        found = [one for one in found if one is not None]
        if len(found) != 1:
            raise Refused("referral.several" if found else "referral.none")
        return found[0]

    def change(self, store: Store, seen: Referral, status: str, today: date) -> Referral:
        """The new status; Refused "referral.changed" when it is another one by now, "referral.over" when it has no such way on."""
        row = store.locked("referral", locator=seen.locator)
        if row is None or row["status"] != seen.status:
            raise Refused("referral.changed")
        if status not in _AFTER.get(seen.status, ()):
            raise Refused("referral.over")
        store.update("referral", {"locator": seen.locator}, status=status, changed_on=today.isoformat(), due_on=(today + ASK_AFTER).isoformat())
        return _referral(store.rows("referral", locator=seen.locator)[0])

    def to_follow(self) -> tuple[Referral, ...]:
        """The open ones, the longest due first."""
        with self._database.write() as store:
            found = [_referral(row) for status in OPEN for row in store.rows("referral", status=status)]
        return tuple(sorted(found, key=lambda one: (one.due_on, one.made_on, one.locator)))

    def forget(self, store: Store, today: date) -> int:
        """What is over for a month, and what nobody has closed for a year."""
        gone = [store.delete_before("referral", "changed_on", (today - CLOSED_FOR).isoformat(), status=status) for status in (MET, NOT_FIT, CANCELLED)]
        return sum(gone) + store.delete_before("referral", "changed_on", (today - LONGEST).isoformat())


def _referral(row: Mapping) -> Referral:
    days = {name: date.fromisoformat(row[name]) for name in ("made_on", "changed_on", "due_on")}
    return Referral(**{**row, **days, "locator": bytes(row["locator"])})


def _row(one: Referral) -> dict[str, object]:
    texts = {name: getattr(one, name) for name in ("locator", "actor", "kind", "way", "status")}
    return texts | {name: getattr(one, name).isoformat() for name in ("made_on", "changed_on", "due_on")}
