"""A small desk to be hard on: one service of four questions, an office that is a folder, and visitors who pass on every promise.

What the kiosk tells a visitor is what counts: "saved" under a page, a receipt at the end. Each is told as one line, only
after the visitor could have read it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kiosk.authoring.shelf import Shelf
from kiosk.config import Config, Destination
from kiosk.desk import room
from kiosk.desk.visit import Visit
from kiosk.i18n import Catalogs
from tests.harness.children import Child
from tests.practice import ROOT, PracticeDesk
from tests.visitor import HEAD

PAGES = tuple(f"p{number}" for number in range(4))
FLOW = "prova"
_CHOICES = {"language": "it", "how": "alone", "topic": "altro", "need": FLOW, "consent": "yes", "code": "go", "review": "done",
            "found": "go", "failed": "again", "away": "again", "elsewhere": "here", "gone": "stay"}
_CARDS = 40


def cheap_keys() -> None:
    """Paper codes at the least cost that Argon2id has: here thousands are made, and their strength is not what is tried."""
    from nacl.pwhash import argon2id

    argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE = argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN


def warm() -> None:
    """Once through everything, so that a process forked from this one is at work at once; the disks used here may be small."""
    cheap_keys()
    room.LEAST = room.RESERVE = 0
    with tempfile.TemporaryDirectory() as place:
        sandbox = Sandbox(Path(place)).make()
        desk = sandbox.desk()
        desk.open()
        Visitor(desk, "anna", lambda line: None).goes_to("end")
        close(desk)
        sent_by_another(desk.config)


@cache
def _catalogs() -> Catalogs:
    """Compiled in memory, once for all desks: what they put on the disk is no promise to anybody."""
    found = Catalogs(ROOT / "locales")
    found.languages()
    return found


class Sandbox:
    """The folder of one desk, its service and its office: a folder, whoever puts the envelopes into it (`destination`)."""

    def __init__(self, place: Path) -> None:
        self.place, self.flows, self.folder, self.office = place, place / "flows", place / "desk", place / "office"
        self.destination = Destination("ufficio", self.office.as_uri())
        self._shelf: Shelf | None = None

    def make(self) -> Sandbox:
        """The service on the disk, an office that takes envelopes, and no desk yet."""
        (self.flows / "altro").mkdir(parents=True)
        self.office.mkdir(mode=0o700)
        shutil.copy(ROOT / "flows" / "topics.yaml", self.flows)
        pages = "".join(f'      - {{page: {name}, ask: "Domanda {name}?", type: text}}\n' for name in PAGES)
        text = f"{HEAD}sections:\n  - section: tutto\n    title: Tutto\n    pages:\n{pages}"
        (self.flows / "altro" / f"{FLOW}.yaml").write_text(text, "utf-8")
        return self

    def desk(self) -> PracticeDesk:
        """A desk on this folder, as a process that starts would build it; texts and the service are read only once."""
        desk = PracticeDesk(self.folder, flows=self.flows, destinations=(self.destination,))
        desk.catalogs = _catalogs()
        if self._shelf is None:
            self._shelf = desk.shelf
            self._shelf.flow(FLOW)
        desk.shelf = self._shelf
        return desk


def close(desk: PracticeDesk) -> None:
    """Let go of the store, so that no connection is open when a process is forked."""
    for name in ("database", "local"):
        if name in desk.__dict__:
            desk.__dict__[name].close()


def send(config: Config) -> int:
    """One round of the sender, as `sportello send --once` does it; how many envelopes it handled."""
    from kiosk.dispatch.sender import Sender

    return Sender(config).once()


def sent_by_another(config: Config) -> int:
    """The same in a process of its own: here no connection to the store is left open."""
    told, status = Child(lambda tell: tell(str(send(config)))).ended()
    assert status == 0, told
    return int(told)


class Stuck(AssertionError):
    """The same cards come again and again."""


class Visitor:
    """Somebody whose every answer is one word of their own; `tell` gets each promise as a line.

    `unsaved` counts the times the kiosk did not say that it had saved.
    """

    def __init__(self, desk: PracticeDesk, word: str, tell: Callable[[str], None]) -> None:
        self.visit, self.word, self.tell = Visit(desk), word, tell
        self.choices, self.unsaved = dict(_CHOICES), 0

    def comes_back(self, code: str) -> Visitor:
        """Somebody with the code of a visit put aside."""
        self.choices |= {"how": "resume", "resume": code}
        return self

    def goes_to(self, page: str, cards: int = _CARDS) -> Visitor:
        """As far as this page, or "review", or "end"; Stuck after so many cards."""
        for _ in range(cards):
            if page in (self.visit.stage, self._asked()) and not self.visit.overlay:
                return self
            self.does()
        raise Stuck(f"at {self.visit.card.name} {self._asked()}")

    def does(self) -> None:
        """One card: answered, and the promise passed on."""
        visit, asked, receipt = self.visit, self._asked(), self.visit.receipt
        visit.give({prompt.name: self.choices.get(prompt.name, self.word) for prompt in visit.card.prompts})
        if asked == "resume" and visit.problem:
            raise Stuck("the code opens nothing")
        if visit.receipt is not receipt:
            self.tell(f"sent {self.word} {visit.receipt.reference}")
        elif visit.saved and asked in ("consent", "found", *PAGES):
            self.tell(f"saved {self.word} {visit.code} {self._answered()}")
        elif asked in ("consent", "review", "failed", *PAGES):
            self.unsaved += 1

    def _asked(self) -> str:
        return next((prompt.name for prompt in self.visit.card.prompts), "")

    def _answered(self) -> int:
        kept = self.visit.session.journey.kept
        return sum(kept.answer(name) is not None for name in PAGES)
