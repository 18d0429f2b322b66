"""What is seen: the full-screen client in Textual. It draws the card that the desk holds and decides nothing.

`environment` comes first, before Textual is loaded: it takes away what the environment could change. Textual itself
is loaded by `app`, after the first greeting is on the screen.
"""

from kiosk.screens import environment  # noqa: F401  (must precede Textual)
from kiosk.screens.supervisor import run

__all__ = ["run"]
