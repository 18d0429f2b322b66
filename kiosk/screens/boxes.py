"""Boxes to type in: one line, or a paragraph.

The box paints its own caret and takes keys at once, so that typed signs can never land in another one.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.i18n import width
from kiosk.screens.controls import Control
from kiosk.screens.editor import Editor, View
from kiosk.screens.look import LABELS, MARGIN, Look, direction_of, lines, paragraph, pointed
from kiosk.screens.rows import Hit, Row, Span


class TextBox(Control):
    """One line to type in."""

    typing = True

    def __init__(self, label: str, typed: str = "", size: int = 40, masked: bool = False) -> None:
        self.label, self.size, self.masked = label, size, masked
        self.editor = Editor(typed, min(2000, max(100, 2 * size)))
        self.direction = "ltr"
        self.view: View | None = None

    @property
    def text(self) -> str:
        return self.editor.text

    def key(self, key: str, sign: str) -> bool:
        return self.editor.insert(sign) if sign else self.editor.key(key, self.direction)

    def recall(self, before: Control) -> None:
        if isinstance(before, TextBox):
            self.editor = before.editor

    def empty(self) -> bool:
        return not self.text.strip()

    def tap(self, column: int) -> None:
        """The caret goes where the box was tapped."""
        if self.view is not None:
            self.editor.click(column, self.view)

    def rows(self, look: Look, label: bool = True) -> list[Row]:
        """Label and box, side by side when there is room."""
        self.direction = look.direction
        if not (label and self.label):
            return self._boxed(look, MARGIN, [])
        if look.narrow or look.under or width(self.label) > LABELS:
            return [*paragraph(look, self.label), *self._boxed(look, MARGIN, [])]
        name = lines(self.label, LABELS, look.direction)[0]
        return self._boxed(look, MARGIN + LABELS + 1, [Span(MARGIN, name)])

    def _boxed(self, look: Look, at: int, before: list[Span]) -> list[Row]:
        cells = min(self.size + 1, MARGIN + look.content - at - 4)
        row = (*before, *self.box(look, at, cells))
        return [pointed(look, row) if look.focus is self else row]

    def box(self, look: Look, at: int, cells: int) -> list[Span]:
        """The box alone, `cells` wide between its edges; the caret only where the focus is. Where one only reads, its place."""
        if look.reading:
            return [Span(at, "", "field", Hit(self, "box"))]
        view = self.view = self.editor.view(cells, look.direction, self.masked)
        hit = Hit(self, "box")
        first, last = look.edges(look.focus is self)
        frame = "edge_at" if look.focus is self else "edge"
        spans = [Span(at, first, frame, hit)]
        column = at + 2
        for text, style in self._inside(view, look):
            spans.append(Span(column, text, style, hit))
            column += width(text)
        return [*(span for span in spans if span.text), Span(column, last, frame, hit)]

    def _inside(self, view: View, look: Look) -> list[tuple[str, str]]:
        caret = "caret" if look.focus is self else "field"
        pieces = [(view.before, "field"), (view.under, caret), (view.after, "field")]
        return pieces[::-1] if look.direction == "rtl" else pieces


class AreaBox(TextBox):
    """Several lines to type in, wrapped as one text; Enter still means "go on"."""

    ROWS = 4

    def __init__(self, label: str, typed: str = "", size: int = 600, masked: bool = False) -> None:
        super().__init__(label, typed, size, masked)

    def rows(self, look: Look, label: bool = True) -> list[Row]:
        self.direction = look.direction
        named = paragraph(look, self.label) if label and self.label else []
        if look.reading:
            return [*named, tuple(self.box(look, MARGIN, 0))]
        room = min(self.ROWS, max(2, look.height - 3))
        cells = look.content - 4
        pieces = self._wrapped(cells)
        here = self._line_of(pieces)
        first = max(0, min(here, len(pieces) - 1) - room + 1)
        shown = [*pieces[first : first + room], *[(0, "")] * room][:room]
        rows = [self._line(look, text, start, number + first == here) for number, (start, text) in enumerate(shown)]
        return [*named, pointed(look, rows[0]) if look.focus is self else rows[0], *rows[1:]]

    def _line(self, look: Look, text: str, start: int, here: bool) -> Row:
        box = TextBox("", size=self.size, masked=self.masked)
        box.editor.reading = direction_of(self.text, look.direction)
        box.editor.text, box.editor.caret = text, min(len(text), max(0, self.editor.caret - start))
        spans = box.box(replace(look, focus=box if here and look.focus is self else None), MARGIN, look.content - 4)
        return tuple(span._replace(hit=Hit(self, "box")) for span in spans)

    def _line_of(self, pieces: list[tuple[int, str]]) -> int:
        return max(number for number, (start, _) in enumerate(pieces) if start <= self.editor.caret)

    def _wrapped(self, cells: int) -> list[tuple[int, str]]:
        """Each line with the place of its first sign, so that the caret can be found again."""
        pieces, start, text = [], 0, self.text
        while width(text[start:]) >= cells:
            end = start + 1
            while end < len(text) and width(text[start : end + 1]) < cells:
                end += 1
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
            pieces.append((start, text[start:end]))
            start = end
        return [*pieces, (start, text[start:])]
