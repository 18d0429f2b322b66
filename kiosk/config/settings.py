"""The settings of a desk as plain frozen values, each with what it is when nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kiosk.config.destinations import Destination

APP = "sportello"
LANGUAGES = ("it", "ar", "en", "zh")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who runs the desk, as the visitor reads it; `id` is what the office knows it by, `safety` whom to call here for a person in danger."""

    name: str = "Sportello di prova"
    phone: str = ""
    hours: str = ""
    address: str = ""
    controller: str = ""
    privacy_contact: str = ""
    id: str = "sportello"
    safety: str = ""


@dataclass(frozen=True, slots=True)
class Printer:
    """The printer of `lp`; `receipt` when it prints 42 columns on a roll. No name: nothing is printed."""

    name: str = ""
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Terminal:
    """Languages that an installer has looked at here: `draws` are shown well, whatever the terminal says of itself; `paper` are not.

    Those that are not shown are offered by voice and on paper.
    """

    draws: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """What F5 reads with: `folder` of recorded prompts, `speed` in words a minute.

    `answers` when what the visitor gave may be read too: only where nobody else hears it, as in headphones.
    """

    folder: str = ""
    answers: bool = False
    speed: int = field(default=140, metadata={"range": (80, 300)})


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, each with the range it may have; `draft_days` is how long a parked visit is kept."""

    idle: int = field(default=300, metadata={"range": (180, 1200)})
    warning: int = field(default=120, metadata={"range": (60, 300)})
    assisted: int = field(default=900, metadata={"range": (300, 3600)})
    hidden: int = field(default=300, metadata={"range": (60, 900)})
    language: int = field(default=60, metadata={"range": (20, 300)})
    end_page: int = field(default=180, metadata={"range": (60, 600)})
    operator: int = field(default=600, metadata={"range": (120, 1800)})
    draft_days: int = field(default=14, metadata={"range": (1, 30)})


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who may stand beside a visitor; `pin` is a hash made by `sportello operator`."""

    name: str
    pin: str


@dataclass(frozen=True, slots=True)
class Permissions:
    """What some operators may, by name: `sorting` may sort calls and nothing else, `phone_forms` may fill forms by phone too.

    Whoever is in neither helps at the desk and sorts calls.
    """

    sorting: tuple[str, ...] = ()
    phone_forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relay:
    """The office's side of HTTPS: where it listens, what it opens with, which desks it knows, where it hands on.

    `certificate` and `key` are files of its TLS, `secret` the file of the office's key. `desks` are (desk id, public
    signing key), an id twice while its key changes; without `hand` everything waits in the ledger for `office open`.
    """

    listen: str = "127.0.0.1:8443"
    certificate: str = ""
    key: str = ""
    secret: str = ""
    hand: Destination | None = None
    desks: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def keys_of(self, desk: str) -> tuple[str, ...]:
        """The public signing keys of a desk; none when it is not known here."""
        return tuple(key for name, key in self.desks if name == desk)


@dataclass(frozen=True, slots=True)
class Facilita:
    """The register of a Punto Digitale Facile: the place and its people as the platform knows them, the days of the project.

    `window` is the last day that the platform takes, where the installer was told of another than the known one; `workers` are (operator, id, surname and name), `ask`
    the columns that a person is asked and may leave out, `recipients` whose keys open the records: [office]'s when there are none.
    """

    place_id: str
    place: str
    begins_on: date
    ends_on: date
    window: date | None = None
    minors: bool = False
    province: str = "Milano"
    recipients: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    workers: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration. `practice` when no file was found: nothing here is for real visitors. `school` for lessons alone; `desks`: (name, where it is) of those to pass a visit on to; `leaders`: (name, public key) of those who lead."""

    desk: Desk = Desk()
    languages: tuple[str, ...] = LANGUAGES
    folder: Path = Path()
    store: str = ""
    recipients: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    destinations: tuple[Destination, ...] = ()
    printer: Printer = Printer()
    operators: tuple[Operator, ...] = ()
    permissions: Permissions = Permissions()
    timeouts: Timeouts = Timeouts()
    terminal: Terminal = Terminal()
    voice: Voice = Voice()
    relay: Relay | None = None
    facilita: Facilita | None = None
    desks: tuple[tuple[str, str], ...] = ()
    network: tuple[tuple[str, str], ...] = ()
    leaders: tuple[tuple[str, str], ...] = ()
    flows: Path = Path()
    locales: Path = Path()
    practice: bool = False
    school: bool = False

    @property
    def local_store(self) -> str:
        """The store on this machine's own disk: the same as `store` unless that is shared by several desks."""
        return f"sqlite:///{self.folder / 'sportello.db'}"

    @property
    def is_shared(self) -> bool:
        return not self.store.startswith("sqlite")

    def may(self, name: str, work: str) -> bool:
        """May the operator of this name do this: "sort" calls, "assist" at the desk, "phone_forms"? Where nobody is named, on a practice desk, all."""
        if self.practice and not self.operators or work == "sort":
            return True
        return name in self.permissions.phone_forms if work == "phone_forms" else name not in self.permissions.sorting

    def destination_of(self, actor: str) -> Destination | None:
        """Where a message to an actor of the network goes: the destination that [network.destinations] names for it."""
        named = dict(self.network).get(actor)
        return next((one for one in self.destinations if one.name == named), None)

    def destination(self, flow: str, deliver: tuple[str, ...] = ()) -> Destination | None:
        """Where submissions of a service go: the one that names it, else one that its author names (`deliver`), else
        the one that names no service."""
        named = [one for one in self.destinations if flow in one.flows]
        asked = [one for name in deliver for one in self.destinations if one.name == name]
        others = [one for one in self.destinations if not one.flows]
        return (named or asked or others or [None])[0]
