"""Writes a translator's .po file anew from the Italian texts of today, keeping what was translated and signed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Protocol


_SIGNED = re.compile(r"(X-Reviewed-By: )[^\\]*")


class Text(Protocol):
    """A text to translate: its place, the Italian in one form or two, and where it is written."""

    place: str
    text: str | tuple[str, str]
    file: str
    line: int


def write_po(path: Path, code: str, texts: Iterable[Text]) -> Path:
    """The file with exactly these texts, in their order, and what was translated of them before."""
    from babel.messages import pofile
    from babel.messages.catalog import Catalog

    text = path.read_text("utf-8") if path.exists() else ""
    before = pofile.read_po(text.splitlines(keepends=True), locale=code) if text else Catalog(code)
    after = Catalog(code)
    for entry in texts:
        string, flags = _translation(before, entry)
        after.add(entry.text, string, context=entry.place, locations=[(entry.file, entry.line or None)], flags=flags)
    out = BytesIO()
    pofile.write_po(out, after, width=0, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = _header(text, path.with_name("kiosk.po"), after)
    path.write_bytes(f"{header}\n\n".encode() + out.getvalue().strip() + b"\n")
    return path


def _translation(before, entry: Text) -> tuple[object, set[str]]:
    """What was written for this text, or for another text at this place: then it is marked fuzzy."""
    same = before.get(entry.text, entry.place)
    if same is not None:
        return same.string, set(same.flags) & {"fuzzy"}
    for message in before:
        if message.context == entry.place and message.string and type(message.id) is type(entry.text):
            return message.string, {"fuzzy"}
    return ("", "") if isinstance(entry.text, tuple) else "", set()


def _header(text: str, kin: Path, catalog) -> str:
    """The file's own header, as its translators left it; for a fresh file that of its language, not signed."""
    if text:
        return text.partition("\n\n")[0]
    if kin.exists():
        return _SIGNED.sub(r"\1", kin.read_text("utf-8").partition("\n\n")[0])
    known = (
        ("Language", str(catalog.locale)),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", catalog.plural_forms),
        ("X-Autonym", catalog.locale.get_display_name().capitalize()),
        ("X-Reviewed-By", ""),
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in known)])
