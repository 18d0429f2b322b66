"""The program itself: Python, the libraries it was tried with, papers and fonts, languages, services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from kiosk.authoring.shelf import Shelf
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.i18n import Catalogs

_PYTHON = (3, 11)
_REQUIRED = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*([^;]*)")
_BOUND = re.compile(r"(==|>=|<=|<|>|!=)\s*([0-9][0-9.]*)")
_FONTS = {"ar": "fonts-noto-core", "ur": "fonts-noto-core", "bn": "fonts-noto-core", "si": "fonts-noto-core", "zh": "fonts-noto-cjk"}
_SAMPLE = "language.title"


@check("Python")
def python(patient: Patient) -> Finding:
    version = ".".join(map(str, patient.python))
    if patient.python >= _PYTHON:
        return good(version)
    return wrong(version, "Installa Python 3.11 o più nuovo e rifai l'ambiente del programma.")


@check("Librerie")
def libraries(patient: Patient) -> Finding:
    """Every library in the version that the program was tried with."""
    required = [_REQUIRED.match(line) for line in _requirements(patient)]
    unfit = [text for one in required if one and (text := _unfit(patient, one[1], one[2]))]
    if unfit:
        return wrong("; ".join(unfit), "Rifai l'ambiente: pip install --force-reinstall sportello")
    return good(f"{len(required)} nelle versioni provate")


def _requirements(patient: Patient) -> list[str]:
    found = next(iter(metadata.distributions(name="sportello", path=patient.packages)), None)
    return [line for line in (found.requires or ()) if "extra ==" not in line] if found else []


def _unfit(patient: Patient, name: str, bounds: str) -> str:
    found = next(iter(metadata.distributions(name=name, path=patient.packages)), None)
    if found is None:
        return f"{name} non c'è"
    fits = all(_fits(found.version, sign, bound) for sign, bound in _BOUND.findall(bounds))
    return "" if fits else f"{name} {found.version} invece di {bounds.strip()}"


def _fits(version: str, sign: str, bound: str) -> bool:
    left, right = _numbers(version), _numbers(bound)
    return {"==": left == right, "!=": left != right, ">=": left >= right, "<=": left <= right, "<": left < right, ">": left > right}[sign]


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.match(r"[0-9.]*", version)[0].split(".") if part]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@check("Fogli")
def papers(patient: Patient) -> Iterator[Finding]:
    """Can a paper be drawn, and does a font of this machine have the signs of every language?"""
    from kiosk.dispatch import documents

    if documents.can_print("Prova: àèìòù € «»"):
        yield good("PDF accessibile (PDF/UA-1)")
    else:
        yield wrong("non si possono disegnare", "Rifai l'ambiente del programma: i suoi caratteri non ci sono.")
    catalogs = _catalogs(patient)
    for code in patient.config.languages:
        words = catalogs.words(code)
        if code != "it" and code in catalogs.languages():
            yield _drawn(words.autonym, documents.can_print(f"{words.autonym} {words.say(_SAMPLE)}"), _FONTS.get(code, "fonts-noto"))


def _drawn(language: str, drawn: bool, package: str) -> Finding:
    if drawn:
        return good("sui fogli", f"Caratteri {language}")
    remedy = f"Installa i caratteri: apt install {package}. Intanto quella parte esce in italiano."
    return advice("mancano dei segni per i fogli", remedy, f"Caratteri {language}")


def _catalogs(patient: Patient) -> Catalogs:
    return Catalogs(patient.config.locales, patient.config.folder / "catalogs")


@check("Lingue")
def languages(patient: Patient) -> Finding:
    there = _catalogs(patient).languages()
    lacking = [code for code in patient.config.languages if code not in there]
    if lacking:
        return wrong(f"senza catalogo: {', '.join(lacking)}", f"Metti {patient.config.locales / lacking[0]}, o togli la lingua da languages.")
    return good(", ".join(patient.config.languages))


def _shelf(patient: Patient) -> Shelf:
    return Shelf(patient.config.flows, patient.config.folder / "shelf", _catalogs(patient))


@check("Servizi")
def services(patient: Patient) -> Finding:
    shelf = _shelf(patient)
    offered, broken = len(shelf.offers()), shelf.broken()
    if broken:
        return wrong(f"{offered} offerti; con un errore: {', '.join(broken)}", f"sportello check {patient.config.flows / broken[0]}")
    if not offered:
        return wrong("nessuno da offrire", f"Metti i servizi in {patient.config.flows}.")
    return good(f"{offered} offerti")


@check("Servizi da ricontrollare")
def stale_services(patient: Patient) -> Finding:
    """Services whose facts nobody has verified since the day their author named."""
    shelf, today = _shelf(patient), patient.now.date()
    stale = [offer.id for offer in shelf.offers() if shelf.is_stale(offer.id, today)]
    lapsed = [entry.offer.id for entry in shelf.index.entries.values() if entry.offer and entry.offer not in shelf.offers()]
    if stale or lapsed:
        named = f"scaduti e non offerti: {', '.join(lapsed)}; " if lapsed else ""
        return advice(named + f"da ricontrollare: {', '.join(stale) or 'nessuno'}", "Chi li ha scritti controlli i fatti e la data verified.")
    return good("nessuno")


@check("Chi può cambiare i servizi")
def guarded_services(patient: Patient) -> Finding:
    """A changed question or a changed translation could ask for what nobody asked."""
    places = [place for folder in (patient.config.flows, patient.config.locales) for place in (folder, *folder.rglob("*"))]
    open_to_all = [place for place in places if not place.is_symlink() and place.stat().st_mode & 0o002]
    if open_to_all:
        return patient.should(f"chiunque può scrivere in {open_to_all[0]}", f"chmod -R o-w {open_to_all[0]}")
    return good("solo il loro proprietario")


CHECKS = (python, libraries, papers, languages, services, stale_services, guarded_services)
