"""The part of a visit that somebody who works here uses beside the visitor: their keys, and who types.

Without help these keys do nothing; none of them changes an answer. Where whoever helps has been away for a while, the
first of them asks for the PIN again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.desk import lock
from kiosk.desk.assist import OPERATOR, VISITOR, Assist, Note

if TYPE_CHECKING:
    from kiosk.desk.card import Card
    from kiosk.desk.registering import Recording
    from kiosk.desk.session import Session

ON_A_PAGE = ("f4", "f6", "f7")
OVER = {"f3": "questions", "f4": "noting", "f6": "seeing"}


class Assisting:
    """What a `Visit` has of it; `interpreter` is asked once in a visit, `noted` is a note not yet taken.

    `recording` is the register of help while it is made, `months_back` which month of figures is looked at.
    """

    assist: Assist | None
    session: Session | None
    interpreter = ""
    noted: Note | None = None
    recording: Recording | None = None
    months_back = 1

    @property
    def on_a_page(self) -> bool:
        """Is a page of the form on the screen, with something asked on it?"""
        return self.stage == "form" and not self.overlay and not self.is_hidden and bool(self.session.asks)

    def helps(self, key: str) -> bool:
        """Is this key of whoever helps, "f3" ... "f8", of use on the present card?"""
        if key == "f6" and (self.sorts or self.by_phone):
            return self.may_hang_up
        if self.assist is None or self.is_hidden:
            return False
        if key in ON_A_PAGE:
            return self.on_a_page or self.overlay == OVER.get(key)
        if key == "f3":
            return self.stage == "form" and self.overlay in ("", "questions")
        return key == "f8" and not self.overlay and not self.by_phone

    def press(self, key: str) -> None:
        """One of those keys; on what it has opened it closes it."""
        if key == "f6" and self.helps(key) and self.may_hang_up:
            return self.hang_up()
        if not self.helps(key) or not lock.use(self):
            return
        self.noted = None
        if key in OVER:
            self.cover("" if self.overlay == OVER[key] else OVER[key])
        elif key == "f8":
            self.assist.swap()
            self.attend()
        else:
            from kiosk.desk.assist_turns import marked
            marked(self)

    def command(self, typed: str) -> Callable[[], None] | None:
        """What a line such as «F3» does, where no keys are but lines; None where it is only a line."""
        key = typed.lower()
        if key == "f12" and self.assist:
            return self.operator
        return (lambda: self.press(key)) if key in (*OVER, "f7", "f8") and self.helps(key) else None

    def attend(self) -> None:
        """The form knows who types now, and who has helped."""
        if self.session is None:
            return
        self.session.typed_by = OPERATOR if self.typed_from_afar() else self.assist.types if self.assist else VISITOR
        if self.assist or self.typed_from_afar():
            self.session.helped.by = self.assist.helper if self.assist else self.desk.bell.host.name
        self.session.helped.by_phone = self.session.helped.by_phone or self.by_phone

    def helped(self, card: Card) -> Card:
        """The card with what whoever helps reads on it."""
        if self.assist is None or self.own:
            return card
        from kiosk.desk.assist_cards import helped
        return helped(self, card)

    def take(self, typed: Mapping[str, object]) -> bool:
        """The page is given: by whom, and with what was seen beside it; True when the visit may go on."""
        from kiosk.desk import marking
        session = self.session
        self.attend()
        at, before = session.at, session.answers
        if not session.give(typed):
            return False
        marking.carry(session, at, before, session.helped.waiting.pop(marking.place_of(at), None))
        return True

    def go_on_from_list(self) -> None:
        """Where the form is filled from the list of its questions, the list follows each of them."""
        if self.assist and self.assist.listed and not self.overlay:
            self.stage, self.passed = "form", ""
            self.cover("questions")
