"""The voice: a speech program, a voice for each language, a device to play on, and the desk's own recordings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk import voice
from kiosk.desk.doctor.findings import Finding, advice, check, good, wrong
from kiosk.desk.doctor.patient import Patient
from kiosk.i18n import Catalogs


@check("Programma che legge")
def speaker(patient: Patient) -> Finding:
    found = voice.speaker(_path(patient))
    if found:
        return good(Path(found).name)
    return advice("non c'è: con F5 si sentono solo le registrazioni", "apt install espeak-ng")


@check("Lingue che si sentono")
def spoken(patient: Patient) -> Iterator[Finding]:
    """A language without a voice is not read in the voice of another one."""
    there = _voices(patient)
    recordings, catalogs = _recordings(patient), Catalogs(patient.config.locales, patient.config.folder / "catalogs")
    for code in patient.config.languages:
        autonym = catalogs.words(code).autonym if code in catalogs.languages() else code
        recorded = recordings.count(code)
        if there.get(code) or recorded:
            yield good(", ".join(filter(None, (there.get(code), f"{recorded} registrazioni" if recorded else ""))), f"Voce {autonym}")
        else:
            remedy = f"Registra le frasi in [voice] folder, cartella {code} (README, «Voice»), o installa un programma che la parla."
            yield advice("non si può ascoltare", remedy, f"Voce {autonym}")


@check("Suono")
def device(patient: Patient) -> Finding:
    if voice.has_sound(patient.root, patient.environ):
        return good("c'è")
    return advice("nessun altoparlante che lo sportello può usare", "Attacca altoparlante o cuffie, e: usermod -aG audio UTENTE.")


@check("Registrazioni")
def recordings(patient: Patient) -> Finding | None:
    """Every line of an index names a recording that is there and can be played."""
    folder, there = patient.config.voice.folder, _recordings(patient)
    if not folder:
        return None
    if not there.languages():
        return wrong(f"in {folder} non ce ne sono", "Metti una cartella per lingua con il suo index.tsv, o togli [voice] folder.")
    problems = [*there.problems()]
    if problems:
        return wrong(problems[0] + (f" (e altre {len(problems) - 1})" if problems[1:] else ""), "Correggi la riga, o rifai la registrazione.")
    mute = [kind for kind in there.kinds() if not voice.player(kind, _path(patient))]
    if mute:
        return wrong(f"niente suona i file {', '.join(mute)}", "apt install pipewire-bin, o pulseaudio-utils, o ffmpeg (per i soli .wav: alsa-utils).")
    return good(", ".join(f"{code}: {there.count(code)}" for code in there.languages()))


def _path(patient: Patient) -> str:
    return patient.environ.get("PATH", os.defpath)


def _voices(patient: Patient) -> dict[str, str]:
    program = voice.speaker(_path(patient))
    return voice.voices(patient.output(program, "--voices") or "") if program else {}


def _recordings(patient: Patient) -> voice.Recordings:
    folder = patient.config.voice.folder
    return voice.Recordings(Path(folder) if folder else None)


CHECKS = (speaker, spoken, device, recordings)
