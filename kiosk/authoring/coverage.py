"""How far each language has come, and whether what is offered in it is whole: `sportello check --languages`.

A service is offered in a language when its file is there. Then every text of the kiosk, of the bank and of the service must have
a sound translation in it: a language is never mixed with another where somebody thought that it was complete.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.authoring import catalogs, extract
from kiosk.authoring.translations import Lists, unfit
from kiosk.config import Config, Voice
from kiosk.i18n import SOURCE, CatalogProblem, Examined, examine, italian, width

Voiced = Callable[[str, Iterable[str]], int]
"""Of these texts in this language: how many can be said aloud here."""
SHARED = (extract.KIOSK, extract.BANK)
_MOST = 20
_HEADS = ("lingua", "testi di", "tradotti", "riletti", "a voce", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One domain in one language: how many texts the Italian has, how many are translated, how many can be said aloud.

    `voiced` is None where nobody knows. `offered` when its file is there: the kiosk shows it.
    """

    language: str
    domain: str
    texts: int
    translated: int = 0
    voiced: int | None = None
    reviewed: bool = False
    offered: bool = True
    faults: tuple[CatalogProblem, ...] = field(default=(), repr=False)

    @property
    def whole(self) -> bool:
        """Can all of it be shown as it is?"""
        return self.translated == self.texts and not any(fault.broken for fault in self.faults)


class Coverage:
    """Of the languages in one folder, for the texts in `entries`."""

    def __init__(self, locales: Path, entries: Iterable[extract.Entry], voiced: Voiced | None = None) -> None:
        self.locales, self.voiced, self.lists = locales, voiced, Lists.read(locales)
        self.wanted: dict[str, dict[tuple, None]] = {domain: {} for domain in SHARED}
        for entry in entries:
            self.wanted.setdefault(entry.domain, {})[entry.place, entry.text] = None

    def begun(self) -> tuple[str, ...]:
        """The languages that have a folder."""
        return tuple(sorted(path.parent.name for path in self.locales.glob("*/LC_MESSAGES") if path.parent.name != SOURCE))

    def rows(self, languages: Iterable[str]) -> Iterator[Row]:
        """The kiosk, the bank and every service in each of these languages, whether its file is there or not."""
        for language in languages:
            for domain in self.wanted:
                yield self._row(language, domain)

    def _row(self, language: str, domain: str) -> Row:
        wanted, path = self.wanted[domain], self.locales / language / "LC_MESSAGES" / f"{domain}.po"
        if not path.exists():
            needed = domain in SHARED and bool(wanted)
            faults = (CatalogProblem(str(path), 1, "this file is not there"),) if needed else ()
            return Row(language, domain, len(wanted), offered=needed, faults=faults)
        found = examine(path)
        there = [one for one in found.texts if (one.place, one.italian) in wanted]
        said = None if self.voiced is None else self.voiced(language, [one.forms[-1] for one in there])
        faults = (*found.problems, *unfit(path, there, self.lists), *_out_of_step(path, wanted, found))
        return Row(language, domain, len(wanted), len(there), said, bool(found.reviewed_by), True, faults)


def _out_of_step(path: Path, wanted: dict[tuple, None], found: Examined) -> Iterator[CatalogProblem]:
    """What the Italian says and the file does not know, or the other way round: `update` mends both."""
    known = set(found.known)
    if lacking := len(wanted.keys() - known):
        yield CatalogProblem(str(path), 1, f"texts that are not in the file yet: {lacking} (update it)", broken=False)
    if gone := len(known - wanted.keys()):
        yield CatalogProblem(str(path), 1, f"texts that the Italian does not have any more: {gone} (update the file)", broken=False)


def run(config: Config, languages: Iterable[str], as_json: bool = False) -> int:
    """`check` of a desk: the languages named, else those of its configuration; where it has none, every one begun."""
    found = Coverage(config.locales, catalogs.everything(config.flows), heard(config.voice))
    return check(found, tuple(languages) or (found.begun() if config.practice else config.languages), as_json)


def heard(said: Voice) -> Voiced:
    """What can be said aloud on this machine: by a recording of the very words, or by a voice of the language."""
    from kiosk.voice.mouth import Mouth

    mouth = Mouth(Path(said.folder) if said.folder else None, said.speed)

    def voiced(language: str, texts: Iterable[str]) -> int:
        speaks = mouth.can_say("", language)
        return sum(1 for text in texts if speaks or mouth.recordings.of(language, text) and mouth.can_say(text, language))

    return voiced


def check(found: Coverage, languages: Iterable[str], as_json: bool = False) -> int:
    """Print how far these languages have come, and every fault; 1 when one is offered that is not whole."""
    rows = list(found.rows(code for code in languages if code != SOURCE))
    print(_as_json(rows) if as_json else "\n".join(_as_text(rows)))
    return int(any(row.offered and not row.whole for row in rows))


def _as_json(rows: list[Row]) -> str:
    kept = ("language", "domain", "texts", "translated", "voiced", "reviewed", "offered", "whole")
    faults = [{"file": one.path, "line": one.line, "message": one.message, "severity": "error" if one.broken else "warning"}
              for row in rows for one in row.faults]
    return json.dumps({"rows": [{name: getattr(row, name) for name in kept} for row in rows], "faults": faults}, ensure_ascii=False, indent=1)


def _as_text(rows: list[Row]) -> Iterator[str]:
    yield from _table([_HEADS, *map(_cells, rows)])
    for row in rows:
        for one in row.faults[:_MOST]:
            yield f"{'!' if one.broken else '~'} {one}"
        if len(row.faults) > _MOST:
            yield f"  {row.faults[0].path}: e altri {len(row.faults) - _MOST} (--json li dice tutti)"
    lacking = dict.fromkeys(row.language for row in rows if row.offered and not row.whole)
    yield f"Non complete: {', '.join(map(_name, lacking))}." if lacking else "Quello che si offre è completo."


def _cells(row: Row) -> tuple[str, ...]:
    if not row.offered:
        return _name(row.language), row.domain, "–", "–", "–", "non si offre"
    said = "–" if row.voiced is None else _percent(row.voiced, row.texts)
    return (_name(row.language), row.domain, _percent(row.translated, row.texts), "sì" if row.reviewed else "no", said,
            "" if row.whole else "incompleto" if row.translated < row.texts else "con errori")


def _percent(part: int, whole: int) -> str:
    """Rounded down: 100 % is all of it."""
    return f"{100 if not whole else part * 100 // whole} %"


def _name(language: str) -> str:
    return f"{italian().language_name(language)} ({language})"


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    wide = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        yield "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(cells, wide, strict=True)).rstrip()
