"""The bytes that a terminal sends for a key, a paste, a mouse or a finger."""

from __future__ import annotations

_NAMED = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "delete": "\x1b[3~",
    "space": " ", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "f11": "\x1b[23~", "f12": "\x1b[24~", "ctrl+backslash": "\x1c",
}
_NAMED |= {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in "im"}


def key(name: str) -> str:
    """A key by its name; anything else is typed as it is."""
    return _NAMED.get(name, name)


def pasted(text: str) -> str:
    """A bracketed paste."""
    return f"\x1b[200~{text}\x1b[201~"


def mouse(x: int, y: int, button: int = 0, pressed: bool = True) -> str:
    """An SGR report of the cell (x, y), counted from 0; button 35 is a movement."""
    return f"\x1b[<{button};{x + 1};{y + 1}{'M' if pressed else 'm'}"


def tap(x: int, y: int) -> str:
    """A finger: down and up, with no movement before."""
    return mouse(x, y) + mouse(x, y, pressed=False)
