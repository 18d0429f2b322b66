"""The calls for help in the store that desks share: who is wanted where, and in which language.

A call says a desk, a language and a kind; never a name, a service or an answer. It is there while the visit that made it
lives: a visit beats its call, and one that has fallen silent for ALIVE seconds is taken away by whoever looks next. All
times are those of the store's clock. DatabaseFailed when the store is away: who calls and who looks go on without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.database import Database, Store
from kiosk.desk.joining import ASKED, NOBODY, OPEN
from kiosk.i18n import clean

ALIVE = 60.0
WAITING, ANSWERED = "waiting", "answered"
KINDS = ("asked", "together", "unsure", "stuck", "trouble")
_EMPTY = {"answered_at": 0.0, "answered_by": "", "joining": "", "asker": "", "reader": "", "writer": "", "shown": b"", "done": b""}
_SEEN = ("id", "desk", "language", "kind", "state", "asked_at", "answered_by", "joining")
_JOINED = ("joining", "asker", "reader", "writer", "shown", "done")
_NAME = 80


@dataclass(frozen=True, slots=True)
class Call:
    """One call as anybody who works here may see it; `age` in seconds, `answered_by` a first name and a desk."""

    id: str
    desk: str
    language: str
    kind: str
    state: str
    age: float
    answered_by: str = ""
    joining: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The part of a call's row by which somebody joins: public keys of the operator (`reader`) and the kiosk (`writer`)."""

    joining: str
    asker: str
    reader: str
    writer: str
    shown: bytes
    done: bytes


def place(desk: str) -> str:
    """A desk's id as it is said: «milano-2» is «Milano 2»."""
    return desk.replace("-", " ").capitalize()


def signed(name: str, desk: str) -> str:
    """Who does something for another desk: «Anna (Milano 2)»; the first name only, and never longer than its column."""
    first = (name.split() or [""])[0]
    return f"{first[:_NAME - len(desk) - 3]} ({place(desk)})"


class Calls:
    """The calls of one store, as the desk with this id sees them."""

    def __init__(self, database: Database, desk: str) -> None:
        self.database, self.desk = database, desk

    def ring(self, call: str, language: str, kind: str) -> None:
        """There from now on; called again in another language, it is the same call."""
        with self.database.write() as store:
            now = store.now()
            row = {"desk": self.desk, "language": language, "kind": kind, "state": WAITING, "asked_at": now, "seen_at": now}
            if not store.insert_once("call", id=call, **row, **_EMPTY):
                store.update("call", {"id": call}, language=language, kind=kind, seen_at=now)

    def beat(self, call: str) -> Call | None:
        """The visit still lives; how its call stands, None when it was taken away."""
        with self.database.write() as store:
            store.update("call", {"id": call}, seen_at=store.now())
            return next(iter(_found(store, id=call)), None)

    def look(self, call: str) -> Call | None:
        with self.database.write() as store:
            return next(iter(_found(store, id=call)), None)

    def all(self) -> tuple[Call, ...]:
        """Every call whose visit lives, oldest first; the others are taken away."""
        with self.database.write() as store:
            store.delete_before("call", "seen_at", store.now() - ALIVE)
            return tuple(_found(store))

    def elsewhere(self) -> tuple[Call, ...]:
        """What the other desks call and nobody has answered yet."""
        return tuple(call for call in self.all() if call.desk != self.desk and call.state == WAITING)

    def answer(self, call: str, by: str) -> bool:
        """«Vado io»; False, with nothing changed, when somebody else goes already or the call is gone."""
        with self.database.write() as store:
            return bool(store.update("call", {"id": call, "state": WAITING}, state=ANSWERED, answered_at=store.now(), answered_by=by))

    # one operator joins the visit that called: what stands in the row then, besides two public keys, is sealed

    def ask_to_see(self, call: str, by: str, reader: str) -> bool:
        """False, with nothing changed, when somebody sees it already, was refused, or the call is gone."""
        with self.database.write() as store:
            return bool(store.update("call", {"id": call, "joining": NOBODY}, joining=ASKED, asker=by, reader=reader))

    def joined(self, call: str) -> Joined | None:
        """How it stands with joining a call; None when the call is gone."""
        with self.database.write() as store:
            rows = store.rows("call", *_JOINED, id=call)
        return Joined(**{name: bytes(value) if name in ("shown", "done") else clean(value) for name, value in rows[0].items()}) if rows else None

    def put(self, call: str, **columns: object) -> bool:
        """Only while it lasts: False when the other side has ended it."""
        with self.database.write() as store:
            asked = store.update("call", {"id": call, "joining": ASKED}, **columns)
            return bool(asked or store.update("call", {"id": call, "joining": OPEN}, **columns))

    def part(self, call: str, reader: str, state: str) -> None:
        """It is over for this reader: nothing of what was sealed stays. `state` is NOBODY or REFUSED."""
        with self.database.write() as store:
            store.update("call", {"id": call, "reader": reader}, joining=state, asker="", reader="", writer="", shown=b"", done=b"")
        self.database.sweep()

    def end(self, call: str) -> None:
        """Nothing of it stays."""
        with self.database.write() as store:
            gone = store.delete("call", id=call)
        if gone:
            self.database.sweep()


def _found(store: Store, **where: object) -> list[Call]:
    rows = store.rows("call", *_SEEN, order="asked_at", **where)
    now = store.now() if rows else 0.0
    # other desks write here too: nothing of it may steer a terminal
    return [Call(**{name: clean(value) for name, value in row.items() if name != "asked_at"}, age=max(0.0, now - row["asked_at"])) for row in rows]
