"""What the installer of a desk decides, read from one TOML file; with no file, the practice desk.

Reading touches nothing but the file. A mistake is a `ConfigIsWrong` that says what to change.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path

from kiosk.errors import ConfigIsWrong

APP = "sportello"
VARIABLE = "SPORTELLO_CONFIG"
LANGUAGES = ("it", "ar", "en", "zh")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Desk:
    """Who runs the desk, as the visitor reads it."""

    name: str = "Sportello di prova"
    phone: str = ""
    hours: str = ""
    address: str = ""
    controller: str = ""
    privacy_contact: str = ""


@dataclass(frozen=True, slots=True)
class Printer:
    """The printer of `lp`; `receipt` when it prints 42 columns on a roll. No name: nothing is printed."""

    name: str = ""
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, each with the range it may have; `draft_days` is how long a parked visit is kept."""

    idle: int = field(default=300, metadata={"range": (180, 1200)})
    warning: int = field(default=120, metadata={"range": (60, 300)})
    assisted: int = field(default=900, metadata={"range": (300, 3600)})
    end_page: int = field(default=180, metadata={"range": (60, 600)})
    operator: int = field(default=600, metadata={"range": (120, 1800)})
    draft_days: int = field(default=14, metadata={"range": (1, 30)})


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who may stand beside a visitor; `pin` is a hash made by `sportello operator`."""

    name: str
    pin: str


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration. `practice` when no file was found: nothing here is for real visitors."""

    desk: Desk = Desk()
    languages: tuple[str, ...] = LANGUAGES
    folder: Path = Path()
    store: str = ""
    recipients: tuple[str, ...] = ()
    printer: Printer = Printer()
    operators: tuple[Operator, ...] = ()
    timeouts: Timeouts = Timeouts()
    flows: Path = Path()
    locales: Path = Path()
    practice: bool = False


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


def _config(written: Mapping, practice: bool) -> Config:
    _known(written, ("desk", "languages", "store", "office", "printer", "operators", "timeouts", "shelf"), "")
    store = _section(written, "store", {"folder": str, "url": str})
    office = _section(written, "office", {"recipients": list})
    shelves = _section(written, "shelf", {"flows": str, "locales": str})
    folder = _folder(store.get("folder"))
    recipients = _texts(office.get("recipients", []), "[office] recipients")
    made = Config(
        desk=_made(Desk, written, "desk"),
        languages=_languages(written.get("languages", LANGUAGES)),
        folder=folder,
        store=store.get("url") or f"sqlite:///{folder / 'sportello.db'}",
        recipients=recipients,
        printer=_made(Printer, written, "printer"),
        operators=_operators(written.get("operators", {})),
        timeouts=_timeouts(written),
        flows=Path(shelves.get("flows") or shelf("flows")).expanduser(),
        locales=Path(shelves.get("locales") or shelf("locales")).expanduser(),
        practice=practice,
    )
    if not practice and not recipients:
        raise ConfigIsWrong("manca [office] recipients: metti le chiavi pubbliche dell'ufficio (age1...).")
    return made


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


_NAMES = {str: "un testo tra virgolette", int: "un numero intero", bool: "true o false", list: "una lista [...]"}


def _made(kind: type, written: Mapping, name: str) -> object:
    types = {f.name: str if f.default is MISSING else type(f.default) for f in fields(kind)}
    return kind(**_section(written, name, types))


def _timeouts(written: Mapping) -> Timeouts:
    made = _made(Timeouts, written, "timeouts")
    for f in fields(Timeouts):
        low, high = f.metadata["range"]
        if not low <= getattr(made, f.name) <= high:
            raise ConfigIsWrong(f"[timeouts] {f.name}: va da {low} a {high}.")
    return made


def _texts(written: object, where: str) -> tuple[str, ...]:
    if not isinstance(written, (list, tuple)) or not all(isinstance(text, str) for text in written):
        raise ConfigIsWrong(f'{where}: serve una lista di testi, come ["...", "..."].')
    return tuple(written)


def _languages(written: object) -> tuple[str, ...]:
    languages = _texts(written, "languages")
    if "it" not in languages or len(set(languages)) != len(languages):
        raise ConfigIsWrong('languages: ci vuole «it», e ogni lingua una volta sola, come ["it", "ar", "en", "zh"].')
    return languages


def _operators(written: object) -> tuple[Operator, ...]:
    if not isinstance(written, dict) or not all(isinstance(pin, str) for pin in written.values()):
        raise ConfigIsWrong('[operators]: una riga per persona, come Anna = "$argon2id$..." (sportello operator).')
    wrong = [name for name, pin in written.items() if not pin.startswith("$argon2id$")]
    if wrong:
        raise ConfigIsWrong(f"[operators] {wrong[0]}: qui non va il PIN ma quello che scrive «sportello operator».")
    return tuple(Operator(name, pin) for name, pin in written.items())
