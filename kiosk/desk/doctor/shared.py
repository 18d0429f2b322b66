"""A PostgreSQL that several desks share: does the server keep what it says it has kept, and what does its log tell?"""

from __future__ import annotations

from kiosk.database import survey
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient

_CHANGE = "In postgresql.conf del server: {}; poi riavvialo."


def _must(patient: Patient, name: str, right: tuple[str, ...], text: str) -> Finding | None:
    found = patient.shared
    if found is None:
        return None
    value = found.get(name, "")
    return good(f"{name} = {value}") if value in right else wrong(text, _CHANGE.format(f"{name} = {right[0]}"))


@check("Linea verso l'archivio comune")
def line(patient: Patient) -> Finding | None:
    """To another machine only under TLS with a verified name: ConfigIsWrong says so otherwise."""
    if not patient.config.is_shared:
        return None
    survey.settings(patient.config.store)
    return good("risponde, protetta o su questo computer")


@check("fsync")
def fsync(patient: Patient) -> Finding | None:
    return _must(patient, "fsync", ("on",), "se manca la corrente si perdono le risposte")


@check("synchronous_commit")
def commit(patient: Patient) -> Finding | None:
    """The desk's own sessions always wait for the disk."""
    found = patient.shared
    if found is None:
        return None
    value = found.get("synchronous_commit", "")
    if value in ("on", "remote_apply", "remote_write"):
        return good(f"synchronous_commit = {value}")
    return advice("il server di suo non aspetta il disco; lo sportello sì", _CHANGE.format("synchronous_commit = on"))


@check("full_page_writes")
def pages(patient: Patient) -> Finding | None:
    return _must(patient, "full_page_writes", ("on",), "una pagina scritta a metà non si può riparare")


@check("data_checksums")
def checksums(patient: Patient) -> Finding | None:
    found = patient.shared
    if found is None:
        return None
    if found.get("data_checksums") == "on":
        return good("ci sono")
    return patient.should("un disco che sbaglia non si nota", "Con il server fermo: pg_checksums --enable.")


@check("log_statement")
def statements(patient: Patient) -> Finding | None:
    return _must(patient, "log_statement", ("none", "ddl"), "il registro del server tiene ogni comando")


@check("log_parameter_max_length")
def parameters(patient: Patient) -> Finding | None:
    found = patient.shared
    if found is None:
        return None
    unlike = [name for name in ("log_parameter_max_length", "log_parameter_max_length_on_error") if found.get(name) != "0"]
    if unlike:
        return wrong("il registro del server può tenere i valori scritti", _CHANGE.format(", ".join(f"{name} = 0" for name in unlike)))
    return good("il registro non tiene valori")


CHECKS = (line, fsync, commit, pages, checksums, statements, parameters)
