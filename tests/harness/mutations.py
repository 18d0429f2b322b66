"""Good texts made bad: by a slip of the hand, by a damaged disk, or on purpose."""

from __future__ import annotations

import random
import re

TRICKS = (
    "", " ", "\n", "\t", "\r", "\0", "\x1b[2J", "\x1b]52;c;eA==\x07", "\u202e", "\u200f", "\ufeff", "\ud800", "\U000e0041", "e" + "\u0301" * 200,
    "[red]", "[/", "[@click=app.quit]x[/]", "{", "}", "{0.__class__}", "{nome}", "%(x)s", "%n", "$x", "../../etc/passwd", "a" * 5000,
    "9" * 400, "-1", "0", "1e400", "NaN", "²", "Ⅷ", "٣٤", "１２", "null", "~", "NO", "yes", "00100", "0x1F", "2026-02-30", "31/02/2026", "[", "]",
    "{a: b}", "- ", ": ", "? ", "| ", "> ", "&a ", "*a", "!!python/object:os.system x", "<<: *a", "---\n", "...\n", "# ", "'", '"', "\\", ",",
    "[" * 3000, "{a: " * 1500, "- " * 2000, "(" * 400, "=1+1", "@SUM(1)", "<script>", "'; DROP TABLE draft; --", "a@b", "+39", "IT60X", "RSSMRA85T10A562S", "age(", "count(figli) > 0", "not ",
)
_WORD = re.compile(r"[\w.]+")


def mutated(text: str, other: str, chance: random.Random) -> str:
    """The text with one to four things wrong; some of them taken from another text."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(_WAYS)(text, other, chance)
    return text[:200_000]


def _place(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text) + 1)


def _slice(text: str, chance: random.Random, most: int = 80) -> tuple[int, int]:
    start = _place(text, chance)
    return start, min(len(text), start + chance.randrange(most))


def _cut(text: str, _: str, chance: random.Random) -> str:
    start, end = _slice(text, chance)
    return text[:start] + text[end:]


def _cut_off(text: str, _: str, chance: random.Random) -> str:
    return text[: _place(text, chance)]


def _twice(text: str, _: str, chance: random.Random) -> str:
    start, end = _slice(text, chance, 400)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 40)) + text[end:]


def _trick(text: str, _: str, chance: random.Random) -> str:
    at = _place(text, chance)
    return text[:at] + chance.choice(TRICKS) + text[at:]


def _word(text: str, other: str, chance: random.Random) -> str:
    """A whole word becomes a trick, or a word of the other text."""
    words = list(_WORD.finditer(text))
    if not words:
        return text + chance.choice(TRICKS)
    found = chance.choice(words)
    others = _WORD.findall(other)
    instead = chance.choice(others) if others and chance.random() < 0.5 else chance.choice(TRICKS)
    return text[: found.start()] + instead + text[found.end() :]


def _lines(text: str, other: str, chance: random.Random) -> str:
    """Lines swapped, dropped, doubled, indented differently, or brought in from the other text."""
    lines = text.split("\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[at], lines[to] = lines[to], lines[at]
        case 1:
            del lines[at]
        case 2:
            lines.insert(to, lines[at])
        case 3:
            lines[at] = " " * chance.randrange(12) + lines[at].lstrip()
        case _:
            lines.insert(at, chance.choice(other.split("\n")))
    return "\n".join(lines)


def _sign(text: str, _: str, chance: random.Random) -> str:
    """One sign becomes another, as a bit that turned over would make it."""
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ 1 << chance.randrange(8)) + text[at + 1 :]


_WAYS = (_cut, _cut_off, _twice, _trick, _trick, _word, _word, _lines, _lines, _sign)
