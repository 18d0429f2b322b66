"""A small program in the place of espeak-ng: it writes down what it was given, and takes as long as it is told."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

LISTED = """Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  ar              --/M      Arabic             sem/ar
 5  cmn             --/M      Chinese_(Mandarin,_latin_as_English) sit/cmn              (zh-cmn 5)(zh 5)
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 8  fr-be           --/M      French_(Belgium)   roa/fr-BE            (fr 8)
 5  fr-fr           --/M      French_(France)    roa/fr               (fr 5)
 5  it              --/M      Italian            roa/it
"""
_SCRIPT = """#!/bin/sh
if [ "$1" = --voices ]; then cat '{place}/voices'; exit; fi
if [ "$2" = -v ] || [ "$1" = -v ]; then said="$(cat)"; else said="$*"; fi
echo "$$" >> '{place}/pids'
tr '\\0' ' ' < /proc/$$/environ > '{place}/environ'
printf '%s|%s|%s\\n' "${{0##*/}}" "$*" "$said" >> '{place}/said'
{then}
"""


class Speaker:
    """Programs that stand first on the PATH of a test."""

    def __init__(self, place: Path, patch) -> None:
        self.place, self.bin = place, place / "bin"
        self.bin.mkdir(parents=True)
        (place / "voices").write_text(LISTED, "utf-8")
        for name in ("cat", "sh", "sleep", "tr", "mkdir"):
            (self.bin / name).symlink_to(shutil.which(name))
        self.patch = patch
        patch.setenv("PATH", str(self.bin))

    def there(self, name: str = "espeak-ng", then: str = "") -> None:
        """This program is installed, and does `then` after it has taken its text."""
        program = self.bin / name
        program.write_text(_SCRIPT.format(place=self.place, then=then), "utf-8")
        program.chmod(0o755)

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """(program, its options, its text), in order."""
        place = self.place / "said"
        return [tuple(line.split("|", 2)) for line in place.read_text("utf-8").splitlines()] if place.exists() else []

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.said]

    @property
    def pids(self) -> list[int]:
        place = self.place / "pids"
        return [int(line) for line in place.read_text().split()] if place.exists() else []


def lives(pid: int) -> bool:
    """A dead process that nobody has looked at yet does not live."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def group(pgid: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and lives(int(entry.name)):
            try:
                if os.getpgid(int(entry.name)) == pgid:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def until(holds: Callable[[], object], seconds: float = 60.0) -> object:
    """Waits until something holds, and gives it."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)
    return found
