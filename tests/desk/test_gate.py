"""How often a PIN may be tried: counted on the disk first, on a clock that nobody sets."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
import time

import pytest

from kiosk.config import Config
from kiosk.database import Database
from kiosk.desk.gate import CAPACITY, DAY, Gate, Memory, Uptime, _kept
from kiosk.desk.operators import Operators, practice_pin
from kiosk.errors import Refused
from tests.harness.pin import Set
from tests.practice import ROOT

HOUR = 3600.0


class Hands(Set):
    """A machine whose clock the test moves."""

    def wait(self, seconds: float) -> None:
        self._up += seconds

    def switch_off_and_on(self, boot: str, up: float = 0.0) -> None:
        self._boot, self._up = boot, up


@pytest.fixture
def machine():
    return Hands("first", 5 * HOUR)


@pytest.fixture
def store(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'desk' / 'sportello.db'}")
    yield opened
    opened.close()


@pytest.fixture
def gate(store, machine):
    return Gate(lambda: store, uptime=machine)


def told(gate) -> int:
    """The seconds to wait; 0 when one may try, and has."""
    try:
        gate.spend()
    except Refused as refused:
        return refused.params["seconds"]
    return 0


def spend_all(gate, machine) -> int:
    """Try whenever it is allowed, without any of the long waits; how often it was."""
    tries = 0
    while (left := told(gate)) <= 900:
        tries += not left
        machine.wait(left)
    return tries


def kept(store):
    with store.write() as inside:
        return _kept(inside, "", 0.0)


def test_a_try_is_on_the_disk_before_the_pin_is_looked_at(gate, store):
    gate.spend()

    assert (kept(store).tokens, kept(store).wrong) == (CAPACITY - 1, 1)


def test_five_are_free_and_each_further_one_waits_twice_as_long_up_to_a_quarter_of_an_hour(gate, machine):
    waits = []
    for _ in range(12):
        waits.append(told(gate))
        if waits[-1]:
            machine.wait(waits[-1])
            gate.spend()

    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


def test_the_wait_is_told_in_whole_minutes_too(gate, machine):
    for _ in range(5):
        gate.spend()
    with pytest.raises(Refused) as first:
        gate.spend()
    machine.wait(30)
    gate.spend()
    with pytest.raises(Refused) as second:
        gate.spend()

    assert [refused.value.params for refused in (first, second)] == [{"seconds": 30, "n": 1}, {"seconds": 60, "n": 1}]


def test_a_right_pin_gives_its_token_back_and_ends_the_row(gate, store):
    for _ in range(4):
        gate.spend()
    gate.spend()
    gate.give_back()

    assert (kept(store).tokens, kept(store).wrong, kept(store).wait) == (CAPACITY - 4, 0, 0.0)
    assert [told(gate) for _ in range(6)] == [0, 0, 0, 0, 0, 30]


def test_no_day_sees_more_than_fifty(gate, machine):
    begun = machine.seconds()
    tries = 0
    while machine.seconds() - begun < DAY:
        left = told(gate)
        tries += not left
        machine.wait(left)

    assert 45 <= tries <= 50


def test_when_the_tokens_are_gone_the_next_comes_within_the_hour(gate, machine):
    assert 25 <= spend_all(gate, machine) <= 30
    left = told(gate)
    machine.wait(left)

    assert 900 < left <= HOUR
    assert told(gate) == 0


def test_switching_off_gives_nothing_back_and_begins_the_wait_again(gate, machine, store):
    for wait in (0, 0, 0, 0, 0, 30, 60):
        machine.wait(wait)
        gate.spend()
    machine.wait(100)
    machine.switch_off_and_on("second", up=20)
    left = told(Gate(lambda: store, uptime=machine))

    assert left == 100
    assert kept(store).tokens < CAPACITY - 6


def test_a_thousand_power_cycles_give_no_more_tries_than_the_minutes_the_machine_was_up(gate, machine, store):
    spend_all(gate, machine)
    tries = 0
    for number in range(1000):
        machine.switch_off_and_on(f"boot {number}", up=20)
        tries += not told(Gate(lambda: store, uptime=machine))

    assert tries <= 1000 * 20 / DAY * 25 + 1


def test_where_the_kernel_does_not_name_its_boots_a_clock_that_went_back_is_another_boot(gate, store):
    machine = Hands("", 100 * DAY)
    unnamed = Gate(lambda: store, uptime=machine)
    for _ in range(3):
        unnamed.spend()
    machine.switch_off_and_on("", up=2 * HOUR)
    unnamed.spend()

    assert CAPACITY - 3 < kept(store).tokens <= CAPACITY - 1


@pytest.mark.parametrize("years", [-10, 10])
def test_the_clock_on_the_wall_changes_nothing(gate, machine, monkeypatch, years):
    spend_all(gate, machine)
    left = told(gate)
    monkeypatch.setattr(time, "time", lambda: 1.8e9 + years * 365 * DAY)

    assert told(gate) == left


def test_the_machine_itself_says_how_long_it_is_up_and_which_boot_it_is():
    real = Uptime()
    first, boot = real.seconds(), real.boot()

    assert (boot, len(boot), first <= real.seconds()) == (real.boot(), 36, True)


def test_two_at_once_take_two_tokens(store, machine):
    gates = [Gate(lambda: store, uptime=machine) for _ in range(2)]
    for gate in (*gates, *gates):
        gate.spend()

    assert kept(store).tokens == CAPACITY - 4


def blocked(store):
    """The store as somebody else leaves it who never finishes writing."""
    import sqlite3

    other = sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


@pytest.fixture
def impatient(monkeypatch):
    """No test waits five seconds for a store that is blocked."""
    from kiosk import database

    monkeypatch.setitem(database.PRAGMAS, "busy_timeout", 1)


def test_while_the_store_is_blocked_three_may_be_tried_and_then_one_an_hour(impatient, tmp_path, machine):
    store = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    gate, other = Gate(lambda: store, uptime=machine), blocked(store)
    first = [told(gate) for _ in range(4)]
    machine.wait(first[-1])

    assert first == [0, 0, 0, 3456]
    assert told(gate) == 0
    other.close()
    store.close()


def test_right_after_a_boot_a_blocked_store_gives_no_try_away(impatient, tmp_path):
    store = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    other = blocked(store)
    tries = [told(Gate(lambda: store, uptime=Set(f"boot {number}", 30.0))) for number in range(20)]

    assert {left > 3000 for left in tries} == {True}
    other.close()
    store.close()


def test_what_was_tried_in_memory_counts_when_the_store_is_back(impatient, tmp_path, machine):
    store = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    gate = Gate(lambda: store, uptime=machine)
    gate.spend()
    other = blocked(store)
    for _ in range(3):
        gate.spend()
    other.close()
    gate.spend()

    assert (kept(store).tokens, kept(store).wrong) == (CAPACITY - 5, 5)
    store.close()


def test_a_store_that_comes_and_goes_gives_no_more_than_fifty_a_day(impatient, tmp_path, machine):
    store = Database(f"sqlite:///{tmp_path / 'sportello.db'}")
    gate, begun, tries = Gate(lambda: store, uptime=machine), machine.seconds(), 0
    while machine.seconds() - begun < DAY:
        other = blocked(store) if tries % 2 else None
        left = told(gate)
        tries += not left
        machine.wait(min(left, 600))
        if other:
            other.close()

    assert 30 <= tries <= 50
    store.close()


def test_every_visit_shares_what_is_counted_in_memory(machine):
    def broken():
        raise OSError("no store at all")

    memory = Memory()
    said = []
    for _ in range(5):
        heard, tells = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(tells, b"%d" % told(Gate(broken, memory, machine)))
            os._exit(0)
        os.waitpid(child, 0)
        os.close(tells)
        with os.fdopen(heard) as one:
            said.append(int(one.read()))

    assert said[:3] == [0, 0, 0] and min(said[3:]) > 3000


def test_a_right_pin_lets_in_although_the_disk_is_full(tmp_path):
    pin = practice_pin(tmp_path)
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from kiosk.config import Config; from kiosk.database import Database\n"
        "from kiosk.desk.gate import Gate; from kiosk.desk.operators import Operators; from tests.harness.pin import Set\n"
        "config = Config(folder=Path(sys.argv[1]), practice=True); store = Database(config.local_store)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "operators = Operators(config, Gate(lambda: store, uptime=Set('b', 40000.0)))\n"
        "sys.exit([operators.named('000000'), operators.named(sys.argv[2])] != [None, 'Prova'])\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path), pin], cwd=ROOT).returncode == 0


WRITES = "write,pwrite64,fdatasync,fsync,ftruncate,unlink,rename"
_LET_TRACE, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


class Watched(Operators):
    """The operators as they are, who tell when a PIN is looked at."""

    told = -1

    def _owners(self, pin):
        os.write(self.told, b"looked")
        return super()._owners(pin)


def one_try(folder, pin, trace, *injected):
    """One PIN tried in a process of its own, with its writes traced: was it looked at?"""
    (heard, tells), (waits, begins) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        ctypes.CDLL(None).prctl(_LET_TRACE, _ANYBODY, 0, 0, 0)
        os.read(waits, 1)
        config = Config(folder=folder, practice=True)
        operators = Watched(config, Gate(lambda: Database(config.local_store)))
        operators.told = tells
        operators.named(pin)
        os._exit(0)
    os.close(tells)
    watch = ["strace", "-p", str(child), "-o", str(trace), "-e", f"trace={WRITES}", *injected]
    with subprocess.Popen(watch, stderr=subprocess.PIPE, text=True) as tracer, os.fdopen(heard, "rb") as said:
        attached = "attached" in tracer.stderr.readline()
        os.write(begins, b"g")
        looked = said.read() == b"looked"
        os.waitpid(child, 0)
    os.close(waits)
    os.close(begins)
    return looked if attached else None


def test_a_try_killed_at_any_of_its_writes_was_counted_if_the_pin_was_looked_at(tmp_path):
    folder, trace = tmp_path / "desk", tmp_path / "trace"
    pin = practice_pin(folder)
    Database(Config(folder=folder).local_store).close()
    clean = shutil.copytree(folder, tmp_path / "clean")
    if not shutil.which("strace") or one_try(folder, pin, trace) is None:
        pytest.skip("strace is not here, or may not trace")
    outcomes, calls = set(), re.findall(r"^(\w+)\(", trace.read_text(), re.M)
    for name, number in [(name, number) for name in set(calls) for number in range(1, calls.count(name) + 1)]:
        place = shutil.copytree(clean, tmp_path / f"killed-{name}-{number}")
        looked = one_try(place, pin, trace, "-e", f"inject={name}:signal=SIGKILL:when={number}")
        assert "killed by SIGKILL" in trace.read_text()
        store = Database(Config(folder=place).local_store)
        outcomes.add((looked, round(kept(store).tokens)))
        store.close()

    assert outcomes == {(False, 25), (False, 24), (True, 24), (True, 25)}
