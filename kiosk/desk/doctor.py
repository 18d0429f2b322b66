"""What is missing or wrong on this machine, in plain Italian, each line with what to do.

It changes nothing that a first start would not make, and never stops at the first thing that is wrong.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from kiosk import config as settings
from kiosk.config import Config
from kiosk.desk import drafts, operators
from kiosk.dispatch import office
from kiosk.errors import KioskError
from kiosk.i18n import Catalogs

OK, MISSING, WRONG = "ok", "manca", "da sistemare"
TEXTUAL, PYTHON = "8.2.8", (3, 11)
COLUMNS, ROWS, FREE_MB = 80, 24, 200
PRIVATE = ("sportello.db", drafts.PEPPER, office.PRACTICE_KEY, operators.PRACTICE_PIN)
_SAMPLES = {
    "ar": ("l'arabo", "مرحبا ١٢٣", "fonts-noto-core"),
    "zh": ("il cinese", "你好，请签字", "fonts-noto-cjk"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty when there is nothing to do."""

    subject: str
    state: str
    text: str
    remedy: str = ""


def run(given: str | None = None) -> int:
    """Prints what was found; 1 when something is wrong."""
    findings = examine(settings.load(given))
    print(told(findings))
    return 0 if is_healthy(findings) else 1


def examine(config: Config) -> tuple[Finding, ...]:
    """Everything there is to know before opening the desk."""
    return tuple(finding for check in CHECKS for finding in _safely(check, config))


def is_healthy(findings: tuple[Finding, ...]) -> bool:
    """Nothing is wrong; something may be missing that this desk can do without."""
    return all(finding.state != WRONG for finding in findings)


def told(findings: tuple[Finding, ...]) -> str:
    """The findings as lines to be read, the remedies under what they mend."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:<13} {finding.subject}: {finding.text}")
        lines += [f"{'':<13} -> {finding.remedy}"] if finding.remedy else []
    return "\n".join(lines)


def _safely(check: Callable[[Config], Iterator[Finding]], config: Config) -> Iterator[Finding]:
    try:
        yield from check(config)
    except (KioskError, OSError) as failure:
        yield Finding(check.__name__.strip("_").replace("_", " "), WRONG, str(failure))


def programmi(_config: Config) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    right = sys.version_info >= PYTHON
    yield Finding("Python", OK if right else WRONG, version, "" if right else "Installa Python 3.11 o più nuovo.")
    found = metadata.version("textual")
    remedy = "" if found == TEXTUAL else f"Le prove sono fatte con {TEXTUAL}: pip install textual=={TEXTUAL}"
    yield Finding("Textual", OK if found == TEXTUAL else WRONG, found, remedy)


def terminale(_config: Config) -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("Terminale", MISSING, "questo comando non scrive su un terminale: misura e colori non si vedono")
    else:
        columns, rows = os.get_terminal_size()
        big = columns >= COLUMNS and rows >= ROWS
        remedy = "" if big else f"Allarga la finestra o rimpicciolisci il carattere: servono {COLUMNS}x{ROWS}."
        yield Finding("Terminale", OK if big else WRONG, f"{columns} colonne, {rows} righe", remedy)
        rich = os.environ.get("COLORTERM") in ("truecolor", "24bit") or "256" in os.environ.get("TERM", "")
        remedy = "" if rich else "Prova con TERM=xterm-256color. Senza colori il chiosco funziona lo stesso."
        yield Finding("Colori", OK if rich else MISSING, os.environ.get("TERM", "TERM non c'è"), remedy)
    utf8 = sys.getfilesystemencoding().lower() == "utf-8" and (sys.stdout.encoding or "").lower() == "utf-8"
    remedy = "" if utf8 else "Imposta LANG=it_IT.UTF-8 (o C.UTF-8) prima di avviare."
    yield Finding("Lettere accentate", OK if utf8 else WRONG, sys.stdout.encoding or "?", remedy)


def fogli(config: Config) -> Iterator[Finding]:
    from kiosk.dispatch import documents

    works = documents.can_print("Prova: àèìòù € «»")
    yield Finding("Fogli", OK if works else WRONG, "PDF accessibile (PDF/UA-1)")
    for language, (name, sample, package) in _SAMPLES.items():
        if language in config.languages:
            drawn = documents.can_print(sample)
            remedy = "" if drawn else f"Installa i caratteri: apt install {package}. Intanto quella parte esce in italiano."
            yield Finding(f"Caratteri per {name}", OK if drawn else MISSING, "sui fogli", remedy)


def stampante(config: Config) -> Iterator[Finding]:
    if not config.printer.name:
        yield Finding("Stampante", MISSING, "nessuna: i fogli restano nella busta", "Scrivi [printer] name = \"...\".")
        return
    status = shutil.which("lpstat")
    if not shutil.which("lp") or not status:
        yield Finding("Stampante", WRONG, "il comando lp non c'è", "Installa CUPS: apt install cups-client.")
        return
    asked = subprocess.run([status, "-p", config.printer.name], capture_output=True, timeout=10, check=False)
    remedy = "" if asked.returncode == 0 else "Guarda i nomi con lpstat -p e correggi [printer] name."
    yield Finding("Stampante", OK if asked.returncode == 0 else WRONG, config.printer.name, remedy)


def archivio(config: Config) -> Iterator[Finding]:
    from kiosk.database import Database

    database = Database(config.store)
    pragmas = database.pragmas()
    database.close()
    text = f"{config.store.split('@')[-1]}" + (" (WAL, synchronous=FULL)" if pragmas else "")
    yield Finding("Archivio", OK, text)
    yield from _permissions(config.folder)
    free = shutil.disk_usage(config.folder).free // 2**20
    remedy = "" if free >= FREE_MB else "Libera spazio sul disco prima di aprire lo sportello."
    yield Finding("Spazio sul disco", OK if free >= FREE_MB else WRONG, f"{free} MB liberi", remedy)


def _permissions(folder: Path) -> Iterator[Finding]:
    private = (folder, *(folder / name for name in PRIVATE))
    risky = [place for place in private if place.exists() and place.stat().st_mode & 0o077]
    remedy = f"chmod go= {' '.join(map(str, risky))}" if risky else ""
    text = f"altri utenti possono leggere {', '.join(place.name for place in risky)}" if risky else str(folder)
    yield Finding("Permessi", WRONG if risky else OK, text, remedy)


def chiavi(config: Config) -> Iterator[Finding]:
    keys = office.recipients(config)
    text = "chiave di prova, fatta su questo computer" if config.practice else f"{len(keys)}"
    yield Finding("Chiave dell'ufficio", OK, text)
    if config.practice:
        operators.practice_pin(config.folder)
        yield Finding("PIN di prova", OK, f"è scritto in {config.folder / operators.PRACTICE_PIN}")
    elif not config.operators:
        remedy = "Scrivi sotto [operators] una riga per persona (sportello operator)."
        yield Finding("Operatori", MISSING, "nessuno può aprire la parte per chi aiuta", remedy)


def servizi(config: Config) -> Iterator[Finding]:
    from kiosk.authoring.shelf import Shelf

    catalogs = Catalogs(config.locales, config.folder / "catalogs")
    shelf = Shelf(config.flows, config.folder / "shelf", catalogs)
    offered, broken = len(shelf.offers()), tuple(shelf.broken())
    state = WRONG if broken or not offered else OK
    remedy = f"sportello check {' '.join(broken)}" if broken else "" if offered else f"Metti i servizi in {config.flows}."
    text = f"{offered} offerti" + (f", con un errore: {', '.join(broken)}" if broken else "")
    yield Finding("Servizi", state, text, remedy)
    there = catalogs.languages()
    for language in config.languages:
        if language not in there:
            yield Finding("Lingue", WRONG, f"{language}: non ha un catalogo", f"Metti {config.locales / language}.")


CHECKS = (programmi, terminale, fogli, stampante, archivio, chiavi, servizi)
