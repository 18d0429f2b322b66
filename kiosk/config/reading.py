"""From a TOML file to a `Config`. Reading touches nothing but the file.

A mistake is a `ConfigIsWrong` that says what to change.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from kiosk.config import destinations, permissions, relays
from kiosk.config.destinations import Destination
from kiosk.config.settings import APP, LANGUAGES, Config, Desk, Facilita, Operator, Permissions, Printer, Relay, Terminal, Timeouts, Voice
from kiosk.errors import ConfigIsWrong

VARIABLE = "SPORTELLO_CONFIG"
_HERE = Path(__file__).parents[1]
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def find(given: str | None = None) -> Path | None:
    """The file to read: the one given, else the one SPORTELLO_CONFIG names, else the user's; None for practice."""
    import platformdirs

    named = given or os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    usual = platformdirs.user_config_path(APP) / "config.toml"
    return usual if usual.is_file() else None


def load(given: str | None = None) -> Config:
    """The configuration of this desk."""
    path = find(given)
    if path is None:
        return _config({}, practice=True)
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except OSError as failure:
        raise ConfigIsWrong(f"{path}: non si può leggere ({failure.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise ConfigIsWrong(f"{path}: non è TOML: {failure}.") from None
    try:
        return _config(written, practice=False)
    except ConfigIsWrong as wrong:
        raise ConfigIsWrong(f"{path}: {wrong}") from None


def shelf(name: str) -> Path:
    """`flows` or `locales`: beside the program in a checkout, inside it when installed."""
    beside, inside = _HERE.parent / name, _HERE / "_shelf" / name
    return inside if inside.is_dir() else beside


_SECTIONS = (
    "desk", "languages", "store", "office", "destinations", "printer", "operators", "permissions", "timeouts", "terminal", "voice", "relay", "shelf",
    "desks", "network", "leaders", "facilita",
)


def _config(written: Mapping, practice: bool) -> Config:
    _known(written, _SECTIONS, "")
    store = _section(written, "store", {"folder": str, "url": str})
    office = _section(written, "office", {"recipients": list, "identity": list})
    shelves = _section(written, "shelf", {"flows": str, "locales": str})
    folder = _folder(store.get("folder"))
    made = Config(
        desk=_desk(written),
        languages=_languages(written.get("languages", LANGUAGES)),
        folder=folder,
        store=store.get("url") or f"sqlite:///{folder / 'sportello.db'}",
        recipients=_texts(office.get("recipients", []), "[office] recipients"),
        identity=_texts(office.get("identity", []), "[office] identity"),
        destinations=_destinations(written.get("destinations", {})),
        printer=_made(Printer, written, "printer"),
        operators=_operators(written.get("operators", {})),
        permissions=_permissions(written),
        timeouts=_ranged(Timeouts, written, "timeouts"),
        terminal=_terminal(written),
        voice=_voice(written),
        relay=_relay(written),
        facilita=_facilita(written),
        desks=_desks(written.get("desks", {})),
        network=_network(written),
        leaders=_leaders(written.get("leaders", {})),
        flows=Path(shelves.get("flows") or shelf("flows")).expanduser(),
        locales=Path(shelves.get("locales") or shelf("locales")).expanduser(),
        practice=practice,
    )
    _check_keys(made)
    permissions.check(made)
    return made


def _check_keys(made: Config) -> None:
    keyless = [one.name for one in made.destinations if not one.recipients] if made.destinations else [""]
    if not made.practice and made.relay is None and not made.recipients and keyless:
        raise ConfigIsWrong("manca [office] recipients: metti le chiavi pubbliche dell'ufficio (age1...).")


def _desk(written: Mapping) -> Desk:
    desk = _made(Desk, written, "desk")
    if not _ID.fullmatch(desk.id):
        raise ConfigIsWrong("[desk] id: lettere minuscole, cifre e trattini, al più 32, come milano-1.")
    return desk


def _destinations(written: object) -> tuple[Destination, ...]:
    if not isinstance(written, dict):
        raise ConfigIsWrong("destinations: una sezione per ufficio, come [destinations.ufficio] e sotto url = \"...\".")
    return tuple(_destination(name, written) for name in written)


def _destination(name: str, written: Mapping, where: str = "") -> Destination:
    where = where or f"destinations.{name}"
    if not _ID.fullmatch(name):
        raise ConfigIsWrong(f"[{where}]: il nome ha lettere minuscole, cifre e trattini, al più 32.")
    named = {f.name: list if f.type.startswith("tuple") else bool if f.type == "bool" else str for f in fields(Destination)}
    del named["name"]
    section = _section({where: written[name]}, where, named)
    lists = {key: _texts(section.get(key, []), f"[{where}] {key}") for key in named if named[key] is list}
    made = Destination(**({"name": name, "url": ""} | section | lists))
    destinations.check(made, where)
    return made


def _relay(written: Mapping) -> Relay | None:
    if "relay" not in written:
        return None
    given = dict(_subsection(written["relay"], "relay"))
    hand, desks = given.pop("hand", None), given.pop("desks", {})
    made = Relay(**_section({"relay": given}, "relay", {name: str for name in ("listen", "certificate", "key", "secret")}))
    made = replace(made, hand=_hand(hand), desks=_relay_desks(desks))
    relays.check(made)
    return made


def _subsection(written: object, where: str) -> dict:
    if not isinstance(written, dict):
        raise ConfigIsWrong(f"{where} è una sezione: scrivi [{where}] e sotto le sue voci.")
    return written


def _hand(written: object) -> Destination | None:
    if not written:
        return None
    section = {"url": written, "receipt": False} if isinstance(written, str) else {"receipt": False} | _subsection(written, "relay.hand")
    return _destination("hand", {"hand": section}, "relay.hand")


def _relay_desks(written: object) -> tuple[tuple[str, str], ...]:
    desks = {name: [key] if isinstance(key, str) else key for name, key in _subsection(written, "relay.desks").items()}
    return tuple((name, key) for name, keys in desks.items() for key in _texts(keys, f"[relay.desks] {name}"))


def _folder(named: str | None) -> Path:
    import platformdirs

    return Path(named).expanduser().absolute() if named else platformdirs.user_data_path(APP)


def _known(written: Mapping, names: tuple[str, ...], where: str) -> None:
    for name in written:
        if name not in names:
            near = get_close_matches(name, names, 1)
            ask = f"volevi dire «{near[0]}»?" if near else f"si possono scrivere: {', '.join(names)}."
            raise ConfigIsWrong(f"{where}«{name}» non è una voce: {ask}")


def _section(written: Mapping, name: str, types: Mapping[str, type]) -> dict:
    section = written.get(name, {})
    if not isinstance(section, dict):
        raise ConfigIsWrong(f"{name} è una sezione: scrivi [{name}] e sotto le sue voci.")
    _known(section, tuple(types), f"[{name}] ")
    for key, value in section.items():
        if type(value) is not types[key]:
            raise ConfigIsWrong(f"[{name}] {key}: serve {_NAMES[types[key]]}.")
    return section


_NAMES = {str: "un testo tra virgolette", int: "un numero intero", bool: "true o false", list: "una lista [...]", dict: "una sezione", date: "un giorno come 2026-01-31"}


def _made(kind: type, written: Mapping, name: str) -> object:
    types = {f.name: str if f.default is MISSING else type(f.default) for f in fields(kind)}
    return kind(**_section(written, name, types))


def _ranged(kind: type, written: Mapping, name: str) -> object:
    made = _made(kind, written, name)
    for f in fields(kind):
        low, high = f.metadata.get("range", (None, None))
        if low is not None and not low <= getattr(made, f.name) <= high:
            raise ConfigIsWrong(f"[{name}] {f.name}: va da {low} a {high}.")
    return made


def _terminal(written: Mapping) -> Terminal:
    section = _section(written, "terminal", {"draws": list, "paper": list})
    made = Terminal(**{key: _texts(codes, f"[terminal] {key}") for key, codes in section.items()})
    for code in {*made.draws} & {*made.paper}:
        raise ConfigIsWrong(f"[terminal] «{code}» sta in draws e in paper: scrivila in uno solo.")
    return made


def _voice(written: Mapping) -> Voice:
    made = _ranged(Voice, written, "voice")
    return replace(made, folder=str(Path(made.folder).expanduser().absolute()) if made.folder else "")


def _texts(written: object, where: str) -> tuple[str, ...]:
    if not isinstance(written, (list, tuple)) or not all(isinstance(text, str) for text in written):
        raise ConfigIsWrong(f'{where}: serve una lista di testi, come ["...", "..."].')
    return tuple(written)


def _languages(written: object) -> tuple[str, ...]:
    languages = _texts(written, "languages")
    if "it" not in languages or len(set(languages)) != len(languages):
        raise ConfigIsWrong('languages: ci vuole «it», e ogni lingua una volta sola, come ["it", "ar", "en", "zh"].')
    return languages


def _desks(written: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(written, dict) or not all(isinstance(where, str) for where in written.values()):
        raise ConfigIsWrong('[desks]: una riga per sportello, come "Sportello Lavoro" = "stanza 4".')
    return tuple(written.items())


def _leaders(written: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(written, dict) or not all(isinstance(key, str) and key.startswith("age1") for key in written.values()):
        raise ConfigIsWrong('[leaders]: una riga per chi conduce, come anna = "age1..." (sportello office keygen).')
    return tuple(written.items())


def _network(written: Mapping) -> tuple[tuple[str, str], ...]:
    """(actor, destination): to whom messages of the network go."""
    named = _section(written, "network", {"destinations": dict}).get("destinations", {})
    for actor, destination in named.items():
        if destination not in written.get("destinations", {}):
            raise ConfigIsWrong(f"[network.destinations] {actor}: scrivi il nome di una sezione [destinations.*] di questo file.")
    return tuple(named.items())


def _operators(written: object) -> tuple[Operator, ...]:
    if not isinstance(written, dict) or not all(isinstance(pin, str) for pin in written.values()):
        raise ConfigIsWrong('[operators]: una riga per persona, come Anna = "$argon2id$..." (sportello operator).')
    wrong = [name for name, pin in written.items() if not pin.startswith("$argon2id$")]
    if wrong:
        raise ConfigIsWrong(f"[operators] {wrong[0]}: qui non va il PIN ma quello che scrive «sportello operator».")
    return tuple(Operator(name, pin) for name, pin in written.items())


def _permissions(written: Mapping) -> Permissions:
    section = _section(written, "permissions", {"sorting": list, "phone_forms": list})
    return Permissions(**{key: _texts(names, f"[permissions] {key}") for key, names in section.items()})


def _facilita(written: Mapping) -> Facilita | None:
    if "facilita" not in written:
        return None
    said = _section(written, "facilita", {
        "place_id": str, "place": str, "from": date, "until": date, "window": date, "minors": bool, "province": str,
        "recipients": list, "ask": list, "workers": dict,
    })
    for key in ("place_id", "place", "from", "until"):
        if not said.get(key):
            raise ConfigIsWrong(f"[facilita]: manca {key}. Scrivilo come sta sulla piattaforma.")
    lists = {key: _texts(said.get(key, []), f"[facilita] {key}") for key in ("recipients", "ask")}
    named = {name: said[name] for name in ("minors", "province") if name in said}
    return Facilita(said["place_id"], said["place"], said["from"], said["until"], said.get("window"),
                    workers=_workers(said.get("workers", {})), **named, **lists)


def _workers(written: Mapping) -> tuple[tuple[str, str, str], ...]:
    """One line a person: what the platform calls them by, then surname and name."""
    found = [(name, *said.split(maxsplit=1)) if isinstance(said, str) else (name,) for name, said in written.items()]
    wrong = [one[0] for one in found if len(one) != 3]
    if wrong:
        raise ConfigIsWrong(f'[facilita.workers] {wrong[0]}: scrivi prima il codice e poi cognome e nome, come "RSSNNA80A41F205X Rossi Anna".')
    return tuple(found)
