"""The store on this machine and what it lies on: does it keep what it says it has kept, and is there room?"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.database import survey
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.desk.room import LEAST, Room

FREE_MB, FREE_FILES = LEAST // 2**20, 5000
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs")
_PASSING = ("tmpfs", "ramfs", "overlay", "squashfs")
_LOCAL = "Scegli una cartella su un disco di questo computer ([store] folder)."
_REQUIRED = {"foreign_keys": 1, "temp_store": 2, "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0}
_AGAIN = "Rimetti il programma com'era (pip install --force-reinstall sportello): il suo archivio non è quello provato."


@check("Archivio intero")
def sound(patient: Patient) -> Finding:
    found = survey.damage(_file(patient))
    if found:
        return wrong(f"il file è rovinato: {found}", "Al prossimo avvio si mette da parte e si salva quello che contiene: poi ripeti sportello doctor.")
    return good("nessun guasto nel file")


@check("Archivi messi da parte")
def put_aside(patient: Patient) -> Finding:
    """A damaged store was mended by itself; a person should know, and look at what could not be saved."""
    from kiosk.database import mended

    found = mended(_file(patient))
    if not found:
        return good("nessuno")
    lost, last = sum(one.lost for one in found), found[-1]
    remedy = f"Il disco forse si rompe: guarda dmesg. Quando non serve più, cancella {patient.config.folder / last.name}*"
    if lost:
        return wrong(f"{lost} buste rovinate non si possono spedire così: sono in sportello outbox list", remedy)
    return advice(f"{len(found)}, l'ultimo il {last.day}: {last.envelopes} buste e {last.drafts} visite salvate", remedy)


@check("Archivio")
def opens(patient: Patient) -> Finding:
    """Both stores open, in the version of this program."""
    from kiosk.database import Database

    for url in dict.fromkeys((patient.config.local_store, patient.config.store)):
        Database(url).close()
    return good(patient.config.store.split("@")[-1])


def _pragma(patient: Patient, name: str, value: object, text: str) -> Finding | None:
    if patient.local is None:
        return None
    found = patient.local.pragmas()[name]
    return good(text) if found == value else wrong(f"{name} è {found}", f"{_LOCAL} Se non basta: {_AGAIN[0].lower()}{_AGAIN[1:]}")


@check("Registro dell'archivio")
def journal(patient: Patient) -> Finding | None:
    return _pragma(patient, "journal_mode", "wal", "WAL")


@check("Scrittura sul disco")
def synchronous(patient: Patient) -> Finding | None:
    return _pragma(patient, "synchronous", 2, "synchronous=FULL")


@check("Cancellazione")
def erasing(patient: Patient) -> Finding | None:
    return _pragma(patient, "secure_delete", 1, "secure_delete")


@check("Altre impostazioni dell'archivio")
def pragmas(patient: Patient) -> Finding | None:
    if patient.local is None:
        return None
    found = patient.local.pragmas()
    unlike = [f"{name}={found.get(name)}" for name, value in _REQUIRED.items() if found.get(name) != value]
    return wrong(", ".join(unlike), _AGAIN) if unlike else good(f"{len(_REQUIRED)} come devono")


@check("Spazio sul disco")
def room(patient: Patient) -> Finding:
    free = Room(_there(patient.config.folder)).left // 2**20
    return good(f"{free} MB liberi") if free >= FREE_MB else wrong(f"{free} MB liberi", "Libera spazio sul disco prima di aprire lo sportello.")


@check("Numero di file")
def inodes(patient: Patient) -> Finding:
    """A disk can have room and yet take no file; one without such a limit says 0 of 0."""
    found = os.statvfs(_there(patient.config.folder))
    if found.f_files == 0 or found.f_favail >= FREE_FILES:
        return good("ce ne stanno ancora")
    return wrong(f"il disco prende solo altri {found.f_favail} file", "Cancella file che non servono (df -i dice dove).")


def _file(patient: Patient) -> Path:
    return Path(patient.config.local_store.removeprefix("sqlite:///"))


def _there(folder: Path) -> Path:
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


@check("Disco scrivibile")
def writable(patient: Patient) -> Finding:
    mount = patient.mount(patient.config.folder)
    if mount and "ro" in mount.options:
        return wrong(f"{mount.where} è di sola lettura", "Guarda dmesg: spesso è un disco che si rompe. Poi mount -o remount,rw.")
    return good("sì")


@check("Disco di questo computer")
def local_disk(patient: Patient) -> Finding:
    """SQLite's locks do not hold across a network."""
    mount = patient.mount(patient.config.folder)
    if mount and (mount.kind in _NETWORK or mount.kind.startswith("fuse.")):
        return wrong(f"{mount.where} è un disco di rete ({mount.kind})", _LOCAL)
    return good("sì")


@check("Disco che resta")
def lasting(patient: Patient) -> Finding:
    mount = patient.mount(patient.config.folder)
    if mount and mount.kind in _PASSING:
        return patient.should(f"{mount.where} si svuota quando il computer si spegne ({mount.kind})", _LOCAL)
    return good("sì")


CHECKS = (sound, opens, put_aside, journal, synchronous, erasing, pragmas, room, inodes, writable, local_disk, lasting)
