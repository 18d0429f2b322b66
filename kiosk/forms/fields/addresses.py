"""Addresses, the kind first: a home, a host's, a centre's, none at all, abroad.

Nobody is without an answer: who has no home may have an address given by an office or an association.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Part, Problem, Read, Reading, Typed, doubtful, line, mapping, wrong
from kiosk.forms.fields.parts import choice_part, chosen, shown, unanswered
from kiosk.forms.fields.places import CountryType, exact_places
from kiosk.forms.fields.values import Address
from kiosk.i18n.text import digits

_KINDS = ("home", "guest", "centre", "no_home", "abroad")
_GIVEN = choice_part("address", "given", ("office", "association", "none"))
_AT = Part("at", example="Casa Aperta")
_STREET = Part("street", example="via Roma")
_NUMBER = Part("number", optional=True, size=8, example="12")
_TOWN = (Part("zip", optional=True, size=5, example="20121"), Part("town", example="Milano"))
_LINES = {
    "home": (_STREET, _NUMBER, *_TOWN),
    "guest": (_AT, _STREET, _NUMBER, *_TOWN),
    "centre": (_AT, _STREET, _NUMBER, *_TOWN),
    "abroad": (_STREET, Part("town"), Part("country")),
    "none": (Part("town", optional=True, example="Milano"),),
    "lent": (_AT, Part("street", optional=True), _NUMBER, *_TOWN),
}
_SNC = re.compile(
    r"(?i)\W*(snc|s\.?\s*n\.?\s*c\.?|senza numero( civico)?|no|nessuno|-+|s\.?/?n\.?|sin n[uú]mero|sem n[uú]mero|sans num[eé]ro|no number|none"
    r"|f[aă]r[aă] num[aă]r|pa num[eë]r|без номера|بدون رقم|بغیر نمبر|没有|无|無|walang numero)\W*"
)
_STREET_NUMBER = re.compile(r"(.*?\D)[,\s]+(?:n\.?°?\s*)?(\d+\s?(?:[/-]?\s?\w{1,3})?|snc)", re.IGNORECASE)
_AT_SOMEBODY = re.compile(r"(?i)(?:presso|c/o)\s+(.+)")
_TOWN_LINE = re.compile(r"(?:(\d{5})\s+)?(\D+?)(?:\s*\((\w\w)\))?")


@dataclass(frozen=True)
class AddressType(FieldType):
    """Asks where somebody lives or gets letters: first which kind of place, then its lines."""

    yaml: ClassVar[str] = "address"
    entry: ClassVar[str] = "parts"
    kind: ClassVar[str] = "choice"
    allowed: ClassVar[dict[str, tuple[str, ...]]] = {"kinds": _KINDS}
    kinds: tuple[str, ...] = _KINDS
    """The kinds that are offered: home, guest, centre, no_home, abroad."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        if isinstance(typed, str) and not self._kind(line(typed), reading):
            return self._from_line(line(typed), reading)
        return self._from_parts(self._typed(typed, reading), reading)

    def _from_parts(self, typed: dict[str, str], reading: Reading) -> Read:
        now = self._stage(typed, reading)
        if now[0].name != "kind" and not shown(now, typed):
            return Read(more=True)
        return unanswered("address", now, typed, reading) or self._whole(typed, reading)

    def parts(self, typed: Typed, reading: Reading) -> tuple[Part, ...]:
        """The kind alone at first; then its lines, and after them the choices that led there, to change."""
        now = self._stage(self._typed(typed, reading), reading)
        earlier = (_GIVEN,) if now in (_LINES["none"], _LINES["lent"]) else ()
        kinds = () if now[0].name == "kind" or len(self.kinds) == 1 else (choice_part("address", "kind", self.kinds),)
        return (*now, *earlier, *kinds)

    def _typed(self, typed: Typed, reading: Reading) -> dict[str, str]:
        parts = mapping(typed) if isinstance(typed, dict) else {"kind": line(typed)} if line(typed) else {}
        return {"kind": self.kinds[0], **parts} if len(self.kinds) == 1 else parts

    def _kind(self, text: str, reading: Reading) -> str | None:
        return chosen(choice_part("address", "kind", self.kinds), text, reading)

    def _stage(self, typed: dict[str, str], reading: Reading) -> tuple[Part, ...]:
        """The parts to ask now: the kind, then whose address it is, then its lines."""
        kind = self._kind(typed.get("kind", ""), reading)
        if kind is None:
            return (choice_part("address", "kind", self.kinds),)
        if kind != "no_home":
            return _LINES[kind]
        given = chosen(_GIVEN, typed.get("given", ""), reading)
        return (_GIVEN,) if given is None else _LINES["none" if given == "none" else "lent"]

    def _whole(self, typed: dict[str, str], reading: Reading) -> Read:
        kind = self._kind(typed["kind"], reading)
        given = chosen(_GIVEN, typed.get("given", ""), reading) if kind == "no_home" else ""
        names = {part.name for part in self._stage(typed, reading)} | ({"province"} if kind != "abroad" else set())
        return _sound(Address(kind, given=given or "", **{name: typed.get(name, "") for name in names}), reading)

    def _from_line(self, text: str, reading: Reading) -> Read:
        """«presso Casa Aperta, via Orsini 21, 20100 Milano (MI)», «via Roma snc, 26900 Lodi»."""
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
        host = _AT_SOMEBODY.fullmatch(pieces[0]) if pieces else None
        town = _TOWN_LINE.fullmatch(pieces[-1]) if len(pieces) > 1 + bool(host) else None
        if not town:
            return wrong("address.line" if text else "address.kind", None if text else "kind")
        kind = "guest" if host else "home"
        found = Address(
            kind if kind in self.kinds else self.kinds[0], at=host[1] if host else "", street=", ".join(pieces[bool(host):-1]),
            zip=town[1] or "", town=town[2].strip(), province=(town[3] or "").upper(),
        )
        return _sound(found, reading)

    def show(self, value: Address, words) -> str:
        at = words.say("address.at", name=value.at) if value.at else ""
        street = " ".join(filter(None, (value.street, value.number)))
        town = " ".join(filter(None, (value.zip, value.town, value.province and f"({value.province})")))
        country = CountryType().show(value.country, words) if value.country else ""
        none = words.say("part.address.kind.no_home") if value.given == "none" else ""
        return ", ".join(filter(None, (none, at, street, town, country)))

    def dump(self, value: Address) -> dict[str, Any]:
        return value.dump()

    def load(self, stored: dict[str, Any]) -> Address:
        return Address.load(stored)

    def fact(self, value: Address) -> str:
        return value.kind

    def values(self) -> tuple[str, ...]:
        return self.kinds


def _sound(found: Address, reading: Reading) -> Read:
    """The address with its number, province and country told apart, and what is unusual in it."""
    number, street = found.number, found.street
    inside = _STREET_NUMBER.fullmatch(street) if not number and found.kind != "abroad" else None
    if inside:
        street, number = inside[1].rstrip(" ,"), inside[2]
    parts = {name: getattr(found, name) for name in ("kind", "at", "town", "given")}
    country, province, doubt = found.country, found.province.upper(), None
    if found.kind == "abroad":
        read = CountryType().read(country, reading) if country else Read("")
        country, doubt = read.value or country, read.problem
    elif found.town:
        province, doubt = _in_register(found.town, province)
    number = "snc" if (number and _SNC.fullmatch(number)) or (street and not number and found.kind != "abroad") else number
    address = Address(street=street, number=number, zip=digits(found.zip), province=province, country=country, **parts)
    return _doubted(address, doubt, asked_number=bool(found.number or inside))


def _in_register(town: str, province: str) -> tuple[str, Problem | None]:
    """The province of the town, if there is one of that name only; a doubt if there is none."""
    known = exact_places(f"{town} ({province})" if province else town, lambda place: not place.abroad)
    if not known:
        return province, Problem("address.unknown_town", {"town": town[:30]}, soft=True, part="town")
    provinces = {place.province for place in known}
    return (provinces.pop() if len(provinces) == 1 else province), None


def _doubted(address: Address, doubt: Problem | None, asked_number: bool) -> Read:
    if address.number == "snc" and not asked_number:
        return doubtful(address, "address.no_number", "number")
    if address.zip and not re.fullmatch(r"\d{5}", address.zip):
        return doubtful(address, "address.zip", "zip", n=len(address.zip))
    if doubt is not None:
        return Read(address, Problem(doubt.code, doubt.params, soft=True, part=doubt.part or "country"))
    return Read(address)
