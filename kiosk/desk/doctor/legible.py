"""Which languages the terminal itself shows as they are written: it is asked, as the kiosk asks it at its start."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.desk import drawn
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.desk.drawn import Drawn
from kiosk.desk.probe import Answer, ask
from kiosk.i18n import Catalogs, Words, italian
from kiosk.i18n.scripts import SAMPLES

_INSTEAD = "qui non è sullo schermo, è offerta a voce e su carta"
_GRAPHIC = "Usa un terminale grafico (foot, xterm, VTE): quello di testo ha poche lettere."
_SILENT = "il terminale non risponde: quello che sa fare non si vede"
_TURNING = {
    "kitty": "In kitty/kitty.conf: force_ltr yes.", "konsole": "Nel profilo di Konsole: BidiRenderingEnabled=false.",
    "mlterm": "Avvia mlterm con --ctl=false.",
}


def _answer(patient: Patient) -> Answer | None:
    """None where there is no terminal to be asked."""
    if not patient.screen.isatty():
        return None
    screen = patient.screen.fileno()
    return ask(screen, screen, term=patient.environ.get("TERM", ""))


@check("Misure del terminale")
def measured(patient: Patient) -> Finding | None:
    """Does it give every sample the cells that we count? Of the scripts that no language here needs, nothing is asked."""
    answer = _answer(patient)
    if answer is None or answer.is_console:
        return None
    if not answer.cells:
        return advice(_SILENT, "Prova con un altro terminale (foot, xterm, VTE).")
    name = answer.name or answer.term
    other = [script for script, cells in answer.cells if script in ("latin", "emoji") and cells != SAMPLES[script].cells]
    if other:
        return advice(f"{name} conta altre caselle: {', '.join(other)}", "Prova con un altro terminale (foot, xterm, VTE): le righe possono spostarsi.")
    return good(f"{name}, come le contiamo")


@check("Lingue sullo schermo")
def shown(patient: Patient) -> Iterator[Finding]:
    answer, said = _answer(patient), patient.config.terminal
    if answer is None:
        return
    catalogs = Catalogs(patient.config.locales, patient.config.folder / "catalogs")
    here = Drawn(answer, said.draws, said.paper)
    for code in patient.config.languages:
        if code in catalogs.languages():
            yield _shown(patient, here, catalogs.words(code))


def _shown(patient: Patient, here: Drawn, words: Words) -> Finding:
    name, named = f"Schermo, {italian().language_name(words.language)}", f'[terminal] draws = ["{words.language}"]'
    match here.why_not(words):
        case "":
            return good("si vede come è scritta", name)
        case drawn.PAPER:
            return good(f"{_INSTEAD} ([terminal] paper)", name)
        case drawn.CELLS if words.language in here.draws:
            return wrong(f"{_INSTEAD}: qui prende altre caselle", f"Togli «{words.language}» da [terminal] draws, o cambia terminale.", name)
        case drawn.CELLS:
            return patient.should(f"{_INSTEAD}: qui prende altre caselle", "Prova con un altro terminale (foot, xterm, VTE).", name)
        case drawn.CONSOLE:
            return patient.should(f"{_INSTEAD}: questo terminale non ha le sue lettere", _GRAPHIC, name)
        case drawn.TURNS:
            return patient.should(f"{_INSTEAD}: {here.answer.name} la gira da sé", f"{_untwisted(here.answer)} Poi scrivi {named}.", name)
    return advice(f"{_INSTEAD}: questa scrittura la compone il terminale", f"Se qui la compone bene (prova una finestra VTE), scrivi {named}.", name)


def _untwisted(answer: Answer) -> str:
    return next((remedy for name, remedy in _TURNING.items() if answer.name.lower().startswith(name)), "Spegni la scrittura da destra del terminale.")


CHECKS = (measured, shown)
