"""One text being typed: its signs in logical order, the caret, and how a line of it is painted.

The text is never reshaped: joining and reordering exist only in what `view` returns. The caret lies on a letter, and
what is typed stands before it; arrows go to the letter that is seen there, whichever way it is read.
"""

from __future__ import annotations

from unicodedata import category

from kiosk.i18n import clean, letters, width
from kiosk.screens.look import direction_of

FILL = "_"
MASK = "*"


class Editor:
    """A line that can hold at most `limit` signs; what does not fit is not taken."""

    reading = ""
    """The direction of the paragraph that this is a line of; "" where the line has its own."""

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
        """Move or delete on a page of this direction; True when the key means something here."""
        if key in ("left", "right"):
            self.caret = self._beside(1 if key == "right" else -1, direction_of(self.text, direction))
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

    def _beside(self, step: int, direction: str) -> int:
        """Where the caret comes by one cell to the right, or to the left."""
        places = caret_places(self.text, direction)
        at = _caret_at(places, self.caret) + step
        return places[min(len(places) - 1, max(0, at))]

    def _after(self) -> int:
        at = min(len(self.text), self.caret + 1)
        while at < len(self.text) and category(self.text[at]) in ("Mn", "Me", "Cf"):
            at += 1
        return at

    def view(self, cells: int, direction: str, masked: bool = False) -> View:
        """The line painted in `cells` cells, with the caret in sight."""
        text = MASK * len(self.text) if masked else self.text
        return View(text, self.caret, cells, self.reading or direction_of(text, direction))

    def click(self, column: int, view: View) -> None:
        """Put the caret where the painted line was tapped."""
        self.caret = view.index_at(column)


def caret_places(text: str, direction: str) -> list[int]:
    """Before which sign the caret is, for each letter from left to right and the free cell where the text ends."""
    places = [letter.index for letter in letters(text, direction)]
    return [len(text), *places] if direction == "rtl" else [*places, len(text)]


def _caret_at(places: list[int], index: int) -> int:
    """Which of the places a caret is at; one between a letter and its mark is at the letter."""
    return places.index(max(place for place in places if place <= index))


class View:
    """A typed line as painted: `before`, what is under the caret, `after`; together exactly as wide as asked."""

    def __init__(self, text: str, at: int, cells: int, direction: str) -> None:
        self.text, self.direction = text, direction
        rtl = direction == "rtl"
        painted = [letter.painted for letter in letters(text, direction)]
        self.signs = [FILL, *painted] if rtl else [*painted, FILL]
        self.places = caret_places(text, direction)
        here = _caret_at(self.places, at)
        self.start, end = self._window(here, cells, rtl)
        room = cells - sum(map(width, self.signs[self.start : end]))
        self.pad = room if rtl else 0
        self.before = FILL * self.pad + "".join(self.signs[self.start : here])
        self.under = self.signs[here]
        self.after = "".join(self.signs[here + 1 : end]) + FILL * (0 if rtl else room)

    def _window(self, here: int, cells: int, rtl: bool) -> tuple[int, int]:
        """Which letters are painted when not all have room: those on the side of the start, as far as the caret."""
        sizes = [width(sign) for sign in self.signs]
        start, end = 0, len(sizes)
        if rtl:
            while sum(sizes[here:end]) > cells:
                end -= 1
            while sum(sizes[start:end]) > cells:
                start += 1
            return start, end
        while sum(sizes[start : here + 1]) > cells:
            start += 1
        while sum(sizes[start:end]) > cells:
            end -= 1
        return start, end

    def index_at(self, column: int) -> int:
        """Before which sign a tap at a column puts the caret."""
        used = self.pad
        for place in range(self.start, len(self.signs)):
            used += width(self.signs[place])
            if column < used:
                return self.places[place]
        return self.places[-1]
