"""A disk that is full, broken or read-only: in turn at every system call that writes, and one in memory that really fills up.

Nothing that was promised is lost, nothing is said to be saved that is not, nothing fails but in the words of the kiosk,
and when there is room again the same process goes on. `runs` counts the fillings of the small disk.
"""

from __future__ import annotations

import os
import random
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.errors import KioskError
from tests.harness import Report, control
from tests.harness.children import Act, Child, Tell, copied, need_strace, remarks, struck
from tests.harness.disks import small
from tests.harness.kill import every_point, looked_at
from tests.harness.promises import Promises
from tests.harness.sandbox import Sandbox, Stuck, Visitor, close, warm

SHORT, LONG = 5, 1_000
BROKEN = 8
FAULTS = ("ENOSPC", "EIO", "EROFS")
_CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "unlinkat", "rename", "link", "fallocate", "fchmod")
_CALLS_IN_SHORT, _WINDOW, _TRIES = 3, 8, 4
_SIZE, _MOST_LEFT, _VISITS, _CARDS = 3, 300_000, 40, 16


def run(runs: int, seed: int, broken: bool) -> Report:
    """The small disk, then every call with every fault."""
    need_strace()
    warm()
    report = Report("disk-full", runs, seed)
    if broken:
        return control(report, {build.__name__: lambda build=build: _fillings(report, build) for build in BUILDS})
    report.failures = _fillings(report, lambda: None) + _faults(report)
    return report


# a disk that fills up

def _fillings(report: Report, build: Callable[[], None]) -> list[str]:
    """In a process of its own: what is broken on purpose stays in it."""
    with tempfile.TemporaryDirectory() as place:
        text, _ = Child(_filler(Path(place), report, build)).ended()
    lines = [line.partition(" ") for line in text.splitlines()]
    report.figures["times the kiosk said that it could not save"] = sum(int(rest) for what, _, rest in lines if what == "unsaved")
    return [rest for what, _, rest in lines if what == "!"] + remarks(text)


def _filler(place: Path, report: Report, build: Callable[[], None]) -> Act:
    def act(tell: Tell) -> None:
        build()
        chance = random.Random(report.seed)
        for number in range(report.runs):
            found, unsaved = _filling(place / "disk", chance)
            for failure in found:
                tell(f"! filling {number}: {failure}")
            tell(f"unsaved {unsaved}")
    return act


def _filling(place: Path, chance: random.Random) -> tuple[list[str], int]:
    """Visits until the disk is full, and the rest of them with room again; how often "saved" was not said."""
    with small(place, _SIZE) as folder:
        sandbox, told = Sandbox(folder).make(), []
        desk = sandbox.desk()
        visitors = [Visitor(desk, "v0", told.append).goes_to(chance.choice(("p0", "p2", "review")))]
        _fill(folder, chance.randrange(_MOST_LEFT))
        try:
            _until_full(visitors, lambda number: Visitor(desk, f"v{number}", told.append))
            (folder / "filler").unlink()
            killed = Sandbox(copied(folder, place.parent / "killed"))
            failures = [f"killed while it was full: {failure}" for failure in looked_at(killed, _promised(told), None)]
            visitors[-1].goes_to("end")
            visitors.append(Visitor(desk, "after", told.append).goes_to("end"))
        except Exception:
            return [_trail()], 0
        finally:
            close(desk)
        promises = _promised(told)
        failures += [f"{visitor.word}: there was no receipt" for visitor in visitors if not promises.of[visitor.word].reference]
        return failures + looked_at(sandbox, promises, None), sum(visitor.unsaved for visitor in visitors)


def _promised(told: list[str]) -> Promises:
    return Promises().hear("".join(f"{line}\n" for line in told))


def _until_full(visitors: list[Visitor], another: Callable[[int], Visitor]) -> None:
    """One after the other, until the last of them is not told that everything was saved."""
    while len(visitors) < _VISITS:
        with suppress(Stuck):
            visitors[-1].goes_to("end", _CARDS)
        if visitors[-1].unsaved:
            return
        visitors.append(another(len(visitors)))


def _fill(folder: Path, left: int) -> None:
    found = os.statvfs(folder)
    with open(folder / "filler", "wb") as file, suppress(OSError):
        os.posix_fallocate(file.fileno(), 0, max(1, found.f_bavail * found.f_frsize - left))


def _trail() -> str:
    return " / ".join(line.strip() for line in traceback.format_exc().strip().splitlines()[-3:])


# every call, with every fault

def _faults(report: Report) -> list[str]:
    """Each fault once for a while, after which the same process must go on, and once for ever."""
    chance, short = random.Random(report.seed), report.runs == SHORT
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        for name, (page, act) in ACTS.items():
            sandbox = Sandbox(Path(place) / name.replace(" ", "-") / "now").make()
            heard = _before(sandbox, page)
            points = every_point(_acting(act, sandbox, heard), chance, _CALLS_IN_SHORT if short else None, _CALLS)
            faults = [(point, fault) for point in points for fault in ([chance.choice(FAULTS)] if short else FAULTS)]
            report.figures[f"faults, {name}"] = 2 * len(faults)
            for point, fault in faults:
                failures += [f"{name}, {fault} at {point[0]} {point[1]}{failure}" for failure in _fault(sandbox, heard, act, point, fault)]
    return failures


def _before(sandbox: Sandbox, page: str) -> str:
    """What was promised to Anna, who has come as far as this page; and a copy of the disk as it is then."""
    told: list[str] = []
    if page:
        desk = sandbox.desk()
        Visitor(desk, "anna", told.append).goes_to(page)
        close(desk)
    copied(sandbox.place, sandbox.place.parent / "before")
    return "".join(f"{line}\n" for line in told)


def _acting(act: Callable[[Sandbox, str, Tell], None], sandbox: Sandbox, heard: str) -> Act:
    return lambda tell: act(sandbox, Promises().hear(heard).of["anna"].code if heard else "", tell)


def _fault(sandbox: Sandbox, heard: str, act: Callable[[Sandbox, str, Tell], None], point: tuple[str, int], fault: str) -> list[str]:
    failures, (call, nth) = [], point
    for lasting, when in (("", f"{nth}..{nth + _WINDOW}"), (" and for ever", f"{nth}+")):
        copied(sandbox.place.parent / "before", sandbox.place)
        text, _ = struck(_acting(act, sandbox, heard), call, when, f"error={fault}")
        promises = Promises().hear(heard + text)
        found = remarks(text) + looked_at(sandbox, promises, None)
        if not lasting and not promises.of["anna"].reference:
            found.append("it did not go on when the disk did")
        failures += [f"{lasting}: {failure}" for failure in found]
    return failures


def _visits_from_the_start(sandbox: Sandbox, code: str, tell: Tell) -> None:
    """What the command does: a desk that cannot be built is told in one line."""
    try:
        desk = sandbox.desk()
    except (KioskError, OSError):
        return
    desk.open()
    visitor = Visitor(desk, "anna", tell)
    if code:
        visitor.comes_back(code)
    with suppress(Stuck):
        visitor.goes_to("end")


def _sends(sandbox: Sandbox, _: str, tell: Tell) -> None:
    from kiosk.dispatch.sender import Sender

    sender = Sender(sandbox.desk().config)
    for _ in range(_TRIES):
        with suppress(KioskError):
            sender.once()


ACTS = {
    "first start": ("", _visits_from_the_start),
    "save": ("p1", _visits_from_the_start),
    "submit": ("review", _visits_from_the_start),
    "send": ("end", _sends),
}


# builds broken on purpose

def saved_is_always_said() -> None:
    """The kiosk says "saved" whatever the store says."""
    from kiosk.desk.visit import Visit

    save = Visit.save

    def said(self) -> None:
        save(self)
        self.saved = bool(self.code)

    Visit.save = said


def the_failure_is_not_caught() -> None:
    """The kiosk shows what the store said."""
    from kiosk.desk.visit import Visit

    save = Visit.save

    def shown(self) -> None:
        save(self)
        if self.code and not self.saved:
            raise OSError("database or disk is full")

    Visit.save = shown


BUILDS = (saved_is_always_said, the_failure_is_not_caught)
