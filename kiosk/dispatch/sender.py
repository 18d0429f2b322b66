"""What carries the envelopes from the outbox to the offices, in a process of its own that holds ciphertext only.

A parcel is claimed, delivered and recorded, one after the other. A sender that dies in between loses its lease and
nothing else. A destination that does not answer is asked again once a minute; the others do not wait for it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date

from kiosk.config import Config
from kiosk.database import Database
from kiosk.dispatch import desk_key
from kiosk.dispatch.channels import NETWORK, Channel, channel
from kiosk.dispatch.channels.limits import Limits
from kiosk.dispatch.outbox import LATER, PERSON, SENT, Outbox, Outcome, Parcel
from kiosk.dispatch.printed import PaperTrail
from kiosk.dispatch.spool import Spool
from kiosk.errors import NO_STORE, ConfigIsWrong

LEASE = 120.0
PROBE = 60.0
_POLL, _TICK = 2.0, 0.25
_HOUSEKEEPING, _PAPERS = 3600.0, 15.0
_MARGIN = 15.0


def stores(config: Config) -> tuple[str, ...]:
    """Where envelopes wait: on this machine and, where desks share a store, there."""
    return (config.local_store, config.store) if config.is_shared else (config.store,)


def run(config: Config, once: bool = False) -> int:
    """The command: everything that is due and then the end, or until it is told to end."""
    sender = Sender(config)
    if once:
        sender.once()
        sender.close()
    else:
        sender.run()
    return 0


class Sender:
    """`probe` is how long, in seconds, a destination that does not answer is left alone."""

    def __init__(self, config: Config, limits: Limits | None = None, probe: float = PROBE) -> None:
        self._config, self._limits, self._probe = config, limits, probe
        self._destinations = {one.name: one for one in config.destinations}
        # papers are printed at the end of the visit; without a destination, somebody collects the envelope
        self._never = {"", *(one.name for one in config.destinations if one.scheme == "print")}
        self._stores: dict[str, Database] = {}
        self._outboxes: dict[str, Outbox] = {}
        self._channels: dict[str, Channel] = {}
        self._silent: dict[str, float] = {}
        self._tidied_at: dict[str, float] = {}
        self._trail = PaperTrail(config)
        self._looked_at = float("-inf")
        self._stopping = False

    def once(self) -> int:
        """Tries everything that is due now; how many parcels were handled. A store of no use holds up no other."""
        handled, faults = 0, []
        for url in stores(self._config):
            with _noted(faults):
                self._hand_on(url)
            with _noted(faults):
                handled += self._empty(self._outbox(url))
        with _noted(faults):
            self._look()
        for code in dict.fromkeys(faults):
            _say("-", "-", code)
        return handled

    def _hand_on(self, url: str) -> None:
        """To the shared store, what this desk kept while that was away."""
        if self._config.is_shared and url == self._config.store:
            secret = desk_key.signing_key(self._config.folder)
            Spool(self._store(self._config.local_store), self._config.desk.id, secret).forward(self._store(url))

    def _look(self) -> None:
        if time.monotonic() - self._looked_at < _PAPERS:
            return
        self._looked_at = time.monotonic()
        self._trail.look(tuple(self._outboxes.values()))

    def run(self) -> None:
        """Until it is told to end; the parcel in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            self.once()
            self._rest()
        self.close()

    def close(self) -> None:
        for one in self._channels.values():
            one.close()
        self._channels.clear()

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _rest(self) -> None:
        until = time.monotonic() + _POLL
        while not self._stopping and time.monotonic() < until:
            time.sleep(_TICK)

    def _store(self, url: str) -> Database:
        if url not in self._stores:
            self._stores[url] = Database(url)
        return self._stores[url]

    def _outbox(self, url: str) -> Outbox:
        """The outbox of a store, put in order once an hour."""
        if url not in self._outboxes:
            self._outboxes[url] = Outbox(self._store(url))
        outbox, now = self._outboxes[url], time.monotonic()
        if now - self._tidied_at.get(url, float("-inf")) > _HOUSEKEEPING:
            outbox.mend_times()
            outbox.forget_receipts(date.today())
            self._tidied_at[url] = now
        return outbox

    def _empty(self, outbox: Outbox) -> int:
        handled = 0
        while not self._stopping and (parcels := outbox.claim(1, LEASE, self._apart())):
            self._handle(outbox, parcels[0])
            handled += 1
        return handled

    def _is_shared(self, outbox: Outbox) -> bool:
        return self._config.is_shared and outbox is self._outboxes.get(self._config.store)

    def _apart(self) -> set[str]:
        now = time.monotonic()
        return self._never | {name for name, until in self._silent.items() if until > now}

    def _handle(self, outbox: Outbox, parcel: Parcel) -> None:
        if parcel.destination not in self._destinations and self._is_shared(outbox):
            # another desk of the store may know it, and must not wait for this one
            self._never.add(parcel.destination)
            outbox.keep(parcel, 0.0)
            return
        outcome = self._outcome(outbox, parcel)
        _say(parcel.id[:8], parcel.destination, outcome.code)
        outbox.record(parcel, outcome)
        if outcome.code in NETWORK:
            self._silent[parcel.destination] = time.monotonic() + self._probe
        elif self._silent.pop(parcel.destination, None) is not None and outcome.kind == SENT:
            outbox.hasten(parcel.destination, NETWORK)

    def _outcome(self, outbox: Outbox, parcel: Parcel) -> Outcome:
        if parcel.destination not in self._destinations:
            return Outcome(PERSON, "destination")
        try:
            way = self._channel(parcel.destination)
        except (ConfigIsWrong, ValueError):
            return Outcome(LATER, "settings")
        longest = way.longest(len(parcel.content)) + _MARGIN
        if longest > LEASE:
            outbox.keep(parcel, longest)
        try:
            return way.deliver(parcel)
        except Exception as fault:  # noqa: BLE001
            # one envelope that trips over a fault of ours must not keep the others from going
            return Outcome(LATER, f"fault {type(fault).__name__}")

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:
            self._channels[name] = channel(self._destinations[name], self._config.folder, self._limits)
        return self._channels[name]


@contextmanager
def _noted(faults: list[str]) -> Iterator[None]:
    """What is of no use now ends this block alone: `store` for what comes back by itself, `settings` for what a person mends."""
    try:
        yield
    except NO_STORE as failure:
        faults.append("settings" if isinstance(failure, ConfigIsWrong) else "store")


def _say(envelope: str, destination: str, code: str) -> None:
    """A line for the log of the machine: no reference, no time of a visit, no content. A log that is full stops nothing."""
    # at once and whole: what a buffer keeps of a line that failed would fail again at the end
    with suppress(OSError):
        os.write(2, f"sportello send: {envelope} {destination} {code}\n".encode())
