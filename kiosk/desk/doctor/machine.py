"""The machine around the kiosk: keys that lead out of it, who else is on it, its clock."""

from __future__ import annotations

import os
import re

from kiosk.desk.days import EARLIEST, Days
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient

_STEER = re.compile(
    r"PYTHON(PATH|STARTUP|HOME|INSPECT|BREAKPOINT|DEBUG|VERBOSE|FAULTHANDLER|TRACEMALLOC|ASYNCIODEBUG)|TEXTUAL\w*|LD_(PRELOAD|AUDIT|LIBRARY_PATH)"
    r"|SSL_CERT_(FILE|DIR)|SSLKEYLOGFILE|(HTTPS?|ALL|FTP)_PROXY|BROWSER|MALLOC_\w+", re.I,
)
_ZONE, _ENTROPY = "Europe/Rome", 128
# what logind does of itself at each button, held down too (logind.conf); a lid on a dock is left alone
_BUTTONS = {
    "HandlePowerKey": "poweroff", "HandlePowerKeyLongPress": "ignore", "HandleRebootKey": "reboot", "HandleRebootKeyLongPress": "poweroff",
    "HandleSuspendKey": "suspend", "HandleSuspendKeyLongPress": "hibernate", "HandleHibernateKey": "hibernate", "HandleHibernateKeyLongPress": "ignore",
    "HandleLidSwitch": "suspend", "HandleLidSwitchExternalPower": "ignore", "HandleLidSwitchDocked": "ignore",
}


@check("Variabili")
def environment(patient: Patient) -> Finding:
    """What would steer Python, the screen or the network; the kiosk drops them, other programs of the desk do not."""
    found = sorted(name for name, value in patient.environ.items() if value and _STEER.fullmatch(name))
    if found:
        return patient.should(", ".join(found), f"unset {' '.join(found)} prima di avviare lo sportello.")
    return good("nessuna che lo guidi")


@check("Utente")
def user(patient: Patient) -> Finding:
    if patient.own("Uid").split()[:1] == ["0"]:
        return advice("lo sportello gira come root", "Fai un utente suo, senza privilegi: adduser --system sportello.")
    return good("non è root")


@check("Permessi dei file nuovi")
def umask(patient: Patient) -> Finding:
    """The kiosk sets it for itself; the commands of the office do not all."""
    mask = patient.own("Umask")
    if not mask or int(mask, 8) & 0o077 == 0o077:
        return good("solo per il proprietario")
    return advice(f"umask {mask}: gli altri li possono leggere", "Metti umask 077 (UMask=0077 nell'unità).")


@check("Altri utenti")
def others(patient: Patient) -> Finding:
    """Whoever else works on the machine can look at its screen, its processes and its printer."""
    own = (patient.own("Uid").split() or [""])[0]
    sessions = [patient.read(f"/run/systemd/sessions/{place.name}") or "" for place in sorted(patient.at("/run/systemd/sessions").glob("*")) if place.suffix != ".ref"]
    people = {found[1] for text in sessions if "CLASS=user" in text.splitlines() and (found := re.search(r"^USER=(.+)$", text, re.M))
              and not re.search(rf"^UID={own}$", text, re.M)}
    if people:
        return patient.should(f"{', '.join(sorted(people))} lavora su questo computer adesso", "Chiudi le altre sessioni (loginctl) prima di aprire lo sportello.")
    return good("nessuno")


def _kernel(patient: Patient, name: str, least: int, text: str) -> Finding:
    found = patient.read(f"/proc/sys/kernel/{name}")
    if found is not None and found.isdigit() and int(found) >= least:
        return good(found)
    return patient.should(text, f"sysctl -w kernel.{name.replace('/', '.')}={least} (e in /etc/sysctl.d).")


@check("Processi vicini")
def ptrace(patient: Patient) -> Finding:
    return _kernel(patient, "yama/ptrace_scope", 1, "un programma dello stesso utente può leggere la memoria dello sportello")


@check("Messaggi del kernel")
def dmesg(patient: Patient) -> Finding:
    return _kernel(patient, "dmesg_restrict", 1, "tutti gli utenti li possono leggere")


@check("Tasto SysRq")
def sysrq(patient: Patient) -> Finding:
    if patient.read("/proc/sys/kernel/sysrq") in (None, "0"):
        return good("spento")
    return patient.should("dalla tastiera si può comandare il kernel", "sysctl -w kernel.sysrq=0 (e in /etc/sysctl.d).")


@check("Ctrl+Alt+Canc")
def ctrl_alt_del(patient: Patient) -> Finding | None:
    if not patient.has_systemd():
        return None
    if not patient.is_masked("ctrl-alt-del.target"):
        return patient.should("dalla tastiera si può riavviare", "systemctl mask ctrl-alt-del.target")
    # seven times in two seconds is another thing for systemd, which a masked target does not end
    if patient.setting("system.conf", "CtrlAltDelBurstAction") != "none":
        return patient.should("premuto sette volte in fretta riavvia il computer", "In /etc/systemd/system.conf: CtrlAltDelBurstAction=none.")
    return good("spento")


@check("Console di testo")
def consoles(patient: Patient) -> Finding | None:
    if not patient.has_systemd():
        return None
    if patient.setting("logind.conf", "NAutoVTs") == patient.setting("logind.conf", "ReserveVT") == "0":
        return good("solo quella dello sportello")
    return patient.should("con Ctrl+Alt+F2 si arriva a una richiesta di accesso", "In /etc/systemd/logind.conf: NAutoVTs=0 e ReserveVT=0.")


@check("Tasti di accensione e coperchio")
def buttons(patient: Patient) -> Finding | None:
    if not patient.has_systemd():
        return None
    acting = [name for name, otherwise in _BUTTONS.items() if (patient.setting("logind.conf", name) or otherwise) != "ignore"]
    if acting:
        return patient.should(f"{', '.join(acting)}: un tasto ferma il computer durante una visita", f"In /etc/systemd/logind.conf: {', '.join(f'{name}=ignore' for name in acting)}.")
    return good("non fermano niente")


@check("Chiavette USB")
def sticks(patient: Patient) -> Finding:
    """A desk that carries its envelopes on a stick needs them."""
    if any(one.scheme == "file" for one in patient.config.destinations):
        return good("servono per le buste")
    rules = "\n".join(patient.read(f"/etc/modprobe.d/{place.name}") or "" for place in patient.at("/etc/modprobe.d").glob("*.conf"))
    if patient.read("/etc/usbguard/rules.conf") or re.search(r"^\s*(blacklist|install)\s+usb[-_]storage\b", rules, re.M):
        return good("spente")
    return advice("se ne può attaccare una", "Metti «install usb-storage /bin/false» in /etc/modprobe.d/sportello.conf, o USBGuard.")


@check("Data")
def clock(patient: Patient) -> Finding:
    if patient.now.date() < EARLIEST:
        return wrong(f"il computer crede che sia il {patient.now:%d/%m/%Y}", "Metti data e ora giuste (timedatectl), e cambia la batteria dell'orologio.")
    return good(f"{patient.now:%d/%m/%Y}")


@check("Giorni")
def day(patient: Patient) -> Finding | None:
    """The clock against the last day on which the desk was open."""
    if patient.local is None:
        return None
    days = Days(lambda: patient.now.date())
    days.look(patient.local)
    if days.is_behind:
        return wrong("la data è prima dell'ultimo giorno di apertura", "Metti la data giusta (timedatectl). Intanto non si cancella niente.")
    if days.is_ahead:
        return advice("è passato molto dall'ultimo giorno di apertura", "Se la data è giusta, confermala con F12. Intanto non si cancella niente.")
    return good("uno dopo l'altro")


@check("Ora dalla rete")
def synchronised(patient: Patient) -> Finding:
    said = patient.output("timedatectl", "show", "-p", "NTPSynchronized", "--value")
    if said == "yes" or patient.at("/run/systemd/timesync/synchronized").exists():
        return good("sì")
    return advice("l'orologio non si regola da solo" if said == "no" else "non si sa", "timedatectl set-ntp true, se lo sportello è in rete.")


@check("Fuso orario")
def zone(patient: Patient) -> Finding:
    """Days (of a draft, of an envelope) end at midnight of the desk."""
    place = patient.at("/etc/localtime")
    linked = os.readlink(place).partition("zoneinfo/")[2] if place.is_symlink() else ""
    named = patient.environ.get("TZ", "").lstrip(":") or linked or patient.read("/etc/timezone") or "UTC"
    if named == _ZONE:
        return good(named)
    return patient.should(named, f"timedatectl set-timezone {_ZONE}")


@check("Numeri a caso")
def entropy(patient: Patient) -> Finding | None:
    found = patient.read("/proc/sys/kernel/random/entropy_avail")
    if found is None:
        return None
    if int(found) >= _ENTROPY:
        return good("abbastanza")
    return patient.should(f"{found} bit: pochi per fare chiavi e codici", "Aspetta qualche minuto dopo l'accensione; su macchine virtuali serve virtio-rng.")


CHECKS = (
    environment, user, umask, others, ptrace, dmesg, sysrq, ctrl_alt_del, consoles, buttons, sticks, clock, day, synchronised, zone, entropy,
)
