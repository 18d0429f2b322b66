"""A monkey at the real kiosk, through a real terminal: nothing that is pressed, pasted, tapped or plugged in leads out of it.

After each burst the same kiosk is there and answers, no process is there that is not its own, no file that it does not
know, nothing was written that a terminal takes for an order, no browser was called, and nothing has crashed. `runs`
counts the keys.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import Counter
from pathlib import Path

from kiosk.dispatch import sealing
from kiosk.voice.programs import SPEAKERS
from tests.harness import Report, control
from tests.harness.broken_keys import BUILDS
from tests.harness.hostile_keys import PAYLOADS, burst, every_key
from tests.practice import ROOT
from tests.terminal.keys import key, pasted

SHORT, LONG = 2_500, 1_000_000
BROKEN = 600
_ORDERS = re.compile(rb"\x1b[\]PX^_][^\x1b\x07]{0,40}")
_OWN = re.compile(r"sportello\.db(-wal|-shm|-journal)?|pepper|week|desk\.key|reserve|catalogs|shelf|(catalogs|shelf)/[\w.-]+|\.[\w.]+")
_LONGEST, _PATIENT, _QUIET = 1.0, 30.0, 0.03
_SIZES = ((1, 1), (1, 200), (10, 3), (40, 12), (80, 24), (80, 24), (80, 24), (132, 43), (200, 1), (500, 200))
_TOGETHER, _RESIZED = 64, 12
_CHORDS = ("ctrl+c", "ctrl+t", "ctrl+q", "ctrl+o")
_BROWSERS = ("xdg-open", "www-browser", "x-www-browser", "sensible-browser")


def run(runs: int, seed: int, broken: bool) -> Report:
    """Every key there is, in an order of chance, then bursts of anything."""
    report = Report("keys", runs, seed)
    if broken:
        return control(report, {build: lambda build=build: _monkey(Report("keys", runs, seed), BUILDS[build]) for build in BUILDS})
    report.failures = _monkey(report, "")
    return report


def _monkey(report: Report, build: str) -> list[str]:
    chance, failures, answers, met = random.Random(report.seed), [], [], Counter()
    with tempfile.TemporaryDirectory() as place, Kiosk(Path(place), build) as kiosk:
        left, each = report.runs, _bursts(chance, report.runs)
        while left > 0 and len(failures) < 20:
            keys, name = next(each)
            met[name] += len(keys)
            left -= len(keys)
            if chance.randrange(_RESIZED) == 0:
                kiosk.resize(*chance.choice(_SIZES))
            found, waited = kiosk.takes(keys, _LONGEST if report.runs >= LONG else _PATIENT)
            answers.append(waited)
            failures += [f"after {report.runs - left} keys, {name}: {wrong}" for wrong in found]
            report.so_far(report.runs - left, len(failures))
            if not kiosk.lives:
                break
        report.figures |= {"keys": dict(met), "bytes it wrote": kiosk.written, "visits": kiosk.visits, "sizes passed over": kiosk.passed_over}
    cuts = statistics.quantiles([*answers, 0.0, 0.0], n=100, method="inclusive")
    report.figures |= {"answers after a burst, p50 / p99 / slowest": f"{cuts[49] * 1e3:.0f} / {cuts[98] * 1e3:.0f} / {max(answers) * 1e3:.0f} ms"}
    return failures


def _bursts(chance: random.Random, runs: int):
    """First into a box and every trick pasted there; then every key, or a part of them; then anything."""
    yield [key(name).encode() for name in ("1", "enter")], "to a box"
    yield [key(name).encode() for name in ("3", "enter")], "to a box"
    for name in _CHORDS * 3:
        # each alone first: among other bytes it may become a part of another key
        yield [key(name).encode()], "a chord"
    yield [pasted(payload).encode() for payload in PAYLOADS], "pasted in a box"
    every = every_key()
    chance.shuffle(every)
    # every byte alone is pressed in each run; of the rest, a short run takes some
    bytes_alone = [one for one in every if len(one) == 1]
    every = bytes_alone + [one for one in every if len(one) > 1][: max(0, runs - 1000)]
    for at in range(0, len(every), _TOGETHER):
        yield every[at : at + _TOGETHER], "every key"
    while True:
        yield burst(chance)


class Kiosk:
    """The kiosk of a folder, started as it is installed, on a terminal of its own."""

    def __init__(self, place: Path, build: str) -> None:
        self.place, self.build = place, build
        self.folder, self.home, self.programs, self.called = place / "desk", place / "home", place / "bin", place / "called"
        self.written, self.visits, self.passed_over, self._seen, self._tail = 0, 0, 0, set(), b""
        self.orders: list[str] = []
        self._columns, self._rows = 80, 24

    def __enter__(self) -> Kiosk:
        self.home.mkdir()
        self._make_browsers()
        config = self.place / "config.toml"
        config.write_text(f'[store]\nfolder = "{self.folder}"\n[office]\nrecipients = ["{sealing.make_key()[1]}"]\n', "utf-8")
        self.fd, theirs = pty.openpty()
        self._tell_size()
        env = {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(self.home), "TMPDIR": str(self.home), "TERM": "xterm-256color",
               # on a desk the terminal has a window, and only there is xdg-open looked for
               "WAYLAND_DISPLAY": "wayland-0", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        start = ["-c", f"{self.build}\nfrom kiosk.__main__ import main\nmain(['--config', {str(config)!r}])"]
        self.process = subprocess.Popen([sys.executable, *start], stdin=theirs, stdout=theirs, stderr=theirs, cwd=self.home, env=env, preexec_fn=_own_terminal)
        os.close(theirs)
        os.set_blocking(self.fd, False)
        self._until(lambda read: "Scegli".encode() in read, 60)
        self._until_quiet()
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(number)
                self._drain(1.0)
        self.process.wait()
        os.close(self.fd)

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def takes(self, keys: list[bytes], longest: float) -> tuple[list[str], float]:
        """What was wrong after these keys, and how long it took to answer then."""
        for one in keys:
            self._send(one)
        self._until_quiet()
        waited = self._answer(longest)
        return self._wrong(waited, longest), waited

    def _make_browsers(self) -> None:
        """Whatever would open an address is here, first on the PATH, and leaves a file."""
        self.programs.mkdir()
        for name in _BROWSERS:
            program = self.programs / name
            program.write_text(f"#!/bin/sh\necho \"$0\" >>'{self.called}'\n", "utf-8")
            program.chmod(0o755)

    def resize(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._tell_size()

    def _wrong(self, waited: float, longest: float) -> list[str]:
        if not self.lives:
            return [f"the kiosk has ended: {self.process.returncode}"]
        found = [f"no answer for {longest:.0f} s"] if waited >= longest else []
        found += [f"wrote an order to the terminal: {order}" for order in self.orders]
        found += [f"a process that is not its own: {line}" for line in self._strangers()]
        names = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")} if self.folder.exists() else set()
        found += [f"a file that it does not know: {name}" for name in sorted(names) if not _OWN.fullmatch(name) and not name.startswith("crashes.log")]
        found += [f"a file in the home: {path.name}" for path in self.home.iterdir()]
        if self.called.exists():
            found += [f"called a browser: {Path(line).name}" for line in self.called.read_text("utf-8").splitlines()[:3]]
            self.called.unlink()
        log = self.folder / "crashes.log"
        found += [f"crashed: {line}" for line in log.read_text("utf-8").splitlines()[:3]] if log.exists() else []
        if log.exists():
            log.write_bytes(b"")
        self.orders.clear()
        return found

    def _strangers(self) -> list[str]:
        """Its descendants that are no visits: those are forked, and have its own command line."""
        own, found = _command(self.process.pid), []
        for pid in _descendants(self.process.pid):
            line = _command(pid)
            # a visit that has ended and is not yet buried has no command line any more
            if any(line) and line != own and not _speaks(line):
                found.append(" ".join(line)[:80])
            elif pid not in self._seen:
                self._seen.add(pid)
                self.visits += 1
        return found

    def _answer(self, longest: float) -> float:
        """Seconds until it paints anew for another size, which it does on every card; three sizes are tried before it is taken for dead."""
        waited = longest
        for change in (2, 4, 8):
            self._columns ^= change
            begun = time.perf_counter()
            self._tell_size()
            self._until(bool, longest)
            waited = time.perf_counter() - begun
            if waited < longest:
                break
            self.passed_over += 1
        return waited

    def _send(self, text: bytes) -> None:
        while text and self.lives:
            try:
                text = text[os.write(self.fd, text[:512]) :]
            except BlockingIOError:
                self._read(0.01)
            self._read(0)

    def _read(self, wait: float) -> bytes:
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        try:
            read = os.read(self.fd, 1 << 16)
        except OSError:
            time.sleep(0.01)
            return b""
        self.written += len(read)
        seen = self._tail + read
        self.orders += [ascii(found.decode("latin-1")) for found in _ORDERS.findall(seen)]
        self._tail = seen[-1:] if seen[-1:] == b"\x1b" else b""
        return read

    def _until(self, holds, longest: float) -> None:
        end, read = time.perf_counter() + longest, b""
        while not holds(read) and time.perf_counter() < end and self.lives:
            read = (read + self._read(0.02))[-(1 << 17) :]

    def _until_quiet(self) -> None:
        end = time.perf_counter() + 60
        while self._read(_QUIET) and time.perf_counter() < end:
            pass

    def _drain(self, longest: float) -> None:
        end = time.perf_counter() + longest
        while self.lives and time.perf_counter() < end:
            self._read(0.02)

    def _tell_size(self) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", self._rows, self._columns, 0, 0))


def _own_terminal() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").split("\0")
    except OSError:
        return []


def _speaks(line: list[str]) -> bool:
    """F5 starts a process that reads aloud, and that one a speech program; both are given their texts through pipes."""
    return line[1:3] == ["-m", "kiosk.voice"] or (Path(line[0]).name in SPEAKERS and line[-2] in ("--stdin", "--voices"))


def _descendants(pid: int) -> list[int]:
    try:
        children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [below for child in children for below in _descendants(child)]
