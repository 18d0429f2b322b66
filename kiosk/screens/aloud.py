"""The card being read aloud: which line is being said, and when it falls silent.

The screen never waits for the voice. Any key, another card, and the end of the visit end it at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.i18n import width
from kiosk.screens.spoken import stands_on

if TYPE_CHECKING:
    from kiosk.desk.card import Card
    from kiosk.desk.speech import Utterance
    from kiosk.i18n import Words
    from kiosk.screens.app import KioskApp
    from kiosk.screens.sheet import Sheet
    from kiosk.voice import Voice

_BY_ITSELF = "still"


class Aloud:
    """One for an app. After F5 was used in a visit, the question whether somebody is there is read by itself."""

    def __init__(self, app: KioskApp) -> None:
        self.app = app
        self.visit: object = None
        self._voice: Voice | None = None
        self._reading: asyncio.Task | None = None

    def toggle(self) -> None:
        """F5: read the card, or be silent."""
        if self._reading:
            self.hush()
        else:
            self.visit = self.app.visit
            self._read(self.app.sheet)

    def hush(self) -> None:
        """Silence at once, and no mark any more."""
        if self._voice:
            self._voice.hush()
        if self._reading:
            self._reading.cancel()
            self._mark(())
        self._voice = self._reading = None

    def follow(self, sheet: Sheet) -> None:
        """Another sheet is on the screen; one that only draws the same card anew is read on."""
        before = self.app.sheet
        if self._reading and before and _as_read(before.card) == _as_read(sheet.card):
            sheet.reading = before.reading
            return
        self.hush()
        if sheet.card.name == _BY_ITSELF and self.visit is not None and self.visit is self.app.visit:
            self._read(sheet)

    def _read(self, sheet: Sheet) -> None:
        from kiosk.desk.speech import speech
        from kiosk.voice import Voice

        how = self.app.visit.desk.voice
        said = speech(*self._heard(sheet), how.answers, sheet.typed())
        self._voice = Voice(how.folder, how.speed)
        self._reading = asyncio.get_running_loop().create_task(self._go_through(said, self._voice))

    def _heard(self, sheet: Sheet) -> tuple[Card, Words]:
        """The card in the visitor's language: where the screen cannot show that one, it is not the one that is seen."""
        visit = self.app.visit
        if visit is None or visit.words.own == visit.words or sheet.card.name != visit.card.name:
            return sheet.card, sheet.words
        return visit.card_in(visit.words.own), visit.words.own

    async def _go_through(self, said: tuple[Utterance, ...], voice: Voice) -> None:
        from kiosk.voice import SAID, SILENT, UNVOICED

        heard = []
        for one in said:
            if not await asyncio.to_thread(voice.can_say, one.text or "1", one.language):
                heard.append(UNVOICED)
            elif text := self._arrive(one):
                heard.append(await asyncio.to_thread(voice.say, text, one.language))
            if heard[-1:] == [SILENT]:
                break
        self._reading = None
        self.hush()
        self._mark(())
        if not all(answer == SAID for answer in heard):
            self._explain("voice.some" if SAID in heard else "voice.none")

    def _arrive(self, one: Utterance) -> str:
        """Mark the line, on its own page; what is said there: a choice has the digit that stands on the screen."""
        self._mark(one.place)
        sheet = self.app.sheet
        if sheet.card.name != _BY_ITSELF:
            self.app.touched_at = self.app.clock()
        if not one.counted:
            return one.text
        menu = next((given.menu for given in sheet.inputs if given.prompt.name == one.place[1] and hasattr(given, "menu")), None)
        return menu.digits.get(one.place[2], "") if menu else one.text

    def _mark(self, place: tuple[object, ...]) -> None:
        sheet = self.app.sheet
        sheet.reading = place
        there = [number for number, page in enumerate(sheet.pages) if any(stands_on(sheet, block, place) for block in page)]
        if place and there and sheet.page not in there:
            sheet.page, sheet.seek = there[0], False
        # the digits of a list are those of its page: it is drawn before it is said
        self.app.paint()

    def _explain(self, key: str) -> None:
        sheet, size = self.app.sheet, self.app.size
        whole = sheet.words.say(key)
        sheet.status = whole if width(whole) + 4 <= size.width else sheet.words.say(f"{key}.short")
        self.app.paint_soon()


def _as_read(card: Card) -> Card:
    """What makes it the same card for an ear: lines for the staff come and go unheard."""
    return replace(card, lines=tuple(line for line in card.lines if line.style != "staff"), calling=False)
