"""How often a PIN may be tried: a token for each try, taken on the disk before the PIN is looked at.

At most 25 tokens, and 25 more in 24 hours that the machine is up: in no day more than 50 tries, whatever is killed,
switched off or set on the wall clock. The first five wrong PINs in a row are free, then each waits twice as long as the
one before, up to a quarter of an hour; a reboot begins the wait again. A right PIN gives its token back.

While the store takes nothing (full, locked, broken) the tokens are counted in memory that every visit shares: at most
three at hand, none right after a boot. So nobody is shut out for ever, and cutting the power gives no try away
there either; who can break the store and cut the power at will has fewer than 80 in a day.
"""

from __future__ import annotations

import math
import mmap
import struct
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import ConfigIsWrong, DatabaseFailed, Refused

if TYPE_CHECKING:
    from kiosk.database import Database, Store

CAPACITY, A_DAY, DAY, IN_MEMORY = 25.0, 25.0, 86_400.0, 3.0
FREE, WAIT, LONGEST = 5, 30.0, 900.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_UNAVAILABLE = (DatabaseFailed, ConfigIsWrong, OSError)


class Uptime:
    """The machine's own count of time: sleep counts, nobody can set it, and it begins again with each boot."""

    def boot(self) -> str:
        """Which boot this is; "" where the kernel does not say."""
        try:
            return _BOOT.read_text("ascii").strip()
        except OSError:
            return ""

    def seconds(self) -> float:
        return time.clock_gettime(_CLOCK)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The tokens as they were at `seen_at` seconds of a boot, and the seconds to wait from there."""

    tokens: float
    wrong: int
    boot: str
    seen_at: float
    wait: float

    def at(self, boot: str, now: float, capacity: float = CAPACITY) -> Bucket:
        """The same at a later moment. Of the time before this boot only the tokens are left."""
        same = boot == self.boot and now >= self.seen_at
        passed = now - self.seen_at if same else now
        tokens = min(capacity, self.tokens + passed * A_DAY / DAY)
        return Bucket(tokens, self.wrong, boot, now, max(0.0, self.wait - passed))

    def owing(self, tries: int, spare: Bucket) -> Bucket:
        """Less what was tried without the store, with the longer row of wrong ones; both at the same moment."""
        wrong, wait = max(self.wrong, spare.wrong), max(self.wait, spare.wait)
        return replace(self, tokens=self.tokens - tries, wrong=wrong, wait=wait)

    def spent(self) -> Bucket:
        """One try fewer, as if it were wrong; Refused "pin.wait" with the seconds, and `n` minutes for a person."""
        left = max(self.wait, (1.0 - self.tokens) * DAY / A_DAY)
        if left > 0.0:
            raise Refused("pin.wait", seconds=math.ceil(left), n=math.ceil(left / 60))
        wrong = self.wrong + 1
        wait = min(LONGEST, WAIT * 2.0 ** min(wrong - FREE, 10)) if wrong >= FREE else 0.0
        return replace(self, tokens=self.tokens - 1.0, wrong=wrong, wait=wait)

    def returned(self) -> Bucket:
        """The token given back, and the row of wrong ones ended."""
        return replace(self, tokens=min(CAPACITY, self.tokens + 1.0), wrong=0, wait=0.0)

    def follows(self, kept: Bucket) -> Bucket:
        """The same tokens, with the row of wrong ones of another."""
        return replace(self, wrong=kept.wrong, wait=kept.wait)


class Memory:
    """The tokens for when the store is away and the tries it does not know of, shared with every process forked later."""

    _LAYOUT = struct.Struct("<dqddq")

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, self._LAYOUT.size)

    def read(self, boot: str, now: float) -> tuple[Bucket, int]:
        """As they are now; new memory has what came since the boot."""
        tokens, wrong, seen_at, wait, owed = self._LAYOUT.unpack_from(self._shared)
        return Bucket(tokens, wrong, boot, seen_at, wait).at(boot, now, IN_MEMORY), owed

    def write(self, spare: Bucket, owed: int) -> None:
        self._LAYOUT.pack_into(self._shared, 0, spare.tokens, spare.wrong, spare.seen_at, spare.wait, owed)


class Gate:
    """What stands before a PIN. `open_store` gives the store of this machine, or fails as a store may."""

    def __init__(self, open_store: Callable[[], Database], memory: Memory | None = None, uptime: Uptime | None = None) -> None:
        self._open, self._memory, self._uptime = open_store, memory or Memory(), uptime or Uptime()
        self._without = False

    def spend(self) -> None:
        """Takes a token, on the disk when this returns; Refused "pin.wait" while there is none."""
        boot, now = self._uptime.boot(), self._uptime.seconds()
        spare, owed = self._memory.read(boot, now)
        try:
            with self._open().write() as store:
                spent = _kept(store, boot, now).at(boot, now).owing(owed, spare).spent()
                store.update("pin_gate", {"id": 1}, **asdict(spent))
        except _UNAVAILABLE:
            self._without = True
            self._memory.write(spare.spent(), owed + 1)
        else:
            self._without = False
            self._memory.write(spare.follows(spent), 0)

    def give_back(self) -> None:
        """After a right PIN. Where the store takes nothing the token on it is lost: it comes again with time."""
        boot, now = self._uptime.boot(), self._uptime.seconds()
        spare, owed = self._memory.read(boot, now)
        if self._without:
            self._memory.write(spare.returned(), owed - 1)
            return
        try:
            with self._open().write() as store:
                store.update("pin_gate", {"id": 1}, **asdict(_kept(store, boot, now).returned()))
        except _UNAVAILABLE:
            return
        self._memory.write(spare.follows(Bucket(0.0, 0, boot, now, 0.0)), owed)


def _kept(store: Store, boot: str, now: float) -> Bucket:
    store.insert_once("pin_gate", id=1, **asdict(Bucket(CAPACITY, 0, boot, now, 0.0)))
    return Bucket(**{name: value for name, value in store.locked("pin_gate", id=1).items() if name != "id"})
