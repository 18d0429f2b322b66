"""The scripts that texts are written in: which of them a grid of cells can hold, and the text by which a terminal shows it.

Simple scripts put one letter after the other; complex ones (those of India and their kin) are set by the terminal
itself, and few do it well: they are painted only where a terminal was measured and an installer has looked at it.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import name

SIMPLE = frozenset(
    ("latin", "cyrillic", "greek", "armenian", "georgian", "hebrew", "arabic", "ethiopic", "thai", "cjk", "hangul", "hiragana", "katakana")
)
RIGHT_TO_LEFT = frozenset(("arabic", "hebrew"))


class Sample(NamedTuple):
    """A text as it is painted, and how many cells we count for it."""

    text: str
    cells: int


SAMPLES = {
    "latin": Sample("e\u0300\u0323s\u0327\u0111\u0219", 4),
    "cjk": Sample("请写姓名。", 10),
    "arabic": Sample("\ufedd\ufef4\u064e\ufe91\ufbaf\ufb8c", 5),
    "bengali": Sample("\u09b8\u09cd\u09ac\u09be\u0997\u09a4\u09bf", 6),
    "sinhala": Sample("\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0d9a\u0dcf", 5),
    "devanagari": Sample("\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u0940", 7),
    "emoji": Sample("\U0001f600", 2),
}
"""What a terminal is asked to measure."""

LATIN_NAMES = {
    "am": "Amarinya", "ar": "Arabi", "bn": "Bangla", "fa": "Farsi", "hi": "Hindi", "ka": "Kartuli", "ne": "Nepali", "pa": "Panjabi", "ro": "Romana", "ru": "Russkij",
    "si": "Sinhala", "sr": "Srpski", "ta": "Tamil", "ti": "Tigrinya", "uk": "Ukrainska", "ur": "Urdu", "zh": "Zhongwen",
}
"""What the readers of a language call it, in the letters that every screen has."""

_COMPLEX = (
    (0x0900, 0x0DFF), (0x0F00, 0x109F), (0x1780, 0x17FF), (0x1900, 0x1AFF), (0x1B00, 0x1C7F), (0x1CD0, 0x1CFF), (0xA800, 0xAAFF),
    (0xABC0, 0xABFF), (0x11000, 0x11FFF), (0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF),
)
_UNSEEN, _SHARED = "\ufe0e\ufe0f", "\u0964\u0965\u200d"
HOLE = "\u25af"
"""Painted for each cell of what cannot be painted."""


def script(text: str) -> str:
    """The script of the first letter, in small letters as Unicode names it: "latin", "arabic", "cjk"; "" of no letter."""
    first = next((sign for sign in text if sign.isalpha()), "")
    return name(first, "").partition(" ")[0].lower() if first else ""


def is_complex(sign: str) -> bool:
    """Can terminals not be trusted to give this sign the cells that we count?"""
    code = ord(sign)
    return code >= 0x0900 and any(first <= code <= last for first, last in _COMPLEX)


def without_complex(text: str, drawn: frozenset[str] = frozenset()) -> str:
    """A painted text with a hole of the same width for every sign that belongs to none of the complex scripts `drawn` here."""
    if text.isascii() or not any(is_complex(sign) or sign in _UNSEEN + _SHARED for sign in text):
        return text
    from kiosk.i18n.cells import width

    kept = (sign if _is_kept(sign, drawn) else HOLE * width(sign) for sign in text)
    return "".join(kept)


def _is_kept(sign: str, drawn: frozenset[str]) -> bool:
    if sign in _SHARED:
        return bool(drawn)
    if sign in _UNSEEN:
        return False
    return not is_complex(sign) or name(sign, "").partition(" ")[0].lower() in drawn
