"""Who may stand beside a visitor: a name and a PIN. A PIN opens the operator's screens, never an answer.

How often one may be tried is the gate's matter. Every try is held against every person's PIN, right or wrong, early or
late in the list: it takes as long (about 70 ms a person) and counts once.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from pathlib import Path

from kiosk.config import Config
from kiosk.desk.gate import Gate
from kiosk.dispatch import files, sealing
from kiosk.errors import Refused
from kiosk.i18n import digits

PRACTICE_PIN = "practice-pin.txt"
PRACTICE_NAME = "Prova"
DIGITS = 6


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
        files.keep_secret(place, make_pin() + "\n")
    return place.read_text("ascii").strip()


class Operators:
    """The operators of one desk."""

    def __init__(self, config: Config, gate: Gate) -> None:
        self._config, self._gate = config, gate

    @property
    def practising(self) -> bool:
        return self._config.practice and not self._config.operators

    def practice_pin(self) -> str:
        """The PIN of the practice desk; made on the first start."""
        return practice_pin(self._config.folder)

    def named(self, pin: str, work: str = "assist") -> str | None:
        """Whose PIN this is; None for nobody's. Refused "pin.wait", "pin.shared" when two persons have it, and "pin.<work>" where its owner may not do this `work`."""
        typed = digits(pin).strip()
        if len(typed) < DIGITS or not typed.isdecimal():
            # no PIN is like this: there is nothing to try, and nothing to learn
            return None
        self._gate.spend()
        owners = self._owners(typed)
        if len(owners) > 1:
            raise Refused("pin.shared")
        if owners:
            self._gate.give_back()
        if owners and not self._config.may(owners[0], work):
            raise Refused(f"pin.{work}")
        return owners[0] if owners else None

    def _owners(self, pin: str) -> list[str]:
        if self.practising:
            return [PRACTICE_NAME] if compare_digest(pin.encode(), self.practice_pin().encode()) else []
        return [person.name for person in self._config.operators if sealing.pin_matches(person.pin, pin)]
