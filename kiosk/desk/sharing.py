"""Several desks with one store: what opens a draft is handed from desk to desk in a file that only the other one opens.

    sportello store key                     at the desk that joins: its key, to be read to the other desk
    sportello store share age1... -o FILE   at a desk that works already
    sportello store join FILE               at the desk that joins; its key is gone afterwards
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.desk import pepper
from kiosk.dispatch import files, sealing
from kiosk.errors import ConfigIsWrong, Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kiosk.config import Config

ENROLMENT = "enrolment.key"


def arguments(store: ArgumentParser) -> None:
    """What may be said after `sportello store`."""
    store.add_argument("what", choices=("key", "share", "join"))
    store.add_argument("given", nargs="?", metavar="KEY|FILE", help="share: la chiave dell'altro sportello; join: il file / the other desk's key; the file")
    store.add_argument("-o", "--output", metavar="FILE", help="share: il file da portare all'altro sportello / the file for the other desk")
    store.add_argument("--replace", action="store_true", help="join: anche se qui c'è già un segreto / even over a secret of this desk's own")


def run(config: Config, asked: Namespace) -> int:
    """Does what was asked and says what comes next; the exit status."""
    print(_done(config, asked))
    return 0


def _done(config: Config, asked: Namespace) -> str:
    today = date.today()
    if asked.what == "key":
        return enrolment_key(config.folder)
    if not asked.given or asked.what == "share" and not asked.output:
        raise Rejected("Scrivi: sportello store share CHIAVE -o FILE, oppure: sportello store join FILE.")
    if asked.what == "share":
        share(config.folder, today, asked.given, Path(asked.output))
        return f"{asked.output}: portalo all'altro sportello, poi cancellalo. Là: sportello store join {asked.output}"
    join(config.folder, today, Path(asked.given), asked.replace)
    return f"Fatto: i codici dell'altro sportello valgono anche qui. Cancella {asked.given}."


def enrolment_key(folder: Path) -> str:
    """The public key of this desk for the one file that it waits for; made when there is none yet."""
    place = folder / ENROLMENT
    if not place.exists():
        files.keep_secret(place, sealing.make_key()[0] + "\n")
    return sealing.public_key(place.read_text("ascii"))


def share(folder: Path, today: date, recipient: str, place: Path) -> None:
    """Writes what opens the drafts of this desk into a file for the desk of this key; Rejected when there is such a file."""
    kept = pepper.Pepper(folder, today)
    kept.forget_before(today)
    content = json.dumps({"pepper": kept.secret.hex(), "week": kept.week, "key": kept.key(kept.week).hex()})
    sealed = sealing.seal(content.encode(), [recipient])
    try:
        with open(place, "xb") as file:
            file.write(sealed)
    except FileExistsError:
        raise Rejected(f"{place} c'è già: scegli un altro nome.") from None


def join(folder: Path, today: date, place: Path, over: bool = False) -> None:
    """Takes over what opens the drafts of another desk; a pepper of this desk's own is given up only with `over`."""
    key = folder / ENROLMENT
    if not key.exists():
        raise Rejected("Questo sportello non ha ancora una chiave: scrivi prima «sportello store key».")
    secret, week, first = _read(sealing.unseal(place.read_bytes(), key.read_text("ascii")))
    if _has_another(folder, secret) and not over:
        raise Rejected(
            "Questo sportello ha già un suo segreto: se lo cambi, i codici dati qui finora non aprono più niente. "
            "Se va bene così, aggiungi --replace."
        )
    pepper.keep(folder, secret, week, first)
    pepper.Pepper(folder, today).forget_before(today)
    key.unlink()


def _read(content: bytes) -> tuple[bytes, int, bytes]:
    try:
        found = json.loads(content)
        secret, week, key = bytes.fromhex(found["pepper"]), int(found["week"]), bytes.fromhex(found["key"])
    except (ValueError, KeyError, TypeError):
        secret = key = b""
    if not len(secret) == len(key) == pepper.SIZE:
        raise Rejected("Questo non è un file di «sportello store share».")
    return secret, week, key


def _has_another(folder: Path, secret: bytes) -> bool:
    if not (folder / pepper.PEPPER).exists():
        return False
    try:
        return pepper.read(folder)[0] != secret
    except ConfigIsWrong:
        # ruined: it opens nothing any more
        return False
