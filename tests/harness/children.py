"""Processes that are forked warm, tell what they did through a pipe, and are killed: at a moment, or at a system call.

A child never comes back into the code that forked it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kiosk import hardening
from tests.harness import CannotRunHere

Tell = Callable[[str], None]
Act = Callable[[Tell], None]
WRITES = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "unlinkat", "rename", "renameat2", "link", "linkat", "openat", "mkdir", "sendto")
_ATTACHED, _LINE = "attached", re.compile(r"^(?:\d+ +)?(\w+)\(")
_SLOW = 20.0


class Child:
    """`act` in a process of its own; it is given a function that tells one line to whoever listens."""

    def __init__(self, act: Act, stopped: bool = False) -> None:
        self.heard_end, told_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _be(act, told_end, stopped)
        os.close(told_end)
        if stopped:
            os.waitpid(self.pid, os.WUNTRACED)

    def send(self, number: int) -> None:
        """A signal; a child that is stopped has stopped when this returns."""
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return
        if number == signal.SIGSTOP:
            os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def kill(self) -> None:
        self.send(signal.SIGKILL)

    def told(self) -> str:
        """What it has told since the last time, without waiting for more."""
        os.set_blocking(self.heard_end, False)
        try:
            return os.read(self.heard_end, 2**20).decode()
        except BlockingIOError:
            return ""
        finally:
            os.set_blocking(self.heard_end, True)

    def ended(self) -> tuple[str, int]:
        """Everything it told, and its status: 0 when it came to its end."""
        with os.fdopen(self.heard_end, encoding="utf-8", errors="replace") as told:
            text = told.read()
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return text, status


def _be(act: Act, told_end: int, stopped: bool) -> None:
    status, silence = 1, os.open(os.devnull, os.O_RDWR)
    try:
        hardening.die_with_parent()
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        act(lambda line: _tell(told_end, line))
        status = 0
    except BaseException:
        trail = traceback.format_exc().strip().splitlines()
        _tell(told_end, "".join(f"# {line}\n" for line in trail[-12:]).rstrip("\n"))
    finally:
        os._exit(status)


def _tell(told_end: int, line: str) -> None:
    # a call that nothing else makes: no fault that is meant for a file can hit it
    os.writev(told_end, [f"{line}\n".encode()])


def remarks(text: str) -> list[str]:
    """What a child had to say about its own end, when it was none that it was given."""
    trail = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    return [" / ".join(trail[-3:])] if trail else []


def killed_after(seconds: float, *acts: Act) -> list[str]:
    """All of them at once, all killed after so many seconds; what each had told."""
    children = [Child(act) for act in acts]
    time.sleep(seconds)
    for child in children:
        child.kill()
    return [child.ended()[0] for child in children]


def need_strace() -> None:
    """CannotRunHere unless system calls can be followed and changed."""
    if not shutil.which("strace"):
        raise CannotRunHere("strace is not installed: no system call can be singled out")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        raise CannotRunHere("strace may not follow a process here")


def calls(act: Act, names: tuple[str, ...] = WRITES) -> Counter:
    """How often `act` makes each of these system calls."""
    with tempfile.NamedTemporaryFile("r") as log:
        _traced(act, ["-o", log.name, "-e", f"trace={','.join(names)}"])
        return Counter(found[1] for line in log if (found := _LINE.match(line)))


def struck(act: Act, call: str, nth: int | str, fault: str) -> tuple[str, int]:
    """`act` with a fault at the nth call of a name: `signal=SIGKILL`, `error=ENOSPC`; what it told, and its status."""
    return _traced(act, ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"])


def _traced(act: Act, options: list[str]) -> tuple[str, int]:
    child = Child(act, stopped=True)
    strace = subprocess.Popen(["strace", "-f", "-p", str(child.pid), *options], stderr=subprocess.PIPE, text=True)
    try:
        while (line := strace.stderr.readline()) and _ATTACHED not in line:
            pass
        if not line:
            raise CannotRunHere("strace could not follow a process")
        os.kill(child.pid, signal.SIGCONT)
        return child.ended()
    finally:
        child.kill()
        strace.stderr.close()
        strace.wait(_SLOW)


def copied(source: Path, to: Path) -> Path:
    """A fresh copy of a folder, in place of what was there."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(source, to)
    return to
