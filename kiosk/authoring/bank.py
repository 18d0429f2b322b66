"""The bank of shared pages, and the topics of the first screen: read once, used by every flow.

A page of the bank is kept as written; it is read anew inside each flow that uses it, against that flow's names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.authoring.manuscript import Manuscript
from kiosk.authoring.shape import items, take
from kiosk.authoring.source import Keyed, Problems, Text, read_source, read_text


@dataclass(frozen=True, slots=True)
class Shared:
    """A page of the bank, with the file where it stands."""

    bank: str
    node: Keyed
    file: str


@dataclass
class Bank:
    """Shared pages by name (`anagrafica.nome`), and what is wrong with their files."""

    pages: dict[str, Shared] = field(default_factory=dict)
    problems: list = field(default_factory=list)
    said: list = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Bank:
        """Every file of the folder flows/bank."""
        bank = cls()
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            problems = Problems(str(path))
            bank.add(read_text(path, problems), path.stem, problems)
        return bank

    def add(self, text: str, name: str, problems: Problems) -> None:
        """The pages of one file of the bank."""
        script = Manuscript(problems, date.min, domain="bank")
        node = None if problems.found else read_source(text, problems)
        taken = take(script, node, "bank") if node is not None else {}
        if taken.get("bank", name) != name:
            problems.add("F021", node.values["bank"], name=taken["bank"], file=name)
        for page in items(script, taken.get("pages"), "pages"):
            self._page(page, name, script)
        self.problems += problems.all

    def _page(self, node: object, bank: str, script: Manuscript) -> None:
        written = node.values.get("page") if isinstance(node, Keyed) else None
        if not isinstance(written, Text):
            script.problems.add("F014", node, key="page", where="bank")
        elif f"{bank}.{written.text}" in self.pages:
            line = self.pages[f"{bank}.{written.text}"].node.line
            script.problems.add("F020", written, name=written.text, line=line)
        else:
            self.pages[f"{bank}.{written.text}"] = Shared(bank, node, script.problems.file)


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject of the first screen; its title stands in the catalog "bank" at `topic.<id>`."""

    id: str
    title: str
    icon: str = ""
    services: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"topic.{self.id}"


def read_topics(path: Path, problems: Problems) -> tuple[Topic, ...]:
    """The topics of flows/topics.yaml, in order; none when the file is not there."""
    if not path.exists():
        return ()
    script, found = Manuscript(problems, date.min, domain="bank"), {}
    text = read_text(path, problems)
    node = None if problems.found else read_source(text, problems)
    for item in items(script, node, "topics"):
        name = item.values.get("topic") if isinstance(item, Keyed) else None
        taken = take(script, item, "topic", f"topic.{name.text if isinstance(name, Text) else ''}")
        if "topic" in taken and script.take_name(taken["topic"], name, script.names):
            found[taken["topic"]] = Topic(taken["topic"], str(taken.get("title", "")), str(taken.get("icon", "")), tuple(taken.get("services", ())))
    return tuple(found.values())
