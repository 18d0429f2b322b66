"""The ledger as the office reads it: what came from each desk, what is missing, what contradicts itself, what waits."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.database import Database
from kiosk.dispatch import codes
from kiosk.dispatch.outbox import Outbox
from kiosk.dispatch.relay.ledger import Ledger, Standing
from kiosk.errors import ConfigIsWrong, Refused, Rejected


def ledger(config: Config, retry: str | None = None, done: str | None = None) -> Iterator[str]:
    """The lines of `office ledger`; first hands on again the envelope `retry`, or marks `done` as kept by the office."""
    if config.relay is None:
        raise ConfigIsWrong("Il registro è del relay: serve la configurazione con la sezione [relay], --config FILE.")
    database = Database(config.store)
    books, outbox = Ledger(database), Outbox(database)
    if retry and not outbox.retry(_reference(retry)):
        raise _missing(retry)
    if done and not books.finish(_reference(done)):
        raise _missing(done)
    yield from _chains(config, books)
    yield from _waiting(outbox)


def _chains(config: Config, books: Ledger) -> Iterator[str]:
    standings = books.standings()
    for one in standings:
        yield _line(one)
    for desk in dict.fromkeys(name for name, _ in config.relay.desks):
        if desk not in {one.desk for one in standings}:
            yield f"{desk}: ancora niente"


def _line(one: Standing) -> str:
    told = [f"{one.desk} ({one.chain}): ultima {one.last}, arrivate {one.taken}"]
    if one.gaps:
        told.append("mancano " + ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in one.gaps))
    if one.forks:
        told.append("doppie, rifiutate: " + ", ".join(map(str, one.forks)))
    if one.breaks:
        told.append("non seguono la precedente: " + ", ".join(map(str, one.breaks)))
    return "; ".join(told)


def _waiting(outbox: Outbox) -> Iterator[str]:
    for one in outbox.waiting():
        tried = f", {one.attempts} tentativi, {one.outcome}" if one.attempts else ""
        yield f"{one.reference} del {one.accepted_on}: {_STATES.get(one.state, one.state)}{tried}"


_STATES = {"waiting": "aspetta", "uncertain": "forse consegnata", "person": "serve una persona"}


def _reference(typed: str) -> str:
    """As a person types it; an envelope whose number was taken goes by ten signs of its id."""
    try:
        return codes.read(typed, codes.REFERENCE)
    except Refused:
        return typed


def _missing(typed: str) -> Rejected:
    return Rejected(f"Qui non aspetta nessuna busta con il numero {typed}.")
