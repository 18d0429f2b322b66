"""The list of languages where it has more than one page: each page names those on the next one.

Somebody who can read none of the names that they see must find theirs: it stands beside the key that turns the page.
"""

from __future__ import annotations

from kiosk.i18n import width
from kiosk.screens.look import DIGIT, MARGIN, Look, lines
from kiosk.screens.menu import Menu
from kiosk.screens.rows import FIRM, Block, Hit, Row, Span, paginate

TURN = "0"
_MOST, _SMALL, _BETWEEN = 9, 12, " · "


def pages(content: list[Block], menu: Menu, look: Look, room: int) -> list[list[Block]]:
    """The card on pages of at most nine languages; where there are several, the last rows say what the next one has.

    Then the names come first: a greeting more is no reason to turn a page before one sees a language.
    """
    whole = paginate(content, room, most=_MOST)
    if len(whole) == 1:
        return whole
    height = 1 if room < _SMALL else 2
    found = paginate(sorted(content, key=lambda block: block.said[:1] == ("line",)), room - height, most=_MOST)
    return [[*page, Block(_next(found, number, menu, look, height), 0, FIRM)] for number, page in enumerate(found)]


def _next(found: list[list[Block]], number: int, menu: Menu, look: Look, height: int) -> list[Row]:
    """The key, and in `height` rows the names of the next pages, as many as have room."""
    following = [*found[number + 1 :], *found[:number]]
    names = [f"\u2068{menu.options[block.holds[1]].text}\u2069" for page in following for block in page if block.is_line]
    cells = look.content - DIGIT - width(look.pointer) - 1
    count = next(n for n in range(len(names), -1, -1) if len(lines(_BETWEEN.join(names[:n]), cells, look.direction)) <= height)
    hit, at = Hit("key", TURN), MARGIN + DIGIT
    rows = [(Span(at, line, "hint", hit),) for line in lines(_BETWEEN.join(names[:count]), cells, look.direction)]
    rows[0] = (Span(MARGIN, TURN, "digit", hit), *rows[0])
    rows[-1] = (*rows[-1], Span(MARGIN + look.content - 1, look.pointer, "digit", hit))
    return rows
