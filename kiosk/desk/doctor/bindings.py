"""What the terminal itself does at a key or a button of the mouse, before the kiosk is asked: nothing but what is named here.

A terminal has such keys without a line in its file, so each of them must be switched off, in its own section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.desk.doctor.emulators import emulator
from kiosk.desk.doctor.findings import Finding, advice, check, good
from kiosk.desk.doctor.patient import Patient

KEYS, MOUSE = "key-bindings", "mouse-bindings"
# without rows of the past there is nowhere to go back to, which has a check of its own
_HARMLESS = re.compile(r"noop|scrollback-.*|prompt-(prev|next)")
# what foot (1.13 to 1.20) does when its file says nothing; its keys for searching and for addresses begin with one of these
_OF_ITSELF = {
    KEYS: ("clipboard-copy", "clipboard-paste", "primary-paste", "search-start", "font-increase", "font-decrease", "font-reset", "spawn-terminal",
           "show-urls-launch", "unicode-input"),
    MOUSE: ("selection-override-modifiers", "primary-paste", "font-increase", "font-decrease", "select-begin", "select-begin-block", "select-extend",
            "select-extend-character-wise", "select-word", "select-word-whitespace", "select-quote", "select-row"),
}
_UNKNOWN_THEN = {(1, 13): ("select-quote",)}
_IDLE = ("no_op", "discard_event")


@check("Tasti del terminale")
def bindings(patient: Patient) -> Iterator[Finding]:
    found = emulator(patient)
    lines = found.lines(patient) if found else None
    if found is None or lines is None:
        return
    if found.name not in _ON:
        yield advice(f"quelli di {found.name} non li so leggere", "Usa foot o kitty, o spegni tu copia, incolla, ricerca, caratteri e finestre nuove.")
        return
    left = _ON[found.name](patient, lines)
    if left:
        yield patient.should(f"{found.name} fa da sé: {', '.join(on for on, _ in left)}", f"In {found.places[0]}: {'; '.join(off for _, off in left)}.")
    else:
        yield good("nessuno")


def _on_in_foot(patient: Patient, lines: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Each action that a key or a button still starts, and the line that ends it."""
    too_early = _UNKNOWN_THEN.get(_version(patient), ())
    acting = {(section, name, ""): "" for section, names in _OF_ITSELF.items() for name in names if name not in too_early}
    for section, name, value in lines:
        # «pipe-visible=[program] keys»: each program is an action of its own
        program, _, keys = value.rpartition("]")
        if section in _OF_ITSELF:
            acting[section, name, program] = keys.strip()
    return [(name, f"[{section}] {name}=none") for (section, name, _), keys in acting.items() if keys != "none" and not _HARMLESS.fullmatch(name)]


def _version(patient: Patient) -> tuple[int, ...]:
    said = re.search(r"version: (\d+)\.(\d+)", patient.output("foot", "--version") or "")
    return (int(said[1]), int(said[2])) if said else ()


def _on_in_kitty(_: Patient, lines: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """What is mapped after everything was cleared; kitty has a line for that, for the keys and for the mouse."""
    left = []
    for clear, mapping in (("clear_all_shortcuts", "map"), ("clear_all_mouse_actions", "mouse_map")):
        cleared = max((at for at, (_, name, value) in enumerate(lines) if (name, value) == (clear, "yes")), default=None)
        if cleared is None:
            left.append((f"{clear} manca", f"{clear} yes"))
        later = [value for _, name, value in lines[cleared or 0:] if name == mapping and value.rpartition(" ")[2] not in _IDLE]
        left += [(f"{mapping} {value}", f"togli «{mapping} {value}»") for value in later]
    return left


_ON = {"foot": _on_in_foot, "kitty": _on_in_kitty}
CHECKS = (bindings,)
