"""Keeps translators' files in step with the Italian, in the folders `locales` and `flows` that are here.

    python -m kiosk.authoring.catalogs                      how far every language has come, and what is wrong
    python -m kiosk.authoring.catalogs update ar            every file that Arabic has
    python -m kiosk.authoring.catalogs update ar did        this one, begun if it is not there
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from kiosk.authoring import extract
from kiosk.i18n.po_writing import write_po


def everything(flows: Path) -> list[extract.Entry]:
    """All texts that a visitor may read: the kiosk's, the bank's, the flows'."""
    return [*extract.phrases(), *extract.shelf(flows)]


def update(folder: Path, code: str, entries: Iterable[extract.Entry], begin: Iterable[str] = ()) -> list[Path]:
    """Bring a language's .po files in step: sound translations stay, changed Italian is marked fuzzy.

    Only the domains in `begin` get a file they did not have: a flow is offered in every language it has a file of.
    """
    begin, by_domain = set(begin), {}
    for entry in entries:
        by_domain.setdefault(entry.domain, []).append(entry)
    wanted = [domain for domain in by_domain if domain in begin or (not begin and _file(folder, code, domain).exists())]
    return [write_po(_file(folder, code, domain), code, by_domain[domain]) for domain in wanted]


def _file(folder: Path, code: str, domain: str) -> Path:
    return folder / code / "LC_MESSAGES" / f"{domain}.po"


def main(arguments: list[str]) -> int:
    """Print how far the languages have come, or bring one's files up to date; 1 when one is offered that is not whole."""
    folder, flows = Path("locales"), Path("flows")
    if arguments[:1] == ["update"] and len(arguments) > 1:
        return _update(folder, arguments[1], everything(flows), arguments[2:])
    from kiosk.authoring import coverage
    found = coverage.Coverage(folder, everything(flows))
    return coverage.check(found, found.begun())


def _update(folder: Path, code: str, entries: list[extract.Entry], begin: list[str]) -> int:
    try:
        print(*update(folder, code, entries, begin), sep="\n")
    except ValueError as broken:
        print(broken, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
