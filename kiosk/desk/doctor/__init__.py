"""What is missing or wrong on this machine, in plain Italian, each with what to do.

Looking changes nothing that a first start would not make, and never stops at the first thing that is wrong. What only a
desk for real visitors must have is wrong there, and advice on a practice desk.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk import config as settings
from kiosk.desk.doctor import keeping, leaving, logged, machine, people, printing, programs, sending, shared, store, terminal, unchanging, voice
from kiosk.desk.doctor.findings import MISSING, OK, WRONG, Check, Finding, as_json, is_healthy, told
from kiosk.desk.doctor.patient import Patient

__all__ = ["CHECKS", "GROUPS", "MISSING", "OK", "WRONG", "Check", "Finding", "Patient", "as_json", "examine", "is_healthy", "run", "told"]

GROUPS: dict[str, tuple[Check, ...]] = {
    "Programmi": (*programs.CHECKS, *unchanging.CHECKS),
    "Terminale": terminal.CHECKS,
    "Archivio": (*store.CHECKS, *shared.CHECKS),
    "Segreti": keeping.CHECKS,
    "Persone": (*people.CHECKS, *logged.CHECKS),
    "Invio": sending.CHECKS,
    "Stampa": printing.CHECKS,
    "Voce": voice.CHECKS,
    "Tracce": leaving.CHECKS,
    "Computer": machine.CHECKS,
}
CHECKS = {check.name: check for checks in GROUPS.values() for check in checks}


def run(given: str | None = None, json: bool = False) -> int:
    """Prints what was found; 1 when something is wrong."""
    findings = examine(Patient(settings.load(given), file=settings.find(given)))
    print(as_json(findings) if json else told(findings))
    return 0 if is_healthy(findings) else 1


def examine(patient: Patient) -> tuple[Finding, ...]:
    """Everything there is to know before opening the desk."""
    patient.config.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return tuple(
            replace(finding, group=group) for group, checks in GROUPS.items() for check in checks for finding in check.findings(patient)
        )
    finally:
        patient.leave()
