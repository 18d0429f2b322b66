"""«I numeri del mese»: the figures of a closed month as a card, for who works here; the running month is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.desk.card import Card, Line
from kiosk.desk.duties import listed, panel
from kiosk.errors import KioskError
from kiosk.figures.period import HIDDEN
from kiosk.figures.release import KEPT, month_before, release
from kiosk.figures.shown import Row, Shown, month_said, shown

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit


def figures(visit: Visit) -> Card:
    """The month that the visit looks at: the last closed one until another is chosen."""
    words, month = visit.desk.italian, _month(visit)
    earlier = ("figures.before",) if visit.months_back < KEPT else ()
    later = ("figures.after",) if visit.months_back > 1 else ()
    return panel(visit, "figures", listed(visit, *earlier, *later, "figures.close"), lines=_lines(visit, month), title=words.say("figures.title", month=month_said(month)))


def turn_to(visit: Visit, choice: str) -> None:
    """A month before or after, or back to the first card."""
    if choice == "close":
        visit.months_back = 1
        return visit.back()
    visit.months_back = min(max(visit.months_back + {"before": 1, "after": -1}[choice], 1), KEPT)
    return None


def _month(visit: Visit) -> str:
    return month_before(visit.desk.days.sure().isoformat()[:7], visit.months_back)


def _lines(visit: Visit, month: str) -> tuple[Line, ...]:
    desk, words = visit.desk, visit.desk.italian
    try:
        found = release(desk.database, month, desk.days.sure())
    except (KioskError, OSError):
        return (Line(words.say("figures.away"), "warn"),)
    named = dict(desk.shelf.topics()) | {offer.id: offer.title for offer in desk.shelf.offers()} | {f"language.{code}": words.language_name(code) for code in desk.languages()}
    tables = [table for table in shown([found], named=named) if table.rows]
    if not tables:
        return (Line(words.say("figures.none")),)
    return (Line(words.say("figures.note", hidden=HIDDEN), "hint"), *(line for table in tables for line in _table(table, words)))


def _table(table: Shown, words) -> list[Line]:
    title = words.say("figures.total", title=table.kind.title, total=table.total.said) if table.total else table.kind.title
    return [Line(title), *(Line(_row(row), "bullet") for row in table.rows)]


def _row(row: Row) -> str:
    parts = ", ".join(f"{column} {count.said}" for column, count in row.parts)
    return f"{row.name}: {row.total.said}" if row.total else f"{row.name}: {parts}"
