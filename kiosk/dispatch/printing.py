"""Paper out of the printer, through `lp`: the content goes in by a pipe, never by a file or a shell.

A printer that fails is a result to be told, not an exception: the visitor reads the code on the screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

from kiosk.config import Printer
from kiosk.dispatch.documents import Rendered

TITLE = "Sportello"
SECONDS = 20


@dataclass(frozen=True, slots=True)
class PrintResult:
    """`detail` is what the printer said, for the operator; it never holds an answer."""

    printed: bool
    detail: str = ""


def send(paper: Rendered, printer: Printer) -> PrintResult:
    """Hands the paper to the printer; says if `lp` took it."""
    command = shutil.which("lp")
    if not printer.name or command is None:
        return PrintResult(False, "lp non c'è" if printer.name else "nessuna stampante nella configurazione")
    # a fixed title: the queue of a printer is read by others
    ordered = [command, "-d", printer.name, "-t", TITLE, "-"]
    try:
        done = subprocess.run(
            ordered, input=paper.content, capture_output=True, timeout=SECONDS, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return PrintResult(False, f"lp non risponde da {SECONDS} secondi")
    except OSError as failure:
        return PrintResult(False, failure.strerror or "")
    if done.returncode:
        return PrintResult(False, done.stderr.decode("utf-8", "replace").strip()[:200])
    return PrintResult(True)


def _environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "CUPS_SERVER", "CUPS_USER")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}
