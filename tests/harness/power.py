"""The plug pulled: the disk as it was at a random moment, with nothing of what the kernel still held back.

The disk is an ext4 image. Those who write to it are stopped, what has reached the image is copied, and the copy is
started from. The page cache of the machine plays the disk: one that lies about a flush is not shown this way.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.harness import Report, control
from tests.harness.children import Child, remarks
from tests.harness.disks import frozen, image, mounted
from tests.harness.kill import looked_at, seconds_of_a_visit, sending, visits
from tests.harness.promises import Promises
from tests.harness.sandbox import Sandbox, close, warm

SHORT, LONG = 16, 2_000
BROKEN = 16
_CUTS_OF_ONE_DISK, _SIZE, _VISITS = 20, 24, 2.0


def run(runs: int, seed: int, broken: bool) -> Report:
    """Cut after cut; a build that does not wait for the disk loses in more than every second one."""
    warm()
    report = Report("power", runs, seed)
    if broken:
        builds = {build.__name__: lambda build=build, sends=sends: _cuts(Report("power", runs, seed), build, sends) for build, sends in BUILDS.items()}
        return control(report, builds)
    report.failures = _cuts(report, lambda: None)
    return report


def _cuts(report: Report, build: Callable[[], None], sends: bool = True) -> list[str]:
    chance, failures, heard, lossy = random.Random(report.seed), [], 0, 0
    with tempfile.TemporaryDirectory() as place:
        longest = _VISITS * seconds_of_a_visit(Path(place) / "pace")
    for number in range(0, report.runs, _CUTS_OF_ONE_DISK):
        cuts = min(_CUTS_OF_ONE_DISK, report.runs - number)
        with tempfile.TemporaryDirectory() as place, image(Path(place), _SIZE) as (disk, folder):
            delays = [chance.uniform(0, longest) for _ in range(cuts)]
            promises, found = _one_disk(disk, folder, delays, (build, sends))
        failures += [f"cut {number + cut}: {failure}" for cut, each in enumerate(found) for failure in each]
        lossy += sum(bool(each) for each in found)
        heard += promises.heard
        report.so_far(number + cuts, len(failures))
    report.figures |= {"promises told": heard, "cuts that broke one": lossy}
    return failures


def _one_disk(disk: Path, folder: Path, delays: list[float], what: tuple[Callable[[], None], bool]) -> tuple[Promises, list[list[str]]]:
    """A desk and its sender that go on from cut to cut; each cut is started from by a desk of its own."""
    sandbox, promises, found = Sandbox(folder).make(), Promises(), []
    close(sandbox.desk())
    os.sync()
    build, sends = what
    children = [Child(act) for act in (visits(sandbox, "d", [], build), *([sending(sandbox, build)] if sends else []))]
    try:
        for delay in delays:
            time.sleep(delay)
            for child in children:
                child.send(signal.SIGSTOP)
            told: list[str] = []
            for child in children:
                text = child.told()
                promises.hear(text)
                told += remarks(text)
            found.append(told + _started_from(frozen(disk), folder.parent, promises))
            for child in children:
                child.send(signal.SIGCONT)
    finally:
        for child in children:
            child.kill()
            child.ended()
    return promises, found


def _started_from(content: bytes, place: Path, promises: Promises) -> list[str]:
    """What a desk that starts on this disk finds broken."""
    disk = place / "cut"
    disk.write_bytes(content)
    with mounted(disk, place / "cut.mounted") as folder:
        return looked_at(Sandbox(folder), promises, None)


# builds broken on purpose

def not_waiting_for_the_disk() -> None:
    """SQLite as most advice has it: a commit does not wait for the disk."""
    from kiosk.database import PRAGMAS

    PRAGMAS["synchronous"] = 1


def files_not_flushed() -> None:
    """An envelope in the office's folder is said to be there before the disk has it."""
    os.fsync = lambda file: None


# each with whether the sender runs beside it: what that flushes takes the log of the store along
BUILDS = {not_waiting_for_the_disk: False, files_not_flushed: True}
