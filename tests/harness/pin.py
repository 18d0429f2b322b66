"""Somebody alone with the keyboard, the plug and the clock, who tries PINs all day: in no 24 hours are more than 50 looked at.

One run is one try, in a process of its own on the real store: left alone, killed the moment the PIN is looked at, or
killed anywhere. Between two tries they wait as told, cut the power, set the clock ten years off, or begin the kiosk again.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import tempfile
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.config import Config
from kiosk.database import Database
from kiosk.desk.gate import DAY, Gate, Memory, Uptime, _kept
from kiosk.desk.operators import Operators, practice_pin
from kiosk.errors import Refused
from tests.harness import Report
from tests.harness.promises import memory

SHORT, LONG, BROKEN = 180, 10_000, 60
MOST = 50
_WAYS, _PHASES, _LEAST = ("when looked at", "alone", "anywhere"), 30, 60
_YEARS = 10 * 365 * DAY


class Set(Uptime):
    """A machine that is up for as long as it is told."""

    def __init__(self, boot: str, up: float) -> None:
        self._boot, self._up = boot, up

    def boot(self) -> str:
        return self._boot

    def seconds(self) -> float:
        return self._up


class Late(Gate):
    """The build that is broken on purpose: it asks if a try is allowed, and writes it down when the PIN was looked at."""

    def spend(self) -> None:
        boot, now = self._uptime.boot(), self._uptime.seconds()
        with self._open().write() as store:
            _kept(store, boot, now).at(boot, now).spent()

    def write_down(self) -> None:
        super().spend()


class Watched(Operators):
    """The operators as they are, who tell when a PIN is looked at, and die of it if that is asked for."""

    told, dies = -1, False

    def _owners(self, pin: str) -> list[str]:
        os.write(self.told, b"looked\n")
        if self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        found = super()._owners(pin)
        if isinstance(self._gate, Late):
            self._gate.write_down()
        return found


@dataclass
class Attack:
    """The attacker's day: `at` is the true time, `up` how long the machine has been on, `looked` when a PIN was looked at."""

    folder: Path
    seed: int
    broken: bool
    phase: int
    at: float = 0.0
    up: float = 600.0
    boot: str = "boot-0"
    wall: float = 1.8e9
    memory: Memory = field(default_factory=Memory)
    looked: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    counted: Counter = field(default_factory=Counter)
    between: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.config = Config(folder=self.folder, practice=True)
        practice_pin(self.folder)
        self._load()

    def _load(self) -> None:
        """Whatever a first try would load, so that thousands of processes need not."""
        with tempfile.TemporaryDirectory(dir=memory()) as folder:
            for place in (Path(folder) / "sportello.db", self.folder / "sportello.db"):
                store = Database(f"sqlite:///{place}")
                if place.parent != self.folder:
                    Gate(lambda store=store: store).spend()
                store.close()

    def try_once(self) -> None:
        """One wrong PIN in a new process, and whatever the attacker does next."""
        tries = self.counted.total()
        way = _WAYS[tries // self.phase % len(_WAYS)]
        said = self._in_a_process(way)
        self.counted[way] += 1
        self.failed += [word for word in said if word.startswith("failed")]
        if "looked" in said:
            self.looked.append(self.at)
        if tries % self.phase == self.phase - 1:
            self._pass(1.2 * DAY)
        self._go_on(next((float(word.split()[1]) for word in said if word.startswith("wait")), 0.0))

    def _in_a_process(self, way: str) -> list[str]:
        heard, tells = os.pipe()
        child = os.fork()
        if child == 0:
            gc.disable()
            os.close(heard)
            self._try(tells, way == "when looked at")
        os.close(tells)
        if way == "anywhere":
            time.sleep(self.chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
        with os.fdopen(heard, encoding="ascii") as told:
            said = told.read().splitlines()
        os.waitpid(child, 0)
        return said

    def _try(self, tells: int, dies: bool) -> None:
        time.time = lambda: self.wall
        gate = (Late if self.broken else Gate)(lambda: Database(self.config.local_store), self.memory, Set(self.boot, self.up))
        operators = Watched(self.config, gate)
        operators.told, operators.dies = tells, dies
        try:
            operators.named("000000")
        except Refused as refused:
            os.write(tells, f"wait {refused.params['seconds']}\n".encode())
        except BaseException as failure:  # a child that goes on would be a second harness
            os.write(tells, f"failed {type(failure).__name__}\n".encode())
        os._exit(0)

    def _go_on(self, told_to_wait: float) -> None:
        does = self.chance.choices(("wait", "power", "clock", "kiosk"), (70, 10, 10, 10))[0]
        self.between[does] += 1
        if does == "power":
            self.at, self.up, self.boot = self.at + 40, 20.0, f"boot-{len(self.looked)}-{self.chance.random()}"
            self.memory = Memory()
        elif does == "clock":
            self.wall += self.chance.choice((-_YEARS, _YEARS))
        elif does == "kiosk":
            self.memory = Memory()
        self._pass((does == "wait" and told_to_wait) or 1.0)

    def _pass(self, seconds: float) -> None:
        self.at, self.up = self.at + seconds, self.up + seconds


def run(runs: int, seed: int, broken: bool) -> Report:
    """So many tries; a failure is every try that was looked at when 50 of the last 24 hours were already."""
    report = Report("pin", runs, seed)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        attack = Attack(Path(folder), seed, broken, max(_LEAST, runs // _PHASES))
        for _ in range(runs):
            attack.try_once()
    most, too_many = _too_many(attack.looked)
    report.failures = attack.failed + too_many
    report.figures = {
        "looked at": len(attack.looked), "most in 24 hours": most, "days": round(attack.at / DAY, 1),
        "killed when looked at, anywhere": f"{attack.counted[_WAYS[0]]}, {attack.counted[_WAYS[2]]}",
        "power cut, clock set, kiosk begun again": ", ".join(str(attack.between[does]) for does in ("power", "clock", "kiosk")),
    }
    return report


def _too_many(looked: list[float]) -> tuple[int, list[str]]:
    window, most, failures = deque(), 0, []
    for at in looked:
        window.append(at)
        while window[0] <= at - DAY:
            window.popleft()
        most = max(most, len(window))
        if len(window) > MOST:
            failures.append(f"at {at / DAY:.2f} days: {len(window)} in 24 hours")
    return most, failures
