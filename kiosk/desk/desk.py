"""The desk: what a visit may ask of the rooms behind it, and nothing more.

The only door for the clients. Whatever is slow or rare (the store, the papers, the keys) is opened when it
is first needed, so that the first screen waits for nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.config import Config, Voice
from kiosk.desk.bell import Belled
from kiosk.desk.dating import Dated
from kiosk.desk.days import Days, counted
from kiosk.desk.doorway import Doorway
from kiosk.desk.drawn import Drawn
from kiosk.desk.gate import Gate, Memory
from kiosk.desk.paper import Printing
from kiosk.desk.receipt import Receipt
from kiosk.desk.room import Room
from kiosk.errors import DatabaseFailed, KioskError
from kiosk.i18n import Catalogs, Words

if TYPE_CHECKING:
    from kiosk.authoring.shelf import Offer, Shelf
    from kiosk.desk.probe import Answer
    from kiosk.desk.resting import Resting
    from kiosk.desk.session import Session


class Desk(Belled, Printing, Doorway, Dated):
    """Built once by `__main__`; `clock` gives the time, aware, in UTC."""

    def __init__(self, config: Config, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.config, self.clock = config, clock
        config.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.catalogs = Catalogs(config.locales, config.folder / "catalogs")
        self.days = Days(lambda: self.clock().astimezone().date())
        self._prepared: list[str] = []
        self._tries = Memory()
        self._preparing: threading.Thread | None = None
        self._found: tuple[str, ...] = ()
        self._warm = False
        self.drawn: Drawn | None = None

    @property
    def name(self) -> str:
        return self.config.desk.name

    @property
    def contact(self) -> str:
        """Telephone and hours, as far as the desk has said them."""
        return ", ".join(part for part in (self.config.desk.phone, self.config.desk.hours) if part)

    @property
    def controller(self) -> str:
        return self.config.desk.controller or self.config.desk.name

    @property
    def voice(self) -> Voice:
        """How cards are read aloud here."""
        return self.config.voice

    @property
    def speaks(self) -> bool:
        """Is there something here that F5 could read with?"""
        from kiosk.voice import speaker

        return bool(self.voice.folder or speaker())

    @cached_property
    def shelf(self) -> Shelf:
        from kiosk.authoring.shelf import Shelf
        return Shelf(self.config.flows, self.config.folder / "shelf", self.catalogs, self.today)

    def open(self) -> None:
        """Open what the first screen did not wait for, and note for the operator what is not as it should be."""
        from kiosk.desk import opening
        self._found = opening.troubles(self)

    def warm(self, after: float = 1.0) -> None:
        """Load, once and after so many seconds, what every later visit would load for itself."""
        if not self._warm:
            self._warm = True
            time.sleep(after)
            from kiosk.desk import opening
            opening.warm()

    @cached_property
    def italian(self) -> Words:
        return self.catalogs.words("it")

    def words(self, code: str) -> Words:
        return self.catalogs.words(code)

    def languages(self) -> tuple[str, ...]:
        """The languages offered here, in the desk's order, as far as their catalogs are there."""
        there = self.catalogs.languages()
        return tuple(code for code in self.config.languages if code in there) or ("it",)

    def look_at(self, terminal: Answer) -> None:
        """From now on only the languages that this terminal can show are on the screen."""
        said = self.config.terminal
        self.drawn = Drawn(terminal, said.draws, said.paper)

    @property
    def complex_scripts(self) -> frozenset[str]:
        """Those of India and the like that this terminal was found to set well."""
        return self.drawn.complex_scripts(tuple(map(self.words, self.drawn.draws))) if self.drawn else frozenset()

    def on_screen(self, code: str) -> Words:
        """The words of a language; where it cannot stand on the screen here, Italian in its place."""
        words = self.words(code)
        return words if self.shows(code) else replace(self.italian, stands_for=words)

    def shows(self, code: str) -> bool:
        """Can a language stand on the screen here? Where nothing is drawn in a grid, each can."""
        return self.drawn is None or self.drawn.shows(self.words(code))

    def reviewed(self, language: str, flow: str) -> bool:
        """Has a person read all that is shown of this service in this language?"""
        return self.catalogs.reviewed(language, "kiosk", "bank", flow)

    def topics(self, words: Words) -> list[tuple[str, str]]:
        """The topics with at least one service, with their titles."""
        full = {offer.topic for offer in self.shelf.offers()}
        return [(key, words.text("bank", f"topic.{key}", title)) for key, title in self.shelf.topics() if key in full]

    def offers(self, topic: str) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.shelf.offers() if offer.topic == topic)

    def is_stale(self, flow: str) -> bool:
        """Has the day passed until which the author's facts were checked?"""
        return self.shelf.is_stale(flow, self.today())

    def staff_lines(self) -> tuple[str, ...]:
        """What the volunteer should know, with nothing of any visitor in it."""
        words = self.italian
        return ((words.say("staff.practice"),) if self.config.practice else ()) + self._found

    @cached_property
    def room(self) -> Room:
        return Room(self.config.folder)

    def today(self) -> date:
        """The day on the clock, and never one before the last that was seen here."""
        return self.days.today()

    def confirm_day(self) -> None:
        """An operator says that the clock is right: what is too old by its day may go."""
        self.days.confirm(self.local)
        self.open()

    def begin(self, flow: str, words: Words) -> Session:
        from kiosk.desk.session import Session
        session = Session(self.shelf.flow(flow), words, self.clock(), self.today())
        session.may_print, session.dates = self.can_print, self.dates_of(session.flow)
        return session

    @cached_property
    def database(self):
        from kiosk.database import Database
        return Database(self.config.store)

    @cached_property
    def local(self):
        """The store on this machine's own disk: the same as `database` unless that is shared by several desks."""
        from kiosk.database import Database
        return Database(self.config.local_store) if self.config.is_shared else self.database

    @cached_property
    def drafts(self):
        from kiosk.desk.drafts import Drafts
        self.days.look(self.local)
        return Drafts(self.database, self.config.folder, self.today, lambda: (self.config.desk.id, counted(self.clock())))

    def prepare_code(self) -> None:
        """Begin the slow part of a code while the visitor still reads: its key is meant to take long."""
        if self._prepared or (self._preparing and self._preparing.is_alive()):
            return
        self._preparing = threading.Thread(target=self._prepare, daemon=True)
        self._preparing.start()

    def _prepare(self) -> None:
        try:
            self.days.look(self.local)
            code = self.drafts.make_code()
        except (KioskError, OSError):
            return
        self._prepared.append(code)

    def make_code(self) -> str:
        """The code begun before, as soon as it is ready; else one made now."""
        if self._preparing:
            self._preparing.join()
        return self._prepared.pop() if self._prepared else self.drafts.make_code()

    def shown_code(self, code: str) -> str:
        from kiosk.dispatch import codes
        return codes.grouped(codes.read(code, codes.DRAFT), codes.DRAFT) if code else ""

    def code_until(self, flow) -> str:
        """The day, in words nobody has to translate, until which a draft rests."""
        return self.draft_until(flow).strftime("%d/%m/%Y")

    def draft_days(self, flow) -> int:
        """How long a draft rests: the days the service names, and never more than the desk allows."""
        return min(flow.privacy.days, self.config.timeouts.draft_days)

    def draft_until(self, flow) -> date:
        return self.today() + timedelta(days=self.draft_days(flow))

    def save(self, code: str, session: Session) -> None:
        """On the disk, sealed, before this returns; DatabaseFailed when it is not, Refused when the draft is another visit's."""
        from kiosk.desk import resting
        session.held = self.drafts.save(code, resting.content(session, self), self.draft_until(session.flow), session.held)

    def find(self, typed: str, words: Words) -> Resting:
        """What rests under a code, left as it is; Refused when the code is mistyped or nothing rests under it."""
        from kiosk.desk import resting
        self.days.look(self.local)
        return resting.find(self, self.drafts.look(typed, self.days.sure()), words)

    def resume(self, typed: str, words: Words) -> Session:
        """The visit kept under a code, taken over from whoever has it open; Refused as in `find`."""
        from kiosk.desk import resting
        held, kept = self.drafts.load(typed, self.days.sure())
        try:
            return resting.take_up(self, held, kept.content, words)
        except KioskError:
            self.drafts.release(typed, held)
            raise

    def release(self, code: str, session: Session) -> None:
        """This visit leaves its draft to whoever comes with the code."""
        held, session.held = session.held, ""
        if code and held:
            self.drafts.release(code, held)

    def forget(self, code: str) -> None:
        self.drafts.forget(code)

    def finish(self, session: Session, code: str = "") -> Receipt:
        """Freeze, draw, seal and store; only then there is a receipt. CannotSeal or DatabaseFailed otherwise."""
        from kiosk.desk import finishing
        try:
            return finishing.finish(self, session, code)
        except DatabaseFailed:
            if not self.room.give_up():
                raise
            return finishing.finish(self, session, code)

    @cached_property
    def network(self):
        from kiosk.desk.pepper import Pepper
        from kiosk.network import Network
        return Network(self.config.flows, lambda: self.database, lambda: Pepper(self.config.folder, self.today()).secret, self.today)

    @cached_property
    def operators(self):
        from kiosk.desk.operators import Operators
        return Operators(self.config, Gate(lambda: self.local, self._tries))

    def named(self, pin: str, work: str = "assist") -> str | None:
        """The first name of who has this PIN; None for nobody. Refused while none may be tried, and to who may not do this `work`."""
        return self.operators.named(pin, work)

    def pin_lines(self) -> tuple[str, ...]:
        """On a practice desk the PIN is no secret."""
        if not self.config.practice:
            return ()
        return (self.italian.say("operator.practice", pin=self.operators.practice_pin()),)
