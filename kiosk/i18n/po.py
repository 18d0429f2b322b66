"""A translator's .po file, read with suspicion: every fault has a line, and a faulty entry is left out.

Faults: not a .po file or cut short, a plural rule that is none, another language than its folder's, placeholders
lost or invented, control signs, markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.hardening import leads_out
from kiosk.i18n.catalogs import MISSING
from kiosk.i18n.formats import is_known
from kiosk.i18n.po_header import headers as headers_of
from kiosk.i18n.text import clean

_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_MAYBE_MARKUP = re.compile(r"[\[<&\\*_`]")
_BIGGEST = 4_000_000
_MAY_DIVIDE_BY_NOTHING = re.compile(r"[/%](?!\s*0*[1-9])")
# Textual's and HTML's tags, HTML's entities, what a program would write for a sign that cannot be seen, bold and code of Markdown
_MARKUP = re.compile(r"\[/?[A-Za-z@#$!][^\[\]]*\]|\[/\]|</?[A-Za-z!][^<>]*>|&#?\w+;|\\.|\*\*|__|`")
_WHOLE_LINE = re.compile(r'((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\]) )?"[^"\\]*(\\.[^"\\]*)*"')


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """What is wrong in a .po file, for its translator; `broken` entries are not used, the Italian is."""

    path: str
    line: int
    message: str
    broken: bool = True

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def load(path: Path):
    """The catalog without its faulty entries; its headers, and with them how many texts have no translation."""
    catalog, headers = read(path)
    missing = 0
    for message in [message for message in catalog if message.id]:
        if not _is_there(message) or message.fuzzy or any(_faults(message, catalog.num_plurals)):
            missing += 1
            catalog.delete(message.id, message.context)
    return catalog, {**headers, MISSING: str(missing)}


@dataclass(frozen=True, slots=True)
class Translation:
    """One text of a file: its place, its Italian, what stands for it in each plural form, and the line of its Italian."""

    place: str
    italian: str | tuple[str, str]
    forms: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as its translators left it: everything wrong, every text that the kiosk will use, and who has read them all.

    `known` is the place and the Italian of every text in it, translated or not.
    """

    problems: tuple[CatalogProblem, ...]
    texts: tuple[Translation, ...] = ()
    reviewed_by: str = ""
    known: tuple[tuple[str, str | tuple[str, str]], ...] = ()


def check_catalog(path: Path | str) -> tuple[CatalogProblem, ...]:
    """Everything wrong in one file, in the order of its lines; texts not yet translated are not `broken`."""
    return examine(path).problems


def examine(path: Path | str) -> Examined:
    """Everything that one file says, wrong or right."""
    path = Path(path)
    try:
        catalog, headers = read(path)
    except PoIsBroken as error:
        return Examined((CatalogProblem(str(path), error.line, str(error)),))
    found, sound, known = [CatalogProblem(str(path), 1, *fault) for fault in _header_faults(headers)], [], []
    for message in catalog:
        if message.id:
            wrong = _entry_problems(path, message, catalog.num_plurals)
            known.append((message.context or "", message.id))
            sound += [] if wrong else [Translation(message.context or "", message.id, _forms(message.string), message.lineno or 1)]
            found += wrong
    return Examined(tuple(sorted(found, key=lambda problem: problem.line)), tuple(sound), headers.get("X-Reviewed-By", ""), tuple(known))


class PoIsBroken(ValueError):
    """The file cannot be read as a catalog at all."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read(path: Path):
    """The catalog and its headers; PoIsBroken when a reader of .po files would not take it whole."""
    from babel.messages.pofile import PoFileError, read_po

    text = _decoded(path)
    _refuse_cut(text)
    headers = headers_of(text)
    _refuse_other_language(path, text, headers.get("Language", ""))
    try:
        catalog = read_po(text.splitlines(keepends=True), abort_invalid=True)
        # whatever the header says: that is how the file was read, and how it is written on
        catalog.charset = "utf-8"
        _refuse_bad_plural(catalog)
        return catalog, headers
    except PoFileError as error:
        raise PoIsBroken((error.lineno or 0) + 1, str(error).split(" on ")[0]) from None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError) as error:
        raise PoIsBroken(_line_of(text, "Plural-Forms"), f"not a catalog: {error}") from None


def _decoded(path: Path) -> str:
    if leads_out(path):
        raise PoIsBroken(1, "the file is a link to another folder: put the file itself here")
    blob = path.read_bytes()
    if len(blob) > _BIGGEST:
        raise PoIsBroken(1, "the file is too long to be a catalog")
    try:
        return blob.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PoIsBroken(blob[: error.start].count(b"\n") + 1, "the file is not in UTF-8") from None


def _refuse_cut(text: str) -> None:
    """Every quoted line ends with its quote, every line has its keyword whole, every text has its msgstr."""
    waiting = 0
    for at, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line and not line.startswith("#") and not _WHOLE_LINE.fullmatch(line):
            raise PoIsBroken(at, "this line is not whole: was the file cut?")
        if line.startswith(("msgid ", "msgctxt ")):
            waiting = at
        elif line.startswith("msgstr"):
            waiting = 0
    if waiting:
        raise PoIsBroken(waiting, "this text has no msgstr: was the file cut?")


def _refuse_other_language(path: Path, text: str, said: str) -> None:
    """A file says its language, and it is that of the folder in which it stands; nobody takes one for another."""
    folder = path.parent.parent.name
    if not said:
        raise PoIsBroken(1, "the header has no Language")
    if said.replace("-", "_").split("_")[0] != folder.split("_")[0]:
        raise PoIsBroken(_line_of(text, '"Language:'), f"the header says that the language is {said}, the folder is {folder}")


def _refuse_bad_plural(catalog) -> None:
    from gettext import c2py

    choose = c2py(catalog.plural_expr)
    # no list of numbers would do: a visitor may meet any
    if _MAY_DIVIDE_BY_NOTHING.search(catalog.plural_expr):
        raise ValueError("the plural rule divides by something that may be nothing")
    for n in (*range(0, 1001), 1_000_000):
        if not 0 <= choose(n) < catalog.num_plurals:
            raise ValueError(f"the plural rule has no form for {n}")


def _line_of(text: str, wanted: str) -> int:
    return next((at for at, line in enumerate(text.split("\n"), 1) if wanted in line), 1)


def _header_faults(headers: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """What the header lacks, and whether the file is broken by it."""
    for name in ("Plural-Forms", "X-Autonym"):
        if not headers.get(name):
            yield f"the header has no {name}", True
    if "X-Reviewed-By" not in headers:
        yield "the header has no X-Reviewed-By (leave it empty until a person has read every text)", True
    if not is_known(headers["Language"].replace("-", "_")):
        yield f"dates and numbers stay Italian: nothing is known of {headers['Language']}", False


def _forms(text: str | tuple | list) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _is_there(message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(form.strip() for form in forms)


def _entry_problems(path: Path, message, plurals: int) -> list[CatalogProblem]:
    line = message.lineno or 1
    if not any(_forms(message.string)):
        return [CatalogProblem(str(path), line, f"not translated: {message.context}", broken=False)]
    if message.fuzzy:
        return [CatalogProblem(str(path), line, f"the Italian has changed, look again: {message.context}", broken=False)]
    return [CatalogProblem(str(path), line, f"{fault}: {message.context}") for fault in _faults(message, plurals)]


def _faults(message, plurals: int) -> Iterator[str]:
    wanted = [_names(form) for form in _forms(message.id)]
    for form in _forms(message.string):
        found = _names(form)
        if found - set.union(*wanted):
            yield f"{_listed(found - set.union(*wanted))} is not in the Italian"
        # a form for one, two or zero may leave the number itself out
        lost = set.intersection(*wanted) - found - ({"{n}"} if len(wanted) > 1 else set())
        if lost:
            yield f"{_listed(lost)} is missing"
        if not _is_clean(form):
            yield "it has control signs"
        if marked := _marks(form).difference(*map(_marks, _forms(message.id))):
            yield f"it has markup: {_listed(marked)}"
    if len(wanted) > 1 and len(_forms(message.string)) != plurals:
        yield f"it needs {plurals} plural forms"
    if len(wanted) > 1 and not all(_forms(message.string)):
        yield "a plural form is empty"


def _names(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text)) if "{" in text or "}" in text else set()


def _marks(text: str) -> set[str]:
    return set(_MARKUP.findall(_PLACEHOLDER.sub("", text))) if _MAYBE_MARKUP.search(text) else set()


def _is_clean(text: str) -> bool:
    return clean(text, len(text) + 1, newlines=True) == text.replace("\r", "")


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
