"""The one widget and the one screen: rows are painted, keys and taps are heard.

Keys come to the screen itself, never to a widget that has the focus, so no key can arrive where the focus was a
moment ago. The page is updated in place: no widget is made or removed while a visitor types.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import width
from kiosk.i18n.scripts import without_complex
from kiosk.screens.lockdown import LockedScreen
from kiosk.screens.rows import Hit, Row, painted


class Page(Widget):
    """Paints rows. Only the rows that changed are painted again. Of the complex scripts, only `complex` are ever painted."""

    def __init__(self, looks: dict[str, Style]) -> None:
        super().__init__()
        self.looks = looks
        self.styles.width, self.styles.height = "100%", "100%"
        self.complex: frozenset[str] = frozenset()
        self._rows: list[Row] = []
        self._direction = "ltr"

    def put(self, rows: list[Row], direction: str) -> None:
        """Show these rows."""
        before, turned = self._rows, direction != self._direction
        self._rows, self._direction = rows, direction
        if turned or len(before) != len(rows):
            self.refresh()
            return
        changed = [number for number, row in enumerate(rows) if row != before[number]]
        if changed:
            self.refresh(*(Region(0, number, self.size.width, 1) for number in changed))

    def render_line(self, y: int) -> Strip:
        ground = self.looks["text"]
        columns = self.size.width
        row = painted(self._rows[y], columns, self._direction) if y < len(self._rows) else ()
        segments, at = [], 0
        for column, text, style, _ in row:
            segments += [Segment(" " * (column - at), ground), Segment(without_complex(text, self.complex), self.looks[style])]
            at = column + width(text)
        if at > columns:
            return Strip(segments).adjust_cell_length(columns, ground)
        # of some scripts Rich counts other cells than the terminal was measured to give them: here the row is as wide as we count
        return Strip([*segments, Segment(" " * (columns - at), ground)], columns)

    def on_resize(self) -> None:
        self.app.paint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if event.y >= len(self._rows):
            return
        for column, text, _, hit in painted(self._rows[event.y], self.size.width, self._direction):
            if hit is not None and column <= event.x < column + width(text):
                where = self._inside(hit, event)
                self.app.take(lambda hit=hit: self.app.tap(hit, where, event.time), self.app.key_of(hit))
                return

    def _inside(self, hit: Hit, event: events.MouseUp) -> int:
        """How far from the first cell of the box it was tapped."""
        row = painted(self._rows[event.y], self.size.width, self._direction)
        first = min(column for column, _, style, its in row if its == hit)
        return event.x - first - 2


class KioskScreen(LockedScreen):
    """The only screen there is; every card is put on its page."""

    AUTO_FOCUS = None

    def __init__(self, looks: dict[str, Style]) -> None:
        super().__init__(id="_default")
        self.styles.overflow_x = self.styles.overflow_y = "hidden"
        self.page = Page(looks)

    def compose(self) -> ComposeResult:
        yield self.page

    def on_key(self, event: events.Key) -> None:
        event.stop()
        sign = event.character if event.is_printable and event.character else ""
        self.app.take(lambda: self.app.key(event.key, sign, event.time), event.key)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.app.take(lambda: self.app.paste(event.text))
