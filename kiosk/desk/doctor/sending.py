"""The way to the offices: is there one, may it be trusted, and does anything wait too long?"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from kiosk.config import MAIL, Destination
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.dispatch.channels.limits import tls
from kiosk.dispatch.outbox import WAITING, Outbox
from kiosk.errors import ConfigIsWrong

SECONDS = 5.0
_PORTS = {"https": 443, "smtp": 587, "smtps": 465}
_SLOW = timedelta(days=1)
_UNTRUSTED = "Guarda il certificato dell'ufficio e la data di questo computer; per un'autorità propria, scrivi trust = \"file.pem\"."


@check("Destinazioni")
def destinations(patient: Patient) -> Finding:
    found = patient.config.destinations
    if found:
        return good(", ".join(one.name for one in found))
    text = "nessuna: le buste restano qui, e qualcuno le deve prendere"
    return good(text) if not patient.is_real else advice(text, "Scrivi [destinations.ufficio] e sotto url; oppure prendile con sportello outbox export.")


@check("Ogni servizio ha una destinazione")
def covered(patient: Patient) -> Finding | None:
    if not patient.config.destinations:
        return None
    from kiosk.authoring.shelf import Shelf

    shelf = Shelf(patient.config.flows, patient.config.folder / "shelf")
    homeless = [offer.id for offer in shelf.offers() if patient.config.destination(offer.id) is None]
    if homeless:
        return advice(f"non vanno da nessuna parte: {', '.join(homeless)}", "Scrivi una destinazione senza flows: prende tutti gli altri servizi.")
    return good("sì")


@check("Autorità dei certificati")
def authorities(patient: Patient) -> Iterator[Finding]:
    """The file of an office's own authority is there, is a certificate, and holds today."""
    for one in patient.config.destinations:
        if one.trust:
            yield _authority(patient, one)


def _authority(patient: Patient, one: Destination) -> Finding:
    try:
        known = tls(one, patient.config.folder).get_ca_certs()
    except ConfigIsWrong:
        return wrong(f"{one.name}: {one.trust} non si può leggere o non è un certificato", "Chiedi all'ufficio il file della sua autorità (PEM).")
    now = patient.now.timestamp()
    spans = [(ssl.cert_time_to_seconds(each["notBefore"]), ssl.cert_time_to_seconds(each["notAfter"])) for each in known]
    if not any(begins <= now <= ends for begins, ends in spans):
        return wrong(f"{one.name}: {one.trust} non vale oggi ({patient.now:%d/%m/%Y})", "Guarda la data di questo computer; se è giusta, chiedi all'ufficio il file nuovo.")
    return good(one.name)


@check("Linea")
def lines(patient: Patient) -> Iterator[Finding]:
    """Whoever answers at an office's address proves who it is; one that does not answer today may answer tomorrow."""
    for one in patient.config.destinations:
        server = urlsplit(one.server or one.url)
        if one.scheme == "https" or one.scheme in MAIL:
            yield _line(patient, one, server.hostname or "", server.port or _PORTS[server.scheme], server.scheme == "smtp")


def _line(patient: Patient, one: Destination, host: str, port: int, upgrade: bool) -> Finding:
    try:
        context = tls(one, patient.config.folder)
        with socket.create_connection((host, port), SECONDS) as plain:
            if upgrade and not _asked_for_tls(plain):
                return wrong(f"{one.name}: la posta di {host} non offre STARTTLS", "Chiedi un computer della posta che protegga la linea (porta 587 o 465).")
            with context.wrap_socket(plain, server_hostname=host) as line:
                return good(f"{one.name}: {line.version()}")
    except ssl.SSLError as failure:
        said = getattr(failure, "verify_message", "") or failure.reason or "TLS"
        return wrong(f"{one.name}: {host} non dimostra chi è ({said})", _UNTRUSTED)
    except ConfigIsWrong as failure:
        return wrong(str(failure), _UNTRUSTED)
    except OSError as failure:
        return advice(f"{one.name}: {host} adesso non risponde ({failure.strerror or 'tempo scaduto'})", "Guarda la rete. Le buste aspettano, e si riprova da sé.")


def _asked_for_tls(line: socket.socket) -> bool:
    """A greeting, EHLO and STARTTLS, as far as the handshake."""
    with line.makefile("rwb") as talk:
        for said, code in ((b"", b"220"), (b"EHLO [127.0.0.1]\r\n", b"250"), (b"STARTTLS\r\n", b"220")):
            talk.write(said)
            talk.flush()
            answer = talk.readline(1000)
            while answer[3:4] == b"-":
                answer = talk.readline(1000)
            if not answer.startswith(code):
                return False
    return True


@check("Cartelle delle buste")
def folders(patient: Patient) -> Iterator[Finding]:
    for one in patient.config.destinations:
        if one.scheme == "file":
            place = patient.config.folder / unquote(urlsplit(one.url).path)
            if place.is_dir() and os.access(place, os.W_OK):
                yield good(str(place))
            else:
                yield patient.should(f"{one.name}: {place} non c'è o non si può scrivere", "Attacca la chiavetta o fai la cartella; le buste aspettano.")


@check("Buste di carta")
def paper(patient: Patient) -> Finding | None:
    printed = [one.name for one in patient.config.destinations if one.scheme == "print"]
    if not printed:
        return None
    if patient.config.printer.name:
        return good(", ".join(printed))
    return wrong(f"{', '.join(printed)}: va su carta, e non c'è una stampante", 'Scrivi [printer] name = "...".')


@check("Relay")
def relay(patient: Patient) -> Finding | None:
    """The office's side: its files are there, private, and a certificate with its own key."""
    if not patient.is_office:
        return None
    from kiosk.dispatch.relay import premises

    found = premises.relay_of(patient.config)
    premises.secret(found)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(found.certificate, found.key)
    except (OSError, ssl.SSLError):
        return wrong("certificate e key non si leggono, o non vanno insieme", "Rifai il certificato con la sua chiave (due file PEM), e scrivi i nomi in [relay].")
    return good(f"{found.listen}, {len(found.desks)} sportelli")


@check("Buste ferme")
def stuck(patient: Patient) -> Finding | None:
    """What an office refused, or of what nobody knows if it arrived."""
    waiting = _waiting(patient)
    if waiting is None:
        return None
    stopped = [one.reference for one in waiting if one.state != WAITING]
    if stopped:
        return wrong(f"{len(stopped)} aspettano che una persona decida", "sportello outbox list dice quali e perché; poi retry o export.")
    return good("nessuna")


@check("Chi spedisce")
def sender(patient: Patient) -> Finding | None:
    """Envelopes that wait longer than a day, with somewhere to go: the sender does not run, or nobody answers it."""
    waiting = _waiting(patient)
    if waiting is None or not patient.config.destinations:
        return None
    by_post = {one.name for one in patient.config.destinations if one.scheme != "print"}
    late = [one for one in waiting if one.destination in by_post and patient.now.date() - one.accepted_on > _SLOW]
    if late:
        return wrong(f"{len(late)} buste aspettano dal {min(one.accepted_on for one in late):%d/%m/%Y}",
                     "Guarda se gira sportello send; se gira, sportello outbox list dice che cosa risponde l'ufficio.")
    return good("niente aspetta da più di un giorno")


def _waiting(patient: Patient):
    return None if patient.store is None else Outbox(patient.store).waiting()


CHECKS = (destinations, covered, authorities, lines, folders, paper, relay, stuck, sender)
