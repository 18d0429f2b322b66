"""The full-screen client: draws the card of the visit, and hands on what the visitor gives.

One call to the visit at a time, on a thread of its own; keys that come meanwhile wait their turn in order.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.desk.card import Card
from kiosk.desk.stages import veil
from kiosk.i18n import Words, italian
from kiosk.screens.aloud import Aloud
from kiosk.screens.keys import TAP, Guard
from kiosk.screens.lockdown import LockedApp
from kiosk.screens.nobody import Unattended
from kiosk.screens.page import KioskScreen
from kiosk.screens.rows import Hit
from kiosk.screens.sheet import GIVE, Sheet
from kiosk.screens.showing import ALONE, Showing
from kiosk.screens.tether import HALTED, OVER, STATUS
from kiosk.screens.theme import styles
from kiosk.screens.watch import Waits, boottime, crash_card, today

if TYPE_CHECKING:
    from kiosk.desk.visit import Visit

DOES = {"escape": "back", "f1": "help", "f2": "change_language", "f9": "call", "f10": "hide", "f12": "operator"}
"""What a key does to the visit, whatever card is shown. Enter gives; every other key stays on the page."""
HELPING = ("f3", "f4", "f6", "f7", "f8")
"""Keys of whoever helps; where nobody does, they stay on the page and are of no use."""


class KioskApp(Showing, Unattended, LockedApp):
    """One visitor after another: `open_visit` makes the next visit, or None when this process is to end.

    `behind` is what the first card does not wait for; `clock` gives the seconds by which nobody is there.
    """

    def __init__(
        self, open_visit: Callable[[], Visit | None], *, behind: Callable[[], object] | None = None,
        theme: str = "dark", waits: Waits = Waits(), crash_log: Path | None = None, clock: Callable[[], float] = boottime,
    ) -> None:
        super().__init__(crash_log)
        self.open_visit, self.behind, self.waits = open_visit, behind, waits
        self.clock, self.day = clock, today()
        self.visit: Visit | None = None
        self.sheet: Sheet | None = None
        self.covered: Sheet | None = None
        self.guard, self.staff = Guard(), ()
        self.aloud = Aloud(self)
        self.busy = self.paint_due = self.halted = False
        self.veiled: Visit | None = None
        self.touched_at, self.busy_since = clock(), 0.0
        self._keys: deque[Callable[[], None]] = deque()
        self._thread = ThreadPoolExecutor(1)
        self.kiosk_screen = KioskScreen(styles(theme))

    def get_default_screen(self) -> KioskScreen:
        return self.kiosk_screen

    def on_mount(self) -> None:
        hardening.harden_loop(asyncio.get_running_loop())
        self._calmly(self._next_visit)
        self._calmly(lambda: self._take_card(self.visit.card if self.visit else None))

    def on_unmount(self) -> None:
        self.aloud.hush()

    def on_ready(self) -> None:
        self.ready()

    def ready(self) -> None:
        """The first card is painted."""
        self.begin()

    def begin(self) -> None:
        """Somebody can see it: time counts from now, and there is some for what the first card did not wait for."""
        self.touched_at, self.day = self.clock(), today()
        self.guard.show(time.monotonic())
        self.set_interval(1.0, self.look_at_clock)
        self.run_worker(self._open(self.behind or (lambda: None)))

    def settled(self) -> None:
        """Nothing more is to be loaded."""

    @property
    def words(self) -> Words:
        """The words of the visit, or Italian before there is one."""
        # the thread of the visit may end it at any moment
        visit = self.visit
        return visit.words if visit else italian()

    # the visit

    def ask(self, act: Callable[[], object]) -> None:
        """Let the visit do something, off the screen's thread; then show its card."""
        self.busy, self.busy_since = True, time.monotonic()
        self.run_worker(self._asked(act), exit_on_error=True)

    async def _asked(self, act: Callable[[], object]) -> None:
        future = asyncio.get_running_loop().run_in_executor(self._thread, self._act, act)
        done, _ = await asyncio.wait({future}, timeout=self.waits.moment)
        if not done and self.sheet and not self.veiled:
            self.sheet.status = self.words.say("screen.moment")
            self.paint()
        await asyncio.wait({future})
        self.busy = False
        self._calmly(lambda: self._take_card(self._unveiled(future.result)))
        self._drain()

    async def _open(self, behind: Callable[[], object]) -> None:
        """What may change the first card is done while it is already read; what was typed on it stays."""
        try:
            await asyncio.to_thread(behind)
        except Exception as error:
            self.note_crash(error)
        # Any other card that is shown by now stays as it is: this one is drawn anew when it comes back.
        first = self.visit is not None and not self.visit.started and self.sheet.card.name == "language"
        if first and not self.busy:
            self._cover()
            self._calmly(lambda: self.show_card(self.visit.card))
        self.settled()

    def _take_card(self, card: Card | None) -> None:
        if card is None:
            self.end(HALTED if self.halted else OVER)
        else:
            self.show_card(card)

    def end(self, sign: bytes) -> None:
        """The last visit is over."""
        self.exit(return_code=STATUS[sign])

    def _calmly(self, act: Callable[[], object]) -> None:
        """Whatever fails, the visitor sees a number and a way on; the log sees where, and never what was typed."""
        try:
            act()
        except Exception as error:
            self._cover()
            practice = bool(self.sheet and self.sheet.card.practice)
            self.show_card(replace(crash_card(self.words, self.note_crash(error)), practice=practice))

    def _act(self, act: Callable[[], object]) -> Card | None:
        """On the thread of the visit: act, and begin anew when the visit is over; None when that was the last."""
        try:
            act()
        except StopIteration as stopped:
            # the loop takes it for the end of something of its own, and would wait for this for ever
            raise RuntimeError from stopped
        if self.visit is not None and self.visit.over:
            self._next_visit()
        return self.visit.card if self.visit else None

    def _next_visit(self) -> None:
        self.halted = self.visit is not None and self.visit.halted
        self.visit = None if self.halted else self.open_visit()
        self.covered = None

    # keys and taps, one at a time

    @property
    def backlog(self) -> int:
        return super().backlog + len(self._keys)

    def take(self, act: Callable[[], None], key: str = "") -> None:
        """Something was done by hand: it waits while the visit is busy. F10 waits for nothing."""
        self.touched_at = self.clock()
        if key == "f10" and self.busy and self.sheet is not None:
            return self._calmly(self._veil)
        self._keys.append(act)
        return self._drain()

    def _veil(self) -> None:
        """Somebody is coming, and the visit still does something: its page goes at once, and what was typed since with it."""
        self.aloud.hush()
        self._keys.clear()
        self.veiled = self.visit
        self.show_card(veil(self.words))

    def _unveiled(self, result: Callable[[], Card | None]) -> Card | None:
        """What comes after what the visit did: nothing of it is seen where F10 was pressed meanwhile."""
        veiled, self.veiled = self.veiled, None
        card = result()
        if veiled is None or veiled is not self.visit:
            return card
        self.visit.hide()
        return self.visit.card

    def _drain(self) -> None:
        while self._keys and not self.busy:
            self._calmly(self._keys.popleft())

    def key(self, key: str, sign: str, at: float) -> None:
        """A key, at its turn; whichever it is, the voice falls silent."""
        if key != "f5":
            self.aloud.hush()
        sheet = self.sheet
        if sheet is None or not self.guard.passes(key, at, sheet.typing, sheet.has_box):
            return
        if sheet.card.name in ALONE:
            self._key_alone(sheet.card.name, key)
        elif key == "f5":
            self.aloud.toggle()
        elif key in DOES:
            self._does(key)
        elif key in HELPING and self.visit is not None and self.visit.helps(key):
            self._cover()
            self.ask(lambda: self.visit.press(key))
        else:
            self._follow(sheet.press(key, sign))

    def _key_alone(self, name: str, key: str) -> None:
        """The key that wakes is swallowed; a hidden screen comes back with Enter only."""
        act = {"still": self.visit.wake, "hidden": self.visit.show}.get(name, lambda: None)
        if name == "crash" and key == "f9":
            act = self.visit.call
        if key == "f10":
            act = self.visit.hide
        if key == "enter" or name in ("rest", "still") or key in ("f9", "f10"):
            self.ask(act)

    def _does(self, key: str) -> None:
        if key != "escape":
            self._cover()
        self.ask(getattr(self.visit, DOES[key]))

    def paste(self, text: str) -> None:
        """A pasted text, at its turn."""
        self.aloud.hush()
        if self.sheet is not None:
            self._follow(self.sheet.paste(text))

    def tap(self, hit: Hit, column: int, at: float) -> None:
        """A tap on something of the page, or on a key of the footer, with the time of the finger."""
        if self.sheet is None:
            return
        if hit.what == "key":
            self.key(self.key_of(hit), str(hit.piece), at)
        elif self.guard.passes(TAP, at, False, False):
            self.aloud.hush()
            self._follow(self.sheet.tap(hit, column))

    def key_of(self, hit: Hit) -> str:
        """The key that a tap on the footer stands for; "" for a tap on anything else."""
        return self._key_named(str(hit.piece)) if hit.what == "key" and self.sheet is not None else ""

    def _key_named(self, cap: str) -> str:
        """The key that a cap in the footer stands for."""
        say = self.sheet.words.say
        named = {say("key.enter"): "enter", say("key.esc"): "escape", say("keycap.pagedown"): "pagedown"}
        return named.get(cap, cap.lower())

    def _follow(self, outcome: str) -> None:
        if outcome == GIVE:
            sheet = self.sheet
            self.ask(lambda: self.visit.give(sheet.typed()))
            return
        self.paint_soon()
