"""Keys as they come from hands: what a trembling finger or a held key sends too much is dropped.

Where text is typed nothing is dropped: fast typists write «ss», and a bar-code reader or an operator sends two
hundred keys at once. Times are those of the key itself, so a slow machine changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

SAME_KEY = 0.150
FRESH_CARD = 0.300
TAP = "tap"
_ON = ("enter", "escape", TAP)
_MOVES = ("up", "down", "left", "right", "tab", "shift+tab", "pageup", "pagedown")


@dataclass(slots=True)
class Guard:
    """Remembers the last key, and since when the present card has been on the screen."""

    shown_at: float = 0.0
    touched: bool = False
    last: str = ""
    last_at: float = -1.0
    typing_gap: float = 0.0

    def show(self, at: float) -> None:
        """Another card is on the screen."""
        self.shown_at, self.touched = at, False

    def passes(self, key: str, at: float, typing: bool, has_box: bool) -> bool:
        """True when the key, or the TAP, is meant. `typing`: it goes into a box; `has_box`: one on the page may have a scanner before it."""
        gap = self.typing_gap if typing else SAME_KEY
        struck_twice = key == self.last and at - self.last_at < gap
        too_early = key in _ON and not has_box and not self.touched and at - self.shown_at < FRESH_CARD
        # A held arrow still moves, at the pace of the guard; any other held key counts once.
        if not (struck_twice and key in _MOVES):
            self.last, self.last_at = key, at
        if struck_twice or too_early:
            return False
        self.touched = True
        return True
