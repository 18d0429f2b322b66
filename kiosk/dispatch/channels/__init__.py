"""The ways to an office, by the scheme of its URL. A channel is told where to go by the desk's configuration alone.

`deliver` never raises for what the other side does: whatever comes back is an `Outcome`. What is handed over is sealed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kiosk.config import MAIL, Destination
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import Outcome, Parcel
from kiosk.errors import ConfigIsWrong

# outcomes after which the whole destination is left alone for a while
NETWORK = frozenset({"connect", "lost", "protocol", "timeout", "tls"})


class Channel(Protocol):
    """One destination, with at most one connection to it."""

    def deliver(self, parcel: Parcel) -> Outcome: ...

    def longest(self, size: int) -> float:
        """The seconds after which an attempt with so many bytes is certainly over."""

    def close(self) -> None: ...


def channel(destination: Destination, folder: Path, limits: Limits | None = None) -> Channel:
    """The channel of a destination; `folder` is the desk's. ConfigIsWrong when a file it names cannot be used."""
    limits = limits or Limits()
    if destination.scheme == "https":
        from kiosk.dispatch.channels.https import Https
        return Https(destination, folder, limits)
    if destination.scheme in MAIL:
        from kiosk.dispatch.channels.mail import Mail
        return Mail(destination, folder, limits)
    if destination.scheme == "file":
        from kiosk.dispatch.channels.folder import Folder
        return Folder(destination, folder)
    raise ConfigIsWrong(f"[destinations.{destination.name}] url: «{destination.scheme}:» non si spedisce.")
