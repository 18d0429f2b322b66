"""Codes as they are said on an Italian telephone: a town for each letter, digits two by two, signs by their names.

A custom, not a standard: five letters of foreign words have no town and are said by their own names. Pure: text in, texts out.
"""

from __future__ import annotations

import re
from unicodedata import normalize

TOWNS = {
    "A": "Ancona", "B": "Bologna", "C": "Como", "D": "Domodossola", "E": "Empoli", "F": "Firenze", "G": "Genova", "H": "Hotel", "I": "Imola",
    "L": "Livorno", "M": "Milano", "N": "Napoli", "O": "Otranto", "P": "Padova", "Q": "Quarto", "R": "Roma", "S": "Savona", "T": "Torino",
    "U": "Udine", "V": "Venezia", "Z": "Zara",
}
NAMES = {"J": "i lunga", "K": "cappa", "W": "doppia vu", "X": "ics", "Y": "ipsilon"}
SIGNS = {
    "@": "chiocciola", ".": "punto", "-": "trattino", "_": "trattino basso", "+": "più", "/": "barra", "'": "apostrofo", "’": "apostrofo",
    "#": "cancelletto", "&": "e commerciale", "!": "punto esclamativo", "%": "per cento", "*": "asterisco", "=": "uguale", "~": "tilde",
}
_PIECES = re.compile(r"\d+|.", re.DOTALL)


def spelled(text: str) -> tuple[tuple[str, ...], ...]:
    """What is said, a tuple for each group between blanks: (("R Roma", "S Savona"), ("8 5", "T Torino", "1 0"))."""
    return tuple(tuple(said for piece in _PIECES.findall(group) for said in _said(piece)) for group in text.split())


def spelled_line(text: str) -> str:
    """The same on one line, with a stop between groups."""
    return " · ".join(", ".join(group) for group in spelled(text))


def pairs(number: str) -> tuple[str, ...]:
    """Digits two by two, the last three together where one would be left alone: "562" is ("5 6 2",)."""
    cut = len(number) - 3 if len(number) > 1 and len(number) % 2 else len(number)
    groups = [number[at : at + 2] for at in range(0, cut, 2)] + ([number[cut:]] if cut < len(number) else [])
    return tuple(" ".join(group) for group in groups)


def _said(piece: str) -> tuple[str, ...]:
    return pairs(piece) if piece.isdigit() else (_letter(piece),)


def _letter(sign: str) -> str:
    if sign in SIGNS:
        return SIGNS[sign]
    bare = normalize("NFD", sign.upper())
    letter, accent = bare[:1], bare[1:]
    named = f"{letter} {TOWNS[letter]}" if letter in TOWNS else f"{letter} {NAMES[letter]}" if letter in NAMES else sign
    return f"{named}, con l'accento" if accent and named != sign else named
