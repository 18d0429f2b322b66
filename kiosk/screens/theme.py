"""The colours: every text stands at 7:1 or more on its ground, every edge at 4.5:1 or more (a test computes it).

No built-in theme of Textual reaches this. Meaning never hangs on colour: each state also differs in its signs.
"""

from __future__ import annotations

from textual.theme import Theme

_DARK = {
    "ground": "#0b1f33", "ink": "#ffffff", "hint": "#c8d3de", "link": "#9fd8ff", "warn": "#ffd54a", "wrong": "#ffb4a8",
    "good": "#a8e6b0", "bar": "#ffd54a", "bar-ink": "#000000", "field": "#16324d", "edge": "#9fd8ff",
}
_LIGHT = {
    "ground": "#fffdf5", "ink": "#1a1a1a", "hint": "#3a4652", "link": "#003b6f", "warn": "#5c3a00", "wrong": "#7a1010",
    "good": "#0b5d1e", "bar": "#1a1a1a", "bar-ink": "#ffffff", "field": "#ffffff", "edge": "#003b6f",
}


def _theme(name: str, colours: dict[str, str], dark: bool) -> Theme:
    variables = {f"kiosk-{place}": colour for place, colour in colours.items()}
    return Theme(
        name=name, dark=dark, primary=colours["link"], background=colours["ground"], surface=colours["ground"],
        foreground=colours["ink"], variables=variables,
    )


THEMES = {"dark": _theme("kiosk-dark", _DARK, True), "light": _theme("kiosk-light", _LIGHT, False)}
