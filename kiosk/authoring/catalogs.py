"""Keeps translators' files in step with the Italian: what is missing, and .po files brought up to date.

    python -m kiosk.authoring.catalogs missing
    python -m kiosk.authoring.catalogs update ar
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from kiosk.authoring import extract
from kiosk.i18n import SOURCE, Catalogs, check_catalog


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


def update(folder: Path, code: str, entries: Iterable[extract.Entry]) -> list[Path]:
    """Write every .po file of a language anew: sound translations stay, changed Italian is marked fuzzy."""
    by_domain: dict[str, list[extract.Entry]] = {}
    for entry in entries:
        by_domain.setdefault(entry.domain, []).append(entry)
    return [_update(folder, code, domain, found) for domain, found in by_domain.items()]


def _update(folder: Path, code: str, domain: str, entries: list[extract.Entry]) -> Path:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    path = _file(folder, code, domain)
    text = path.read_text("utf-8") if path.exists() else ""
    before = read_po(text.splitlines(keepends=True), locale=code) if text else Catalog(code)
    after = Catalog(code)
    for entry in entries:
        string, flags = _translation(before, entry)
        after.add(entry.text, string, context=entry.place, locations=[(entry.file, entry.line or None)], flags=flags)
    out = BytesIO()
    write_po(out, after, width=0, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"{_header(text, after)}\n\n".encode() + out.getvalue().strip() + b"\n")
    return path


def _translation(before, entry: extract.Entry) -> tuple[object, set[str]]:
    """What was written for this text, or for another text at this place: then it is marked fuzzy."""
    same = before.get(entry.text, entry.place)
    if same is not None:
        return same.string, set(same.flags) & {"fuzzy"}
    for message in before:
        if message.context == entry.place and message.string and type(message.id) is type(entry.text):
            return message.string, {"fuzzy"}
    return ("", "") if isinstance(entry.text, tuple) else "", set()


def _header(text: str, catalog) -> str:
    """The file's own header, as its translators left it; for a fresh file what gettext must know."""
    if text:
        return text.partition("\n\n")[0]
    known = (
        ("Language", str(catalog.locale)),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", catalog.plural_forms),
        ("X-Autonym", catalog.locale.get_display_name().capitalize()),
        ("X-Reviewed-By", ""),
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in known)])


def _begun(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != SOURCE and (path / "LC_MESSAGES").is_dir())


def _file(folder: Path, code: str, domain: str) -> Path:
    return folder / code / "LC_MESSAGES" / f"{domain}.po"


def main(arguments: list[str]) -> int:
    """Print what is missing, or bring a language's files up to date; 1 when something is missing or broken."""
    folder, flows = Path("locales"), Path("flows")
    if arguments[:1] == ["update"]:
        for code in arguments[1:]:
            for path in update(folder, code, everything(flows)):
                print(path)
        return 0
    lines = [*map(str, missing(Catalogs(folder), everything(flows)))]
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        lines += [str(problem) for problem in check_catalog(path) if problem.broken]
    print("\n".join(lines) or "complete")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
