"""The flows offered here: a list that costs nothing to show, and each flow read when somebody wants it.

What a file offers is kept in an index under the file's time and size; a broken flow is left out and reported,
the others run. Bank, topics, templates and the program itself are part of what an entry depends on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kiosk.authoring.checks import GRACE
from kiosk.authoring.codes import PROBLEMS
from kiosk.authoring.folder import PEOPLE, Folder
from kiosk.authoring.source import Problem, Problems
from kiosk.errors import FlowIsBroken
from kiosk.forms.flow import Flow
from kiosk.i18n import Catalogs

_PROGRAM = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Offer:
    """What the menu needs of a flow."""

    id: str
    title: str
    summary: str
    topic: str
    minutes: int
    neutral_title: str | None = None
    private: bool = False
    until: str | None = None
    languages: tuple[str, ...] = ("it",)

    def too_old(self, today: date) -> bool:
        """More than 90 days past the day until which it was verified."""
        return self.until is not None and today > date.fromisoformat(self.until) + GRACE


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the index: what it depends on, and its offer or its problems."""

    seen: str
    offer: Offer | None
    problems: tuple[Problem, ...] = ()


class Shelf:
    """The flows of one folder. `cache` holds the index; without it the flows are read at every start."""

    def __init__(self, folder: Path | str, cache: Path | str | None = None, catalogs: Catalogs | None = None,
                 today: Callable[[], date] = date.today) -> None:
        self.folder = Folder(Path(folder), catalogs.folder if catalogs else None)
        self.index = None if cache is None else Path(cache) / "index.json"
        self.today = today
        self._flows: dict[str, tuple[str, Flow]] = {}

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every flow's file, by its path below the folder; only what changed since the last start is read."""
        kept, shared = self._load(), self._shared()
        found = {name: self._entry(name, f"{shared}.{seen}", kept) for name, seen in self._files()}
        if found != kept:
            self._dump(found)
        return found

    def offers(self) -> tuple[Offer, ...]:
        """What can be chosen today, in the order of the files' names."""
        today = self.today()
        return tuple(offer for offer in self._offers.values() if not offer.too_old(today))

    def topics(self) -> tuple[tuple[str, str], ...]:
        """Id and Italian title of every topic, in order."""
        return tuple((topic.id, topic.title) for topic in self.folder.topics)

    def broken(self) -> tuple[str, ...]:
        """The files that are left out."""
        return tuple(name for name, entry in self.entries.items() if entry.offer is None)

    def problems(self) -> tuple[Problem, ...]:
        """Why they are left out."""
        return tuple(problem for entry in self.entries.values() for problem in entry.problems)

    def is_stale(self, flow: str, today: date) -> bool:
        """Has the day passed until which its facts were verified?"""
        offer = self._offers.get(flow)
        return offer is not None and offer.until is not None and today > date.fromisoformat(offer.until)

    def flow(self, flow: str) -> Flow:
        """The whole flow, read now if it was not read before; raises FlowIsBroken."""
        name = next((name for name in self.entries if Path(name).stem == flow), None)
        if name is None:
            problems = Problems(flow)
            problems.add("F007", (1, 1), reason="non c'è un servizio con questo nome")
            raise FlowIsBroken(problems.all)
        seen = self.entries[name].seen
        if self._flows.get(name, ("", None))[0] != seen:
            reading = self.folder.read(self.folder.path / name)
            if reading.flow is None:
                raise FlowIsBroken(tuple(problem for problem in reading.problems if not problem.warns))
            self._flows[name] = seen, reading.flow
        return self._flows[name][1]

    @cached_property
    def _offers(self) -> dict[str, Offer]:
        found: dict[str, Offer] = {}
        for entry in self.entries.values():
            if entry.offer is not None:
                found.setdefault(entry.offer.id, entry.offer)
        return found

    def _files(self) -> Iterable[tuple[str, str]]:
        """Path and state of every flow's file; the state holds that of the templates beside it."""
        top = self.folder.path
        below = sorted(one.path for one in os.scandir(top) if one.is_dir()) if top.is_dir() else []
        for folder in [str(top), *below] if top.is_dir() else []:
            files = sorted(os.scandir(folder), key=lambda one: one.name) if os.path.basename(folder) != "bank" else []
            beside = _stamp(one for one in files if one.name.endswith(".typ"))
            for one in files:
                if one.name.endswith(".yaml") and not one.name.endswith((PEOPLE, "topics.yaml")):
                    yield os.path.relpath(one.path, top), f"{_stamp([one])}.{beside}"

    def _shared(self) -> str:
        """The state of everything that every flow is read against."""
        own = [one for room in ("authoring", "forms", "forms/fields") for one in os.scandir(_PROGRAM / room) if one.name.endswith(".py")]
        bank = [self.folder.path / "topics.yaml", *sorted((self.folder.path / "bank").glob("*.yaml"))]
        locales = sorted(self.folder.locales.glob("*/LC_MESSAGES")) if self.folder.locales else []
        return _stamp([*sorted(own, key=lambda one: one.path), *bank, *locales])

    def _entry(self, name: str, seen: str, kept: dict[str, Entry]) -> Entry:
        before = kept.get(name)
        if before is not None and before.seen == seen:
            return before
        reading = self.folder.read(self.folder.path / name)
        flow = reading.flow
        if flow is None:
            return Entry(seen, None, tuple(problem for problem in reading.problems if not problem.warns))
        until = flow.verified_until.isoformat() if flow.verified_until else None
        more = flow.neutral_title, flow.private, until, flow.languages
        return Entry(seen, Offer(flow.id, flow.title, flow.summary, flow.topic, flow.minutes, *more))

    def _load(self) -> dict[str, Entry]:
        try:
            rows = json.loads(self.index.read_bytes()) if self.index else {}
            return {name: _entry(row) for name, row in rows.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _dump(self, entries: dict[str, Entry]) -> None:
        if self.index is None:
            return
        draft = self.index.with_suffix(f".{os.getpid()}")
        try:
            self.index.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({name: asdict(entry) for name, entry in entries.items()}), "utf-8")
            os.replace(draft, self.index)
        except OSError:
            # an index that cannot be written only costs time
            return


def _entry(row: dict) -> Entry:
    offer = row["offer"]
    problems = tuple(Problem(**problem) for problem in row["problems"])
    if not all(problem.code in PROBLEMS for problem in problems):
        raise ValueError
    return Entry(row["seen"], offer and Offer(**{**offer, "languages": tuple(offer["languages"])}), problems)


def _stamp(files: Iterable[os.DirEntry | Path]) -> str:
    """A short text that changes when one of the files does."""
    digest = sha256()
    for file in files:
        try:
            state = file.stat()
        except OSError:
            continue
        digest.update(f"{file.name}:{state.st_mtime_ns}:{state.st_size};".encode())
    return digest.hexdigest()[:12]
