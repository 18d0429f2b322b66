"""The office's side: whose keys a desk seals for, and how an envelope is opened.

A practice desk makes its own office key on the first start; a real desk never holds the secret half.
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.config import Config, Destination
from kiosk.database import Database
from kiosk.dispatch import codes, earlier, envelopes, files, rosters, sealing, sender
from kiosk.dispatch.archive import LARGEST
from kiosk.dispatch.envelopes import Keys
from kiosk.dispatch.outbox import Outbox
from kiosk.errors import CannotSeal, Refused, Rejected

PRACTICE_KEY = "practice-office.key"


def keys(config: Config, flow: str, deliver: tuple[str, ...] = ()) -> Keys:
    """Whom a submission of this service is sealed for, each key checked; CannotSeal when there is none, or one is none.

    A destination with recipients of its own is another office: its identity part is never for the readers of [office].
    """
    return keys_of(config, config.destination(flow, deliver))


def recipients(config: Config) -> tuple[str, ...]:
    """Every public key that something may be sealed for, each checked; CannotSeal when a submission would have none."""
    found = [keys_of(config, one) for one in config.destinations] or [keys_of(config, None)]
    return tuple(dict.fromkeys(key for one in found for key in (*one.recipients, *one.identity)))


def keys_of(config: Config, destination: Destination | None) -> Keys:
    """Whom something for this office is sealed for, each key checked; CannotSeal when there is none."""
    if destination is not None and destination.recipients:
        found = Keys(destination.recipients, destination.identity)
    else:
        found = Keys(_own_recipients(config), (destination.identity if destination else ()) or config.identity)
    for key in (*found.recipients, *found.identity):
        sealing.check_recipient(key)
    return found


def _own_recipients(config: Config) -> tuple[str, ...]:
    if config.recipients:
        return config.recipients
    if config.practice:
        return (sealing.public_key(practice_key(config.folder)),)
    raise CannotSeal("Manca la chiave pubblica dell'ufficio: mettila in [office] recipients.")


def practice_key(folder: Path) -> str:
    """The secret key of the practice desk, made when there is none yet."""
    place = folder / PRACTICE_KEY
    if not place.exists():
        files.keep_secret(place, sealing.make_key()[0] + "\n")
    return place.read_text("utf-8").strip()


def keygen(place: Path) -> str:
    """Makes an office key: the secret half in `place` (0600, never over another), the public half is returned."""
    if place.exists():
        raise Rejected(f"{place} c'è già: una chiave non si sovrascrive.")
    secret, public = sealing.make_key()
    files.keep_secret(place, f"# chiave pubblica: {public}\n{secret}\n")
    return public


def open_envelope(
    config: Config, envelope: str, folder: Path, key: str | None = None, desk: str | None = None
) -> tuple[Path, ...]:
    """Opens a file, or a reference of this desk's outbox, into `folder`; without `key`, with the practice key.

    With `desk`, a public signing key, only an envelope that this desk signed is opened.
    """
    sealed = find(envelope, config)
    if desk is not None:
        envelopes.check_signature(sealed, desk)
    return write_out(sealed, _secret(config, key), folder)


def _secret(config: Config, key: str | None) -> str:
    if key is not None:
        return _key_file(key)
    if not config.practice:
        raise Rejected("Serve la chiave segreta dell'ufficio: --key FILE.")
    return practice_key(config.folder)


def _key_file(key: str) -> str:
    try:
        return Path(key).expanduser().read_text("utf-8")
    except OSError as failure:
        raise Rejected(f"{key}: la chiave non si può leggere ({failure.strerror}).") from None
    except UnicodeDecodeError:
        raise Rejected(f"{key}: non è una chiave segreta age.") from None


def find(envelope: str, config: Config) -> bytes:
    """The sealed envelope: a file, or a reference of this desk's own outbox."""
    place = Path(envelope).expanduser()
    if place.is_file():
        return _envelope_file(place)
    try:
        reference = codes.read(envelope, codes.REFERENCE)
    except Refused:
        raise Rejected(f"«{envelope}»: non è un file, e non è il numero di una busta.") from None
    for store in sender.stores(config):
        sealed = Outbox(Database(store)).sealed(reference)
        if sealed is not None:
            return sealed
    raise Rejected(f"Qui non c'è nessuna busta con il numero {codes.grouped(reference, codes.REFERENCE)}.")


def _envelope_file(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as failure:
        raise Rejected(f"{place}: non si può leggere ({failure.strerror}).") from None


def _opened(sealed: bytes, secret: str) -> dict[str, bytes]:
    if rosters.is_one(sealed):
        return rosters.open_whole(sealed, secret)
    if earlier.is_one(sealed):
        return earlier.open_whole(sealed, secret)
    return envelopes.answers(envelopes.open_parts(sealed, [secret]))


def write_out(sealed: bytes, secret: str, folder: Path, overwrite: bool = False) -> tuple[Path, ...]:
    """Writes what the key opens into `folder`; nothing is written when a file is there already."""
    places = {folder / name: content for name, content in _opened(sealed, secret).items()}
    there = [place.name for place in places if place.exists()]
    if there and not overwrite:
        raise Rejected(f"In {folder} c'è già {', '.join(there)}: scegli un'altra cartella.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place, content in places.items():
            place.unlink(missing_ok=True)
            with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
    except OSError as failure:
        raise Rejected(f"Non posso scrivere in {folder}: {failure.strerror}.") from None
    return tuple(places)
