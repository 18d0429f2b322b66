"""One visit from "choose your language" to the last paper: which card is shown, and what each key does to it.

Every client drives a `Visit` and draws its `card`; no client knows what comes next. The stages follow one
another; an overlay (help, a person called, stopping, the operator) lies over them and goes away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.desk import stages
from kiosk.desk.card import Card, Option
from kiosk.desk.desk import Desk, Receipt
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.desk.session import Session
    from kiosk.forms.answers import Answer

_NAMED = {"help": "helping"}


class Visit:
    """`over` is true when the next visitor may come; `halted` when an operator stopped the kiosk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = desk.words(desk.languages()[0])
        self.stage, self.overlay, self.back_to = "language", "", []
        self.session: Session | None = None
        self.receipt: Receipt | None = None
        self.facts: dict[str, Answer] = {}
        self.problem, self.problem_params, self.typed = "", {}, ""
        self.topic = self.code = self.shown_code = self.code_until = self.printed = self.passed = ""
        self.saved = self.just_saved = self.calling = self.is_hidden = self.over = self.halted = False

    @property
    def started(self) -> bool:
        """Has the visitor chosen a language yet?"""
        return self.stage != "language"

    @property
    def card(self) -> Card:
        name = "hidden" if self.is_hidden else _NAMED.get(self.overlay or self.stage, self.overlay or self.stage)
        draw = getattr(stages, name, None)
        if draw is None:
            # the form is loaded when a service is first shown: the first screen must not wait for it
            from kiosk.desk import filling
            draw = getattr(filling, name)
        return draw(self)

    def give(self, typed: Mapping[str, object]) -> None:
        """Enter: take what was typed or chosen on this card, and go on."""
        if self.is_hidden:
            return self.show()
        name = self.overlay or self.stage
        value = typed.get(name, "")
        self.problem, self.problem_params, self.just_saved = "", {}, False
        from kiosk.desk import turns
        getattr(turns, _NAMED.get(name, name))(self, typed if name == "form" else str(value) if value is not None else "")
        return None

    def back(self) -> None:
        """Esc: one step back; nothing is lost, and it never leaves the visit."""
        self.problem = ""
        if self.is_hidden:
            return
        if self.overlay:
            self.overlay = {"erase": "stop"}.get(self.overlay, "")
        elif self.stage == "form" and self.session.back():
            return
        elif self.stage == "signpost":
            self.stage = "form"
            self.session.back()
        elif self.back_to and self.stage != "end":
            self.stage = self.back_to.pop()

    def help(self) -> None:
        """F1, on every card; on the help itself it closes it."""
        if not self.is_hidden:
            self.cover("" if self.overlay == "help" else "help")

    def change_language(self) -> None:
        """F2: choose another language; everything answered stays."""
        if self.started and not self.is_hidden:
            self.cover("language")

    def call(self) -> None:
        """F9: a person is wanted; the sign stays until an operator takes it away."""
        self.calling = True
        self.cover("called")

    def hide(self) -> None:
        """F10: nothing of the visit is on the screen until `show`."""
        self.is_hidden = True

    def show(self) -> None:
        self.is_hidden = False

    def still(self) -> None:
        """Nobody has touched the keys for a while: ask if somebody is there."""
        self.cover("still")

    def wake(self) -> None:
        """A key after `still`: back to where the visit was; the key does nothing else."""
        if self.overlay == "still":
            self.overlay = ""

    def leave(self) -> None:
        """The visit ends here; what was saved stays under its code, the rest is forgotten."""
        self.over = True

    def operator(self) -> None:
        """F12: the operator's door."""
        self.cover("operator")

    def echo(self, name: str, typed: object) -> str:
        """What the kiosk understands so far of what stands in a field; "" for nothing to say."""
        from kiosk.desk.prompts import echo
        field = self._field(name)
        return echo(self.session, field, typed) if field else ""

    def suggest(self, name: str, text: str) -> tuple[Option, ...]:
        """What a half-typed search may mean, best first."""
        field = self._field(name)
        found = field.type.suggest(text, self.session.reading(field)) if field and hasattr(field.type, "suggest") else ()
        return tuple(Option(value, label, str(number)) for number, (value, label) in enumerate(found, 1))

    def _field(self, name: str):
        asks = self.session.asks if self.session and self.stage == "form" and not self.overlay else ()
        return next((field for field in asks if field.name == name), None)

    def cover(self, overlay: str) -> None:
        self.overlay, self.problem = overlay, ""

    def go(self, stage: str) -> None:
        self.back_to.append(self.stage)
        self.stage = stage

    def wrong(self, code: str, **params: object) -> None:
        self.problem, self.problem_params = code, params

    def save(self) -> None:
        """After each page; where the store fails the visit goes on in memory and does not say "saved"."""
        self.saved = False
        if not self.code:
            return
        try:
            if self.session.leaves_no_trace:
                self.desk.forget(self.code)
            else:
                self.desk.save(self.code, self.session)
                self.saved = True
        except KioskError:
            pass

    def erase(self) -> bool:
        """Nothing of the visit stays in the store; False, with a person called, when that could not be done."""
        try:
            if self.code:
                self.desk.forget(self.code)
        except KioskError:
            self.call()
            return False
        self.code, self.saved = "", False
        return True
