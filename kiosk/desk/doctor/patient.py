"""What the doctor looks at: the desk's configuration, and the machine as its own files and programs tell it.

Looking changes nothing. Every path of the machine lies below `root`, so that a machine can be a folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TextIO

from kiosk.config import Config
from kiosk.desk.doctor.findings import Finding, advice, wrong
from kiosk.errors import KioskError

_PATIENCE = 10
_SYSTEMD = ("usr/lib/systemd", "run/systemd", "etc/systemd")
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """A line of /proc/mounts."""

    device: str
    where: str
    kind: str
    options: tuple[str, ...]


@dataclass
class Patient:
    """`screen` is where the kiosk would be drawn, `packages` where Python finds its libraries, `file` the configuration."""

    config: Config
    root: Path = Path("/")
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    screen: TextIO = field(default_factory=lambda: sys.stdout)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    packages: list[str] = field(default_factory=lambda: list(sys.path))
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    file: Path | None = None

    @property
    def is_real(self) -> bool:
        """Does this desk serve real visitors?"""
        return not self.config.practice

    @property
    def is_office(self) -> bool:
        """Is it the office's own machine, where nobody comes?"""
        return self.config.relay is not None

    def should(self, text: str, remedy: str, subject: str = "") -> Finding:
        """What a desk for real visitors must have, and a practice desk may lack."""
        return wrong(text, remedy, subject) if self.is_real else replace(advice(text, remedy, subject), later=True)

    def at(self, path: str) -> Path:
        """A path of the machine, as "/etc/x"."""
        return self.root / path.lstrip("/")

    def read(self, path: str) -> str | None:
        """The text of a file of the machine; None when it is not there or not ours to read."""
        try:
            return self.at(path).read_text("utf-8", "replace").strip()
        except OSError:
            return None

    def has_systemd(self) -> bool:
        return self.at("/etc/systemd").is_dir()

    def is_masked(self, unit: str) -> bool:
        """Is a unit of systemd switched off for good?"""
        place = self.at(f"/etc/systemd/system/{unit}")
        return place.is_symlink() and os.readlink(place) == "/dev/null"

    def setting(self, file: str, name: str) -> str:
        """The last word of systemd's files on a setting, as `setting("logind.conf", "NAutoVTs")`; "" for none."""
        places = [self.at(folder) / file for folder in _SYSTEMD[:1] + _SYSTEMD[2:]]
        places += [one for folder in _SYSTEMD for one in sorted(self.at(f"{folder}/{file}.d").glob("*.conf"))]
        found = ""
        for place in places:
            text = self.read(str(place.relative_to(self.root))) or ""
            values = re.findall(rf"^\s*{re.escape(name)}\s*=\s*(.*?)\s*$", text, re.M)
            found = values[-1] if values else found
        return found

    @cached_property
    def mounts(self) -> tuple[Mount, ...]:
        lines = [line.split() for line in (self.read("/proc/mounts") or "").splitlines()]
        return tuple(Mount(*(_plain(part) for part in parts[:3]), tuple(parts[3].split(","))) for parts in lines if len(parts) > 3)

    def mount(self, path: Path) -> Mount | None:
        """What a path of the running system lies on; of two at one place the later, which hides the other."""
        place = path.expanduser().absolute()
        fitting = [one for one in self.mounts if place.is_relative_to(one.where)]
        return max(reversed(fitting), key=lambda one: len(one.where), default=None)

    def program(self, name: str) -> str | None:
        return shutil.which(name, path=self.environ.get("PATH", os.defpath))

    def output(self, name: str, *arguments: str) -> str | None:
        """What a program of the machine says; None when it is not there or fails."""
        program = self.program(name)
        if program is None:
            return None
        try:
            done = subprocess.run(
                [program, *arguments], capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL,
                env={**{key: self.environ[key] for key in ("PATH", "HOME", "CUPS_SERVER") if key in self.environ}, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return None if done.returncode else done.stdout.decode("utf-8", "replace").strip()

    def own(self, name: str) -> str:
        """A line of /proc/self/status, as `own("Uid")`; "" for none."""
        found = re.search(rf"^{name}:[ \t]*(.*)$", self.read("/proc/self/status") or "", re.M)
        return found[1] if found else ""

    def is_encrypted(self, device: str) -> bool:
        """Does a block device lie, itself or all that is below it, under dm-crypt?"""
        name = self._block(device)
        if name is None:
            return False
        if (self.read(f"/sys/block/{name}/dm/uuid") or "").startswith("CRYPT-"):
            return True
        below = [one.name for one in self.at(f"/sys/block/{name}/slaves").glob("*")]
        return bool(below) and all(self.is_encrypted(f"/dev/{one}") for one in below)

    def _block(self, device: str) -> str | None:
        name = Path(device).name
        if self.at(f"/sys/block/{name}").is_dir():
            return name
        named = (one for one in self.at("/sys/block").glob("dm-*") if self.read(f"/sys/block/{one.name}/dm/name") == name)
        return next((one.name for one in named), None)

    @cached_property
    def local(self):
        """The store on this machine; None when it does not open (the check of the store says why)."""
        return self._opened(self.config.local_store)

    @cached_property
    def store(self):
        """The store that holds drafts and envelopes; None when it does not open."""
        return self._opened(self.config.store) if self.config.store != self.config.local_store else self.local

    @cached_property
    def shared(self) -> dict[str, str] | None:
        """What a PostgreSQL runs with; None where there is none, or it does not answer (the check of the line says why)."""
        from kiosk.database import survey

        try:
            return survey.settings(self.config.store) if self.config.is_shared else None
        except KioskError:
            return None

    def _opened(self, url: str):
        from kiosk.database import Database

        try:
            return Database(url)
        except (KioskError, OSError):
            return None

    def leave(self) -> None:
        """Closes what was opened."""
        for name in ("local", "store"):
            if self.__dict__.get(name):
                self.__dict__[name].close()


def _plain(part: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), part)
