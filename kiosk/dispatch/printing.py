"""Paper out of the printer, through `lp`: the content goes in by a pipe, never by a file or a shell.

A printer that fails is a result to be told, not an exception: the visitor reads the code on the screen.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from kiosk.config import Printer
from kiosk.dispatch.documents import Rendered

TITLE = "Sportello"
SECONDS, ASKING = 20, 5
_JOB = re.compile(r"request id is \S+-(\d+) ")
_STOPS = re.compile(r"disabled since|media-(?:empty|needed|jam)|cover-open|door-open|offline-report|toner-empty|marker-supply-empty")


@dataclass(frozen=True, slots=True)
class PrintResult:
    """`detail` is what the printer said, for the operator; it never holds an answer. `doubtful`: a paper may come all the same.

    `job` is the number that the queue gave it, where it said one.
    """

    printed: bool
    detail: str = ""
    doubtful: bool = False
    job: str = ""

    def __bool__(self) -> bool:
        return self.printed


def send(paper: Rendered, printer: Printer) -> PrintResult:
    """Hands the paper to the printer; says if `lp` took it. Nothing is queued where it would come out for somebody else."""
    command = shutil.which("lp")
    if not printer.name or command is None:
        return PrintResult(False, "lp non c'è" if printer.name else "nessuna stampante nella configurazione")
    trouble = _trouble(printer)
    if trouble:
        return PrintResult(False, trouble)
    # a fixed title: the queue of a printer is read by others
    ordered = [command, "-d", printer.name, "-t", TITLE, "-"]
    try:
        done = subprocess.run(
            ordered, input=paper.content, capture_output=True, timeout=SECONDS, env=environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return PrintResult(False, f"lp non risponde da {SECONDS} secondi", doubtful=True)
    except OSError as failure:
        return PrintResult(False, failure.strerror or "")
    if done.returncode:
        return PrintResult(False, done.stderr.decode("utf-8", "replace").strip()[:200])
    numbered = _JOB.search(done.stdout.decode("utf-8", "replace"))
    return PrintResult(True, job=numbered[1] if numbered else "")


def _trouble(printer: Printer) -> str:
    """What stands in the way of a paper, as the queue says it; "" when nothing does, or nobody can say."""
    command = shutil.which("lpstat")
    if command is None:
        return ""
    try:
        asked = subprocess.run(
            [command, "-l", "-p", printer.name], stdin=subprocess.DEVNULL, capture_output=True, timeout=ASKING, env=environment(), check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    found = _STOPS.search(asked.stdout.decode("utf-8", "replace"))
    return f"la stampante è ferma: {found[0]}" if found else ""


def environment() -> dict[str, str]:
    """What a command of the printing system may know: its messages come in one language."""
    kept = ("PATH", "HOME", "CUPS_SERVER", "CUPS_USER")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}
