"""How long an attempt may take, and whom it may trust: the same for every channel that has a network."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Destination
from kiosk.errors import ConfigIsWrong


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: until there is a connection, and for a whole attempt, with one more for each 100 kB."""

    connect: float = 10.0
    whole: float = 30.0

    def total(self, size: int) -> float:
        """The seconds of an attempt with so many bytes, however slowly the other side drips."""
        return self.whole + size / 100_000


def tls(destination: Destination, folder: Path) -> ssl.SSLContext:
    """TLS 1.2 or later, verified against the destination's own authority, else the machine's; ConfigIsWrong."""
    # not create_default_context: that one obeys SSL_CERT_FILE and SSLKEYLOGFILE
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if destination.trust:
            context.load_verify_locations(cafile=folder / Path(destination.trust).expanduser())
        else:
            context.load_verify_locations(**_machine())
    except (OSError, ssl.SSLError):
        raise ConfigIsWrong(f"[destinations.{destination.name}] trust: non posso leggere i certificati.") from None
    return context


def _machine() -> dict[str, str]:
    """The authorities this machine trusts, wherever the environment points to."""
    usual = ssl.get_default_verify_paths()
    found = {"cafile": usual.openssl_cafile, "capath": usual.openssl_capath}
    there = {name: place for name, place in found.items() if os.path.exists(place)}
    if "cafile" in there or any(os.scandir(there["capath"]) if "capath" in there else ()):
        return there
    import certifi

    return {"cafile": certifi.where()}


def secret(destination: Destination, folder: Path, named: str) -> str:
    """The text of a file that holds a secret; ConfigIsWrong when it cannot be read."""
    try:
        return (folder / Path(named).expanduser()).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigIsWrong(f"[destinations.{destination.name}] {named}: non posso leggere questo file.") from None
