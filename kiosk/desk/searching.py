"""What a visitor looks for in the network, and what is done with what they found. In memory, and gone with the visit.

A name or a phone that somebody lets us say stands here and in the sealed message; in the store there is only that somebody was sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.network.referrals import Referral


@dataclass
class Seeking:
    """`turned` pages of results; `code` is of the referral being made, `found` one that the code `opened`, `followed` one that who works here looks at.

    `sender` is the code of who books somebody in, `given` what they got for the person, `may_date` whether there are interviews to choose from.
    """

    text: str = ""
    need: str = ""
    language: str = ""
    turned: int = 0
    actor: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    opened: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    may_date: bool = False
    found: Referral | None = None
    followed: Referral | None = None

    @property
    def holds(self) -> bool:
        """Is there anything here that somebody said of themselves, or got for somebody?"""
        return bool(self.name or self.phone or self.found or self.given)

    def begin_again(self) -> None:
        """Another search: what was said to an actor before is not said to the next one."""
        self.__init__()
