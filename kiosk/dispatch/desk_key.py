"""The key by which a desk signs its envelopes: made on the first use, and never leaving the desk's folder.

It opens nothing: whoever takes it can pretend to be the desk, and reads no answer.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.dispatch import files, sealing
from kiosk.errors import ConfigIsWrong

FILE = "desk.key"


def signing_key(folder: Path) -> str:
    """The secret half in hexadecimal; ConfigIsWrong when the file cannot be made or read, or holds no key."""
    place = folder / FILE
    try:
        if not place.exists():
            files.keep_secret(place, sealing.make_signing_key()[0] + "\n")
        secret = place.read_text("utf-8").strip()
        sealing.public_signing_key(secret)
    except OSError as failure:
        raise ConfigIsWrong(f"Non posso leggere {place}: {failure.strerror}.") from None
    except ValueError:
        raise ConfigIsWrong(f"{place}: non è la chiave di uno sportello. Rimetti la copia giusta, oppure toglila: se ne fa un'altra.") from None
    return secret


def public(folder: Path) -> str:
    """The public half in hexadecimal, as the office's relay wants it."""
    return sealing.public_signing_key(signing_key(folder))
