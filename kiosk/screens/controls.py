"""What can be in focus on a page, besides boxes and menus: a strip of signs, a tick, a button.

A control takes keys and says how it looks; it never decides where the visitor goes.
"""

from __future__ import annotations

from kiosk.desk.card import Option
from kiosk.i18n import width
from kiosk.screens.look import MARGIN, Look, bar, lines, paragraph, pointed
from kiosk.screens.rows import Hit, Row, Span

CHOSEN, FREE = "(•)", "( )"


class Control:
    """Something the visitor can stand on. `typing` ones take every letter and digit for themselves."""

    typing = False
    asks = True

    def key(self, key: str, sign: str) -> bool:
        """Take a key; False when it means nothing here."""
        return False

    def enter(self) -> None:
        """Enter was pressed here."""

    def recall(self, before: Control) -> None:
        """Take over the state of the control that stood in this place."""

    def empty(self) -> bool:
        """True while nothing was typed or chosen here."""
        return False


class SignStrip(Control):
    """Signs that the keyboard may not have; Enter types the one in focus into the box above."""

    asks = False

    def __init__(self, box: Control, signs: str) -> None:
        self.box, self.signs, self.at = box, [sign for sign in signs if sign != " "], 0

    def key(self, key: str, sign: str) -> bool:
        if key in ("left", "right"):
            step = 1 if (key == "right") == (self.box.direction == "ltr") else -1
            self.at = (self.at + step) % len(self.signs)
        elif key in ("enter", "space"):
            self.box.editor.insert(self.signs[self.at])
        elif key in ("backspace", "delete"):
            self.box.editor.key(key, self.box.direction)
        else:
            return False
        return True

    def rows(self, look: Look) -> list[Row]:
        """The signs, as many rows of them as they need; the one in focus in a bar."""
        label = look.words.say("screen.signs")
        at = start = MARGIN + width(label) + 3
        rows: list[list[Span]] = [[Span(MARGIN, lines(label, look.content, look.direction)[0], "hint")]]
        for place, sign in enumerate(self.signs):
            if at + 3 > MARGIN + look.content:
                rows.append([])
                at = start
            style = "bar" if look.focus is self and place == self.at else "sign"
            rows[-1].append(Span(at, f" {sign} ", style, Hit(self, place)))
            at += 2 + width(sign) + 1
        shown = [tuple(row) for row in rows]
        return [pointed(look, shown[0]), *shown[1:]] if look.focus is self else shown


class Tick(Control):
    """One thing said yes to: an honest way out, a promise, or a wish about the page."""

    asks = False

    def __init__(self, option: Option, on: bool = False, leaves: bool = True) -> None:
        self.option, self.on, self.leaves = option, on, leaves

    def key(self, key: str, sign: str) -> bool:
        if key != "space":
            return False
        self.on = not self.on
        return True

    def recall(self, before: Control) -> None:
        self.on = getattr(before, "on", self.on)

    def enter(self) -> None:
        self.on = True if self.leaves else not self.on

    def rows(self, look: Look) -> list[Row]:
        mark = CHOSEN if self.on else FREE
        rows = paragraph(look, self.option.text, "text", mark + " ", Hit(self))
        return [bar(look, rows[0], Hit(self)), *rows[1:]] if look.focus is self else rows


class Button(Control):
    """`[ Avanti ]`: what Enter does, for a finger."""

    asks = False

    def __init__(self, label: str) -> None:
        self.label = label

    def rows(self, look: Look, beside: str = "") -> list[Row]:
        text = f"[ {lines(self.label, look.content, look.direction)[0]} ]"
        row = (Span(MARGIN, text, "bar" if look.focus is self else "button", Hit(self)),)
        if beside:
            note = lines(beside, look.content, look.direction)[0]
            row = (*row, Span(max(MARGIN + width(text) + 2, MARGIN + look.content - width(note)), note, "hint"))
        return [pointed(look, row) if look.focus is self else row]
