"""The folder of flows on the disk: where everything is, and everything that is wrong in it.

`topics.yaml` and `bank/` stand at the top, one folder per topic below; templates and people beside their flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from kiosk.authoring import extract
from kiosk.authoring.answers import check_personas
from kiosk.authoring.bank import Bank, Topic, read_topics
from kiosk.authoring.doors import LISTENING
from kiosk.authoring.leaflets import Reading as LeafletReading
from kiosk.authoring.leaflets import id_of, is_leaflet, read_leaflet
from kiosk.authoring.reader import Reading, Setting, read
from kiosk.authoring.shelf import LEAFLET, PEOPLE, ROOMS
from kiosk.authoring.source import Problem, Problems, read_text
from kiosk.errors import FlowIsBroken
from kiosk.forms.flow import Flow
from kiosk.i18n import SOURCE, Catalogs

SHELF_LIMIT = 256_000


@dataclass
class Folder:
    """One folder of flows; what it shares (bank, topics, templates) is read once."""

    path: Path
    locales: Path | None = None
    templates: dict[Path, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def holding(cls, path: Path) -> Folder:
        """The folder that `path` belongs to: the nearest one above with topics or a bank."""
        start = path if path.is_dir() else path.parent
        home = next((one for one in (start, *start.resolve().parents) if (one / "topics.yaml").exists() or (one / "bank").is_dir()), start)
        return cls(home, home.resolve().parent / "locales")

    @cached_property
    def bank(self) -> Bank:
        return Bank.read(self.path / "bank")

    @cached_property
    def topic_problems(self) -> Problems:
        return Problems(str(self.path / "topics.yaml"))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        return read_topics(self.path / "topics.yaml", self.topic_problems)

    @cached_property
    def ascolto(self) -> Flow | None:
        """The listening flow, which the doors of all others look at; None where there is none, or it has a problem."""
        path = next(iter(sorted(self.path.glob(f"*/{LISTENING}.yaml"))), None)
        text = read_text(path, Problems(str(path)), SHELF_LIMIT) if path else ""
        return read(text, str(path), self.bank, Setting(limit=SHELF_LIMIT)).flow if text else None

    def flows(self, below: Path | None = None) -> list[Path]:
        """The files of flows, in order."""
        found = (below or self.path).rglob("*.yaml")
        others = (PEOPLE, LEAFLET)
        return sorted(path for path in found if not path.name.endswith(others) and path.name != "topics.yaml" and path.parent.name not in ROOMS)

    def leaflets(self, below: Path | None = None) -> list[Path]:
        """The files of leaflets, in order."""
        return sorted((below or self.path).rglob(f"*{LEAFLET}"))

    def setting(self, path: Path, today: date = date.min) -> Setting:
        """What the flow at `path` is read against."""
        topics = tuple(topic.id for topic in self.topics) if (self.path / "topics.yaml").exists() else None
        return Setting(topics, self.beside(path.parent), self.languages(id_of(path)), today, str(path.parent), SHELF_LIMIT, self.ascolto)

    def beside(self, folder: Path) -> dict[str, str]:
        """The templates of one folder."""
        if folder not in self.templates:
            self.templates[folder] = dict(_templates(folder))
        return self.templates[folder]

    def languages(self, flow: str) -> tuple[str, ...]:
        """Italian, and the languages with a catalog for this flow."""
        if self.locales is None or not flow:
            return (SOURCE,)
        found = sorted(path.parent.parent.name for path in self.locales.glob(f"*/LC_MESSAGES/{flow}.po"))
        return (SOURCE, *(code for code in found if code != SOURCE))

    def read(self, path: Path, today: date = date.min) -> Reading:
        """The flow at `path`, and all its problems."""
        problems = Problems(str(path))
        text = read_text(path, problems, SHELF_LIMIT)
        if problems.found:
            return Reading(None, problems.all)
        return read(text, str(path), self.bank, self.setting(path, today))

    def leaflet(self, path: Path, today: date = date.min) -> LeafletReading:
        """The leaflet at `path`, and all its problems."""
        problems = Problems(str(path))
        text = read_text(path, problems, SHELF_LIMIT)
        return LeafletReading(None, problems.all) if problems.found else read_leaflet(text, str(path), self.setting(path, today))

    def flow(self, path: Path, today: date = date.min) -> Flow:
        """The flow at `path`; FlowIsBroken with all its problems when it cannot be offered."""
        reading = self.read(path, today)
        if reading.flow is None:
            raise FlowIsBroken(reading.problems)
        return reading.flow

    def check(self, path: Path, today: date) -> Iterator[Problem]:
        """All that is wrong with the flow or leaflet at `path`, its people and its translations."""
        if is_leaflet(path):
            yield from self.leaflet(path, today).problems
            yield from self.untranslated(path)
            return
        reading = self.read(path, today)
        yield from reading.problems
        people = path.with_name(path.stem + PEOPLE)
        if reading.flow is not None and people.exists():
            yield from check_personas(people, reading.flow)
        yield from self.untranslated(path)

    def untranslated(self, path: Path) -> Iterator[Problem]:
        """Texts that a language lacks in which this flow is offered."""
        domain = id_of(path)
        languages = [code for code in self.languages(domain) if code != SOURCE]
        entries = [entry for entry in extract.texts(path) if entry.domain == domain] if languages else []
        for code in languages:
            lacking = set(Catalogs(self.locales).missing(code, domain, tuple((one.place, one.text) for one in entries)))
            problems = Problems(str(path))
            for entry in entries:
                if entry.place in lacking:
                    problems.add("F066", (entry.line, 1), language=code, place=entry.place)
            yield from problems.all


def _templates(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text; one that cannot be read, or is a link out of its folder, is as if it were not there."""
    for path in folder.glob("*.typ"):
        problems = Problems(str(path))
        text = read_text(path, problems)
        if not problems.found:
            yield path.name, text


def check_paths(paths: Iterable[Path], today: date | None = None) -> list[Problem]:
    """Everything wrong in these files and folders, each problem once, in the order of the files."""
    found: dict[Problem, None] = {}
    for path in map(Path, paths):
        found.update(dict.fromkeys(_check_path(path, today or date.today())))
    return list(found)


def _check_path(path: Path, today: date) -> Iterator[Problem]:
    folder = Folder.holding(path)
    if not path.exists():
        problems = Problems(str(path))
        problems.add("F007", (1, 1), reason="non c'è")
        yield from problems.all
    elif path.is_dir():
        yield from _check_folder(folder, path, today)
    elif path.name == "topics.yaml" or path.parent.name == "bank":
        yield from _check_shared(folder)
    elif path.parent.name in ROOMS:
        return
    elif path.name.endswith(PEOPLE):
        yield from _check_people(folder, path)
    else:
        yield from folder.check(path, today)


def _check_folder(folder: Folder, path: Path, today: date) -> Iterator[Problem]:
    yield from _check_shared(folder)
    taken: dict[str, Path] = {}
    for one in [*folder.flows(path), *folder.leaflets(path)]:
        yield from folder.check(one, today)
        if taken.setdefault(id_of(one), one) is not one:
            problems = Problems(str(one))
            problems.add("F020", (1, 1), name=id_of(one), line=f"1 di {taken[id_of(one)]}")
            yield from problems.all


def _check_shared(folder: Folder) -> Iterator[Problem]:
    """The bank's own pages are read with each flow that uses them; here only their files."""
    yield from folder.bank.problems
    if folder.topics is not None:
        yield from folder.topic_problems.all


def _check_people(folder: Folder, path: Path) -> Iterator[Problem]:
    flow = path.with_name(path.name.removesuffix(PEOPLE) + ".yaml")
    reading = folder.read(flow) if flow.exists() else None
    if reading is None:
        problems = Problems(str(path))
        problems.add("F093", (1, 1), name=flow.stem)
        yield from problems.all
    elif reading.flow is not None:
        yield from check_personas(path, reading.flow)
