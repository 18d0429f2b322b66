"""What was promised, line by line, and whether a desk still keeps all of it.

A promise is kept by a draft that its code opens, or by an envelope that the office's key opens: by exactly one of them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.database import mended
from kiosk.dispatch import office
from kiosk.errors import KioskError
from tests.harness.sandbox import PAGES, close, sent_by_another
from tests.practice import PracticeDesk


@dataclass
class Promise:
    """To one visitor: how many answers are saved under which code, or the number of the receipt."""

    code: str = ""
    answered: int = -1
    reference: str = ""


@dataclass
class Promises:
    """By the word of each visitor; only whole lines count."""

    of: dict[str, Promise] = field(default_factory=dict)
    heard: int = 0

    def hear(self, text: str) -> Promises:
        """Take down what was told; a line that was cut off was not told."""
        for line in text.split("\n")[:-1]:
            if line.startswith("#"):
                continue
            what, word, *more = line.split()
            promise = self.of.setdefault(word, Promise())
            if what == "saved":
                promise.code, promise.answered = more[0], int(more[1])
            elif what == "sent":
                promise.reference = more[0]
            self.heard += 1
        return self


@dataclass(frozen=True)
class Kept:
    """An envelope as the office reads it."""

    reference: str
    word: str
    answered: int


def unkept(desk: PracticeDesk, promises: Promises, words: set[str] | None = None) -> list[str]:
    """What is not as it was promised, to everybody or to these; the store is looked at as a whole in any case."""
    found, envelopes = whole(desk), opened(desk)
    found += [f"{kept.word}: {kept.reference} lacks answers" for kept in envelopes if kept.answered != len(PAGES)]
    found += [f"{word}: submitted {times} times" for word, times in Counter(kept.word for kept in envelopes).items() if times > 1]
    sent = {kept.word: kept for kept in envelopes}
    for word, promise in promises.of.items():
        if words is None or word in words:
            found += _unkept(desk, word, promise, sent.get(word))
    return found


def _unkept(desk: PracticeDesk, word: str, promise: Promise, sent: Kept | None) -> list[str]:
    draft = rests(desk, promise.code, word) if promise.code else None
    if promise.reference and (sent is None or sent.reference != promise.reference):
        return [f"{word}: there was a receipt, and there is no envelope"]
    if sent is not None:
        return [f"{word}: submitted, and the draft is there still"] if draft is not None else []
    if promise.answered >= 0 and draft is None:
        return [f"{word}: {promise.answered} answers were saved, and there is no draft"]
    if draft is not None and not promise.answered <= draft <= promise.answered + 1:
        return [f"{word}: {promise.answered} answers were saved, the draft holds {draft}"]
    return []


def undelivered(desk: PracticeDesk, promises: Promises) -> list[str]:
    """Once every lease of a killed sender has run out and the rest was sent: whose envelope is not at the office, once."""
    with desk.database.write() as store:
        store.update("envelope", {}, leased_until=0.0, due_at=0.0)
    close(desk)
    # a round may handle none and still make one less wait: one that was damaged has gone to a person
    before = -1
    while (waiting := _waiting(desk)) not in (0, before):
        before = waiting
        close(desk)
        sent_by_another(desk.config)
    there = Counter(_opened(desk, place.read_bytes()).word for place in arrivals(desk))
    owed = {word for word, promise in promises.of.items() if promise.reference}
    with desk.database.write() as store:
        left = [row["state"] for row in store.rows("envelope", "state") if row["state"] != "sent"]
    return (
        [f"{word}: arrived {times} times" for word, times in there.items() if times > 1]
        + [f"{word}: there was a receipt, and nothing arrived" for word in owed - there.keys()] + [f"an envelope stays {state}" for state in left]
    )


def _waiting(desk: PracticeDesk) -> int:
    with desk.database.write() as store:
        return len(store.rows("envelope", "id", state="waiting"))


def whole(desk: PracticeDesk) -> list[str]:
    """Is the store sound as SQLite sees it, and was nothing put aside as ruined when this desk started?"""
    place = Path(desk.database.url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(place)) as store:
        said = store.execute("PRAGMA integrity_check").fetchone()[0]
    aside = [f"put aside as ruined: {one.name}" for one in mended(place)]
    return aside if said == "ok" else [f"integrity: {said[:80]}", *aside]


def rests(desk: PracticeDesk, code: str, word: str) -> int | None:
    """How many answers of this visitor the code opens; None when it opens nothing of theirs."""
    try:
        session = desk.resume(code, desk.italian)
    except KioskError:
        return None
    answers = [session.journey.kept.answer(name) for name in PAGES]
    return sum(answer is not None and answer.value == word for answer in answers)


def opened(desk: PracticeDesk) -> list[Kept]:
    """Every envelope of the store, and of the office's folder, opened by the office; one that is in both counts once."""
    with desk.database.write() as store:
        held = {row["reference"]: bytes(row["sealed"]) for row in store.rows("envelope", "reference", "sealed")}
    found = [_opened(desk, sealed) for sealed in held.values() if sealed]
    there = {kept.reference for kept in found}
    arrived = [_opened(desk, place.read_bytes()) for place in arrivals(desk)]
    return found + [kept for kept in arrived if kept.reference not in there]


def arrivals(desk: PracticeDesk) -> list[Path]:
    """The envelopes that the office's folder holds, without what is still being written."""
    return sorted(path for path in (desk.config.folder.parent / "office").iterdir() if path.is_file() and not path.name.startswith("."))


def _opened(desk: PracticeDesk, sealed: bytes) -> Kept:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        place = Path(folder) / "envelope"
        place.write_bytes(sealed)
        office.open_envelope(desk.config, str(place), Path(folder) / "open")
        held = json.loads((Path(folder) / "open" / "answers.json").read_text("utf-8"))
    values = [given["value"] for name, given in held["answers"].items() if name in PAGES]
    return Kept(held["reference"], values[0] if values else "", len(values))


def words_of(desk: PracticeDesk, contents: list[bytes]) -> list[str]:
    """Whose each of these envelopes is; "" for one that does not open."""
    found = []
    for content in contents:
        try:
            found.append(_opened(desk, content).word)
        except (KioskError, OSError):
            found.append("")
    return found


def memory() -> str | None:
    """A folder in memory where there is one: nothing in it outlives anything."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
