"""The translations on disk: `<folder>/<language>/LC_MESSAGES/<domain>.po`, made ready for gettext.

A file is compiled when the program is packed, or when it is first needed, and kept in the cache under its time and size,
so that a translator's change is seen at once. What a file gets wrong is left out: the Italian stands in for it.
"""

from __future__ import annotations

import os
import re
import struct
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from kiosk.i18n.phrases import FOR_VISITORS
from kiosk.i18n.words import SOURCE, Words, italian

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*")
# the place, in a compiled catalog, of what its header said and of how many texts it lacks: gettext drops both
HEADER = "header"
MISSING = "X-Missing"
# part of the name of every compiled file: raise it when `read_po` leaves out more or less than before
_RULES = "3"


class _Nothing(NullTranslations):
    """The end of a search: says that there is no translation, where gettext would give back the message."""

    def pgettext(self, context: str, message: str) -> None:
        return None

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> None:
        return None


class Catalogs:
    """Every language of one folder. Without a cache folder, files are compiled in memory."""

    def __init__(self, folder: Path | str, cache: Path | str | None = None) -> None:
        self.folder = Path(folder)
        self.cache = Path(cache) if cache is not None else None
        self._domains: dict[tuple[str, str], GNUTranslations | None] = {}

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that the kiosk can speak, Italian first; one whose file is broken is not among them."""
        found = sorted(path.name for path in self.folder.glob("*") if _LANGUAGE.fullmatch(path.name))
        return (SOURCE, *(code for code in found if code != SOURCE and self.catalog(code, "kiosk")))

    def words(self, code: str) -> Words:
        """The words of a language; of one that is not there, the Italian, marked as such."""
        if code == SOURCE:
            return italian()
        autonym = self._header(code, "kiosk", "X-Autonym") or code
        return Words(code, autonym, lambda domain: self.catalog(code, domain))

    def catalog(self, code: str, domain: str) -> GNUTranslations | None:
        """The compiled file, or None when there is none that can be read."""
        if (code, domain) not in self._domains:
            self._domains[code, domain] = self._load(code, domain)
        return self._domains[code, domain]

    def complete(self, code: str, domain: str) -> bool:
        """True when every text of the domain's file has a sound translation (of "kiosk": every phrase)."""
        if code == SOURCE:
            return True
        catalog = self.catalog(code, domain)
        if catalog is None or self._header(code, domain, MISSING) != "0":
            return False
        return domain != "kiosk" or not self.missing(code, "kiosk", tuple(FOR_VISITORS.items()))

    def missing(self, code: str, domain: str, texts: tuple[tuple[str, str | tuple[str, str]], ...]) -> tuple[str, ...]:
        """The places, among these (place, Italian) pairs, that have no translation."""
        if code == SOURCE:
            return ()
        catalog = self.catalog(code, domain)
        return tuple(place for place, text in texts if catalog is None or not _has(catalog, place, text))

    def reviewed(self, code: str, *domains: str) -> bool:
        """True when a person who speaks the language has signed these files of it, or every one where none is named."""
        wanted = domains or tuple(path.stem for path in (self.folder / code / "LC_MESSAGES").glob("*.po"))
        return code == SOURCE or bool(wanted) and all(self._header(code, domain, "X-Reviewed-By") for domain in wanted)

    def _header(self, code: str, domain: str, name: str) -> str | None:
        catalog = self.catalog(code, domain)
        return catalog and catalog.pgettext(HEADER, name)

    def _load(self, code: str, domain: str) -> GNUTranslations | None:
        if not (_LANGUAGE.fullmatch(code) and _DOMAIN.fullmatch(domain)):
            return None
        source = self.folder / code / "LC_MESSAGES" / f"{domain}.po"
        try:
            return self._kept(source, f"{code}.{domain}")
        except (OSError, ValueError):
            return None

    def _kept(self, source: Path, name: str) -> GNUTranslations:
        """From the cache, or compiled: also when the copy in the cache is damaged."""
        seen = source.stat()
        kept = (self.cache or self.folder) / f"{name}.{seen.st_mtime_ns:x}-{seen.st_size:x}-{_RULES}.mo"
        try:
            return _parsed(kept.read_bytes())
        except (OSError, ValueError, struct.error):
            compiled = _packed(source) or compile_po(source)
        if self.cache is not None:
            self._keep(kept, name, compiled)
        return _parsed(compiled)

    def _keep(self, kept: Path, name: str, compiled: bytes) -> None:
        from tempfile import NamedTemporaryFile

        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.cache, delete=False) as draft:
                draft.write(compiled)
            for stale in self.cache.glob(f"{name}.*.mo"):
                stale.unlink(missing_ok=True)
            os.replace(draft.name, kept)
        except OSError:
            # a cache that cannot be written only costs time
            return


def packed_name(source: Path) -> str:
    """What the compiled form of a file is called beside it: it is that of these bytes alone."""
    from hashlib import sha256

    return f"{source.stem}.{sha256(source.read_bytes()).hexdigest()[:16]}-{_RULES}.mo"


def _packed(source: Path) -> bytes | None:
    """The compiled form that the program was packed with; None when there is none of this very file."""
    try:
        compiled = source.with_name(packed_name(source)).read_bytes()
        _parsed(compiled)
    except (OSError, ValueError, struct.error):
        return None
    return compiled


def compile_po(source: Path) -> bytes:
    """The sound entries of a .po file, in gettext's compiled form; ValueError when it cannot be read at all."""
    from babel.messages.mofile import write_mo

    from kiosk.i18n.po import load

    catalog, headers = load(source)
    for name, value in headers.items():
        catalog.add(name, value, context=HEADER)
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _parsed(compiled: bytes) -> GNUTranslations:
    catalog = GNUTranslations(BytesIO(compiled))
    catalog.add_fallback(_Nothing())
    return catalog


def _has(catalog: GNUTranslations, place: str, text: str | tuple[str, str]) -> bool:
    if isinstance(text, tuple):
        return catalog.npgettext(place, *text, 1) is not None
    return catalog.pgettext(place, text) is not None
