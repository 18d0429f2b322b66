"""The flows offered here: a list that costs nothing to show, and each flow read when somebody wants it.

What a file offers is kept in an index under the file's time and size; a broken flow is left out and reported,
the others run. The reader itself is loaded only when something has changed or a flow is opened.
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
from typing import TYPE_CHECKING

from kiosk.authoring import validity
from kiosk.errors import FlowIsBroken
from kiosk.forms.doors import Door

if TYPE_CHECKING:
    from kiosk.authoring.folder import Folder
    from kiosk.authoring.source import Problem
    from kiosk.forms.flow import Flow
    from kiosk.i18n import Catalogs

PEOPLE, LEAFLET = ".personas.yaml", ".leaflet.yaml"
ROOMS = ("bank", "network", "agenda")
"""Folders of flows that hold something else."""
_PROGRAM = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Offer:
    """What the menu needs of a flow, and what says whether its doors are open."""

    id: str
    title: str
    summary: str
    topic: str
    minutes: int
    neutral_title: str | None = None
    private: bool = False
    until: str | None = None
    languages: tuple[str, ...] = ("it",)
    doors: tuple[Door, ...] = ()
    listening: bool = False

    @property
    def verified_until(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the index: what it depends on, and its offer or its problems, dumped."""

    seen: str
    offer: Offer | None
    problems: tuple[dict, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that is known without opening a flow; `seen` is the state of what all flows share."""

    seen: str
    topics: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    entries: dict[str, Entry]


class Shelf:
    """The flows of one folder. `cache` holds the index; without it the flows are read at every start."""

    def __init__(self, folder: Path | str, cache: Path | str | None = None, catalogs: Catalogs | None = None,
                 today: Callable[[], date] = date.today) -> None:
        self.path, self.locales = Path(folder), catalogs.folder if catalogs else None
        self.file = None if cache is None else Path(cache) / "index.json"
        self.today = today
        self._flows: dict[str, tuple[str, Flow]] = {}

    @cached_property
    def folder(self) -> Folder:
        """The door to the files, opened when a flow is read."""
        from kiosk.authoring.folder import Folder

        return Folder(self.path, self.locales)

    @cached_property
    def index(self) -> Index:
        """Every flow's file by its path below the folder; only what changed since the last start is read."""
        kept, shared = _load(self.file), self._shared()
        known = kept.entries if kept and kept.seen == shared else {}
        entries = {name: self._entry(name, seen, known.get(name)) for name, seen in self._files()}
        if kept and kept.seen == shared and kept.entries == entries:
            return kept
        topics = tuple((topic.id, topic.title) for topic in self.folder.topics)
        order = tuple(service for topic in self.folder.topics for service in topic.services)
        return dumped(self.file, Index(shared, topics, order, entries))

    def offers(self) -> tuple[Offer, ...]:
        """What can be chosen today, in the order of the topics, then of the files' names; the listening flow is no service."""
        today = self.today()
        return tuple(offer for offer in self._offers.values() if not offer.listening and not validity.lapsed(offer.verified_until, today))

    def vouched(self) -> tuple[Offer, ...]:
        """What somebody has vouched for until a day, the earliest day first; also what is not offered any more."""
        return tuple(sorted((offer for offer in self._offers.values() if offer.until), key=lambda offer: (offer.until, offer.id)))

    def topics(self) -> tuple[tuple[str, str], ...]:
        """Id and Italian title of every topic, in order."""
        return self.index.topics

    def broken(self) -> tuple[str, ...]:
        """The files that are left out."""
        return tuple(name for name, entry in self.index.entries.items() if entry.offer is None)

    def problems(self) -> tuple[Problem, ...]:
        """Why they are left out."""
        from kiosk.authoring.source import Problem

        return tuple(Problem(**problem) for entry in self.index.entries.values() for problem in entry.problems)

    def is_stale(self, flow: str, today: date) -> bool:
        """Has the day passed until which its facts were verified?"""
        offer = self._offers.get(flow)
        return offer is not None and validity.stale(offer.verified_until, today)

    def flow(self, flow: str) -> Flow:
        """The whole flow, read now if it was not read before; raises FlowIsBroken."""
        name = next((name for name in self.index.entries if Path(name).stem == flow), None)
        if name is None:
            raise FlowIsBroken(_missing(flow))
        seen = self.index.entries[name].seen
        if self._flows.get(name, ("", None))[0] != seen:
            reading = self.folder.read(self.path / name)
            if reading.flow is None:
                raise FlowIsBroken(tuple(problem for problem in reading.problems if not problem.warns))
            self._flows[name] = seen, reading.flow
        return self._flows[name][1]

    @cached_property
    def _offers(self) -> dict[str, Offer]:
        found: dict[str, Offer] = {}
        for entry in self.index.entries.values():
            if entry.offer is not None:
                found.setdefault(entry.offer.id, entry.offer)
        named = [flow for flow in self.index.order if flow in found]
        return {flow: found[flow] for flow in dict.fromkeys((*named, *found))}

    def _files(self) -> Iterable[tuple[str, str]]:
        """Path and state of every flow's file; the state holds that of the templates beside it."""
        below = sorted(one.path for one in os.scandir(self.path) if one.is_dir()) if self.path.is_dir() else []
        for folder in [str(self.path), *below] if self.path.is_dir() else ():
            files = sorted(os.scandir(folder), key=lambda one: one.name) if os.path.basename(folder) not in ROOMS else []
            beside = stamp(one for one in files if one.name.endswith(".typ"))
            for one in files:
                if one.name.endswith(".yaml") and not one.name.endswith((PEOPLE, LEAFLET)) and one.name != "topics.yaml":
                    yield os.path.relpath(one.path, self.path), f"{stamp([one])}.{beside}"

    def _shared(self) -> str:
        """The state of everything that every flow is read against: bank, topics, what doors look at, languages, the program."""
        own = [one for room in ("authoring", "forms", "forms/fields") for one in os.scandir(_PROGRAM / room) if one.name.endswith(".py")]
        bank = [self.path / "topics.yaml", *sorted((self.path / "bank").glob("*.yaml")), *sorted(self.path.glob("*/ascolto.yaml"))]
        locales = sorted(self.locales.glob("*/LC_MESSAGES")) if self.locales else []
        return stamp([*sorted(own, key=lambda one: one.path), *bank, *locales])

    def _entry(self, name: str, seen: str, before: Entry | None) -> Entry:
        if before is not None and before.seen == seen:
            return before
        reading = self.folder.read(self.path / name)
        flow = reading.flow
        if flow is None:
            return Entry(seen, None, tuple(asdict(problem) for problem in reading.problems if not problem.warns))
        until = flow.verified_until.isoformat() if flow.verified_until else None
        more = flow.neutral_title, flow.private, until, flow.languages, flow.doors, flow.listening
        return Entry(seen, Offer(flow.id, flow.title, flow.summary, flow.topic, flow.minutes, *more))


def _missing(flow: str) -> tuple[Problem, ...]:
    from kiosk.authoring.source import Problems

    problems = Problems(flow)
    problems.add("F007", (1, 1), reason="non c'è un servizio con questo nome")
    return problems.all


def _load(file: Path | None) -> Index | None:
    """The index as kept; None when there is none or it is not one of ours."""
    try:
        kept = json.loads(file.read_bytes()) if file else None
        return kept and Index(kept["seen"], tuple(map(tuple, kept["topics"])), tuple(kept["order"]), {name: _entry(row) for name, row in kept["entries"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _entry(row: dict) -> Entry:
    offer = row["offer"]
    listed = offer and {"languages": tuple(offer["languages"]), "doors": tuple(Door(*door) for door in offer["doors"])}
    return Entry(row["seen"], offer and Offer(**{**offer, **listed}), tuple(row["problems"]))


def dumped(file: Path | None, index):
    """The index, kept in its file as JSON, days as "2026-11-22"."""
    if file is None:
        return index
    draft = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(index), default=str), "utf-8")
        os.replace(draft, file)
    except OSError:
        # an index that cannot be written only costs time
        return index
    return index


def stamp(files: Iterable[os.DirEntry | Path]) -> str:
    """A short text that changes when one of the files does."""
    digest = sha256()
    for file in files:
        try:
            state = file.stat()
        except OSError:
            continue
        digest.update(f"{file.name}:{state.st_mtime_ns}:{state.st_size};".encode())
    return digest.hexdigest()[:12]
