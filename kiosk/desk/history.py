"""What was changed in this form, step by step, so that it can be taken back; it lives as long as the visit does.

A step holds the whole journey before it: journeys share all but a small part, so that many cost little.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.desk.standing import Position

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.forms.journey import Journey

STEPS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One page given: where, by whom ("visitor" or "operator"), how many answers it set aside, and which entry it took away, with its notes."""

    before: Journey
    at: Position
    by: str
    lost: int = 0
    gone: tuple[str, int, dict] | None = field(default=None, repr=False)


class History:
    """The changes of one session, the last one at the end."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=STEPS)

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def last(self) -> Change | None:
        return self._changes[-1] if self._changes else None

    @property
    def aside(self) -> Change | None:
        """The last change that set answers aside which are still there to be put back."""
        return next((change for change in reversed(self._changes) if change.lost), None)

    def note(self, session: Session, lost: int = 0, gone: tuple[str, int, dict] | None = None) -> None:
        """Called before the journey of `session` changes."""
        if isinstance(session.at, Position):
            self._changes.append(Change(session.journey, session.at, session.typed_by, lost, gone))

    def undo(self, session: Session) -> bool:
        """Takes back the last change and stands where it was made; False when there is none."""
        if not self._changes:
            return False
        change = self._changes.pop()
        session.journey = change.before
        if change.gone:
            session.helped.put_in(*change.gone)
        session.stand(change.at)
        return True

    def put_back(self, session: Session) -> bool:
        """Gives the answers of that page again as they were before answers were set aside, so that these come home."""
        change = self.aside
        if change is None:
            return False
        earlier = {name: answer for name in _names(session, change.at) if (answer := change.before.answers.answer(name)) is not None}
        self._changes[self._changes.index(change)] = replace(change, lost=0)
        if not earlier:
            return False
        self._changes.append(Change(session.journey, change.at, session.typed_by))
        session.journey = session.journey.give(earlier)
        session.stand(change.at)
        return True


def _names(session: Session, at: Position) -> list[str]:
    if at.repeat:
        return [at.repeat]
    return [field.name for field in session.flow.pages[session.flow.page_index[at.page]].fields]
