"""What stands on the screen for whoever helps: their keys under those of the visitor, and what to know of the question.

It is Italian and reads from the left, whatever the direction of the page. Where the question leaves no room for it, it is read
after it, on the last page.
"""

from __future__ import annotations

from kiosk.desk.card import AssistLines
from kiosk.i18n import width
from kiosk.screens.frame import rule
from kiosk.screens.look import Look, lines
from kiosk.screens.menu import Menu
from kiosk.screens.rows import Hit, Row, Span
from kiosk.screens.sheet import Sheet

_MARGIN, _GAP = 1, 3
_KNOWN = ("F8", "F12")


def keys(look: Look, assist: AssistLines) -> list[Row]:
    """One row of keys; on a narrow screen with shorter words, and the last two without."""
    told = [(cap, long, short) for cap, long, short in assist.keys]
    bare = [(cap, "" if cap in _KNOWN else short) for cap, _, short in told]
    said = [[(cap, long) for cap, long, _ in told], [(cap, short) for cap, _, short in told], bare]
    rows = [_row(named) for named in said if named]
    return [from_left(look, next((row for row in rows if _end(row) < look.columns), rows[-1]))] if rows else []


def _row(named: list[tuple[str, str]]) -> Row:
    spans, at = [], _MARGIN
    for cap, does in named:
        hit = Hit("key", cap)
        spans.append(Span(at, cap, "key", hit))
        at += width(cap) + 1
        if does:
            spans.append(Span(at, does, "label", hit))
            at += width(does) + 1
    return tuple(spans)


def _end(row: Row) -> int:
    return row[-1].at + width(row[-1].text) - 1


def guidance(sheet: Sheet, look: Look) -> list[Row]:
    """Under a line: how the answer will stand on the paper, what to look out for, what was seen and noted; nothing where nothing is asked."""
    assist = sheet.card.assist
    if assist is None or not assist.marks:
        return []
    first, *others = assist.texts
    texts = [(first[0], _highlighted(sheet, assist) or first[1]), *others]
    rows = [row for name, text in texts for row in _told(look, f"{name}: ", text)]
    return [rule(look), *(from_left(look, row) for row in (*rows, *_marks(look, assist)))]


def on_paper(sheet: Sheet) -> str:
    """«Sul modulo: Lavoro autonomo», of the choice that is highlighted, where the rest of it stands on another page."""
    assist = sheet.card.assist
    wording = _highlighted(sheet, assist) if assist and assist.texts and len(sheet.pages) > 1 else ""
    return f"{assist.texts[0][0]}: {wording}" if wording else ""


def from_left(look: Look, row: Row) -> Row:
    """A row that reads from the left, on a page of any direction."""
    if look.direction == "ltr":
        return row
    return tuple(span._replace(at=look.columns - span.at - width(span.text)) for span in row)


def _highlighted(sheet: Sheet, assist: AssistLines) -> str:
    """How the choice would stand on the paper that the visitor is looking at now."""
    menu = next((control for control in sheet.controls if isinstance(control, Menu)), None)
    return dict(assist.wordings).get(menu.option.value, "") if menu and menu.option and not menu.multiple else ""


def _told(look: Look, name: str, text: str) -> list[Row]:
    """The name, and the text after it under itself."""
    room = look.columns - 2 * _MARGIN
    indent = width(name) if look.columns >= 76 else 0
    rows = [(Span(_MARGIN + indent, line, "text"),) for line in lines(text if indent else name + text, room - indent, "ltr")]
    return [(Span(_MARGIN, name.rstrip(), "hint"), *rows[0]), *rows[1:]] if indent and rows else rows


def _marks(look: Look, assist: AssistLines) -> list[Row]:
    """«Documento: -   Nota: -   Stato: vuota», on as few rows as they need."""
    rows: list[list[Span]] = [[]]
    at = _MARGIN
    for name, text in assist.marks:
        for line in lines(f"{name}: {text}", look.columns - 2 * _MARGIN, "ltr"):
            if rows[-1] and at + width(line) > look.columns - _MARGIN:
                rows.append([])
                at = _MARGIN
            rows[-1].append(Span(at, line, "text"))
            at += width(line) + _GAP
    return [tuple(row) for row in rows]
