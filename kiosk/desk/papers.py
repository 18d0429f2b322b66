"""Papers of a visit that may lie in the printer: taken away before the next visitor, and never two by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.desk import lock
from kiosk.desk.card import Card, Line
from kiosk.desk.frame import frame, keys

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit
    from kiosk.dispatch.printing import PrintResult

MOST, MOST_OF_A_VISIT = 3, 9
"""Of one paper, and of all the papers of a visit that nobody who works here attends."""
_PRINTER = (
    r"       _________ ",
    r"      |  ~ ~ ~  |",
    r"  ____|  ~ ~ ~  |____",
    r" |    |_________|   o|",
    r" |   =============   |",
    r" |___/  _ _ _ _  \___|",
    r"     |  ~ ~ ~ ~  |",
    r"     |___________|",
)


class Papers:
    """`left`: may a paper lie in the printer? `tell` hears of every change before the printer does.

    `times` is of the paper that is on the card now, `alone` of the whole visit; while it `is_attended` that one stands still.
    """

    def __init__(self, is_attended: Callable[[], bool] = lambda: False) -> None:
        self.left, self.times, self.alone = False, 0, 0
        self.tell: Callable[[bool], object] = lambda left: None
        self._is_attended = is_attended

    def come(self, printing: Callable[[], PrintResult]) -> str:
        """Print, if this visit may once more: "printed", "not_printed", "doubtful" when it may still come, or "enough"."""
        attended = self._is_attended()
        if self.times >= MOST or self.alone >= MOST_OF_A_VISIT and not attended:
            return "enough"
        before = self.left
        self.lie(True)
        result = printing()
        if not (result.printed or result.doubtful):
            self.lie(before)
            return "not_printed"
        self.times += 1
        self.alone += not attended
        return "printed" if result.printed else "doubtful"

    def lie(self, left: bool) -> None:
        """They may lie there from now on, or somebody has looked and taken them."""
        self.left = left
        self.tell(left)


def attended(visit: Visit) -> bool:
    """Is whoever works here at the keys: before anybody's visit, or while the keys of the help are open?"""
    return visit.acts.started_at is None or not lock.is_locked(visit)


def taking(visit: Visit) -> Card:
    """Before the visit ends: its papers, in a picture and in words."""
    words = visit.words
    return frame(words, id="V21", name="taking", title=words.say("taking.title"), lines=(Line(words.say("taking.look")), *_picture()),
                 go_on=words.say("taking.done"), keys=keys(words, "esc"), calling=visit.calling)


def leftover(visit: Visit) -> Card:
    """Before a visit begins: the one before ended without a word, and nobody knows in which language this one will be."""
    desk = visit.desk
    said = [desk.words(code).say("leftover.give") for code in desk.languages() if desk.shows(code)]
    lines = (*(Line(text) for text in said[1:]), *_picture())
    return frame(visit.words, id="V21", name="leftover", title=said[0], lines=lines, go_on=visit.words.say("leftover.done"),
                 keys=keys(visit.words, "f2", "esc"), calling=visit.calling)


def _picture() -> tuple[Line, ...]:
    broadest = max(len(row) for row in _PRINTER)
    return tuple(Line(row.ljust(broadest), "picture") for row in _PRINTER)
