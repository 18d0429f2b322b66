"""The desk of a lesson: the services, languages and printer of the real one, and nothing of its store.

Its folder is made for it and gone when it closes; of a machine that loses its power before, answers of invented people stay.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.desk.desk import Desk
from kiosk.desk.room import Room
from kiosk.desk.school.lessons import Lesson
from kiosk.desk.walk import play

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.desk.session import Session
    from kiosk.forms.journey import Journey
    from kiosk.i18n import Words

_PREPARED = ("catalogs", "shelf")


class _Ample(Room):
    """A lesson takes a few pages of a disk, which may be in memory."""

    is_enough = True

    def keep(self) -> None:
        """Nothing is kept back for envelopes that go nowhere."""


class Classroom(Desk):
    """`lesson` is the one that is played, None between two; `clock` as of a `Desk`."""

    def __init__(self, config: Config, clock: Callable[[], datetime] | None = None) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="sportello-scuola-"))
        self.lesson: Lesson | None = None
        for name in _PREPARED:
            if (config.folder / name).is_dir():
                shutil.copytree(config.folder / name, self.place / name)
        atexit.register(self.close)
        super().__init__(_practising(config, self.place), *((clock,) if clock else ()))

    @cached_property
    def room(self) -> Room:
        return _Ample(self.place)

    def begin(self, flow: str, words: Words) -> Session:
        """A session in which the person of the lesson has already answered all that the lesson is not about."""
        session = super().begin(flow, words)
        if self.lesson is not None and self.lesson.flow == flow:
            given = [name for name in (*self.lesson.answers, *self.lesson.typed) if name in session.flow.home_page]
            session.return_to(self.expected().forget(*given) if given else self.expected())
            session.returning = True
        return session

    def expected(self) -> Journey:
        """The journey of the lesson's person, as far as `answers` lead."""
        lesson = self.lesson
        answers = {**lesson.before, **lesson.answers, **dict.fromkeys(lesson.typed)}
        return play(self.shelf.flow(lesson.flow), answers, self.italian, self.clock()).session.journey

    def close(self) -> None:
        """Nothing of it stays; to close twice is no harm."""
        shutil.rmtree(self.place, ignore_errors=True)


def _practising(config: Config, place: Path) -> Config:
    return replace(
        config, practice=True, school=True, folder=place, store=f"sqlite:///{place / 'sportello.db'}", recipients=(), identity=(), destinations=(),
        operators=(), relay=None,
    )
