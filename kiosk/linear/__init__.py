"""The same visit as plain prompts, top to bottom: for braille lines, screen readers, serial lines and tests.

It draws the same cards as the full-screen kiosk and decides nothing. Each visit is a process of its own, and what was
typed ends with it.
"""

from kiosk.linear.prompts import Linear
from kiosk.linear.succession import run

__all__ = ["Linear", "run"]
