"""Italian municipalities, those of the past included, and the states that a birth certificate may name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from kiosk.forms.identifiers.search import Search
from kiosk.i18n.text import fold

_SMALL = re.compile(
    r"(?<=[\s(-])(?:A|Ai|Al|Alla|Allo|Con|Da|Dal|Dalla|De|Degli|Dei|Del|Della|Delle|Dello|Di|E|Ed|In|Le|Nei|Nel|Nella|Per|Su|Sul|Sulla)(?=\s)"
    r"|(?<=\s)(?:D|Dell|Nell|Sull|All)(?=')"
)
_ROMAN = re.compile(r"\b[IXV][ixv]+\b")


class KnownPlace(NamedTuple):
    """A place in the register: its code, whether it exists today, and its other names (Bozen)."""

    name: str
    province: str
    code: str
    today: bool
    abroad: bool
    others: tuple[str, ...] = ()


@lru_cache(1)
def known_places() -> tuple[KnownPlace, ...]:
    """Today's municipalities by name, then those of the past, then states."""
    from codicefiscale.data import get_countries_data, get_municipalities_data

    found: dict[tuple[str, str, str], KnownPlace] = {}
    for row in (*get_municipalities_data(), *get_countries_data()):
        place = _place(row)
        known = found.get(place[:3])
        if known is None or place.today > known.today:
            found[place[:3]] = place
    return tuple(sorted(found.values(), key=lambda place: (place.abroad, not place.today, fold(place.name), place.province)))


def _place(row: dict[str, Any]) -> KnownPlace:
    names = {row.get("name_alt", ""), row.get("name_alt_en", "")} - {"", row["name"]}
    abroad = row["province"] == "EE"
    return KnownPlace(_written(row["name"]), "" if abroad else row["province"], row["code"], row["active"], abroad, tuple(sorted(names)))


def _written(name: str) -> str:
    """«Reggio nell'Emilia», «Sotto il Monte Giovanni XXIII»: the register has a capital at every word."""
    small = _SMALL.sub(lambda found: found[0].lower(), name.replace(" Il ", " il ").replace(" La ", " la "))
    return _ROMAN.sub(lambda found: found[0].upper(), small)


@lru_cache(1)
def place_search() -> Search:
    """An index to the positions of `known_places`; a name is also found with its province."""
    return Search([
        (fold(name), at) for at, place in enumerate(known_places()) for name in (place.name, *place.others)
    ])
