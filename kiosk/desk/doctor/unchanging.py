"""What the kiosk reads and must not write: the program, the services, the catalogs. Who gets into it could change them for those who come after.

Rights of files only: a list of access (ACL) is not looked at. A folder above counts too: who may write there puts another in its place.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from kiosk.desk.doctor.findings import Finding, advice, check, good
from kiosk.desk.doctor.patient import Patient


@dataclass(frozen=True, slots=True)
class _Person:
    """The user and the groups of a process, as numbers."""

    user: int
    groups: frozenset[int]

    def may_change(self, place: Path) -> bool:
        """The owner of a file gives back to themselves what was taken off it."""
        found = place.lstat()
        if stat.S_ISLNK(found.st_mode):
            return False
        return found.st_uid == self.user or bool(found.st_mode & (0o022 if found.st_gid in self.groups else 0o002))

    def may_replace_in(self, folder: Path) -> bool:
        """In a folder like /tmp everybody writes, but moves only what is their own."""
        return self.may_change(folder) and not (folder.stat().st_mode & stat.S_ISVTX and folder.stat().st_uid != self.user)


@check("Chi può cambiare il programma")
def unchanging(patient: Patient) -> Finding:
    """Of root nothing can be said but that it may do everything."""
    person = _person(patient)
    if person.user == 0:
        return advice("lo sportello gira come root, che può cambiare tutto", "Fai un utente suo, senza privilegi (adduser --system sportello): i file restano di root.")
    for folder in _folders(patient):
        mount = patient.mount(folder)
        if mount and "ro" in mount.options:
            continue
        for place, remedy in _changeable(folder, person):
            return patient.should(f"chi usa lo sportello può cambiare {place}", remedy)
    return good("non chi usa lo sportello")


def _person(patient: Patient) -> _Person:
    user, own, groups = (patient.own(name).split() for name in ("Uid", "Gid", "Groups"))
    # of who is in no group the next line of the kernel's is read: it begins with a name
    return _Person(int(user[0]) if user else os.geteuid(), frozenset(map(int, (*own, *takewhile(str.isdecimal, groups)))))


def _folders(patient: Patient) -> Iterator[Path]:
    """The program is where Python finds it first."""
    program = (Path(place) / "kiosk" for place in patient.packages)
    for folder in (next((place for place in program if place.is_dir()), None), patient.config.flows, patient.config.locales):
        if folder is not None and folder.exists():
            yield folder.resolve()


def _changeable(folder: Path, person: _Person) -> Iterator[tuple[Path, str]]:
    """What can be changed, each with what to do."""
    whole = shlex.quote(str(folder))
    yield from ((place, f"chown -R root:root {whole} && chmod -R go-w {whole}") for place in (folder, *folder.rglob("*")) if person.may_change(place))
    yield from ((place, f"chown root:root {shlex.quote(str(place))} && chmod go-w {shlex.quote(str(place))}")
                for place in folder.parents if person.may_replace_in(place))


CHECKS = (unchanging,)
