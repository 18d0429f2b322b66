"""Figures as an accessible PDF: words first, then for each kind a picture of bars, with the same in words, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from xml.sax.saxutils import escape

from kiosk.dispatch import documents
from kiosk.figures.shown import HEAD, Row, Shown
from kiosk.i18n import italian

_MOST, _LINE, _GAP, _NAME, _ACROSS, _SIGNS = 12, 17, 9, 250, 700, 30
"""Bars in a picture; its measures, in points; signs of a name on a line."""


def report(title: str, tables: Sequence[Shown], made_on: date) -> bytes:
    """The PDF; PaperFailed when it cannot be made."""
    return documents.render_report("figures", {
        "title": title, "today": italian().day(made_on), "head": list(HEAD), "nothing": "Niente da mostrare.",
        "tables": [_table(table) for table in tables],
    })


def _table(table: Shown) -> dict:
    total = f": {table.total.said}" if table.total else ""
    columns = [table.kind.rows, "in tutto", "di cui"] if table.total else [table.kind.rows, table.kind.columns]
    drawn = [row for row in table.rows if row.size][:_MOST]
    return {
        "title": f"{table.kind.title}{total}", "columns": [column.capitalize() for column in columns],
        "rows": [_cells(row) for row in table.rows], "bars": _bars(drawn) if drawn else "", "alt": _said(drawn),
    }


def _cells(row: Row) -> list[str]:
    parts = ", ".join(f"{column} {count.said}" for column, count in row.parts)
    return [row.name, row.total.said, parts] if row.total else [row.name, parts]


def _said(rows: Sequence[Row]) -> str:
    return "Barre, dalla più lunga: " + "; ".join(f"{row.name} {_number(row)}" for row in rows) + "."


def _number(row: Row) -> str:
    return row.total.said if row.total else max(row.parts, key=lambda part: part[1].least)[1].said


def _bars(rows: Sequence[Row]) -> str:
    longest, drawn, high = max(row.size for row in rows), [], 0
    for row in rows:
        size, texts = (_ACROSS - _NAME - 90) * row.size / longest, wrap(row.name, _SIGNS)
        drawn += [_text(text, high + place * _LINE + 14, f"x='{_NAME - 8}' text-anchor='end'") for place, text in enumerate(texts)]
        drawn.append(f"<rect x='{_NAME}' y='{high + 2}' width='{size:.1f}' height='{_LINE - 2}' fill='#003b6f'/>")
        drawn.append(_text(_number(row), high + 14, f"x='{_NAME + size + 8:.1f}'"))
        high += len(texts) * _LINE + _GAP
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_ACROSS} {high}' width='{_ACROSS}' height='{high}'>{''.join(drawn)}</svg>"


def _text(text: str, down: int, where: str) -> str:
    return f"<text y='{down}' font-family='Noto Sans' font-size='14' {where}>{escape(text)}</text>"
