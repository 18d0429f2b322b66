"""The names of countries, in one language or in all that a visitor may type.

Only countries that exist today (ISO 3166-1, and Kosovo); the words for vanished ones and for no
citizenship at all are phrases of the kiosk, `country.SU` and `country.XX`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kiosk.i18n.formats import locale_of
from kiosk.i18n.text import fold

_SPOKEN = "it en fr es pt ro sq uk ru ar zh bn ur hi pa ta si fa tr pl de fil".split()
_NO_COUNTRY = frozenset("EU EZ UN ZZ QO XA XB AC CP DG CQ EA IC TA".split())


def country(language: str, code: str) -> str:
    """The country's name in the language; the code itself when it is no country."""
    return locale_of(language).territories.get(code, code)


@lru_cache(8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Every country with its name, in the order of the alphabet."""
    return tuple(sorted(_named(language), key=lambda pair: fold(pair[1])))


@lru_cache(1)
def country_names() -> dict[str, str]:
    """Folded name, in any language spoken at the desks, to the code; the Italian meaning wins over another's."""
    names: dict[str, str] = {}
    for language in _SPOKEN:
        for code, name in _named(language):
            names.setdefault(fold(name), code)
    return names


def _named(language: str) -> Iterator[tuple[str, str]]:
    for code, name in locale_of(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
            yield code, name
