"""Countries, citizenships and municipalities: found by any of their names, in any language, with mistakes.

What is not found is never refused: it is kept as typed, and conditions know nothing certain of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from kiosk.forms.fields.kind import FieldType, Read, Reading, Typed, doubtful, line, wrong
from kiosk.forms.fields.values import Place
from kiosk.forms.identifiers import KnownPlace, Search, known_places, place_search
from kiosk.i18n.text import fold

COUNTRIES = tuple(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH"
    " CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN"
    " GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI"
    " LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM"
    " PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD"
    " TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split()
)
STATELESS = "XX"
_GONE = {
    "SU": ("urss", "unione sovietica", "soviet union", "ussr"), "YU": ("jugoslavia", "yugoslavia", "iugoslavia"),
    "CS": ("cecoslovacchia", "czechoslovakia"), "DD": ("germania est", "ddr", "east germany"),
}
_ALSO = {
    "CN": ("cinese",), "AL": ("shqiperia",), "IN": ("indiana", "indiano"), "DO": ("dominicana", "dominicano"),
    "IQ": ("irachena", "iracheno"), "MA": ("al maghrib",), "GB": ("inghilterra", "england", "gran bretagna", "inglese"),
    "US": ("usa", "america", "americana", "americano", "stati uniti d'america", "statunitense"), "NL": ("olanda", "holland", "olandese"), "MM": ("birmania", "burma"),
    "CI": ("ivoriana", "ivoriano"), "EG": ("egiziana", "egiziano"), "RO": ("rumena", "rumeno", "romena", "romeno"),
    "PH": ("filippina", "filippino"), "DE": ("tedesca", "tedesco"), "FR": ("francese",), "GR": ("greca", "greco"), "AR": ("argentina",),
    "CH": ("svizzera",), "CZ": ("ceca", "ceco"), "KR": ("corea del sud", "sudcoreana"), "KP": ("corea del nord",),
    "CD": ("congo", "congo kinshasa", "zaire"), "CG": ("congo", "congo brazzaville"), "LK": ("ceylon", "srilankese", "cingalese"), "SV": ("salvadoregna", "salvadoregno"),
    "ES": ("spagnola", "spagnolo"), "BD": ("bengalese",), "PE": ("peruviana",), "UA": ("ucraina", "ucraino"), "TR": ("turca", "turco"),
}
_ARABIC_ARTICLE = "ال"
_STATELESS_NAMES = ("apolide", "apolidi", "stateless", "senza cittadinanza", "nessuna cittadinanza", "nessuna", "apatride", "عديم الجنسية", "无国籍")


@dataclass(frozen=True)
class CountryType(FieldType):
    """Asks for a country, those that are no more included."""

    yaml: ClassVar[str] = "country"
    entry: ClassVar[str] = "search"
    kind: ClassVar[str] = "text"

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed)
        if not text:
            return wrong(f"{self.yaml}.empty")
        codes, search = self._index()
        if text.upper() in codes:
            return Read(text.upper())
        exact = search.exact(text)
        found = exact or self._find(text)
        return _one_of([codes[at] for at in found], bool(exact), text[:120], self.yaml, lambda code: self.show(code, reading.words))

    def _find(self, text: str) -> list[int]:
        return self._index()[1].find(text)

    def suggest(self, text: str, reading: Reading, limit: int = 7) -> tuple[tuple[str, str], ...]:
        """Names that begin like the text, then like it but for a mistake, each as (what to type, label)."""
        codes, _ = self._index()
        names = (self.show(codes[at], reading.words) for at in self._find(line(text))[:limit])
        return tuple((name, name) for name in names)

    def _index(self) -> tuple[tuple[str, ...], Search]:
        return _countries(False)

    def show(self, value: str, words) -> str:
        return words.country(value) if self.fact(value) else value

    def fact(self, value: str) -> str | None:
        return value if value in self.values() else None

    def values(self) -> tuple[str, ...]:
        return (*COUNTRIES, *_GONE)


@dataclass(frozen=True)
class CitizenshipType(CountryType):
    """Asks for a citizenship; «apolide» is one of the answers."""

    yaml: ClassVar[str] = "citizenship"

    def _index(self) -> tuple[tuple[str, ...], Search]:
        return _countries(True)

    def _find(self, text: str) -> list[int]:
        """«marocchina», «senegalese», «مغربية»: the longest beginning that is a country or starts one, then mistakes."""
        search, wanted = _countries(True)[1], fold(text)
        beginnings = [wanted[:end] for end in range(len(wanted), 3 if wanted.isascii() else 2, -1)]
        ways = (search.exact, lambda start: search.exact(_ARABIC_ARTICLE + start), search.starting)
        cut = next((found for way in ways for start in beginnings if (found := way(start))), [])
        return search.starting(wanted) or cut or search.find(text)

    def values(self) -> tuple[str, ...]:
        return (*COUNTRIES, STATELESS)


@dataclass(frozen=True)
class MunicipalityType(FieldType):
    """Asks for a municipality of Italy, of today or of the past; a state too, as birth certificates do."""

    yaml: ClassVar[str] = "municipality"
    entry: ClassVar[str] = "search"
    kind: ClassVar[str] = "text"
    historical: bool = True
    """Also places that are no longer municipalities of Italy: Fiume, Pola."""
    abroad: bool = True
    """Also states, for those born abroad."""

    def read(self, typed: Typed, reading: Reading) -> Read:
        text = line(typed)
        if not text:
            return wrong("municipality.empty")
        exact = exact_places(text, self._allowed)
        found = exact or [place for place in map(_place_at, place_search().find(text)) if self._allowed(place)]
        return _one_of([*map(_place, found)], bool(exact), Place(text[:120]), "municipality", str_place)

    def _allowed(self, place: KnownPlace) -> bool:
        return (self.abroad or not place.abroad) and (self.historical or place.today)

    def suggest(self, text: str, reading: Reading, limit: int = 7) -> tuple[tuple[str, str], ...]:
        """Names that begin like the text, then like it but for a mistake, each as (what to type, label)."""
        found = filter(self._allowed, map(_place_at, place_search().find(line(text))))
        labels = dict.fromkeys(str_place(_place(place)) for place in found)
        return tuple((label, label) for label in list(labels)[:limit])

    def show(self, value: Place, words) -> str:
        return str_place(value)

    def dump(self, value: Place) -> dict[str, Any]:
        return value.dump()

    def load(self, stored: dict[str, Any]) -> Place:
        return Place.load(stored)

    def fact(self, value: Place) -> str:
        return value.name


def str_place(place: Place) -> str:
    """«Castro (BG)»: the province tells places of one name apart."""
    return f"{place.name} ({place.province})" if place.province else place.name


def exact_places(text: str, allowed: Callable[[KnownPlace], bool]) -> list[KnownPlace]:
    """Places of this name, with or without the province after it; those of today leave out those of the past."""
    name, _, province = text.rstrip(" )").rpartition("(")
    if name and len(province.strip()) == 2:
        wanted = province.strip().upper()
        found = [place for place in map(_place_at, place_search().exact(name)) if place.province == wanted]
    else:
        found = [_place_at(at) for at in place_search().exact(text)]
    found = [place for place in found if allowed(place)]
    return [place for place in found if place.today] or found


def _one_of(found: Sequence[Any], exact: bool, by_hand: Any, kind: str, show: Callable[[Any], str]) -> Read:
    """One found by its name is the answer, one nearly named is asked about, of several one must be said."""
    found, text = list(dict.fromkeys(found)), show(by_hand)
    if not found:
        return doubtful(by_hand, f"{kind}.by_hand", text=text[:30])
    if len(found) == 1:
        return Read(found[0]) if exact else doubtful(found[0], f"{kind}.meant", name=show(found[0]))
    near = [one for one in found if fold(show(one)).startswith(fold(text))]
    if not exact and not near:
        return doubtful(by_hand, f"{kind}.by_hand_near", text=text[:30], name=show(found[0]))
    return wrong(f"{kind}.several", names=", ".join(map(show, found[:3])))


def _place_at(position: int) -> KnownPlace:
    return known_places()[position]


def _place(known: KnownPlace) -> Place:
    return Place(known.name, known.province, known.code, known.abroad)


@lru_cache(2)
def _countries(citizens: bool) -> tuple[tuple[str, ...], Search]:
    """The codes on offer and an index from every name, in every language, to their positions."""
    from kiosk.i18n import country_names

    codes = (*COUNTRIES, STATELESS) if citizens else (*COUNTRIES, *_GONE)
    more = {STATELESS: _STATELESS_NAMES} if citizens else _GONE
    names = dict.fromkeys((name, code) for name, code in country_names().items() if code in codes)
    names |= dict.fromkeys((fold(name), code) for named in (_ALSO, more) for code, others in named.items() for name in others)
    return codes, Search([(name, codes.index(code)) for name, code in names])
