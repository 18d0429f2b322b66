"""What waits in the outbox, as a person at the desk reads it: what to do, and nothing of what is inside."""

from __future__ import annotations

from pathlib import Path

from kiosk.config import Config
from kiosk.database import Database
from kiosk.dispatch import codes, sender
from kiosk.dispatch.outbox import PERSON, SPOOLED, UNCERTAIN, WAITING, Outbox, Waiting
from kiosk.errors import NO_STORE, Refused, Rejected

_STATES = {
    WAITING: "aspetta", UNCERTAIN: "forse è già arrivata: chiedi all'ufficio", PERSON: "serve una persona",
    SPOOLED: "aspetta che torni l'archivio comune",
}
_OUTCOMES = {
    "": "non ancora provata",
    "connect": "l'ufficio non risponde: controlla la rete",
    "timeout": "l'ufficio non risponde in tempo",
    "lost": "la linea è caduta",
    "protocol": "ha risposto qualcosa che non si capisce",
    "tls": "il certificato dell'ufficio non è quello giusto, o la data di questo computer è sbagliata",
    "no tls": "il computer della posta non offre una linea protetta (STARTTLS)",
    "uncertain": "la linea è caduta dopo la consegna",
    "folder missing": "la cartella o la chiavetta non c'è",
    "folder full": "la chiavetta è piena",
    "folder read-only": "nella cartella o sulla chiavetta non si può scrivere",
    "folder other file": "c'è già un altro file con questo nome",
    "destination": "questa destinazione non è più nella configurazione",
    "settings": "un file della destinazione non si legge (sportello doctor)",
    "damaged": "la busta si è rovinata sul disco: chiama chi cura lo sportello",
    "reference": "un'altra busta ha già questo numero: chiama chi cura lo sportello",
    "printing": "i fogli per l'ufficio sono nella stampante",
    "not printed": "i fogli per l'ufficio non sono stati stampati",
    "smtp": "il computer della posta ha detto di no",
    "login": "il computer della posta non accetta nome e parola segreta",
    "fault": "errore del programma: chiama chi cura lo sportello",
}
_ANSWERS = {
    "400": "l'ufficio non capisce la busta", "401": "l'ufficio non conosce questo sportello (sportello key)",
    "403": "l'ufficio non conosce questo sportello (sportello key)", "404": "l'indirizzo dell'ufficio è sbagliato",
    "409": "l'ufficio ha già un'altra busta con questo numero", "410": "l'indirizzo dell'ufficio non c'è più",
    "413": "per l'ufficio la busta è troppo grande", "422": "l'ufficio non accetta la busta",
    "429": "l'ufficio è occupato", "503": "l'ufficio è occupato",
}
_KINDS = {"2": "la risposta non è una ricevuta: forse è la pagina del Wi-Fi", "3": "l'ufficio ha cambiato indirizzo", "5": "guasto all'ufficio"}
_AWAY = "l'archivio comune non risponde. Le sue buste sono al sicuro lì, e ripartono quando torna."
_BROKEN = "l'archivio di questo computer non risponde (sportello doctor)."
_UNKNOWN = "Qui non aspetta nessuna busta con questo numero."
_NO = "l'ufficio ha detto di no"


def in_words(code: str) -> str:
    """The outcome of the last attempt, in Italian; a number that somebody may look up is kept."""
    first, _, rest = code.partition(" ")
    if first == "http":
        return f"{_ANSWERS.get(rest[:3]) or _KINDS.get(rest[:1], _NO)} ({rest[:3]})"
    said = _OUTCOMES.get(code) or _OUTCOMES.get(first, code)
    return f"{said} ({rest})" if first in ("smtp", "login", "fault") else said


def lines(config: Config) -> list[str]:
    """A line for each envelope that is not delivered, oldest first."""
    found = []
    for url in sender.stores(config):
        try:
            found += [line(one) for one in Outbox(Database(url)).waiting()]
        except NO_STORE:
            found.append(f"Non vedo tutto: {_AWAY if url == config.store and config.is_shared else _BROKEN}")
    return found or ["Non aspetta nessuna busta."]


def line(one: Waiting) -> str:
    """Number, day, office, what it waits for and why."""
    number = codes.grouped(one.reference, codes.REFERENCE)
    tries = "1 tentativo" if one.attempts == 1 else f"{one.attempts} tentativi"
    where = one.destination or "da ritirare qui"
    said = f": {in_words(one.outcome)}" if one.destination else ""
    return f"{number}  {one.accepted_on:%d/%m/%Y}  {where}  {_STATES[one.state]}  {tries}{said}"


def retry(config: Config, which: str) -> str:
    """Makes a reference, or "all", due now; what was done, in words. Rejected when there is no such envelope."""
    reference = None if which == "all" else _reference(which)
    tried = sum(Outbox(Database(url)).retry(reference) for url in sender.stores(config))
    if not tried and reference:
        raise Rejected(_UNKNOWN)
    return "1 busta riparte adesso." if tried == 1 else f"{tried} buste ripartono adesso."


def export(config: Config, which: str, folder: Path) -> Path:
    """Writes the sealed envelope of a reference into a folder; Rejected when it is not here, or cannot be written."""
    reference = _reference(which)
    try:
        for url in sender.stores(config):
            outbox = Outbox(Database(url))
            if outbox.sealed(reference):
                return outbox.export(reference, folder)
    except FileExistsError:
        raise Rejected(f"In {folder} c'è già un altro file con questo nome.") from None
    except OSError as failure:
        raise Rejected(f"Non posso scrivere in {folder}: {failure.strerror}.") from None
    raise Rejected(_UNKNOWN)


def _reference(written: str) -> str:
    try:
        return codes.read(written, codes.REFERENCE)
    except Refused:
        raise Rejected(f"«{written}» non è il numero di una busta.") from None
