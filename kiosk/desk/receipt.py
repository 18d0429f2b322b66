"""What somebody has in hand when a form is finished."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.dating import Taken


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the visitor takes away: the number as shown, and the slip ready for the printer.

    `by_hand` is the envelope that is delivered by the printed paper, "" for none; `taken` are the seats with their codes.
    """

    reference: str
    shown: str
    slip: object = field(default=None, repr=False)
    by_hand: str = ""
    taken: tuple[Taken, ...] = ()
