"""The colours: every text stands at 7:1 or more on its ground, every edge at 4.5:1 or more (a test computes it).

No built-in theme of Textual reaches this. Meaning never hangs on colour: each state also differs in its signs.
The styles are made here and not by a style sheet: to resolve one took a tenth of the time to the first card.
"""

from __future__ import annotations

from rich.style import Style

_DARK = {
    "ground": "#0b1f33", "ink": "#ffffff", "hint": "#c8d3de", "link": "#9fd8ff", "warn": "#ffd54a", "wrong": "#ffb4a8",
    "good": "#a8e6b0", "bar": "#ffd54a", "bar-ink": "#000000", "dark": "#000000", "light": "#ffffff", "field": "#16324d", "edge": "#9fd8ff",
}
_LIGHT = {
    "ground": "#fffdf5", "ink": "#1a1a1a", "hint": "#3a4652", "link": "#003b6f", "warn": "#5c3a00", "wrong": "#7a1010",
    "good": "#0b5d1e", "bar": "#1a1a1a", "bar-ink": "#ffffff", "dark": "#000000", "light": "#ffffff", "field": "#ffffff", "edge": "#003b6f",
}
THEMES = {"dark": _DARK, "light": _LIGHT}
_INKS = {
    "text": "ink", "title": "ink", "big": "link", "hint": "hint", "exact": "hint", "part": "hint", "language": "hint",
    "service": "ink", "status": "ink", "rule": "edge", "warn": "warn", "problem": "wrong", "ok": "good", "digit": "link",
    "key": "link", "label": "ink", "sign": "ink", "button": "link", "bar": "bar-ink", "edge": "edge", "edge_at": "warn",
    "field": "ink", "caret": "bar-ink", "code": "dark",
}
_GROUNDS = {"bar": "bar", "caret": "bar", "field": "field", "code": "light"}
_BOLD = ("title", "big", "service", "problem", "digit", "key", "button", "bar", "edge_at")


def styles(theme: str) -> dict[str, Style]:
    """Every style that a span can have, in the colours of this theme."""
    colours = THEMES[theme]
    return {
        style: Style(color=colours[ink], bgcolor=colours[_GROUNDS.get(style, "ground")], bold=style in _BOLD)
        for style, ink in _INKS.items()
    }
