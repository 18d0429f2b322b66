"""How a relay says no: a status for the desk's program and a code for the person who reads its list.

    400 headers id clock      401 desk key signature     404 path   405 method   408 slow
    409 id fork chain         413 large                  415 type   422 envelope recipients link
    503 store busy            a desk tries again by itself after 408 and 503; after the others it asks a person
"""

from __future__ import annotations

from kiosk.errors import Rejected


class NotTaken(Rejected):
    """An envelope that is not taken; nothing of it was kept."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code
