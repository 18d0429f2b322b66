"""What must be true of a process that may see an answer: nobody can dump it, watch it, or make it tell what it holds.

A failure that nobody caught is written to the private log as its type and its places in the program: never its
message, never a value, never a local.
"""

from __future__ import annotations

import os
import sys
import time
from os.path import realpath
from pathlib import Path
from types import SimpleNamespace

_KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONHASHSEED")
_STEERING = ("BROWSER", "EDITOR", "VISUAL", "PAGER", "MANPAGER", "LESS", "LESSOPEN", "LESSCLOSE", "COLUMNS", "LINES", "SSLKEYLOGFILE",
             "LD_PRELOAD", "LD_AUDIT", "LD_DEBUG")
_PREFIXES = ("PYTHON", "TEXTUAL", "MALLOC_")
_PARENT_DIES, _DUMPABLE, _ADOPTS, _NO_GAIN = 1, 4, 36, 38
_LONGEST_LOG = 1_000_000
_report = SimpleNamespace(log=None)


def leads_out(place: Path) -> bool:
    """Is this a link to another folder? What is put into a folder of services says nothing of the rest of the disk."""
    return place.is_symlink() and not Path(realpath(place)).is_relative_to(realpath(place.parent))


def clear_environment() -> None:
    """Drop every variable that would make Python or a library tell more, import code or start a program."""
    for name in list(os.environ):
        if name in _STEERING or name.startswith(_PREFIXES) and name not in _KEPT:
            del os.environ[name]


def harden() -> None:
    """No core, no debugger, no gain of rights, no file for others, no report with a value in it; also for children forked later."""
    import faulthandler
    import logging
    import resource
    import threading
    import warnings

    clear_environment()
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _control(_DUMPABLE, 0)
    _control(_NO_GAIN, 1)
    faulthandler.disable()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.excepthook = lambda kind, error, places: _say(note(error))
    threading.excepthook = lambda failed: note(failed.exc_value)
    sys.unraisablehook = lambda failed: note(failed.exc_value)


def harden_loop(loop) -> None:
    """The same for what an event loop would report of its tasks and callbacks."""
    loop.set_debug(False)
    loop.set_exception_handler(lambda _, context: note(context.get("exception")))


def die_with_parent() -> None:
    """The process that forked this one takes it along, however it ends."""
    import signal

    _control(_PARENT_DIES, signal.SIGKILL)


def adopt_orphans() -> None:
    """Whatever a child of this process leaves behind becomes a child of this one, instead of a program on its own."""
    _control(_ADOPTS, 1)


def report_to(log: Path | None) -> None:
    """From now on failures are noted in this file, which only its owner reads."""
    _report.log = log


def note(error: BaseException | None, log: Path | None = None) -> str:
    """One line in the private log; gives the number under which it stands there."""
    number = f"{int(time.time()) % 1_000_000:06d}"
    place = log or _report.log
    if place is not None:
        _append(place, f"{number} {trail(error)}\n")
    return number


def trail(error: BaseException | None) -> str:
    """Type and places of a failure and of what led to it, the nearest first."""
    import traceback

    told = []
    while error is not None and len(told) < 4:
        frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        places = " < ".join(f"{Path(code.co_filename).name}:{line}:{code.co_name}" for code, line in reversed(frames))
        told.append(f"{type(error).__name__} {places}".rstrip())
        error = error.__cause__ or error.__context__
    return " <- ".join(told) or "NoneType"


def _append(place: Path, line: str) -> None:
    try:
        grown = place.exists() and place.stat().st_size > _LONGEST_LOG
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if grown else os.O_APPEND)
        with open(os.open(place, flags, 0o600), "a", encoding="utf-8") as log:
            log.write(line)
    except OSError:
        # a full disk must not make a failure out of the report of one
        pass


def _say(number: str) -> None:
    try:
        print(f"sportello: errore interno, numero {number}", file=sys.stderr)
    except (OSError, ValueError):
        pass


def _control(option: int, value: int) -> None:
    """prctl(2); where the system has none, the rest still holds."""
    import ctypes

    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is not None:
        prctl(option, value, 0, 0, 0)
