"""What the section [relay] must say before an office can listen; the files it names are looked at when it starts."""

from __future__ import annotations

import re

from kiosk.config.settings import Relay
from kiosk.errors import ConfigIsWrong

_LISTEN = re.compile(r"(\[[0-9a-fA-F:]+\]|[^:\[\]]+):(\d{1,5})")
_DESK = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_KEY = re.compile(r"[0-9a-f]{64}")


def check(relay: Relay) -> None:
    """ConfigIsWrong unless the relay can listen, knows its desks and can do what `hand` asks."""
    listen = _LISTEN.fullmatch(relay.listen)
    if not listen or int(listen[2]) > 65535:
        raise ConfigIsWrong('[relay] listen: serve dove ascoltare, come "0.0.0.0:8443".')
    for name, key in relay.desks:
        if not _DESK.fullmatch(name) or not _KEY.fullmatch(key):
            raise ConfigIsWrong('[relay.desks]: una riga per sportello, come la scrive «sportello key»: milano-1 = "64 cifre e lettere".')
    if relay.hand and relay.hand.scheme == "print":
        raise ConfigIsWrong("[relay] hand: il relay consegna a https:, mailto: o file:, non a una stampante.")
    if relay.hand and not relay.secret:
        raise ConfigIsWrong("[relay] secret: per aprire e consegnare serve il file della chiave dell'ufficio (sportello office keygen).")
