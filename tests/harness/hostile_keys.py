"""Everything that can come out of a keyboard, a mouse, a scanner or a terminal, as bytes: every key once, then anything at random."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.terminal.keys import key, mouse, pasted

ESC = "\x1b"
PAYLOADS = (
    f"{ESC}]52;c;c2Vuei0=\x07", f"{ESC}]0;titolo\x07", f"{ESC}]8;;http://a.it{ESC}\\qui{ESC}]8;;{ESC}\\", f"{ESC}]1337;File=a\x07", f"{ESC}P+q544e{ESC}\\",
    f"{ESC}_Gf=100;AAAA{ESC}\\", f"{ESC}^privato{ESC}\\", f"{ESC}Xinizio{ESC}\\", "\x9d52;c;eA==\x9c", "[@click=app.quit]x[/]", "[/", "[link=http://a.it]x", "\u202eabc",
)
_MODIFIERS = range(2, 17)
_WALK = ("1", "2", "3", "4", "enter", "enter", "enter", "tab", "down", "up", "escape", "space", "a", "R", "7", "backspace", "f1", "f2", "f9", "f10", "f12", "pagedown")


def every_key() -> list[bytes]:
    """Every byte; every byte after ESC; every CSI and SS3 key with every modifier; the kitty forms; replies nobody asked for."""
    found = [bytes([byte]) for byte in range(256)] + [bytes([27, byte]) for byte in range(256)]
    texts = [f"{ESC}[{final}" for final in map(chr, range(0x40, 0x7F))] + [f"{ESC}O{final}" for final in map(chr, range(0x40, 0x7F))]
    texts += [f"{ESC}[1;{modifier}{final}" for modifier in _MODIFIERS for final in "ABCDEFGHPQRSZ"]
    texts += [f"{ESC}[{number}~" for number in range(35)] + [f"{ESC}[{number};{modifier}~" for number in range(1, 35) for modifier in _MODIFIERS]
    texts += [f"{ESC}[{code}u" for code in (0, 9, 13, 27, 32, 127, *range(57344, 57455))]
    texts += [f"{ESC}[{code};{modifier}u" for code in (9, 13, 27, 32, 99, 112, 113, 122, 127) for modifier in range(1, 65)]
    texts += [f"{ESC}[{code}:{code + 1};{modifier}:{event};{code}u" for code in (97, 99, 113) for modifier in (1, 5, 8) for event in (1, 2, 3)]
    texts += [f"{ESC}[{code};;{text}u" for code in (97, 0) for text in (0, 27, 155, 0x202E, 1114112)]
    texts += [f"{ESC}[I", f"{ESC}[O", f"{ESC}[?1;2c", f"{ESC}[>0;276;0c", f"{ESC}[24;80R", f"{ESC}[0n", f"{ESC}[?2026;2$y", f"{ESC}[48;1;1;1;1t",
              f"{ESC}[8;9999;9999t", f"{ESC}[?u", f"{ESC}[?997;1n", f"{ESC}]11;rgb:0/0/0{ESC}\\", f"{ESC}[M !!", f"{ESC}[32;1;1M", f"{ESC}[<0;99999;99999M"]
    return found + [text.encode() for text in texts]


def burst(chance: random.Random) -> tuple[list[bytes], str]:
    """Some input that belongs together, and what it is called."""
    name = chance.choice(tuple(_KINDS))
    return [one if isinstance(one, bytes) else one.encode("utf-8", "surrogatepass") for one in _KINDS[name](chance)], name


def _walk(chance: random.Random) -> Iterator[str]:
    """What a visitor presses, only without reading."""
    return (key(chance.choice(_WALK)) for _ in range(chance.randrange(8, 64)))


def _all_sorts(chance: random.Random) -> Iterator[bytes]:
    return (chance.choice(_EVERY) for _ in range(chance.randrange(8, 64)))


def _noise(chance: random.Random) -> Iterator[bytes]:
    return (chance.randbytes(chance.randrange(1, 64)) for _ in range(8))


def _held(chance: random.Random) -> list[str]:
    """One key held down."""
    return [key(chance.choice(_WALK))] * chance.randrange(10, 120)


def _fingers(chance: random.Random) -> Iterator[str]:
    button = (0, 0, 0, 1, 2, 3, 32, 33, 34, 35, 64, 65, 66, 128, 200)
    return (mouse(chance.randrange(120), chance.randrange(40), chance.choice(button), chance.random() < 0.6) for _ in range(chance.randrange(8, 64)))


def _paste(chance: random.Random) -> list[str]:
    text = chance.choice(PAYLOADS) + chance.choice(("x", "è", "\n", "\x00", "9", chance.choice(PAYLOADS))) * chance.choice((10, 500, 2000))
    return [chance.choice((pasted(text), f"{ESC}[200~{text}", f"{text}{ESC}[201~", pasted(f"{text}{ESC}[201~{text}")))]


def _huge_paste(chance: random.Random) -> list[str]:
    return [pasted("x" * chance.choice((10_000, 10_000, 10_000, 100_000, 1_000_000)))] if chance.random() < 0.2 else _paste(chance)


def _scanner(chance: random.Random) -> Iterator[str]:
    """A bar-code reader: a text at once, with whatever it sends after it."""
    return (chance.choice(PAYLOADS) + str(chance.randrange(10**16)) + chance.choice(("\r", "\n", "\t", "\x1d", "\x04", "\x1a")) for _ in range(3))


_EVERY = every_key()
_KINDS = {"a walk": _walk, "all sorts": _all_sorts, "noise": _noise, "a held key": _held, "fingers": _fingers, "a paste": _paste, "a huge paste": _huge_paste,
          "a scanner": _scanner}
