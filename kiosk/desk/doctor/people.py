"""Who works here and who is meant by "us": operators and their PINs, the desk's name, the office's keys."""

from __future__ import annotations

import re

from kiosk.config import Desk
from kiosk.desk import operators
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.desk.gate import CAPACITY
from kiosk.dispatch import office, sealing

_HASH = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$")
_MEMORY, _ROUNDS, _FEW = 65536, 2, CAPACITY / 2


@check("Operatori")
def present(patient: Patient) -> Finding | None:
    if patient.is_office:
        return None
    if patient.config.operators:
        return good(f"{len(patient.config.operators)}")
    if patient.config.practice:
        operators.practice_pin(patient.config.folder)
        return good(f"il PIN di prova è scritto in {patient.config.folder / operators.PRACTICE_PIN}")
    return patient.should("nessuno può aprire la parte per chi aiuta", "Scrivi sotto [operators] una riga per persona (sportello operator).")


@check("PIN")
def strength(patient: Patient) -> Finding | None:
    """Hashes as `sportello operator` makes them; a cheaper one falls in minutes to who takes the file."""
    if not patient.config.operators:
        return None
    weak = [one.name for one in patient.config.operators if not _is_strong(one.pin)]
    if weak:
        return wrong(f"protetto male: {', '.join(weak)}", "Fai un PIN nuovo con sportello operator, e metti la sua riga in [operators].")
    return good("protetti")


def _is_strong(pin: str) -> bool:
    found = _HASH.match(pin)
    return bool(found) and int(found[1]) >= _MEMORY and int(found[2]) >= _ROUNDS


@check("PIN sbagliati")
def tries(patient: Patient) -> Finding | None:
    """Somebody who tries PINs leaves few tokens in the gate."""
    if patient.local is None:
        return None
    with patient.local.write() as store:
        rows = store.rows("pin_gate", "tokens", "wrong")
    if rows and rows[0]["tokens"] < _FEW:
        return advice("ne sono stati provati molti da poco", "Chiedi a chi lavora qui. Se non è stato nessuno di loro, fai PIN nuovi (sportello operator).")
    return good("pochi o nessuno")


@check("Permessi")
def permissions(patient: Patient) -> Finding | None:
    """Who may only sort calls, and who fills forms by telephone; somebody must be left who helps at the desk."""
    config, said = patient.config, patient.config.permissions
    if not config.operators:
        return None
    if all(person.name in said.sorting for person in config.operators):
        return wrong("tutti possono solo smistare telefonate: allo sportello non aiuta nessuno", "Togli almeno un nome da [permissions] sorting.")
    told = [f"{what}: {', '.join(names)}" for what, names in (("smistano e basta", said.sorting), ("compilano al telefono", said.phone_forms)) if names]
    return good("; ".join(told) or "tutti aiutano allo sportello e smistano; al telefono non compila nessuno")


@check("Nome per l'ufficio")
def identity(patient: Patient) -> Finding | None:
    if patient.is_office:
        return None
    if patient.is_real and patient.config.desk.id == Desk().id:
        return wrong("[desk] id è quello di prova: due sportelli non si distinguono", 'Scrivi [desk] id = "luogo-1", diverso per ogni sportello.')
    return good(patient.config.desk.id)


@check("Nome per chi viene")
def signboard(patient: Patient) -> Finding | None:
    """What the visitor is told about who asks, and whom to ask about it."""
    if not patient.is_real or patient.is_office:
        return None
    desk = patient.config.desk
    empty = [name for name in ("controller", "privacy_contact", "phone") if not getattr(desk, name)]
    empty = (["name"] if desk.name == Desk().name else []) + empty
    if empty:
        return wrong(f"in [desk] manca {', '.join(empty)}", "Scrivi chi risponde dei dati e come si raggiunge: chi viene lo legge prima di cominciare.")
    return good(desk.name)


@check("Chiave dell'ufficio")
def keys(patient: Patient) -> Finding:
    """Every public key that something is sealed for; CannotSeal names one that is none."""
    config = patient.config
    own = [key for one in config.destinations for key in (*one.recipients, *one.identity)] + list(config.identity)
    for key in own:
        sealing.check_recipient(key)
    if patient.is_office and not config.recipients:
        return good("questo è l'ufficio: le chiavi pubbliche stanno negli sportelli")
    if not config.destinations or config.recipients or not all(one.recipients for one in config.destinations):
        office.recipients(config)
    return good("di prova, fatta su questo computer" if config.practice and not config.recipients else "valide")


@check("Chiave di riserva")
def spare_key(patient: Patient) -> Finding | None:
    """With one key only, who loses it loses every envelope."""
    if not patient.is_real or patient.is_office:
        return None
    alone = [one.name for one in patient.config.destinations if len(one.recipients or patient.config.recipients) == 1]
    if alone or len(patient.config.recipients) == 1 and not patient.config.destinations:
        where = f" ({', '.join(alone)})" if alone else ""
        return advice(f"l'ufficio ha una chiave sola{where}: se si perde, le buste non si aprono più",
                      "Fai una seconda chiave (sportello office keygen), tienila in cassaforte e aggiungi la sua metà pubblica a recipients.")
    return good("c'è")


CHECKS = (present, strength, tries, permissions, identity, signboard, keys, spare_key)
