"""What is typed, made safe and comparable: cleaned signs, plain digits, folded words.

Nothing that could steer a terminal or hide text survives `clean`; every boundary calls it.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 2000
_MARKS_IN_A_ROW = 8
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_TAGS = "\U000e0000-\U000e007f"
# compiled at the first call, not at import
_FORBIDDEN = f"[\x00-\x1f\x7f-\x9f{_BIDI}{_TAGS}\ud800-\udfff\u2028\u2029\ufeff\ufff9-\uffff]"
_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_LINE_ENDS = "\r\n|[\r\x85\u2028\u2029]"
_ARABIC_SIGNS = {0x066B: ".", 0x066C: "'", 0x066A: "%", 0x060C: ","}
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_DROPPED = dict.fromkeys(map(ord, "'`’‘ʼʻʹ´′.\u0640\u200c\u200d"))
_SPACED = r"[\s\-‐-―−_/,]+"


def clean(text: str, limit: int = LIMIT, newlines: bool = False) -> str:
    """NFC text of at most `limit` signs, with nothing in it that a terminal or a reader could be misled by."""
    text = text[: limit * 4]
    if newlines:
        text = "\n".join(_clean_line(line) for line in re.sub(_LINE_ENDS, "\n", text).split("\n"))
    else:
        text = _clean_line(text)
    return text[:limit]


def _clean_line(text: str) -> str:
    text = re.sub(_FORBIDDEN, "", text.translate(_SPACES))
    return _few_marks(unicodedata.normalize("NFC", text))


def _few_marks(text: str) -> str:
    kinds = [] if text.isascii() else list(map(unicodedata.category, text))
    if kinds.count("Mn") + kinds.count("Me") <= _MARKS_IN_A_ROW:
        return text
    kept, marks = [], 0
    for sign, kind in zip(text, kinds, strict=True):
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)


def digits(text: str) -> str:
    """The same text with the decimal digits of any script as 0-9, and the Arabic decimal signs as ours."""
    if text.isascii():
        return text
    return "".join(_digit(sign) for sign in text)


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return _ARABIC_SIGNS.get(ord(sign), sign) if value is None else str(value)


def fold(text: str) -> str:
    """For search only: no capitals, accents, apostrophes; hyphens are spaces."""
    apart = unicodedata.normalize("NFKD", digits(text)).casefold().translate(_LETTERS).translate(_DROPPED)
    bare = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return re.sub(_SPACED, " ", unicodedata.normalize("NFC", bare)).strip()


def island(text: str) -> str:
    """A code, phone number or amount that must read left to right inside any sentence."""
    return f"\u2066{text}\u2069"
