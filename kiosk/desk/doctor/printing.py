"""The printer: is it there and ready, and does the spooler keep what was printed?"""

from __future__ import annotations

import re

from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient

_CUPSD = "/etc/cups/cupsd.conf"


@check("Stampante")
def printer(patient: Patient) -> Finding:
    name = patient.config.printer.name
    if not name:
        return advice("nessuna: i fogli restano nella busta", 'Scrivi [printer] name = "...".')
    if not patient.program("lp") or not patient.program("lpstat"):
        return wrong("il comando lp non c'è", "Installa CUPS: apt install cups-client.")
    if patient.output("lpstat", "-p", name) is None:
        return wrong(f"«{name}» non c'è", "Guarda i nomi con lpstat -p e correggi [printer] name.")
    return good(name)


@check("Stampante pronta")
def ready(patient: Patient) -> Finding | None:
    said = _status(patient, "-p")
    if said is None:
        return None
    if "disabled" in said or "not accepting" in (_status(patient, "-a") or ""):
        return wrong("è ferma", f"Guarda carta e coperchio, poi: cupsenable {patient.config.printer.name}; cupsaccept {patient.config.printer.name}")
    return good("sì")


@check("Fogli in coda")
def queue(patient: Patient) -> Finding | None:
    """What waits in the queue is the paper of somebody who has left."""
    said = _status(patient, "-o")
    if said is None:
        return None
    if said:
        return wrong(f"{len(said.splitlines())} aspettano di uscire", f"Fai uscire o cancella: cancel -a {patient.config.printer.name}")
    return good("nessuno")


def _status(patient: Patient, option: str) -> str | None:
    return patient.output("lpstat", option, patient.config.printer.name) if patient.config.printer.name else None


def _keeps(patient: Patient, name: str, what: str) -> Finding | None:
    text = patient.read(_CUPSD)
    if text is None:
        return None
    found = re.findall(rf"^\s*{name}\s+(\S+)", text, re.M | re.I)
    if found and found[-1].lower() in ("no", "off", "false", "0"):
        return good("no")
    return patient.should(what, f"In {_CUPSD}: {name} No; poi systemctl restart cups.")


@check("Copie dei fogli")
def job_files(patient: Patient) -> Finding | None:
    return _keeps(patient, "PreserveJobFiles", "CUPS tiene per un giorno quello che ha stampato")


@check("Elenco dei fogli")
def job_history(patient: Patient) -> Finding | None:
    return _keeps(patient, "PreserveJobHistory", "CUPS tiene l'elenco di quello che ha stampato")


CHECKS = (printer, ready, queue, job_files, job_history)
