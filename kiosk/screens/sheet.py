"""One card on the screen: its controls, where the focus is, what each key does here, and all its rows.

A sheet lives as long as its card. It changes no answer: it only says when the visitor wants to go on.
"""

from __future__ import annotations

from kiosk.desk.card import Card
from kiosk.i18n import Words
from kiosk.screens.boxes import TextBox
from kiosk.screens.controls import Button, Control, SignStrip, Tick
from kiosk.screens.inputs import Input
from kiosk.screens.kinds import input_for
from kiosk.screens.menu import Menu
from kiosk.screens.rows import Block, Hit

USED, GIVE, USELESS = "used", "give", "useless"


class Sheet:
    """A card being read and filled; `beside` is the same one for whoever helps, that is only read."""

    def __init__(self, card: Card, words: Words, ask: object) -> None:
        self.card, self.words = card, words
        self.inputs: list[Input] = [input_for(prompt, ask) for prompt in card.prompts]
        masked = [given for given in self.inputs if given.reveal]
        for given in masked[:-1]:
            given.share_reveal(masked[-1])
        self.controls: list[Control] = [control for given in self.inputs for control in given.controls]
        self.button = Button(card.go_on) if card.go_on else None
        if self.button:
            self.controls.append(self.button)
        self.focus = self._first()
        self.page, self.pages = 0, [[]]
        self.mended = any(prompt.problem for prompt in card.prompts)
        self.status = ""
        self.reading: tuple[object, ...] = ()
        self.seek = self.mended
        self.beside = Sheet(card.beside, ask.beside, ask.aside) if card.beside else None
        self.pairs: dict[tuple, tuple] = {}

    def _first(self) -> Control | None:
        """Where the focus starts: at what must be mended, else at the first thing asked."""
        wrong = (given.first_problem() for given in self.inputs)
        asked = (control for control in self.controls if control.asks)
        return next((c for c in wrong if c), None) or next(asked, None)

    @property
    def typing(self) -> bool:
        """True while letters and digits belong to a box."""
        return self.focus is not None and self.focus.typing

    @property
    def has_box(self) -> bool:
        """True for a page on which something is typed."""
        return any(control.typing for control in self.controls)

    def typed(self) -> dict[str, object]:
        """What is handed to the visit."""
        return {given.prompt.name: given.typed() for given in self.inputs}

    # keys

    def press(self, key: str, sign: str) -> str:
        """Take one key; says whether it was of use, and whether the visitor wants to go on."""
        self.status = ""
        if key == "enter" and not isinstance(self.focus, SignStrip):
            return self._enter()
        if self._to_focus(key, sign) or self._to_menu(sign) or self._turn(key) or self._walk(key):
            return USED
        self.status = self.words.say("screen.useless_key")
        return USELESS

    def paste(self, text: str) -> str:
        """A pasted text goes where letters go."""
        return self.press("paste", text) if self.typing else USELESS

    def _to_focus(self, key: str, sign: str) -> bool:
        if self.focus is None or not self.focus.key(key, sign):
            return False
        self._changed(self.focus)
        return True

    def _to_menu(self, sign: str) -> bool:
        """A digit picks a line of whichever menu shows it, unless it is being typed."""
        if self.typing or not sign or (sign == "0" and len(self.pages) > 1):
            return False
        menu = next((c for c in self.controls if isinstance(c, Menu) and c.find(sign) is not None), None)
        if menu is None:
            return False
        menu.key("", sign)
        self.focus = menu
        self._changed(menu)
        return True

    def _changed(self, control: Control) -> None:
        self.seek = True
        box = control.box if isinstance(control, SignStrip) else control
        for given in self.inputs:
            if box in given.controls:
                given.took(box)

    def _turn(self, key: str) -> bool:
        """Another page of the same card."""
        if len(self.pages) < 2:
            return False
        if key == "pagedown" or (key == "0" and not self.typing):
            self.page = (self.page + 1) % len(self.pages)
        elif key == "pageup":
            self.page = (self.page - 1) % len(self.pages)
        else:
            return False
        self.seek = False
        return True

    def _walk(self, key: str) -> bool:
        """Tab goes to what is asked next, arrows to everything; where nothing follows, to the next page."""
        step = {"tab": 1, "down": 1, "shift+tab": -1, "up": -1}.get(key)
        if step is None:
            return False
        strips = key in ("down", "up")
        if key == "down" and self._waits_further_on():
            return self._go_to(self.focus)
        ring = [c for c in self.controls if strips or not isinstance(c, SignStrip)]
        here = self.focus.box if isinstance(self.focus, SignStrip) and not strips else self.focus
        at = ring.index(here) + step if here in ring else 0
        while 0 <= at < len(ring) and isinstance(ring[at], Menu) and not ring[at].options:
            at += step
        if 0 <= at < len(ring):
            return self._go_to(ring[at])
        return self._turn("pagedown" if step > 0 else "pageup") if 0 <= self.page + step < len(self.pages) else False

    def _go_to(self, control: Control) -> bool:
        self.focus, self.seek = control, True
        if isinstance(control, Menu) and not control.asks:
            control.key("down", "")
        return True

    def _waits_further_on(self) -> bool:
        """True while the first page is still being read and what has the focus is on a later one."""
        return self.focus is not None and not self.seek and self.page < self._page_of(self.focus)

    def _page_of(self, control: Control) -> int:
        """The page on which a control, or the highlighted line of a menu, stands."""
        wanted = (control, control.at) if isinstance(control, Menu) and control.at is not None else control
        holding = [number for number, page in enumerate(self.pages) if any(block.has(wanted) for block in page)]
        return self.page if self.page in holding or not holding else holding[0]

    def settle(self, pages: list[list[Block]]) -> None:
        """Take the pages as laid out now; after a key that changed something, show the one with the focus."""
        self.pages = pages
        self.page = min(self.page, len(pages) - 1)
        if self.seek and self.focus is not None:
            self.page = self._page_of(self.focus)

    def recall(self, before: Sheet) -> None:
        """Put back what stood half-typed when something else covered this card."""
        self.page, self.seek = before.page, before.seek
        self.mirror(before)
        self.focus = self.twin_of(before.focus, before) or self.focus

    def mirror(self, other: Sheet) -> None:
        """Take over what is typed and chosen in the same card, whichever language that is in."""
        theirs = {given.prompt.name: given for given in other.inputs}
        for given in self.inputs:
            if given.prompt.name in theirs:
                given.recall(theirs[given.prompt.name])

    def twin_of(self, control: Control | None, other: Sheet) -> Control | None:
        """What stands here in the place of a control of the other sheet; of a strip of signs, its box."""
        wanted = control.box if isinstance(control, SignStrip) else control
        mine, theirs = places_of(self), places_of(other)
        return mine[theirs.index(wanted)] if wanted in theirs and len(mine) == len(theirs) else None

    def _enter(self) -> str:
        """Go to the next thing asked, or on to the next card; a page not yet seen comes first."""
        focus = self.focus
        if self.has_box and self._waits_further_on():
            self._go_to(focus)
            return USED
        if focus is not None:
            focus.enter()
            self._changed(focus)
        if isinstance(focus, (Tick, Button)):
            return USED if isinstance(focus, Tick) and not focus.leaves else GIVE
        if not self.has_box and self._nothing_chosen() and self.page < len(self.pages) - 1:
            self._turn("pagedown")
            return USED
        following = self._asked_after(focus)
        if following is None or (self.mended and not any(c.empty() for c in following)):
            return GIVE
        self._go_to(following[0])
        return USED

    def _nothing_chosen(self) -> bool:
        return all(control.empty() for control in self.controls if control.asks)

    def _asked_after(self, focus: Control | None) -> list[Control] | None:
        asked = [c for c in self.controls if c.asks]
        after = asked[asked.index(focus) + 1 :] if focus in asked else []
        return after or None

    # taps

    def tap(self, hit: Hit, column: int) -> str:
        """A tap highlights; a second one on the same place, or one on the button, goes on. What stood on the card before is not here."""
        self.status, control = "", hit.what
        if not any(control is one for one in self.controls):
            return USED
        if isinstance(control, Menu):
            return self._tap_menu(control, int(hit.piece))
        again = self.focus is control
        self.focus, self.seek = control, True
        if isinstance(control, TextBox):
            control.tap(column)
        elif isinstance(control, SignStrip):
            control.at = int(hit.piece)
            control.key("enter", "")
            self._changed(control)
        elif isinstance(control, Button) or (again and isinstance(control, Tick) and control.on):
            return self._enter()
        else:
            control.key("space", "")
            self._changed(control)
        return USED

    def _tap_menu(self, menu: Menu, place: int) -> str:
        again = self.focus is menu and menu.at == place
        self.focus, menu.at, self.seek = menu, place, True
        if menu.multiple and not menu.options[place].out:
            menu.tick(place)
        elif again:
            return self._enter()
        self._changed(menu)
        return USED


def places_of(sheet: Sheet) -> list[Control]:
    """What is asked or told, in order: signs to choose from are offered in some languages only."""
    return [control for control in sheet.controls if not isinstance(control, SignStrip)]
