"""The office's relay: sealed envelopes come in over HTTPS and are kept in a ledger; with `hand` they are opened and handed on.

    request -> door -> reception (signature, hashes) -> ledger (one transaction) -> receipt
    ledger -> hand (claim, open in memory, deliver, record) -> the office's own system, mailbox or folder

An envelope is acknowledged when it is on the disk, never before. Nothing opened is ever written into the ledger.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import hardening
from kiosk.config import Config, Relay

if TYPE_CHECKING:
    from kiosk.dispatch.relay.hand import Hander


def run(config: Config) -> int:
    """Receives and hands on until it is told to stop; ConfigIsWrong, DatabaseFailed before it begins."""
    from kiosk.database import Database
    from kiosk.dispatch import sealing
    from kiosk.dispatch.relay import door, premises, reception, server
    from kiosk.dispatch.relay.ledger import Ledger

    server.check_extra()
    relay = premises.relay_of(config)
    secret = premises.secret(relay)
    database = Database(config.store)
    desk = reception.Reception(relay, Ledger(database), sealing.key_ids(secret) if secret else ())
    hander = _hander(config, relay, database, secret)
    listening = server.listen(relay)
    built = server.build(door.application(door.Door(desk, hander.wake if hander else _nothing)), relay)
    host, port = listening.getsockname()[:2]
    print(f"in ascolto su https://{host}:{port}/", file=sys.stderr, flush=True)
    # from here on the process holds what people typed
    hardening.harden()
    hardening.report_to(config.folder / "crashes.log")
    return _serve(built, listening, hander)


def try_out(folder: Path) -> int:
    """A relay of practice in a folder, which also gets the configuration of a desk that sends to it."""
    from kiosk.dispatch.relay import practice

    config, desk = practice.prepare(folder)
    print(f"lo sportello, in un altro terminale: sportello --config {desk}", file=sys.stderr)
    print(f"che cosa arriva: {folder / 'arrivate'}", file=sys.stderr, flush=True)
    return run(config)


def _hander(config: Config, relay: Relay, database, secret: str) -> Hander | None:
    from kiosk.dispatch.relay import hand, ways

    if relay.hand is None:
        return None
    channel = hand.Unsealing(ways.way(relay.hand, config.folder), secret)
    return hand.Hander(config, relay, database, channel)


def _serve(built, listening, hander: Hander | None) -> int:
    from kiosk.dispatch.relay import server

    try:
        if hander:
            hander.start(built)
        server.serve(built, listening)
    finally:
        if hander:
            hander.stop()
    return 1 if hander and hander.has_failed else 0


def _nothing() -> None:
    return
