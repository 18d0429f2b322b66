"""Keeps translators' files in step with the Italian: what is missing, and .po files brought up to date.

    python -m kiosk.authoring.catalogs missing
    python -m kiosk.authoring.catalogs update ar            every file that Arabic has
    python -m kiosk.authoring.catalogs update ar did        this one, begun if it is not there
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.authoring import extract
from kiosk.i18n import SOURCE, Catalogs, check_catalog
from kiosk.i18n.po_writing import write_po


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that has no sound translation yet."""

    language: str
    entry: extract.Entry

    def __str__(self) -> str:
        entry = self.entry
        return f"{entry.file}:{entry.line}: {self.language} {entry.domain} {entry.place}: {entry.text}"


def everything(flows: Path) -> list[extract.Entry]:
    """All texts that a visitor may read: the kiosk's, the bank's, the flows'."""
    return [*extract.phrases(), *extract.shelf(flows)]


def missing(catalogs: Catalogs, entries: Iterable[extract.Entry]) -> Iterator[Missing]:
    """The texts that a language lacks, of the domains it has begun."""
    entries = list(entries)
    for code in _begun(catalogs.folder):
        for entry in entries:
            begun = _file(catalogs.folder, code, entry.domain).exists()
            if begun and catalogs.missing(code, entry.domain, ((entry.place, entry.text),)):
                yield Missing(code, entry)


def update(folder: Path, code: str, entries: Iterable[extract.Entry], begin: Iterable[str] = ()) -> list[Path]:
    """Bring a language's .po files in step: sound translations stay, changed Italian is marked fuzzy.

    Only the domains in `begin` get a file they did not have: a flow is offered in every language it has a file of.
    """
    begin, by_domain = set(begin), {}
    for entry in entries:
        by_domain.setdefault(entry.domain, []).append(entry)
    wanted = [domain for domain in by_domain if domain in begin or (not begin and _file(folder, code, domain).exists())]
    return [write_po(_file(folder, code, domain), code, by_domain[domain]) for domain in wanted]


def _begun(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != SOURCE and (path / "LC_MESSAGES").is_dir())


def _file(folder: Path, code: str, domain: str) -> Path:
    return folder / code / "LC_MESSAGES" / f"{domain}.po"


def main(arguments: list[str]) -> int:
    """Print what is missing, or bring a language's files up to date; 1 when something is missing or broken."""
    folder, flows = Path("locales"), Path("flows")
    if arguments[:1] == ["update"] and len(arguments) > 1:
        print(*update(folder, arguments[1], everything(flows), arguments[2:]), sep="\n")
        return 0
    lines = [*map(str, missing(Catalogs(folder), everything(flows)))]
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        lines += [str(problem) for problem in check_catalog(path) if problem.broken]
    print("\n".join(lines) or "complete")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
