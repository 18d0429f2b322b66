"""Files that only their owner may read: the store, the peppers, the keys, the PINs, what a destination is given."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kiosk.desk.doctor.findings import Finding, check, good, wrong
from kiosk.desk.doctor.patient import Patient


def _folder_files(patient: Patient) -> list[Path]:
    folder = patient.config.folder
    return [folder, *(place for place in sorted(folder.glob("*")) if place.is_file() and not place.is_symlink())] if folder.exists() else []


def _destination_files(patient: Patient) -> list[Path]:
    named = [name for one in patient.config.destinations for name in (*one.secrets, one.password) if name]
    return [patient.config.folder / Path(name).expanduser() for name in named]


def _open_to_others(places: Iterable[Path]) -> list[Path]:
    return [place for place in places if place.exists() and place.stat().st_mode & 0o077]


@check("Permessi della cartella")
def private_folder(patient: Patient) -> Finding:
    risky = _open_to_others(_folder_files(patient))
    if risky:
        return wrong(f"altri utenti possono leggere {', '.join(place.name for place in risky)}", f"chmod go= {' '.join(map(str, risky))}")
    return good(str(patient.config.folder))


@check("Proprietario dei file")
def owner(patient: Patient) -> Finding:
    """What another user owns, that user can open again."""
    foreign = [place.name for place in _folder_files(patient) if place.stat().st_uid != os.geteuid()]
    if foreign:
        return wrong(f"{', '.join(foreign)}: di un altro utente", f"chown -R $(id -un) {patient.config.folder}, e avvia sempre con lo stesso utente.")
    return good("chi avvia lo sportello")


@check("File di configurazione")
def configuration(patient: Patient) -> Finding | None:
    """It holds the hashes of the PINs, and may hold the password of the shared store."""
    if patient.file is None or not patient.file.exists():
        return None
    mode = patient.file.stat().st_mode
    if mode & 0o022:
        return wrong("altri utenti lo possono cambiare", f"chmod go-w {patient.file}")
    if mode & 0o004 and (patient.config.operators or "@" in patient.config.store):
        return patient.should("altri utenti possono leggere i PIN cifrati o la parola segreta dell'archivio", f"chmod o= {patient.file}")
    return good("protetto")


@check("File segreti delle destinazioni")
def destination_secrets(patient: Patient) -> Finding | None:
    places = _destination_files(patient)
    if not places:
        return None
    unread = [place for place in places if not os.access(place, os.R_OK)]
    if unread:
        return wrong(f"non si può leggere {unread[0]}", "Metti il file, o correggi il suo nome nella configurazione.")
    risky = _open_to_others(places)
    if risky:
        return wrong(f"altri utenti possono leggere {', '.join(map(str, risky))}", f"chmod go= {' '.join(map(str, risky))}")
    return good(f"{len(places)} protetti")


CHECKS = (private_folder, owner, configuration, destination_secrets)
