"""What could outlive a visit on this machine: memory written to a disk, dumps, temporary files, a disk in the wrong hands."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.desk.doctor.findings import Finding, advice, check, good
from kiosk.desk.doctor.patient import Patient

_IN_MEMORY = ("tmpfs", "ramfs")
_NO_HANDLER = ("", "|/bin/false", "|/usr/bin/false", "|/bin/true", "|/usr/bin/true")


@check("Swap")
def swap(patient: Patient) -> Finding:
    """What lies in memory may be written there; only an encrypted one forgets it."""
    devices = [line.split()[0] for line in (patient.read("/proc/swaps") or "").splitlines()[1:] if line.strip()]
    clear = [device for device in devices if not _is_safe(patient, device)]
    if clear:
        return patient.should(f"{', '.join(clear)} scrive la memoria sul disco in chiaro", "swapoff -a e togli la riga da /etc/fstab, oppure cifrala (crypttab, swap).")
    return good("cifrata" if devices else "non c'è")


def _is_safe(patient: Patient, device: str) -> bool:
    if Path(device).name.startswith("zram"):
        return True
    mount = None if device.startswith("/dev/") else patient.mount(Path(device))
    return patient.is_encrypted(mount.device if mount else device)


@check("Swap in memoria")
def zram(patient: Patient) -> Finding:
    """Compressed memory may have a disk behind it."""
    behind = [place for place in patient.at("/sys/block").glob("zram*/backing_dev") if patient.read(str(place.relative_to(patient.root))) not in ("none", "")]
    if behind:
        return patient.should(f"{behind[0].parent.name} scrive anche su un disco", "Togli il disco dietro zram (writeback, backing_dev).")
    return good("non scrive su dischi")


@check("Ibernazione")
def hibernation(patient: Patient) -> Finding:
    can = "disk" in (patient.read("/sys/power/state") or "").split()
    off = patient.is_masked("hibernate.target") or patient.setting("sleep.conf", "AllowHibernation") == "no"
    if can and not off:
        return patient.should("può scrivere tutta la memoria sul disco", "systemctl mask hibernate.target hybrid-sleep.target suspend-then-hibernate.target")
    return good("spenta")


@check("Sospensione")
def suspend(patient: Patient) -> Finding:
    """A machine that sleeps keeps the visit in its memory, for whoever takes it along."""
    can = "mem" in (patient.read("/sys/power/state") or "").split()
    off = patient.is_masked("suspend.target") or patient.setting("sleep.conf", "AllowSuspend") == "no"
    if can and not off:
        return patient.should("il computer può addormentarsi durante una visita", "systemctl mask suspend.target")
    return good("spenta")


@check("Copie della memoria")
def core_pattern(patient: Patient) -> Finding:
    """Where the kernel puts the memory of a program that crashed; systemd's collector has a check of its own."""
    pattern = patient.read("/proc/sys/kernel/core_pattern")
    if pattern is None or pattern in _NO_HANDLER or "systemd-coredump" in pattern:
        return good("non restano in un file")
    return patient.should(f"un programma che cade lascia la sua memoria in un file ({pattern})", "sysctl -w kernel.core_pattern='|/bin/false' (e in /etc/sysctl.d).")


@check("Copie di systemd")
def coredump(patient: Patient) -> Finding | None:
    if "systemd-coredump" not in (patient.read("/proc/sys/kernel/core_pattern") or ""):
        return None
    if patient.setting("coredump.conf", "Storage") == "none":
        return good("non si tengono")
    return patient.should("systemd-coredump tiene la memoria dei programmi che cadono", "In /etc/systemd/coredump.conf: Storage=none e ProcessSizeMax=0.")


@check("Limite delle copie")
def core_limit(patient: Patient) -> Finding:
    """The kiosk sets it to nothing for itself; what runs beside it does not."""
    found = re.search(r"^Max core file size\s+(\S+)", patient.read("/proc/self/limits") or "", re.M)
    if found is None or found[1] == "0":
        return good("nessuna")
    return advice("i programmi accanto allo sportello possono lasciare copie", "Metti * hard core 0 in /etc/security/limits.conf, o LimitCORE=0 nell'unità.")


@check("Copie di programmi con privilegi")
def suid_dumpable(patient: Patient) -> Finding:
    if patient.read("/proc/sys/fs/suid_dumpable") in (None, "0"):
        return good("nessuna")
    return patient.should("fs.suid_dumpable non è 0", "sysctl -w fs.suid_dumpable=0 (e in /etc/sysctl.d).")


@check("Memoria liberata")
def freed_memory(patient: Patient) -> Finding | None:
    line = patient.read("/proc/cmdline")
    if line is None:
        return None
    if "init_on_free=1" in line.split():
        return good("si azzera")
    return advice("il kernel non la azzera quando un programma finisce", "Aggiungi init_on_free=1 alla riga di avvio del kernel.")


@check("File temporanei")
def temporary(patient: Patient) -> Finding:
    place = Path(patient.environ.get("TMPDIR") or "/tmp")
    mount = patient.mount(place)
    if mount and mount.kind in _IN_MEMORY:
        return good(f"{place} è in memoria")
    return patient.should(f"{place} è su un disco", "Metti TMPDIR su un tmpfs, o tmpfs /tmp in /etc/fstab (systemctl enable tmp.mount).")


@check("Disco cifrato")
def encryption(patient: Patient) -> Finding:
    """Seen only where dm-crypt is used; a disk that encrypts itself does not tell."""
    mount = patient.mount(patient.config.folder)
    if mount and (mount.kind in _IN_MEMORY or patient.is_encrypted(mount.device)):
        return good(mount.device)
    return patient.should("la cartella dello sportello non sembra su un disco cifrato (LUKS)", "Installa con il disco cifrato, oppure metti [store] folder su un volume LUKS.")


CHECKS = (
    swap, zram, hibernation, suspend, core_pattern, coredump, core_limit, suid_dumpable, freed_memory, temporary, encryption,
)
