"""One text being typed: its signs in logical order, the caret, and how a line of it is painted.

The text is never reshaped: joining and reordering exist only in what `view` returns.
"""

from __future__ import annotations

from unicodedata import category

from kiosk.i18n import caret, clean, index_at, typed_line, width
from kiosk.screens.look import direction_of

FILL = "_"
MASK = "*"


class Editor:
    """A line that can hold at most `limit` signs; what does not fit is not taken."""

    def __init__(self, text: str = "", limit: int = 300) -> None:
        self.limit = limit
        self.text = clean(text, limit)
        self.caret = len(self.text)

    def insert(self, signs: str) -> bool:
        """Put signs in at the caret; False when there is no room, or nothing in them can be typed."""
        signs = clean(signs, self.limit)[: self.limit - len(self.text)]
        self.text = self.text[: self.caret] + signs + self.text[self.caret :]
        self.caret += len(signs)
        return bool(signs)

    def put(self, text: str) -> None:
        """Replace everything."""
        self.text = clean(text, self.limit)
        self.caret = len(self.text)

    def key(self, key: str, direction: str) -> bool:
        """Move or delete; True when the key means something here."""
        back, forth = ("right", "left") if direction == "rtl" else ("left", "right")
        if key == back:
            self.caret = self._before()
        elif key == forth:
            self.caret = self._after()
        elif key in ("home", "end"):
            self.caret = 0 if key == "home" else len(self.text)
        elif key == "backspace":
            self._cut(max(0, self.caret - 1), self.caret)
        elif key == "delete":
            self._cut(self.caret, self._after())
        else:
            return False
        return True

    def _cut(self, start: int, end: int) -> None:
        self.text, self.caret = self.text[:start] + self.text[end:], start

    def _before(self) -> int:
        """One letter back: marks stay with the letter that carries them."""
        at = max(0, self.caret - 1)
        while at and category(self.text[at]) in ("Mn", "Me"):
            at -= 1
        return at

    def _after(self) -> int:
        at = min(len(self.text), self.caret + 1)
        while at < len(self.text) and category(self.text[at]) in ("Mn", "Me"):
            at += 1
        return at

    def view(self, cells: int, direction: str, masked: bool = False) -> View:
        """The line painted in `cells` cells, with the caret in sight."""
        text = MASK * len(self.text) if masked else self.text
        return View(text, self.caret, cells, direction_of(text, direction))

    def click(self, column: int, view: View) -> None:
        """Put the caret where the painted line was tapped."""
        self.caret = min(len(self.text), max(0, index_at(view.text, view.sign_at(column), view.direction)))


class View:
    """A typed line as painted: `before`, the sign under the caret, `after`; together exactly as wide as asked."""

    def __init__(self, text: str, at: int, cells: int, direction: str) -> None:
        self.text, self.direction = text, direction
        rtl = direction == "rtl"
        signs = list(typed_line(text, direction))
        signs = [FILL, *signs] if rtl else [*signs, FILL]
        here = min(len(signs) - 1, caret(text, at, direction))
        self.start, end = self._window(signs, here, cells, rtl)
        room = cells - sum(map(width, signs[self.start : end]))
        self.pad = room if rtl else 0
        self.before = FILL * self.pad + "".join(signs[self.start : here])
        self.under = signs[here]
        self.after = "".join(signs[here + 1 : end]) + FILL * (0 if rtl else room)
        self.signs = signs

    def _window(self, signs: list[str], here: int, cells: int, rtl: bool) -> tuple[int, int]:
        """Which signs are painted when not all have room: those on the side of the start, as far as the caret."""
        start, end = 0, len(signs)
        if rtl:
            while sum(map(width, signs[here:end])) > cells:
                end -= 1
            while sum(map(width, signs[start:end])) > cells:
                start += 1
            return start, end
        while sum(map(width, signs[start : here + 1])) > cells:
            start += 1
        while sum(map(width, signs[start:end])) > cells:
            end -= 1
        return start, end

    def sign_at(self, column: int) -> int:
        """Which painted sign stands at a column."""
        used = self.pad
        for place in range(self.start, len(self.signs)):
            used += width(self.signs[place])
            if column < used:
                return place
        return len(self.signs)
