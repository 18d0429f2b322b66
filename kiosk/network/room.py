"""The room as the desk uses it: the directory of this moment, and what is kept beside it.

The shared folder is read when it has changed, the store at each look; while the store is of no use the shared part is there alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import NO_STORE
from kiosk.i18n import Words
from kiosk.network import kept
from kiosk.network.actor import Actor, Availability, is_overdue
from kiosk.network.directory import Directory
from kiosk.network.reading import FOLDER, read_folder
from kiosk.network.referrals import Referrals
from kiosk.network.senders import Senders

if TYPE_CHECKING:
    from kiosk.authoring.source import Problem
    from kiosk.database import Database


class Network:
    """`open_store` and `secret` are asked for when first needed; `today` gives the day."""

    def __init__(self, folder: Path, open_store: Callable[[], Database], secret: Callable[[], bytes], today: Callable[[], date]) -> None:
        self.folder, self._open, self._secret, self._today = folder, open_store, secret, today
        self._read: tuple[object, tuple[Actor, ...], tuple[Problem, ...]] = (None, (), ())
        self._indexes: dict[str, Directory] = {}
        self._own: tuple[Actor, ...] = ()
        self.said: dict[str, Availability] = {}

    @property
    def database(self) -> Database:
        return self._open()

    @cached_property
    def referrals(self) -> Referrals:
        return Referrals(self.database, self._secret())

    @cached_property
    def senders(self) -> Senders:
        return Senders(self.database, self._secret())

    def look(self) -> None:
        """Reads what the store adds, and the folder where it has changed; a store of no use leaves what was read before."""
        before = self._read[0], self._own
        self._read_folder()
        try:
            with self.database.write() as store:
                self._own, self.said = kept.actors(store), kept.said(store)
        except NO_STORE:
            pass
        if before != (self._read[0], self._own):
            self._indexes = {}

    def _read_folder(self) -> None:
        stamp = _stamp(self.folder)
        if stamp != self._read[0]:
            self._read = (stamp, *read_folder(self.folder))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the shared folder."""
        self._read_folder()
        return self._read[2]

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The shared ones and the desk's own; of one id the desk's own."""
        own = {actor.id for actor in self._own}
        return (*(actor for actor in self._read[1] if actor.id not in own), *self._own)

    def actors_now(self) -> tuple[Actor, ...]:
        """The same, read when they have not been yet."""
        if self._read[0] is None:
            self.look()
        return self.actors

    def directory(self, words: Words) -> Directory:
        """The actors of this moment, ready to be looked through in a reader's language."""
        actors, code = self.actors_now(), words.own.language
        if code not in self._indexes:
            self._indexes[code] = Directory(actors, words)
        return self._indexes[code]

    def actor(self, name: str) -> Actor | None:
        return next((actor for actor in self.actors_now() if actor.id == name), None)

    def is_overdue(self, actor: Actor) -> bool:
        """Should somebody look at this contact, or ask for its places, again?"""
        return is_overdue(actor, self.said.get(actor.id), self._today())

    def overdue(self) -> tuple[Actor, ...]:
        """All of these, the longest ones first."""
        self.look()
        late = [actor for actor in self.actors if self.is_overdue(actor)]
        return tuple(sorted(late, key=lambda actor: (actor.check_by or date.max, actor.name)))

    def forget(self, today: date) -> None:
        """Deletes what has been over for long enough."""
        with self.database.write() as store:
            self.referrals.forget(store, today)
            self.senders.forget(store, today)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    return tuple((path.name, *_state(path)) for path in sorted((folder / FOLDER).glob("*.yaml")))


def _state(path: Path) -> tuple[int, int]:
    # a link to nothing, as an editor leaves it: its reader tells what is wrong with it
    with suppress(OSError):
        found = path.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0
