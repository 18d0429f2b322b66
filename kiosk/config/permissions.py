"""What the section [permissions] must say: only people who work here, and each of them one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.errors import ConfigIsWrong

if TYPE_CHECKING:
    from kiosk.config.settings import Config


def check(made: Config) -> None:
    """ConfigIsWrong for a name that is not under [operators], or that stands in both lists."""
    known, said = [person.name for person in made.operators], made.permissions
    for key in ("sorting", "phone_forms"):
        unknown = [name for name in getattr(said, key) if name not in known]
        if unknown:
            raise ConfigIsWrong(f"[permissions] {key}: «{unknown[0]}» non è tra gli [operators]. Scrivi il nome come sta lì.")
    both = [name for name in said.sorting if name in said.phone_forms]
    if both:
        raise ConfigIsWrong(f"[permissions]: «{both[0]}» smista soltanto (sorting) o compila al telefono (phone_forms): lascia il nome in una riga sola.")
