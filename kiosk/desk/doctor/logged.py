"""The log of what those who work here did: is it still as it was written, and does it end where the desk's folder says?"""

from __future__ import annotations

from kiosk.desk import logbook as kept
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient

_ASK = (
    "Non cancellare niente. Confronta le righe con chi era di turno (kiosk/README.md, «The operators' log»). "
    "Se l'archivio viene da una copia, può essere questo: scrivi in che giorno l'hai rimesso."
)


@check("Registro di chi lavora qui")
def logbook(patient: Patient) -> Finding | None:
    """A gap that was told long enough is advice; a row that is not as it was written stays wrong."""
    if patient.store is None or not patient.is_real:
        return None
    found, long_ago = kept.faults(patient.store, patient.config, patient.now.date())
    if found:
        return wrong(f"manca o è cambiato qualcosa: righe {_named(found)}", _ASK)
    if long_ago:
        return advice(f"mancava qualcosa, ed è stato detto: righe {_named(long_ago)}", _ASK)
    return good("intero")


def _named(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" ..." if len(numbers) > 10 else "")


CHECKS = (logbook,)
