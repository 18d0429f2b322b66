"""Prompts recorded by a person: `<folder>/<language>/index.tsv` says which file holds which text, word for word.

A recording is found by its text alone, so one whose text has changed since is never played. A line of the index is
the name of a file beside it, a tab, and the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from kiosk.hardening import leads_out

INDEX, KINDS = "index.tsv", (".wav", ".ogg", ".opus")
_UNHEARD = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_NAME = re.compile(r"[^/\\\t.][^/\\\t]*")
_ELSEWHERE = "è un collegamento a un'altra cartella: metti qui il file stesso"
_HEADS = {".wav": b"RIFF", ".ogg": b"OggS", ".opus": b"OggS"}


def heard(text: str) -> str:
    """A text as it is said: without signs that only steer how it is drawn."""
    return " ".join(normalize("NFC", _UNHEARD.sub("", text)).split())


class Entry(NamedTuple):
    """A line of an index; `wrong` is empty when its recording can be played."""

    number: int
    place: Path
    text: str
    wrong: str


class Recordings:
    """The recordings below a folder; None for no folder. An index is read when its language is first asked for."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._found: dict[str, dict[str, Path]] = {}

    def of(self, language: str, text: str) -> Path | None:
        """The file in which exactly this text is read, if there is one."""
        return self._texts(language).get(heard(text))

    def count(self, language: str) -> int:
        """How many texts of a language can be played."""
        return len(self._texts(language))

    def languages(self) -> tuple[str, ...]:
        """The languages that have an index."""
        return tuple(sorted(place.parent.name for place in self.folder.glob(f"*/{INDEX}"))) if self.folder else ()

    def kinds(self) -> tuple[str, ...]:
        """The kinds of files (".wav") that are to be played."""
        return tuple(sorted({place.suffix for language in self.languages() for place in self._texts(language).values()}))

    def problems(self) -> Iterator[str]:
        """What is wrong with the indexes, each with its file and line."""
        for language in self.languages():
            for entry in self._entries(language):
                if entry.wrong:
                    yield f"{self.folder / language / INDEX}:{entry.number}: {entry.wrong}"

    def _texts(self, language: str) -> dict[str, Path]:
        if language not in self._found:
            self._found[language] = {entry.text: entry.place for entry in self._entries(language) if not entry.wrong}
        return self._found[language]

    def _entries(self, language: str) -> Iterator[Entry]:
        if self.folder is None:
            return
        place, seen = self.folder / language, set()
        if leads_out(place / INDEX):
            yield Entry(1, place, "", _ELSEWHERE)
            return
        try:
            lines = (place / INDEX).read_text("utf-8-sig").splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError):
            yield Entry(1, place, "", "non si può leggere: serve un file di testo UTF-8")
            return
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                name, _, text = line.partition("\t")
                text = heard(text)
                again = "questo testo è già in una riga prima" if text in seen else ""
                yield Entry(number, place / name, text, _wrong(name, text, place / name) or again)
                seen.add(text)


def _wrong(name: str, text: str, place: Path) -> str:
    if not text:
        return "serve il nome di un file, un tabulatore e il testo"
    if not _NAME.fullmatch(name) or place.suffix not in KINDS:
        return f"il file sta accanto all'indice e finisce in {', '.join(KINDS)}"
    if leads_out(place):
        return f"«{name}» {_ELSEWHERE}"
    try:
        with place.open("rb") as recording:
            head = recording.read(4)
    except OSError:
        return f"«{name}» non c'è, o non si può leggere"
    return "" if head == _HEADS[place.suffix] else f"«{name}» non è una registrazione {place.suffix}"
