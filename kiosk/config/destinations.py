"""Where sealed submissions may go. The desk's configuration names them; a flow never does."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.errors import ConfigIsWrong

MAIL = ("mailto", "smtp", "smtps")
SCHEMES = ("https", *MAIL, "file", "print")


@dataclass(frozen=True, slots=True)
class Destination:
    """One office, by the scheme of its URL.

    https: `receipt` when it answers with a receipt of its own, `secrets` the files of the shared HMAC secrets (two
    while they change), `trust` the file of its own certificate authority. Mail: `server` (smtp://host:587 with
    STARTTLS, or smtps://host:465), `user`, `password` (a file), `sender`, and the `subject` if the office prescribes one.
    """

    name: str
    url: str
    flows: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    receipt: bool = True
    secrets: tuple[str, ...] = ()
    trust: str = ""
    server: str = ""
    user: str = ""
    password: str = ""
    sender: str = ""
    subject: str = ""

    @property
    def scheme(self) -> str:
        return urlsplit(self.url).scheme


def check(destination: Destination, section: str) -> None:
    """ConfigIsWrong, naming the section, unless the URL can be a destination and what its scheme needs is there."""
    where = f"[{section}]"
    try:
        parts = urlsplit(destination.url)
        port = parts.port
    except ValueError:
        raise ConfigIsWrong(f"{where} url: «{destination.url}» non è un indirizzo.") from None
    if parts.scheme not in SCHEMES:
        raise ConfigIsWrong(f"{where} url: comincia con {', '.join(f'{scheme}:' for scheme in SCHEMES)}.")
    if parts.username or parts.password:
        raise ConfigIsWrong(f"{where} url: nome e parola segreta non vanno nell'indirizzo (user, password).")
    if parts.scheme in ("https", "smtp", "smtps") and not parts.hostname:
        raise ConfigIsWrong(f"{where} url: manca il nome del computer dell'ufficio.")
    if parts.scheme in MAIL:
        _check_mail(destination, where)
    if port == 0:
        raise ConfigIsWrong(f"{where} url: la porta 0 non c'è.")


def _check_mail(destination: Destination, where: str) -> None:
    if "@" not in destination.url.rpartition("/")[2].removeprefix("mailto:"):
        raise ConfigIsWrong(f"{where} url: serve l'indirizzo, come mailto:ufficio@esempio.it.")
    if destination.scheme == "mailto" and urlsplit(destination.server).scheme not in ("smtp", "smtps"):
        raise ConfigIsWrong(f'{where} server: serve il computer della posta, come "smtp://posta.esempio.it:587".')
    if "@" not in destination.sender:
        raise ConfigIsWrong(f'{where} sender: serve l\'indirizzo di chi scrive, come "sportello@esempio.it".')
