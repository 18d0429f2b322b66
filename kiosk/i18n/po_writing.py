"""Brings a translator's .po file in step with the Italian texts of today; what was translated and signed stays.

Babel merges. Instead of its guesses by likeness: where the Italian changed at its place, or a text went to another place, the
translation goes along, marked fuzzy, with the Italian it was made from (`#| msgid`). Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Protocol

from kiosk.i18n.formats import is_known, locale_of
from kiosk.i18n.po import PoIsBroken, read
from kiosk.i18n.po_header import OURS, headers, notes

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_WRAPPED = re.compile(r"\n#\| (?!msgid)")


class Text(Protocol):
    """A text to translate: its place, the Italian in one form or two, and where it is written."""

    place: str
    text: str | tuple[str, str]
    file: str
    line: int


def write_po(path: Path, code: str, texts: Iterable[Text]) -> Path:
    """The file with exactly these texts, in their order, and what was translated of them before.

    ValueError, and the file stays as it is, when it cannot be read whole: half of it would be lost.
    """
    from babel.messages.catalog import Catalog

    text, catalog, template = "", Catalog(code), Catalog()
    if path.exists():
        catalog = _whole(path)
        text = path.read_text("utf-8-sig")
    for entry in texts:
        template.add(entry.text, context=entry.place, locations=[(entry.file, entry.line or None)])
    earlier = _earlier(catalog)
    earlier |= _follow(catalog, template, earlier)
    catalog.update(template, no_fuzzy_matching=True)
    for (place, said), before in earlier.items():
        if (message := catalog.get(said, place)) and message.fuzzy:
            message.previous_id = before
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{_header(text, path.with_name('kiosk.po'), code, catalog)}\n\n{_written(catalog)}\n", "utf-8")
    return path


def _whole(path: Path):
    try:
        return read(path)[0]
    except PoIsBroken as error:
        raise ValueError(f"{path}:{error.line}: {error}") from None


def _written(catalog) -> str:
    from babel.messages.pofile import write_po

    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, include_previous=True, ignore_obsolete=True)
    # Babel breaks a long earlier text in the middle of its quotes
    return _WRAPPED.sub(" ", out.getvalue().decode().strip())


def _earlier(catalog) -> dict[tuple[str, object], list[str]]:
    """The Italian from which a text still marked fuzzy was translated: Babel reads it as a comment."""
    found = {}
    for message in catalog:
        said = [line for line in message.user_comments if line.startswith("|")]
        if said:
            message.user_comments = [line for line in message.user_comments if line not in said]
            found[message.context, message.id] = [*_unquoted(" ".join(line[1:] for line in said))]
    return found


def _unquoted(said: str) -> Iterator[str]:
    from babel.messages.pofile import unescape

    for part in re.split(r"msgid(?:_plural)? ", said)[1:]:
        yield "".join(map(unescape, _QUOTED.findall(part)))


def _follow(catalog, template, earlier: dict[tuple[str, object], list[str]]) -> dict[tuple[str, object], list[str]]:
    """Where the Italian changed at a place, or a text went to another place, its translation goes along."""
    gone = [message for message in catalog if message.id and any(message.string) and not template.get(message.id, message.context)]
    by_place, by_text = {message.context: message for message in gone}, {message.id: message for message in gone}
    found = {}
    for message in template:
        if not message.id or catalog.get(message.id, message.context):
            continue
        before = by_place.get(message.context) or by_text.get(message.id)
        if before is not None:
            of = (before.id,) if isinstance(before.id, str) else before.id
            found[message.context, message.id] = earlier.get((before.context, before.id)) or list(of)
            catalog.add(message.id, before.string, context=message.context, flags={"fuzzy"}, user_comments=before.user_comments)
    return found


def _header(text: str, kin: Path, code: str, catalog) -> str:
    """The file's own header, as its translators left it; for a fresh file that of its language, not signed."""
    kept = text or (kin.read_text("utf-8") if kin.exists() else "")
    known = headers(kept) or {"X-Autonym": _autonym(code)}
    usual = {"Language": code, "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
             "Plural-Forms": catalog.plural_forms, "X-Reviewed-By": ""}
    said = {**usual, **known, **({} if text else {"X-Reviewed-By": ""})}
    ours = [f"# {name}: {said[name]}".rstrip() for name in OURS if name in said]
    return "\n".join([*notes(text), *ours, 'msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in said.items() if name not in OURS)])


def _autonym(code: str) -> str:
    return locale_of(code).get_language_name().capitalize() if is_known(code) else code
