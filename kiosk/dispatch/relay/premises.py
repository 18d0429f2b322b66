"""What must be true on the office's machine before a relay listens: its files are there, and nobody else reads its keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.config import Config, Relay
from kiosk.dispatch import sealing
from kiosk.errors import ConfigIsWrong, Rejected

_OTHERS, _EVERYBODY_ELSE = 0o007, 0o077


def relay_of(config: Config) -> Relay:
    """The section [relay], its files seen from the relay's folder; ConfigIsWrong when there is none, or it names no desk or no certificate."""
    relay = config.relay
    if relay is None:
        raise ConfigIsWrong("Per il relay serve un file di configurazione con la sezione [relay]: --config FILE.")
    if not relay.desks:
        raise ConfigIsWrong("[relay.desks]: manca ogni sportello. Metti per ciascuno la riga che scrive «sportello key».")
    if not relay.certificate or not relay.key:
        raise ConfigIsWrong("[relay] certificate e key: servono il certificato TLS e la sua chiave (due file PEM).")
    named = {entry: _place(config, getattr(relay, entry)) for entry in ("certificate", "key", "secret")}
    _closed(named["key"], "key", _OTHERS)
    return replace(relay, **{entry: str(place) if place else "" for entry, place in named.items()})


def secret(relay: Relay) -> str:
    """The office's secret key file, "" when none is named; ConfigIsWrong when others can read it or it is no key."""
    if not relay.secret:
        return ""
    place = Path(relay.secret)
    _closed(place, "secret", _EVERYBODY_ELSE)
    try:
        text = place.read_text("utf-8")
        sealing.key_ids(text)
    except (OSError, UnicodeDecodeError, Rejected):
        raise ConfigIsWrong(f"[relay] secret: {place} non è una chiave segreta dell'ufficio (sportello office keygen).") from None
    return text


def _place(config: Config, named: str) -> Path | None:
    return config.folder / Path(named).expanduser() if named else None


def _closed(place: Path, entry: str, to: int) -> None:
    try:
        mode = place.stat().st_mode
    except OSError as failure:
        raise ConfigIsWrong(f"[relay] {entry}: non posso leggere {place} ({failure.strerror}).") from None
    if mode & to:
        raise ConfigIsWrong(f"[relay] {entry}: anche altri possono leggere {place}. Chiudilo con: chmod 600 {place}")
