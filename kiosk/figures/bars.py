"""Figures as plain text with bars, for any width: one line a row where there is room, else its name above its bar."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from kiosk.figures.shown import HEAD, Row, Shown
from kiosk.i18n import width

NARROW, NAME, LONGEST = 56, 30, 40
BAR, PLAIN_BAR = "█", "#"


def lines(title: str, tables: Sequence[Shown], across: int, bar: str = BAR) -> list[str]:
    """The whole report; no line is wider than `across`, of 30 cells at least."""
    found = [*wrap(title, across), ""]
    for text in HEAD:
        found += wrap(text, across)
    for table in tables:
        found += ["", *_table(table, across, bar)]
    return found


def _table(table: Shown, across: int, bar: str) -> list[str]:
    total = f": {table.total.said}" if table.total else ""
    found = wrap(f"{table.kind.title}{total}", across)
    if not table.rows:
        return [*found, "  niente da mostrare"]
    longest = max(row.size for row in table.rows)
    for row in table.rows:
        found += _row(row, longest, across, bar)
    return found


def _row(row: Row, longest: int, across: int, bar: str) -> list[str]:
    number = row.total.said if row.total else ""
    name = NAME if across >= NARROW else 0
    room = min(across - name - 4 - max(len(number), 6), LONGEST)
    drawn = f"{bar * round(room * row.size / longest) if longest else ''} {number}".strip()
    parts = ", ".join(f"{column} {count.said}" for column, count in row.parts)
    made_of = wrap(parts, across - 4) if len(row.parts) > 1 or not row.total else []
    return [*_named(row.name, drawn, name, across), *(f"    {text}" for text in made_of)]


def _named(said: str, drawn: str, name: int, across: int) -> list[str]:
    texts = wrap(said, (name or across) - 2) or [""]
    if not name:
        return [*(f"  {text}" for text in texts), *([f"  {drawn}"] if drawn else [])]
    first = f"  {texts[0]}{' ' * (name - width(texts[0]))}{drawn}".rstrip()
    return [first, *(f"  {text}" for text in texts[1:])]
