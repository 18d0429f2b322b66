"""Who may stand beside a visitor: a name and a PIN. A PIN opens the operator's screens, never an answer.

After five wrong tries each further one has to wait, longer every time.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from hmac import compare_digest
from pathlib import Path

from kiosk.config import Config
from kiosk.dispatch import office, sealing
from kiosk.errors import Refused
from kiosk.i18n import digits

PRACTICE_PIN = "practice-pin.txt"
PRACTICE_NAME = "Prova"
DIGITS = 6
_FREE_TRIES, _WAIT, _LONGEST = 5, 30, 900


def make_pin() -> str:
    return "".join(str(secrets.randbelow(10)) for _ in range(DIGITS))


def issue_pin() -> tuple[str, str]:
    """A PIN for the person, and the line for [operators] in the configuration."""
    pin = make_pin()
    return pin, f'[operators]\nNome = "{sealing.hash_pin(pin)}"'


def practice_pin(folder: Path) -> str:
    """The PIN of the practice desk, in clear in its folder; made when there is none yet."""
    place = folder / PRACTICE_PIN
    if not place.exists():
        office.keep_secret(place, make_pin() + "\n")
    return place.read_text("ascii").strip()


class Operators:
    """The operators of one desk; `clock` counts seconds and never goes back."""

    def __init__(self, config: Config, clock: Callable[[], float] = time.monotonic) -> None:
        self._config, self._clock = config, clock
        self._wrong, self._free_at = 0, 0.0

    @property
    def practising(self) -> bool:
        return self._config.practice and not self._config.operators

    def practice_pin(self) -> str:
        """The PIN of the practice desk; made on the first start."""
        return practice_pin(self._config.folder)

    def lets_in(self, pin: str) -> bool:
        """Is this somebody's PIN? Refused "pin.wait" while none may be tried."""
        return self.named(pin) is not None

    def named(self, pin: str) -> str | None:
        """Whose PIN this is; None for nobody's."""
        left = self._free_at - self._clock()
        if left > 0:
            raise Refused("pin.wait", seconds=int(left) + 1)
        name = self._owner(digits(pin).strip())
        self._wrong = 0 if name else self._wrong + 1
        if self._wrong >= _FREE_TRIES:
            self._free_at = self._clock() + min(_LONGEST, _WAIT * 2 ** (self._wrong - _FREE_TRIES))
        return name

    def _owner(self, pin: str) -> str | None:
        if self.practising:
            return PRACTICE_NAME if compare_digest(pin.encode(), self.practice_pin().encode()) else None
        found = [person.name for person in self._config.operators if sealing.pin_matches(person.pin, pin)]
        return found[0] if found else None
