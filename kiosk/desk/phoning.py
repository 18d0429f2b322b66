"""A telephone call in a visit: sorted, where nothing of the caller has a place, or a form filled by who answers.

What a call holds is of this process alone: a number to ring back never comes near the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

SORTING = ("phone_reason", "phone_leaflets", "phone_read", "phone_outcome")
"""Stages at which a call is sorted."""
AWAY = ("dropped", "regain", "compare")
"""Stages at which nobody is known to be on the line: nothing of the form is shown there."""


@dataclass(slots=True)
class PhoneCall:
    """`fills` while a form is filled; of a call that is sorted only `reason` and `leaflet`, ids that authors wrote.

    `step` counts what was said of the opening, `number` is what the caller gave to be rung back, `left` the stage at which
    the line dropped, `spelled` what is to be read back letter by letter, `asked` the question it answers. `earlier` when the
    form was put aside before this call.
    """

    fills: bool = False
    reason: str = ""
    leaflet: str = ""
    started_at: datetime | None = None
    step: int = 0
    number: str = field(default="", repr=False)
    left: str = "form"
    tries: int = 0
    spelled: tuple[str, ...] = field(default=(), repr=False)
    asked: str = ""
    earlier: bool = False


class Phoning:
    """What a `Visit` has of it; `phone` is None where nobody is on the telephone."""

    phone: PhoneCall | None
    stage: str
    overlay: str

    @property
    def by_phone(self) -> bool:
        """Is a form being filled by telephone?"""
        return self.phone is not None and self.phone.fills

    @property
    def sorts(self) -> bool:
        """Is a call being sorted? Then there is nothing to type on any card, and nothing to keep."""
        return self.stage in SORTING

    @property
    def may_hang_up(self) -> bool:
        """Is F6 the end of a call now?"""
        return (self.sorts or self.by_phone) and not self.is_hidden and self.stage not in ("dropped", "regain", "end") and self.overlay != "parked"

    def put_down(self) -> None:
        """The visit is over: a call that was being sorted is counted, and nothing of any is held."""
        if self.sorts:
            from kiosk.desk.phone_sorting import DROPPED, count
            count(self, DROPPED)

    def hang_up(self) -> None:
        """F6: nothing of the call stays on the screen."""
        if self.sorts:
            from kiosk.desk.phone_sorting import hang_up
        else:
            from kiosk.desk.phone_line import hang_up
        hang_up(self)
