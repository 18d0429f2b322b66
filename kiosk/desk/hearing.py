"""The part of a visit in which somebody only asks: the listening flow, of which nothing outlasts the visit.

What is heard stays apart from the form that is being filled (`Visit.session`), so that nothing which saves, passes on or
shows a form ever meets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk
    from kiosk.desk.session import Session
    from kiosk.forms.journey import Journey
    from kiosk.forms.answers import Answer
    from kiosk.forms.doors import Open, Profile
    from kiosk.forms.leaflet import Leaflet

LISTENING = "ascolto"
_BEFORE = {"doors": "listening", "learned": "trying"}
"""What Esc leads to from the end of a flow of which nothing is kept."""


class Hearing:
    """What a `Visit` has of it: `heard` is the listening flow as far as it was answered, `tried` the lesson, `leaflet` the one that is read."""

    desk: Desk
    stage: str
    session: Session | None
    heard: Session | None = None
    tried: Session | None = None
    leaflet: Leaflet | None = None
    _opened: tuple[Journey, tuple[Open, ...]] | None = None

    @property
    def in_hand(self) -> Session | None:
        """The form whose page is on the screen, be it filled or only listened to."""
        return {"form": self.session, "listening": self.heard, "trying": self.tried}.get(self.stage)

    @property
    def profile(self) -> Profile:
        # the first card must not wait for the form
        from kiosk.forms.doors import Profile
        return Profile(self.heard.flow, self.heard.journey.kept)

    def doors(self) -> tuple[Open, ...]:
        """What stands open for what was heard, the first things first; judged once for the same answers."""
        journey = self.heard.journey
        if self._opened is None or self._opened[0] is not journey:
            self._opened = journey, self.desk.doors(self.profile)
        return self._opened[1]

    def said(self) -> dict[str, Answer]:
        """What was heard and may be offered, not asked, in a service that comes after: in this visit only."""
        from kiosk.forms.answers import GIVEN
        kept = self.heard.journey.kept
        named = ((field.fact, kept.answer(name)) for name, field in self.heard.flow.fields.items() if field.fact)
        return {fact: answer for fact, answer in named if answer is not None and answer.state == GIVEN}

    def unhear(self) -> bool:
        """One step back in what was heard or tried; False at its first question."""
        self.stage = _BEFORE.get(self.stage, self.stage)
        return self.stage in _BEFORE.values() and self.in_hand.back()
