"""Where the kiosk is drawn: how large, in which colours and letters, and what the terminal itself would let a visitor do."""

from __future__ import annotations

import os
import re
import termios
from collections.abc import Iterator

from kiosk.desk.doctor import bindings, legible
from kiosk.desk.doctor.emulators import emulator
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient

COLUMNS, ROWS = 80, 24
_POOR = ("", "dumb", "unknown", "vt52", "vt100", "vt102", "vt220", "ansi", "linux")
_UTF8 = re.compile(r"utf-?8$", re.I)


@check("Terminale")
def size(patient: Patient) -> Finding:
    if not patient.screen.isatty():
        return advice("questo comando non scrive su un terminale: la misura non si vede", "Prova sportello doctor nel terminale dello sportello.")
    columns, rows = os.get_terminal_size(patient.screen.fileno())
    if columns < COLUMNS or rows < ROWS:
        return wrong(f"{columns} colonne, {rows} righe", f"Allarga la finestra o rimpicciolisci il carattere: servono {COLUMNS}x{ROWS}.")
    return good(f"{columns} colonne, {rows} righe")


@check("Colori")
def colours(patient: Patient) -> Finding:
    term = patient.environ.get("TERM", "")
    if patient.environ.get("COLORTERM") in ("truecolor", "24bit") or "256" in term or "direct" in term:
        return good("bastano")
    return advice(f"pochi (TERM={term})", "Prova con TERM=xterm-256color. Senza colori lo sportello funziona lo stesso.")


@check("Tipo di terminale")
def kind(patient: Patient) -> Finding:
    term = patient.environ.get("TERM", "")
    if term in _POOR:
        return wrong(term or "TERM non c'è", "Usa un terminale grafico (foot, kitty, alacritty, xterm): quello di testo non ha tutti i segni.")
    return good(term)


@check("Lettere accentate")
def letters(patient: Patient) -> Finding:
    encoding = patient.screen.encoding or ""
    if _UTF8.search(encoding):
        return good(encoding)
    return wrong(encoding or "?", "Imposta LANG=it_IT.UTF-8 (o C.UTF-8) prima di avviare.")


@check("Ctrl+S")
def flow_control(patient: Patient) -> Finding | None:
    """A terminal with flow control stops at Ctrl+S before the kiosk has taken it over."""
    if not patient.screen.isatty():
        return None
    if termios.tcgetattr(patient.screen.fileno())[0] & termios.IXON:
        return advice("prima dell'avvio ferma lo schermo", "Metti stty -ixon prima di avviare lo sportello.")
    return good("non ferma lo schermo")


@check("Dentro un altro programma")
def multiplexer(patient: Patient) -> Finding:
    """tmux and screen keep what was shown, and have keys of their own."""
    inside = [name for name, variable in (("tmux", "TMUX"), ("screen", "STY")) if patient.environ.get(variable)]
    if inside:
        return patient.should(f"lo sportello gira dentro {inside[0]}, che tiene copia dello schermo", f"Avvia lo sportello senza {inside[0]}.")
    return good("no")


@check("Impostazioni del terminale")
def emulator_known(patient: Patient) -> Finding:
    found = emulator(patient)
    if found is None:
        remedy = "Spegni tu: righe passate, appunti (OSC 52), apertura di link, tasti per finestre nuove."
        return advice("questo terminale non lo conosco", remedy)
    if found.lines(patient) is None:
        return patient.should(f"{found.name} non ha un file di impostazioni", f"Scrivi {found.places[0]}: righe passate, appunti, link e finestre spenti.")
    return good(found.name)


def _switched_off(patient: Patient, name: str, what: str) -> Iterator[Finding]:
    found = emulator(patient)
    settings = found.settings(patient) if found else None
    switch = found.switches.get(name) if found else None
    if settings is None or switch is None:
        return
    if all(re.fullmatch(switch.off, value) for value in settings.get((switch.section, switch.name), "").split("\n")):
        yield good("spento")
    else:
        yield patient.should(f"{what} ({found.name})", f"In {found.places[0]}: una riga come «{switch.example}».")


@check("Righe passate")
def scrollback(patient: Patient) -> Iterator[Finding]:
    return _switched_off(patient, "scrollback", "si può tornare alle righe di chi c'era prima")


@check("Appunti")
def clipboard(patient: Patient) -> Iterator[Finding]:
    return _switched_off(patient, "clipboard", "un programma può scrivere negli appunti (OSC 52)")


@check("Link")
def links(patient: Patient) -> Iterator[Finding]:
    return _switched_off(patient, "links", "un indirizzo sullo schermo si può aprire")


@check("Finestre nuove")
def windows(patient: Patient) -> Iterator[Finding]:
    return _switched_off(patient, "windows", "un tasto apre un'altra finestra, con una shell")


CHECKS = (size, colours, kind, letters, flow_control, multiplexer, emulator_known, scrollback, clipboard, links, windows, *bindings.CHECKS, *legible.CHECKS)
