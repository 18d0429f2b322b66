"""A code for a telephone on a card: `Line(style="qr")`, whose text is what the telephone reads.

The full screen draws it with half blocks where it fits whole, light edge and all; where it does not, it says that the code is on
the paper, or, of a `qr_only` line, nothing. Plain prompts write the text itself. It says nothing that is not on the card in words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.desk.card import Line

if TYPE_CHECKING:
    from kiosk.desk.desk import Desk

EDGE = 2
"""Light squares around the code, as many as telephones need beside a page of another colour."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_LONGEST = 200


def line(desk: Desk, content: str) -> Line:
    """The line of a card; on a small screen it points to the paper where there is a printer."""
    return Line(content, "qr" if desk.can_print else "qr_only")


@lru_cache(16)
def rows(content: str) -> tuple[str, ...]:
    """The code in rows of half blocks, all of one width, dark signs for dark squares; () for what is too long to be read off a screen."""
    if not content or len(content) > _LONGEST:
        return ()
    from kiosk.dispatch.squares import squares

    found = squares(content)
    light = (False,) * (len(found) + 2 * EDGE)
    whole = [light] * EDGE + [(False,) * EDGE + row + (False,) * EDGE for row in found] + [light] * EDGE
    whole += [light] * (len(whole) % 2)
    return tuple("".join(_HALVES[pair] for pair in zip(above, below)) for above, below in zip(whole[::2], whole[1::2]))


def reached(phone: str = "", web: str = "", email: str = "") -> str:
    """What a telephone does with a contact: opens the page, dials the number, begins a letter; "" for none."""
    if web:
        address = web if "://" in web else f"https://{web}"
        parts = urlsplit(address)
        # a bare host in capitals is the same host, and makes a smaller code
        return address if parts.path.strip("/") or parts.query or parts.fragment else f"{parts.scheme}://{parts.netloc}".upper()
    if phone:
        return "tel:" + "".join(sign for sign in phone if sign.isdecimal() or sign == "+")
    return f"mailto:{email}" if email else ""
